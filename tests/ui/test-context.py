# SPDX-License-Identifier: GPL-3.0-or-later
"""The Context view: the samples streamed in two clicks, forgotten in one."""
import re

from taper_window import Window, run, wait_for


def remembered(window):
    return int(re.search(r"scores of (\d+) picture", window.wait_text("Remembered: scores of")).group(1))


def act(window, name):
    node = wait_for(name, lambda: next(iter(window.nodes("push button", name, showing=False)), None))
    node.do_action(0)


def the_samples_are_streamed_in_two_clicks():
    window = Window()
    window.wait_text("8 of 81 classes")
    window.click(window.find("page tab", "Context"))
    window.click(window.find("push button", "Stream the Sample Pictures"))
    window.wait_text("With the inferred task")
    window.wait_text("of 16 pictures are right")
    window.wait_text("Remembered: scores of")
    window.find("image", "Share of right answers over time")
    before = remembered(window)
    # Below the fold: pressed as an assistive technology does it.
    act(window, "Erase This Picture from Memory")
    wait_for("one picture less", lambda: remembered(window) == before - 1)
    window.click(window.find("push button", "Forget"))
    window.wait_text("Nothing is remembered")
    window.stop()


run([the_samples_are_streamed_in_two_clicks])
