# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are not what they claim to be, each with a word of the reason that must be given."""
import json
import os
import struct
import zlib


def read_bundle(path):
    """Header (a dict) and data (bytes) of a safetensors file."""
    with open(path, "rb") as bundle:
        length, = struct.unpack("<Q", bundle.read(8))
        return json.loads(bundle.read(length)), bundle.read()


def write_bundle(path, header, data):
    text = json.dumps(header).encode()
    with open(path, "wb") as bundle:
        bundle.write(struct.pack("<Q", len(text)) + text + data)


def tensors(header):
    return [name for name in header if name != "__metadata__"]


def bundles(good, folder):
    """Yields (path, part of the reason) for each way a bundle can be wrong."""
    header, data = read_bundle(good)
    names = tensors(header)
    weights = next(name for name in names if header[name]["dtype"] == "F16")

    def write(name, change, reason):
        changed, body = json.loads(json.dumps(header)), bytearray(data)
        body = change(changed, body) or body
        path = os.path.join(folder, name + ".safetensors")
        write_bundle(path, changed, bytes(body))
        return path, reason

    def write_bytes(name, content, reason):
        path = os.path.join(folder, name + ".safetensors")
        with open(path, "wb") as file:
            file.write(content)
        return path, reason

    def shift_offsets(changed, body):
        changed[weights]["data_offsets"] = [len(body) - 4, len(body) + 4096]

    def overlap(changed, body):
        first, second = names[0], names[1]
        size = changed[second]["data_offsets"][1] - changed[second]["data_offsets"][0]
        begin = changed[first]["data_offsets"][0]
        changed[second]["data_offsets"] = [begin, begin + size]

    def overflow(changed, body):
        changed[weights]["shape"] = [2 ** 40, 2 ** 40, 3, 3]

    def lose_layer(changed, body):
        changed[weights + ".old"] = changed.pop(weights)

    def reshape(changed, body):
        changed[weights]["shape"] = list(reversed(changed[weights]["shape"]))

    def not_a_number(changed, body):
        begin = changed[weights]["data_offsets"][0]
        body[begin:begin + 2] = b"\xff\xff"

    def lose_classes(changed, body):
        metadata = changed["__metadata__"]
        classes = json.loads(metadata["classes"])
        metadata["classes"] = json.dumps(classes[:-3])

    with open(good, "rb") as bundle:
        whole = bundle.read()
    yield write_bytes("truncated", whole[:len(whole) // 2], "bytes of data")
    yield write_bytes("renamed", b"\x89PNG\r\n\x1a\n" + bytes(100), "not a safetensors file")
    yield write_bytes("huge-header", struct.pack("<Q", 2 ** 62) + b"{}", "cut short")
    yield write("past-the-end", shift_offsets, "bytes of data")
    yield write("overlapping", overlap, "overlaps")
    yield write("overflowing", overflow, "too many elements")
    yield write("missing-layer", lose_layer, "missing")
    yield write("wrong-shape", reshape, "shape")
    yield write("not-a-number", not_a_number, "finite number")
    yield write("class-count", lose_classes, "78 classes")


def png(width, height):
    """A PNG that says it has this size; its data are of one line at most."""
    def chunk(kind, content):
        return (struct.pack(">I", len(content)) + kind + content +
                struct.pack(">I", zlib.crc32(kind + content)))

    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) +
            chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b""))


def pictures(good, folder):
    """(path, part of the reason, part of what to do) of files that cannot be shown as pictures."""
    def write(name, content):
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    with open(good, "rb") as picture:
        whole = picture.read()
    # Reading it fails for everyone, also for the superuser of a test machine.
    unreadable = os.path.join(folder, "unreadable.jpg")
    os.symlink(unreadable, unreadable)
    return [
        (write("truncated.jpg", whole[:len(whole) // 3]), "truncated", "again"),
        (write("nothing.png", b""), "empty", "PNG or JPEG"),
        (write("text.png", b"I am a shopping list.\n" * 20), "not a picture", "PNG or JPEG"),
        (write("gigantic.png", png(60000, 60000)), "60000", "smaller"),
        (unreadable, "symbolic", "may read it"),
    ]
