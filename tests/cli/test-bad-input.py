#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are not what they should be: each is refused with its name and a reason, at once,
with exit code 1, and whatever else was asked for is still done."""
import json
import os
import shutil
import struct
import subprocess

from support import (BUNDLES, PROGRAM, ROOM, SAMPLES, SMALL, Safetensors, bad, good, good_json, path,
                     png, run, write)
import tap

LEMON = os.path.join(SAMPLES, "Lemon.jpg")
with open(SMALL, "rb") as file:
    BYTES = file.read()


def refused(name, content, *says):
    """A bundle file of this content is refused by every command that opens one."""
    file = write(name, content)
    for arguments in (["inspect", file], ["coefficients", "-b", file, "-c", "banana"],
                      ["classify", "-b", file, "-c", "banana", LEMON],
                      ["synthesize", "-b", file, "-c", "banana", "-o", path("never")]):
        bad(1, *arguments, says=(file, *says))
    assert not os.path.exists(path("never"))


def test_truncated_bundles():
    header = 8 + struct.unpack("<Q", BYTES[:8])[0]
    for length in (0, 1, 7, 8, 9, 100, header - 1, header, header + 1, len(BYTES) // 2,
                   len(BYTES) - 1):
        refused("cut.safetensors", BYTES[:length])


def test_a_bundle_with_more_behind_it():
    refused("longer.safetensors", BYTES + b"\0" * 16)


def test_renamed_files():
    with open(LEMON, "rb") as picture:
        refused("picture.safetensors", picture.read(), "not")
    refused("text.safetensors", "a shopping list\n", "not")
    refused("zeros.safetensors", bytes(4096))
    renamed = write("bundle.jpg", BYTES)
    assert good_json("inspect", renamed)["bundle"]["name"] == "Everyday objects, small"
    out, _ = path("plain.safetensors"), good("synthesize", "-g", "Apple", "-o", path("plain.safetensors"))
    bad(1, "inspect", out, says="not a Taper bundle")


def test_header_lengths():
    for length in (2 ** 64 - 1, 2 ** 63, 2 ** 62, 2 ** 40, len(BYTES), len(BYTES) - 7):
        refused("length.safetensors", struct.pack("<Q", length) + BYTES[8:])


def test_oversized_files():
    """Sparse, so it costs nothing to make; nothing of its size may be allocated or read."""
    file = path("huge.safetensors")
    with open(file, "wb") as huge:
        huge.write(struct.pack("<Q", 2 ** 33) + b"{")
        huge.truncate(2 ** 34)
    bad(1, "inspect", file, says=file)
    os.remove(file)


def test_damaged_headers():
    def offsets(name, begin, end):
        def edit(header):
            header[name]["data_offsets"] = [begin, end]
        return edit

    first = list(Safetensors(SMALL).tensors)[0]
    shape = Safetensors(SMALL).tensors[first][1]

    def reshape(wanted):
        def edit(header):
            header[first]["shape"] = wanted
        return edit

    def dtype(header):
        header[first]["dtype"] = "F64"

    for edit in (offsets(first, 0, 2 ** 63), offsets(first, 2 ** 62, 2 ** 62 + 10),
                 offsets(first, 10, 0), offsets(first, -1, 10), offsets(first, 1, 11),
                 reshape([2 ** 32, 2 ** 32]), reshape([-1]), reshape(shape + [2]), reshape("x"),
                 dtype):
        refused("header.safetensors", Safetensors(SMALL).to_bytes(edit), first)


def test_wrong_tensors():
    def without(name):
        file = Safetensors(SMALL)
        del file.tensors[name]
        return file.to_bytes()

    def reshaped(name, shape):
        file = Safetensors(SMALL)
        kind, _, data = file.tensors[name]
        file.tensors[name] = (kind, shape, data)
        return file.to_bytes()

    def poisoned(name, value):
        file = Safetensors(SMALL)
        kind, shape, data = file.tensors[name]
        value = struct.pack("<f" if kind == "F32" else "<e", value)
        file.tensors[name] = (kind, shape, data[:-len(value)] + value)
        return file.to_bytes()

    for name in ("generic.stem.weight", "bases.head.bias", "mixer.predictor.1.weight"):
        refused("missing.safetensors", without(name), name)
        shape = Safetensors(SMALL).tensors[name][1]
        refused("shape.safetensors", reshaped(name, [1, *shape]), name)
        for value in (float("nan"), float("inf")):
            refused("nan.safetensors", poisoned(name, value), name)


def test_wrong_metadata():
    def with_metadata(key, change):
        file = Safetensors(SMALL)
        value = change(file.metadata[key])
        if value is None:
            del file.metadata[key]
        else:
            file.metadata[key] = value
        return file.to_bytes()

    def fewer_classes(text):
        return json.dumps(json.loads(text)[:-1])

    def unknown_operation(text):
        return text.replace('"conv2d"', '"attention"', 1)

    refused("class-count.safetensors", with_metadata("classes", fewer_classes), "199", "200")
    refused("operation.safetensors", with_metadata("model", unknown_operation), "attention")
    refused("version.safetensors", with_metadata("format_version", lambda _: "2"), "2")
    for key in ("format", "format_version", "model", "classes", "bases", "mixer"):
        refused("without.safetensors", with_metadata(key, lambda _: None), key)
    for key in ("model", "classes", "bases", "mixer"):
        refused("nonsense.safetensors", with_metadata(key, lambda _: "[[[{"), key)


def test_bundles_that_are_no_files():
    os.mkfifo(path("pipe"))
    os.symlink("loop", path("loop"))
    os.symlink("vanished", path("dangling"))
    for name, reason in ((ROOM, ""), (path("pipe"), ""), (path("loop"), ""),
                         (path("dangling"), "No such file"), (path("nowhere/x"), "No such file")):
        bad(1, "inspect", name, says=(name, reason))
    bad(1, "inspect", "groceries-s61", says=("groceries-s61", "groceries-s16"))


def bad_pictures():
    with open(LEMON, "rb") as source:
        jpeg = source.read()
    os.makedirs(path("folder.png"), exist_ok=True)
    if not os.path.lexists(path("pipe.png")):
        os.mkfifo(path("pipe.png"))
        os.symlink("gone.png", path("link.png"))
    whole = png(32, 32)
    return [
        write("empty.png", b""), write("text.png", "not a picture\n"), write("cut.jpg", jpeg[:2000]),
        write("half.jpg", jpeg[:len(jpeg) // 2]), write("cut.png", whole[:-40]),
        write("signature.png", whole[:8]), write("zeros.jpg", bytes(1000)),
        write("crc.png", whole[:20] + b"\xff" + whole[21:]),
        write("wide.png", png(8, 8, claim=(60000, 60000))),
        write("wider.png", png(8, 8, claim=(2 ** 31 - 1, 2 ** 31 - 1))),
        write("more.png", png(8, 8, claim=(64, 64))), write("none.png", png(8, 8, claim=(0, 8))),
        write("wide.gif", b"GIF89a" + struct.pack("<HH", 65535, 65535) + b"\0\0\0;"),
        write("wide.bmp", b"BM" + struct.pack("<IHHIIiiHHIIiiII", 54, 0, 0, 54, 40, 60000, 60000, 1,
                                              24, 0, 0, 0, 0, 0, 0)),
        path("folder.png"), path("pipe.png"), path("link.png"),
    ]


def test_bad_pictures_each_with_its_reason():
    for picture in bad_pictures():
        bad(1, "classify", "-c", "lemon,lime", picture, says=picture)


def test_good_pictures_among_bad_ones():
    pictures = bad_pictures()
    code, out, err = run("classify", "-c", "lemon,lime", "--json", *pictures, LEMON)
    answers = json.loads(out)["pictures"]
    assert code == 1 and len(answers) == len(pictures) + 1
    for picture, answer in zip(pictures, answers):
        assert picture == answer["file"] and "error" in answer and picture in err
    assert answers[-1]["personalized"][0]["name"] == "Lemon"


def test_a_picture_is_known_by_its_content():
    whole = write("really-a-png.jpg", png(40, 30))
    assert good_json("classify", "-c", "lemon", whole)["pictures"][0]["width"] == 40


def test_unreadable_files():
    """As a user without rights: root may read everything."""
    folder = path("locked", "program")
    shutil.copy(PROGRAM, folder)
    shutil.copy(LEMON, path("locked", "picture.jpg"))
    shutil.copy(SMALL, path("locked", "bundle"))
    os.chmod(ROOM, 0o755)
    os.chmod(path("locked", "."), 0o755)
    os.chmod(folder, 0o755)
    os.chmod(path("locked", "picture.jpg"), 0)
    os.chmod(path("locked", "bundle"), 0)
    user = {"user": 65534} if os.geteuid() == 0 else {}
    for arguments in (["inspect", "bundle"],
                      ["classify", "-b", "../readable", "-c", "banana", "picture.jpg"]):
        shutil.copy(SMALL, path("readable"))
        os.chmod(path("readable"), 0o644)
        result = subprocess.run([folder, *arguments], capture_output=True, text=True,
                                cwd=path("locked"), env=dict(os.environ, LC_ALL="C.UTF-8"), **user)
        assert result.returncode == 1, (arguments, result)
        assert arguments[-1] in result.stderr and "Permission denied" in result.stderr, result.stderr


def test_bad_task_files():
    classify = ("classify", LEMON, "--task")
    bad(1, *classify, path("missing-task"), says="missing-task")
    bad(1, *classify, ROOM, says=ROOM)
    bad(1, *classify, write("binary-task", b"\xff\xfe\0lemon"), says="binary-task")
    bad(1, *classify, write("long-task", "lemon" * 100000), says="long-task")


def test_bundles_stay_as_they_were():
    with open(os.path.join(BUNDLES, "tiny-imagenet-s8.safetensors"), "rb") as again:
        assert again.read() == BYTES


tap.run(__name__)
