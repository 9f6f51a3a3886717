#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes Fashion-MNIST as train/CLASS/N.png, test/CLASS/N.png and classes.json.

    apt-get install dataset-fashion-mnist
    data/recipes/fashion-mnist.py fashion-mnist

reads what that Debian package ships (MIT licence, Zalando SE): 60,000 and 10,000 grey pictures of 28 x 28.
"""
import argparse
import gzip
import json
import pathlib
import struct
import zlib

SHIPPED = pathlib.Path("/usr/share/datasets/fashion-mnist")
# In the order of the labels, with the groups that related tasks are made of.
CLASSES = [
    ("t-shirt", "upper body"), ("trousers", "lower body"), ("pullover", "upper body"), ("dress", "whole body"),
    ("coat", "upper body"), ("sandal", "shoes"), ("shirt", "upper body"), ("sneaker", "shoes"), ("bag", "bags"),
    ("ankle boot", "shoes"),
]


def read_idx(path, magic, item):
    data = gzip.decompress(path.read_bytes())
    found, n = struct.unpack_from(">II", data)
    start = len(data) - n * item
    if found != magic or start not in (8, 16):
        raise SystemExit(f"{path}: not the file that was expected")
    return [data[start + i * item:start + (i + 1) * item] for i in range(n)]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def write_png(path, pixels, side):
    rows = b"".join(b"\0" + pixels[y * side:(y + 1) * side] for y in range(side))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)) +
                     chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dir", type=pathlib.Path)
    parser.add_argument("--source", type=pathlib.Path, default=SHIPPED)
    arguments = parser.parse_args()
    for part, prefix in (("train", "train"), ("test", "t10k")):
        images = read_idx(arguments.source / f"{prefix}-images-idx3-ubyte.gz", 0x803, 28 * 28)
        labels = read_idx(arguments.source / f"{prefix}-labels-idx1-ubyte.gz", 0x801, 1)
        for name, _ in CLASSES:
            (arguments.dir / part / name).mkdir(parents=True, exist_ok=True)
        for i, (image, label) in enumerate(zip(images, labels)):
            write_png(arguments.dir / part / CLASSES[label[0]][0] / f"{i:05}.png", image, 28)
    entries = [{"id": name, "name": name, "group": group} for name, group in CLASSES]
    (arguments.dir / "classes.json").write_text(json.dumps(entries, indent=1) + "\n")


if __name__ == "__main__":
    main()
