# SPDX-License-Identifier: GPL-3.0-or-later
"""The first screen: what it shows, and that a tick, a search, an undo and a drop move it."""
import os

from taper_window import SAMPLES, Helper, Window, run, wait_for


def checked(window, name):
    return window.state(window.find("check box", name), "CHECKED")


def the_demo_is_answered_at_once():
    window = Window()
    window.wait_text("8 of 81 classes")
    window.wait_text("Personalized differs from class selection on")
    assert "Granny-Smith.jpg" in window.texts()
    assert checked(window, "Royal Gala")
    window.stop()


def a_tick_changes_the_task_and_undo_brings_it_back():
    window = Window()
    window.wait_text("8 of 81 classes")
    window.click(window.find("check box", "Royal Gala"))
    window.wait_text("7 of 81 classes")
    wait_for("the tick to go", lambda: not checked(window, "Royal Gala"))
    window.key("ctrl+z")
    window.wait_text("8 of 81 classes")
    wait_for("the tick to come back", lambda: checked(window, "Royal Gala"))
    window.key("ctrl+shift+z")
    window.wait_text("7 of 81 classes")
    window.stop()


def a_dropped_picture_is_answered():
    window = Window()
    window.wait_text("Personalized differs from class selection on")
    source = Helper("files", os.path.join(SAMPLES, "Banana.jpg"))
    source.drag_to(640, 400)
    window.wait_text("of 7 pictures")
    window.activate()
    window.key("ctrl+z")
    window.wait_text("of 6 pictures")
    source.stop()
    window.stop()


run([the_demo_is_answered_at_once, a_tick_changes_the_task_and_undo_brings_it_back,
     a_dropped_picture_is_answered])
