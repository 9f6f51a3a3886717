#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names in the shipped bundles as a gettext template: class-names.py > taper-classes.pot

A class is named by its id (msgctxt), so that a class of the same name in somebody's own bundle is
not taken for it; groups, bases and bundles have the contexts "group", "basis" and "bundle".
"""
import glob
import json
import os
import struct

BUNDLES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "bundles")


def metadata(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        return json.loads(file.read(length))["__metadata__"]


def messages():
    """(context, name) -> what a translator should know"""
    found = {}
    for path in sorted(glob.glob(os.path.join(BUNDLES, "*.safetensors"))):
        bundle = metadata(path)
        found.setdefault(("bundle", bundle["name"]), "a bundle")
        for entry in json.loads(bundle["classes"]):
            found.setdefault(("group", entry["group"]), "a group of classes")
            also = ", ".join([entry["group"], *entry.get("synonyms", [])])
            found.setdefault((entry["id"], entry["name"]), f"a class: {also}")
        for basis in json.loads(bundle["bases"]):
            found.setdefault(("basis", basis["name"]), "a basis, named after its groups")
    return found


def main():
    print('msgid ""\nmsgstr ""\n"Project-Id-Version: taper\\n"\n'
          '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
          '"Content-Transfer-Encoding: 8bit\\n"')
    for (context, name), comment in sorted(messages().items()):
        print(f"\n#. {comment}\nmsgctxt {json.dumps(context, ensure_ascii=False)}\n"
              f"msgid {json.dumps(name, ensure_ascii=False)}\nmsgstr \"\"")


if __name__ == "__main__":
    main()
