# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is dropped: the window says file, reason and what to do, and keeps what it had."""
import os
import shutil
import tempfile

import damaged_files
from taper_window import BUNDLES, SAMPLES, Window, run, wait_for

BUNDLE = os.path.join(BUNDLES, "groceries-s16.safetensors")
BEFORE = ["8 of 81 classes", "of 6 pictures"]


def has_all(window, parts):
    texts = window.texts()
    return all(any(part in text for text in texts) for part in parts)


def wait_all(window, parts):
    wait_for(f"all of {parts}", lambda: has_all(window, parts))


def each_wrong_bundle_is_refused_and_the_open_one_stays():
    window = Window()
    wait_all(window, BEFORE)
    with tempfile.TemporaryDirectory() as folder:
        for path, reason in damaged_files.bundles(BUNDLE, folder):
            name = os.path.basename(path)
            with window.dropped(path):
                wait_for(f"{name} to be refused with {reason!r}", lambda: any(
                    name in text and reason in text for text in window.texts()))
            assert has_all(window, BEFORE), f"{name} changed what was there"
            window.click(window.find("push button", "Close Message"))
            wait_for("the problem to close", lambda: not any(
                name in text for text in window.texts()))
    window.stop()


def each_wrong_picture_says_why_and_the_others_are_answered():
    window = Window()
    wait_all(window, BEFORE)
    with tempfile.TemporaryDirectory() as folder:
        wrong = damaged_files.pictures(os.path.join(SAMPLES, "Banana.jpg"), folder)
        window.menu("r")  # Remove All Pictures
        with window.dropped(*(path for path, *_ in wrong), os.path.join(SAMPLES, "Lemon.jpg")):
            wait_all(window, ["of 1 picture"])
        for path, reason, remedy in wrong:
            name = os.path.basename(path)
            wait_for(f"{name} to fail with {reason!r}", lambda: any(
                name in text and reason in text and remedy in text for text in window.texts()))
        window.key("ctrl+z", "ctrl+z")
        wait_all(window, BEFORE)
    window.stop()


def an_empty_folder_is_named():
    window = Window()
    wait_all(window, BEFORE)
    with tempfile.TemporaryDirectory(prefix="taper-empty-") as folder:
        with window.dropped(folder):
            wait_for("the folder to be named", lambda: any(
                os.path.basename(folder) in text for text in window.texts()))
        assert has_all(window, BEFORE)
    window.stop()


def no_class_ticked_says_what_to_do():
    window = Window()
    wait_all(window, BEFORE)
    window.click(window.find("check box", "Apple"))
    window.wait_text("3 of 81 classes")
    window.key("ctrl+f")
    window.type("pear")
    window.click(window.find("check box", "Pear"))
    window.wait_text("0 of 81 classes")
    window.wait_text("Tick the Classes You Care About")
    window.key("ctrl+z")
    window.wait_text("3 of 81 classes")
    window.stop()


def a_bundle_may_vanish_while_it_is_open():
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copy(BUNDLE, os.path.join(folder, "gone.safetensors"))
        window = Window(path, *(os.path.join(SAMPLES, name) for name in ("Lemon.jpg", "Lime.jpg")))
        window.wait_text("of 81 classes")
        os.truncate(path, 100)
        os.unlink(path)
        window.key("ctrl+f")
        window.type("lemon")
        window.key("Return")
        window.wait_text("1 of 81 classes")
        window.wait_text("of 2 pictures")
        window.stop()


run([each_wrong_bundle_is_refused_and_the_open_one_stays,
     each_wrong_picture_says_why_and_the_others_are_answered, an_empty_folder_is_named,
     no_class_ticked_says_what_to_do, a_bundle_may_vanish_while_it_is_open])
