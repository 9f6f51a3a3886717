# SPDX-License-Identifier: GPL-3.0-or-later
"""By keyboard alone: a tick, the heat map, its table, a pasted picture, undo, each view."""
import os

from taper_window import SAMPLES, Window, run, xdotool


def what_one_does_first_is_done_by_keys():
    window = Window()
    window.wait_text("8 of 81 classes")
    window.wait_text("of 6 pictures")
    xdotool("mousemove", 1390, 1090)  # the pointer takes no part
    window.key("Down", "space")  # the first class of the first group
    window.wait_text("7 of 81 classes")
    window.key("F6", "ctrl+Home", "Down", "Right", "Return")
    window.wait_text("Pinned: s1.b0.conv1, basis 2")
    window.key("Escape", "ctrl+t")
    window.wait_text("s1.b0.conv1")  # a cell of the table
    window.key("ctrl+t")
    with window.copied(os.path.join(SAMPLES, "Banana.jpg"), kind="copy-picture"):
        window.key("ctrl+v")
        window.wait_text("of 7 pictures")
    window.key("ctrl+z")
    window.wait_text("of 6 pictures")
    window.key("ctrl+z")
    window.wait_text("8 of 81 classes")
    window.key("ctrl+f")
    xdotool("type", "banana")
    window.wait_text("Tick 1 Found")
    window.key("Down", "space")  # past the buttons, to what was found
    window.wait_text("9 of 81 classes")
    window.key("ctrl+z", "Escape")
    window.wait_text("8 of 81 classes")
    for key, role, part in (("alt+2", "label", "layers. Your mix is"), ("alt+4", "push button", "Sample Pictures"),
                            ("alt+5", "push button", "Stream the Sample"),
                            ("alt+3", "label", "of 6 pictures"), ("alt+1", "label", "leads in")):
        window.key(key)
        window.find(role, contains=part)
    window.stop()


run([what_one_does_first_is_done_by_keys])
