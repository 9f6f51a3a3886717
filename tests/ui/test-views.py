# SPDX-License-Identifier: GPL-3.0-or-later
"""The views beside the checklist: by key, by the switcher, by the bar of a narrow window."""
import time

from taper_window import Atspi, Window, run, wait_for

PICTURES = "Personalized differs from class selection on"
MIX = "leads in"


def shows(window, *parts):
    texts = window.texts()
    return all(any(part in text for text in texts) for part in parts)


def wait_view(window, name, *parts, without=()):
    wait_for(f"the view {name}", lambda: shows(window, *parts) and
             not any(shows(window, part) for part in without))


def keys_change_the_view():
    window = Window()
    wait_view(window, "mix", MIX, PICTURES)
    window.key("alt+3")
    wait_view(window, "pictures", PICTURES, without=[MIX])
    window.key("alt+1")
    wait_view(window, "mix", MIX, PICTURES)
    window.stop()


def the_switcher_changes_the_view():
    window = Window()
    wait_view(window, "mix", MIX, PICTURES)
    window.click(window.find("page tab", "Pictures"))
    wait_view(window, "pictures", PICTURES, "8 of 81 classes", without=[MIX])
    window.click(window.find("page tab", "Mix"))
    wait_view(window, "mix", MIX, PICTURES, "8 of 81 classes")
    window.stop()


def a_narrow_window_shows_one_page_at_a_time():
    window = Window()
    wait_view(window, "mix", MIX, PICTURES)
    window.resize(360, 640)
    wait_view(window, "classes", "Royal Gala", without=[MIX, PICTURES])
    window.click(window.find("push button", "Pictures"))
    wait_view(window, "pictures", PICTURES, without=[MIX])
    window.click(window.find("push button", "Mix"))
    wait_view(window, "mix", MIX, without=[PICTURES])
    window.click(window.find("push button", "Classes"))
    wait_view(window, "classes", "Royal Gala", without=[MIX, PICTURES])
    window.resize(1280, 800)
    wait_view(window, "mix", MIX, PICTURES)
    window.stop()


def width(window):
    """Without its border; the window manager does not let it below what the views need."""
    return window.frame.get_extents(Atspi.CoordType.WINDOW).width


def every_view_fits_360_pixels():
    window = Window()
    wait_view(window, "mix", MIX, PICTURES)
    window.resize(360, 640)
    wait_view(window, "classes", "Royal Gala", without=[MIX, PICTURES])
    for view, part in (("Classes", "Royal Gala"), ("Mix", MIX), ("Weights", "21 layers."), ("Pictures", PICTURES),
                       ("Evaluate", "How Often Is Each Right?"), ("Context", "Without Being Told")):
        window.click(window.find("push button", view))
        window.wait_text(part)
        time.sleep(0.5)  # a wider one would ask for more room now
        assert width(window) <= 360, f"{view}: {width(window)}"
    window.stop()


run([keys_change_the_view, the_switcher_changes_the_view, a_narrow_window_shows_one_page_at_a_time,
     every_view_fits_360_pixels])
