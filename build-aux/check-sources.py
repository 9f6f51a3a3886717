#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules that hold for every source file, checked in CI (./dev check).

- core <- app <- ui: an include never points the other way; outside core only core/taper.h is seen
- only ui/ includes GTK and libadwaita, only core/tensor/ includes cblas.h
- nothing in core prints, exits or aborts
- every file has its SPDX line; .c at most 700 lines, headers at most 120
- po/POTFILES.in names every file with strings to translate
- clang-format 14 has nothing to change
"""
import re
import subprocess
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]')
FORBIDDEN_IN_CORE = re.compile(r"\b(printf|fprintf|puts|g_print|g_printerr|exit|_exit|abort|g_error)\s*\(")
MAY_INCLUDE = {"core": ("core",), "app": ("core", "app"), "ui": ("core", "app", "ui")}
TOOLKIT = re.compile(r"^(gtk/|gsk/|gdk/|adwaita\.h$)")


def include_problem(path, target):
    room, target_room = path.split("/")[0], target.split("/")[0]
    if room not in MAY_INCLUDE:
        return None
    if target_room in MAY_INCLUDE and target_room not in MAY_INCLUDE[room]:
        return f"{room}/ must not include {target}"
    if room != "core" and target_room == "core" and target != "core/taper.h":
        return f"include core/taper.h instead of {target}"
    if TOOLKIT.match(target) and (room != "ui" or path.startswith("ui/draw/")):
        return f"only widgets in ui/ include {target}"
    if target == "cblas.h" and not path.startswith("core/tensor/"):
        return "only core/tensor/ includes cblas.h"
    return None

TRANSLATED = re.compile(r'(?:^|[^A-Za-z_])N?_ \("|ngettext \(|translatable="yes"')


def without_comments(text):
    """The text with strings emptied and comments blanked, line numbers kept."""
    pattern = re.compile(r'"(?:\\.|[^"\\\n])*"|/\*.*?\*/|//[^\n]*', re.DOTALL)
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def check_file(path):
    with open(path, encoding="utf-8") as source:
        text = source.read()
    lines = text.splitlines()
    problems = []
    if "SPDX-License-Identifier: GPL-3.0-or-later" not in "\n".join(lines[:2]):
        problems.append((1, "no SPDX line"))
    limit = 120 if path.endswith(".h") else 700
    if len(lines) > limit:
        problems.append((len(lines), f"longer than {limit} lines"))
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        problem = match and include_problem(path, match.group(1))
        if problem:
            problems.append((number, problem))
    if path.startswith("core/"):
        for number, line in enumerate(without_comments(text).splitlines(), 1):
            if FORBIDDEN_IN_CORE.search(line):
                problems.append((number, "core must not print, exit or abort"))
    return [f"{path}:{number}: {problem}" for number, problem in problems]


def untranslated():
    listing = ["git", "ls-files", "--", "app/*.c", "core/*.c", "ui/*.c", "ui/*.ui"]
    with open("po/POTFILES.in", encoding="utf-8") as source:
        named = set(source.read().split())
    for path in subprocess.run(listing, check=True, capture_output=True, text=True).stdout.split():
        with open(path, encoding="utf-8") as source:
            if path not in named and TRANSLATED.search(source.read()):
                yield f"{path}:1: missing in po/POTFILES.in"


def main():
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "*.c", "*.h"]
    files = subprocess.run(listing, check=True, capture_output=True, text=True).stdout.split()
    problems = [problem for path in files for problem in check_file(path)] + list(untranslated())
    for problem in problems:
        print(problem)
    formatted = subprocess.run(["clang-format-14", "--dry-run", "--Werror", *files])
    print(f"{len(files)} files, {len(problems)} problems, "
          f"format {'differs' if formatted.returncode else 'holds'}")
    return 1 if problems or formatted.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
