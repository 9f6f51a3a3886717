#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ticks, drops, pastes, undoes and browses in the real window at random, and watches it.

usage: tests/ui/run-window-test tests/bench/drive-window.py [SECONDS] [SEED]
       (with TAPER_PROGRAM and TAPER_DRAG_SOURCE set, as tests/ui/meson.build does)

It fails when the window writes anything to standard error, ends, stops answering, or takes more
than 5 % more memory at the end than after the first quarter of the time; from then on each drop is
undone, so that as many pictures are held. 20 seconds unless told.
"""
import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "ui"))
from taper_window import SAMPLES, Helper, Window, wait_for  # noqa: E402

GROWTH = 1.05


def memory(window):
    """Megabytes of its own: what the kernel can drop and read again does not count."""
    with open(f"/proc/{window.process.pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1e3 for line in status if line.startswith("RssAnon"))


def tick(window, chance):
    boxes = window.nodes("check box")
    if boxes:
        window.click(chance.choice(boxes))


def undo(window, chance):
    window.key(*["ctrl+z"] * chance.randint(1, 4))


def redo(window, chance):
    window.key(*["ctrl+shift+z"] * chance.randint(1, 3))


def view(window, chance):
    window.key(f"alt+{chance.choice([1, 3])}")


def select(window, chance):
    cells = window.nodes("image", contains=".jpg")
    if cells:
        window.click(chance.choice(cells))
        window.key(chance.choice(["Delete", "Escape", "Right", "shift+Right"]))


def drop(window, chance):
    names = chance.sample(sorted(n for n in os.listdir(SAMPLES) if n.endswith(".jpg")), 3)
    source = Helper("files", *(os.path.join(SAMPLES, name) for name in names))
    source.drag_to(640, 400)
    source.stop()
    window.activate()


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    window = Window()
    window.wait_text("Personalized differs from class selection on")
    start, base, n_done = time.monotonic(), None, 0
    while time.monotonic() < start + seconds:
        deed = chance.choices([tick, undo, redo, view, select, drop], [12, 4, 2, 2, 4, 1])[0]
        try:
            deed(window, chance)
            if deed is drop and base is not None:
                window.key("ctrl+z")  # pictures that stay are memory that is meant to be used
        except Exception as error:  # what was seen is gone: the window moved on
            assert window.process.poll() is None, window.stderr()
            print(f"# {deed.__name__}: {error}"[:120], flush=True)
            if "no longer exists" in str(error):  # the bus lost patience with a busy machine
                window.frame = wait_for("the window", window.find_frame)
        n_done += 1
        if n_done % 10 == 0:
            print(f"# {time.monotonic() - start:.0f} s, {n_done} deeds, {memory(window):.1f} MB",
                  flush=True)
        if base is None and time.monotonic() > start + seconds / 4:
            base = memory(window)
    wait_for("an answer", lambda: any("of 81 classes" in text for text in window.texts()))
    end = memory(window)
    print(f"{n_done} deeds in {time.monotonic() - start:.0f} s, {base:.1f} MB, then {end:.1f} MB",
          flush=True)
    window.stop()
    assert end <= GROWTH * base, f"memory grew by {100 * (end / base - 1):.1f} %"


main()
