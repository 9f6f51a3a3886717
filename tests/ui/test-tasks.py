# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole tasks: from the clipboard, with names for every button; from a row to its weights."""
from taper_window import Atspi, Timeout, Window, demo, run, wait_for, xdotool


def choose(window, letter):
    """Opens the menu and presses the letter; focus that comes late from another window closes it."""
    for _ in range(5):
        window.click(window.find(None, contains="Tasks and Ticking"))
        try:
            wait_for("the menu", lambda: window.nodes("menu item", contains="Random Task"), 6)
            break
        except Timeout:
            continue
    window.key(letter)


def a_class_list_is_pasted_and_what_is_unknown_named():
    window = demo()
    with window.copied("banana\nLemon, lime\nxylofon\n", kind="copy-text"):
        choose(window, "t")  # Paste Class List
        window.wait_text("3 of 81 classes")
        window.find(None, contains="Line 3: “xylofon”")
    window.key("ctrl+z")
    window.wait_text("8 of 81 classes")
    window.stop()


def a_clipboard_without_a_class_changes_nothing():
    window = demo()
    with window.copied("the quick brown fox", kind="copy-text"):
        choose(window, "t")
        window.find(None, contains="1 Name Is Not in This Bundle")
    window.wait_text("8 of 81 classes")
    window.stop()


def buttons_say_what_they_do():
    window = demo()
    window.key("ctrl+f")
    window.type("apple")
    window.find("push button", "By Meaning")
    window.find("push button", contains="Found")
    window.click(window.find("push button", "By Meaning"))
    window.find("push button", "Add to Task")
    window.find("push button", contains="Use ")
    window.click(window.find("push button", "Edit"))
    window.find("check box", "Keep sums at 1")
    window.stop()


def a_row_leads_to_its_weights():
    window = demo()
    cells = window.find("image", contains="Heat map of the mix")
    window.click(cells)
    xdotool("mousemove", "--sync", 700, 30)
    window.key("ctrl+Home", "w")
    window.wait_text("In stem your mix is nearest to")
    window.key("alt+1")
    cells = window.find("image", contains="Heat map of the mix")
    x, y = window.position(cells)
    left = x - cells.get_extents(Atspi.CoordType.WINDOW).width // 2
    xdotool("mousemove", "--sync", left + 30, y, "click", 1)  # the name of a row
    wait_for("another layer", lambda: any("your mix is nearest to" in text and "In stem" not in text
                                          for text in window.texts()))
    window.stop()


def every_mode_fits_a_narrow_window():
    window = Window(width=360, height=700)
    window.wait_text("8 of 81 classes")
    window.key("alt+1")
    window.find("push button", "Compare")
    for mode in ("Compare", "Edit", "What If"):
        window.click(window.find("push button", mode))
        window.resize(360, 700)
        wait_for(f"{mode} to fit", lambda: window.frame.get_extents(
            Atspi.CoordType.WINDOW).width <= 370)  # with what GTK adds for its shadow
    window.stop()


run([a_class_list_is_pasted_and_what_is_unknown_named, a_clipboard_without_a_class_changes_nothing,
     buttons_say_what_they_do, a_row_leads_to_its_weights, every_mode_fits_a_narrow_window])
