# SPDX-License-Identifier: GPL-3.0-or-later
"""The mix set by hand, by pointer and by keyboard."""
import time

from taper_window import demo, run, says, wait_for, xdotool


def banner_gone(window):
    window.gone(None, contains="Hand-edited:")


def heat_map(window):
    return window.find("image", contains="Heat map of the mix")


def a_cell_is_set_by_hand_and_every_view_says_so():
    window = demo()
    window.click(window.find("push button", "Edit"))
    cells = heat_map(window)
    x, y = window.position(cells)
    xdotool("mousemove", "--sync", x - 100, y, "click", 1)
    window.key("plus")
    says(window, "Hand-edited: 1 layer does not follow the mixer")
    window.key("ctrl+z")
    banner_gone(window)
    # a drag is one step
    xdotool("mousemove", "--sync", x - 100, y, "mousedown", 1)
    for step in range(1, 11):
        xdotool("mousemove", "--sync", x - 100, y - 8 * step)
        time.sleep(0.03)
    xdotool("mouseup", 1)
    says(window, "Hand-edited: 1 layer does not follow the mixer")
    window.click(window.find("page tab", "Pictures"))
    says(window, "Hand-edited: 1 layer does not follow the mixer")
    window.click(window.find("page tab", "Mix"))
    window.key("ctrl+z")
    banner_gone(window)
    window.key("ctrl+shift+z")
    window.click(window.find("push button", "Back to the Mixer"))
    banner_gone(window)
    window.stop()


def a_value_is_typed_and_locked_by_keyboard():
    window = demo()
    window.click(window.find("push button", "Edit"))
    x, y = window.position(heat_map(window))
    xdotool("mousemove", "--sync", x - 100, y, "click", 1)
    xdotool("mousemove", "--sync", 700, 30)
    window.key("Return")  # to the number
    window.key("ctrl+a")
    window.type("0.77")
    window.key("Return")
    says(window, "0.77")
    says(window, "Hand-edited: 1 layer does not follow the mixer")
    window.key("Escape")  # back to the map
    window.key("l")
    wait_for("the lock", lambda: window.state(window.find("push button", "Lock"), "PRESSED") or
             window.state(window.find("push button", "Lock"), "CHECKED"))
    window.key("Delete")
    banner_gone(window)
    window.stop()


run([a_cell_is_set_by_hand_and_every_view_says_so, a_value_is_typed_and_locked_by_keyboard])
