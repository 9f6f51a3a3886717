# SPDX-License-Identifier: GPL-3.0-or-later
"""What belongs to the program and not to one window: further windows, and the help."""
from taper_window import Window, run, wait_for, xdotool


def frames(window):
    application = window.main.get_parent()
    return [child for child in map(application.get_child_at_index,
                                   range(application.get_child_count())) if child is not None]


def other_window(window):
    """Looks at the window that is not the first one from now on."""
    window.frame = wait_for("the other window", lambda: next(
        (frame for frame in frames(window) if frame != window.main), None))
    window.xid = wait_for("its X window", lambda: next(
        (xid for xid in xdotool("search", "--onlyvisible", "--all", "--pid", window.process.pid,
                                "--name", ".").split() if xid != window.main_xid), None))
    window.activate()


def first_window(window):
    window.frame, window.xid = window.main, window.main_xid
    window.activate()


def start():
    window = Window()
    window.wait_text("8 of 81 classes")
    window.main, window.main_xid = window.frame, window.xid
    return window


def a_new_window_has_a_task_of_its_own():
    window = start()
    window.key("ctrl+n")
    other_window(window)
    window.wait_text("8 of 81 classes")
    window.click(window.find("check box", "Royal Gala"))
    window.wait_text("7 of 81 classes")
    window.key("ctrl+w")
    wait_for("the new window to close", lambda: len(frames(window)) == 1)
    first_window(window)
    window.wait_text("8 of 81 classes")
    window.stop()


def f1_opens_the_help_and_escape_closes_it():
    window = start()
    window.key("F1")
    other_window(window)
    for part in ("You tick", "The mixer reads the task", "The bases are blended",
                 "One model remains", "Class selection", "Only the classes of the open bundle"):
        window.wait_text(part)
    window.key("Escape")
    wait_for("the help to close", lambda: len(frames(window)) == 1)
    first_window(window)
    window.stop()


run([a_new_window_has_a_task_of_its_own, f1_opens_the_help_and_escape_closes_it])
