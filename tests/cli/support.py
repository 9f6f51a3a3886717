# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the command line share: running it, made pictures, an independent reader and
writer of safetensors files."""
import json
import os
import random
import struct
import subprocess
import sys
import tempfile
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import tap  # noqa: E402,F401

PROGRAM, SOURCE = sys.argv[1:3]
BUNDLES = os.path.join(SOURCE, "data", "bundles")
SAMPLES = os.path.join(SOURCE, "data", "samples", "groceries")
SMALL = os.path.join(BUNDLES, "tiny-imagenet-s8.safetensors")
_room = tempfile.TemporaryDirectory(prefix="taper-cli-")
ROOM = _room.name


def path(*parts):
    """A path in the tests' own folder; folders on the way are made."""
    full = os.path.join(ROOM, *parts)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    return full


def write(name, content):
    with open(path(name), "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return path(name)


def run(*arguments, **options):
    """-> (exit code, standard output, standard error), both valid UTF-8."""
    environment = dict(os.environ, LC_ALL="C.UTF-8", XDG_CACHE_HOME=path("cache"))
    environment.update(options.pop("env", {}))
    result = subprocess.run([PROGRAM, *arguments], capture_output=True, timeout=300,
                            cwd=ROOM, env=environment, **options)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def good(*arguments, **options):
    code, out, err = run(*arguments, **options)
    assert code == 0 and err == "", f"{arguments}: {code}\n{err}"
    return out


def good_json(*arguments, **options):
    return json.loads(good(*arguments, "--json", **options))


def bad(code, *arguments, says=()):
    """Fails with @code, one line per problem on standard error and none on standard output."""
    got, out, err = run(*arguments)
    assert got == code, f"{arguments}: exit {got}, expected {code}\n{out}{err}"
    assert err.startswith("taper-cli: ") and err.endswith("\n"), f"{arguments}: {err!r}"
    for text in (says,) if isinstance(says, str) else says:
        assert text in err, f"{arguments}: {text!r} not in {err!r}"
    return err


def png(width, height, pixels=None, claim=None):
    """A PNG of R G B bytes; @claim: another size in the header than what the data hold."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(
            ">I", zlib.crc32(kind + data))

    if pixels is None:
        pixels = random.Random(width * height).randbytes(width * height * 3)
    rows = b"".join(b"\0" + pixels[y * width * 3:(y + 1) * width * 3] for y in range(height))
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", *(claim or (width, height)), 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Safetensors:
    """A file taken apart: metadata, and tensors as name -> (dtype, shape, bytes)."""

    def __init__(self, file):
        with open(file, "rb") as source:
            content = source.read()
        length = struct.unpack("<Q", content[:8])[0]
        header = json.loads(content[8:8 + length])
        data = content[8 + length:]
        self.metadata = header.pop("__metadata__", {})
        self.tensors = {}
        end = 0
        for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
            begin, stop = entry["data_offsets"]
            assert begin == end, f"{name}: a hole or an overlap at {begin}"
            end = stop
            self.tensors[name] = (entry["dtype"], entry["shape"], data[begin:stop])
        assert end == len(data), "bytes after the last tensor"

    def values(self, name):
        dtype, shape, data = self.tensors[name]
        size, code = {"F32": (4, "f"), "F16": (2, "e")}[dtype]
        count = 1
        for n in shape:
            count *= n
        assert count * size == len(data), f"{name}: {shape} in {len(data)} bytes"
        return struct.unpack(f"<{count}{code}", data)

    def to_bytes(self, edit=None):
        """@edit may change the header before it is written."""
        header, data = {"__metadata__": self.metadata}, b""
        for name, (dtype, shape, content) in self.tensors.items():
            header[name] = {"dtype": dtype, "shape": shape,
                            "data_offsets": [len(data), len(data) + len(content)]}
            data += content
        if edit:
            edit(header)
        text = json.dumps(header).encode()
        return struct.pack("<Q", len(text)) + text + data
