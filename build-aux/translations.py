#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogues in po/ and po/classes: translations.py update | check

update  takes the strings of the sources and the names of the shipped bundles into every catalogue:
        what is new is untranslated, what is gone is dropped, nothing is guessed
check   fails on a catalogue that is no valid PO file, has a format its message does not have, or a
        fuzzy or obsolete entry, and on a message that a macro of GLib cuts off; says how much is
        still to be translated
"""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PO = os.path.join(ROOT, "po")
KEYWORDS = ("_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2", "g_dngettext:2,3")


def run(*arguments, **options):
    return subprocess.run(arguments, check=True, cwd=ROOT, text=True, capture_output=True, **options)


def make_template(path):
    """All strings of the program, as po/POTFILES.in names their files."""
    run("xgettext", "--from-code=UTF-8", "--files-from=po/POTFILES.in", "--add-comments",
        "--package-name=taper", *("--keyword=" + word for word in KEYWORDS), "--output=" + path)


def make_class_template(path):
    with open(path, "w", encoding="utf-8") as file:
        file.write(run(sys.executable, "build-aux/class-names.py").stdout)


def languages(folder):
    with open(os.path.join(folder, "LINGUAS"), encoding="utf-8") as file:
        return file.read().split()


def catalogues(room):
    """(catalogue, its template) of every language."""
    for folder, make in ((PO, make_template), (os.path.join(PO, "classes"), make_class_template)):
        template = os.path.join(room, os.path.basename(folder) + ".pot")
        make(template)
        for language in languages(folder):
            yield os.path.join(folder, language + ".po"), template


def merge(catalogue, template):
    text = run("msgmerge", "--quiet", "--no-fuzzy-matching", "--add-location=file", catalogue,
               template).stdout
    text = run("msgattrib", "--no-obsolete", "--add-location=file", "-", input=text).stdout
    # A date that changes with every update is a conflict for everybody else.
    return re.sub(r'"POT-Creation-Date: .*\n', "", text)


def update(room):
    for catalogue, template in catalogues(room):
        text = merge(catalogue, template)
        with open(catalogue, "w", encoding="utf-8") as file:
            file.write(text)
        print(f"{os.path.relpath(catalogue, ROOT)}: {statistics(text)}")
    return 0


def statistics(text):
    done = subprocess.run(["msgfmt", "--statistics", "--output-file=/dev/null", "-"], input=text,
                          text=True, capture_output=True, check=True)
    return done.stderr.strip().rstrip(".")


def cut_messages(template):
    """xgettext ends a message at a macro such as G_GUINT64_FORMAT, but joins PRIu64 and knows %zu."""
    with open(template, encoding="utf-8") as file:
        text = file.read().replace('"\n"', '')
    return re.findall(r"^msgid(?:_plural)? \"(.*(?<!%)%[-+ #0']*)\"$", text, re.MULTILINE)


def check(room):
    failed, cut = 0, set()
    for catalogue, template in catalogues(room):
        name = os.path.relpath(catalogue, ROOT)
        valid = subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", name], cwd=ROOT,
                               text=True, capture_output=True)
        with open(catalogue, encoding="utf-8") as file:
            unsure = re.search(r"^#, .*fuzzy|^#~", file.read(), re.MULTILINE)
        if valid.returncode != 0 or unsure:
            failed = 1
            print(valid.stderr or f"{name}: a fuzzy or obsolete entry: translate it or drop it")
        else:
            print(f"{name}: {statistics(merge(catalogue, template))}")
        cut.update(cut_messages(template))
    for message in sorted(cut):
        failed = 1
        print(f"cut off by a macro, use PRIu64 or %zu: “{message}”")
    return failed


if __name__ == "__main__":
    commands = {"update": update, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as where:
        sys.exit(commands[sys.argv[1]](where))
