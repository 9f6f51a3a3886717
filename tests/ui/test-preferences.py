# SPDX-License-Identifier: GPL-3.0-or-later
"""Preferences: found by a search, in effect at once, kept, and reset one by one."""
import os
import subprocess

from taper_window import SAMPLES, Window, run, wait_for, walk, xdotool

SCHEMA = "io.github.taper_project.Taper"


def stored(key):
    return subprocess.run(["gsettings", "get", SCHEMA, key], capture_output=True, text=True,
                          check=True).stdout.strip()


def start():
    window = Window()
    window.wait_text("8 of 81 classes")
    window.main, window.main_xid = window.frame, window.xid
    return window


def open_preferences(window):
    window.key("ctrl+comma")
    application = window.main.get_parent()
    window.frame = wait_for("the preferences", lambda: next(
        (child for child in map(application.get_child_at_index,
                                range(application.get_child_count()))
         if child is not None and child.get_name() == "Preferences"), None))
    window.xid = wait_for("their X window", lambda: xdotool(
        "search", "--onlyvisible", "--all", "--pid", window.process.pid,
        "--name", "^Preferences$").split())[0]
    window.activate()
    window.find("label", "Computing")


def close_preferences(window):
    window.key("Escape")
    application = window.main.get_parent()
    wait_for("the preferences to close", lambda: application.get_child_count() == 1)
    window.frame, window.xid = window.main, window.main_xid
    window.activate()


def brightness():
    """Of the whole screen, 0..1."""
    text = subprocess.run("import -window root png:- | convert - -colorspace Gray "
                          "-format '%[fx:mean]' info:", shell=True, capture_output=True, text=True,
                          check=True).stdout
    return float(text)


def colors_change_at_once_and_are_reset():
    window = start()
    light = brightness()
    open_preferences(window)
    window.click(window.find("combo box", contains="Colors"))
    window.find("label", "Dark")
    window.key("Down", "Down", "Return")
    wait_for("a dark window", lambda: brightness() < 0.7 * light)
    assert stored("color-scheme") == "'dark'"
    window.click(window.find("push button", "Reset “Colors”"))
    wait_for("a light window", lambda: brightness() > 0.7 * light)
    window.gone("push button", "Reset “Colors”")
    assert stored("color-scheme") == "'system'"
    window.stop()


def a_search_finds_a_preference_and_its_limit_holds():
    window = start()
    open_preferences(window)
    window.key("ctrl+f")
    window.type("pictures in")
    wait_for("the row among the results", lambda: len(
        window.nodes("list item", "Pictures in a Window")) == 2)
    window.click(window.nodes("list item", "Pictures in a Window")[-1])
    window.click(window.find("spin button", contains="Pictures in a Window"))
    window.key("ctrl+a")
    window.type("10\t")
    wait_for("the limit to be stored", lambda: stored("max-pictures") == "uint32 10")
    close_preferences(window)
    with window.dropped(SAMPLES):
        window.find(contains="at most 10 pictures")
    window.find("label", contains="of 10 pictures")
    window.stop()


def threads_are_named_and_kept():
    window = start()
    open_preferences(window)
    spin = window.find("spin button", contains="Threads")
    window.click(spin)
    window.key("Up", "Up", "Up")
    wait_for("the threads to be stored", lambda: stored("threads") == "uint32 3")
    close_preferences(window)
    window.click(window.find("check box", "Royal Gala"))
    window.wait_text("7 of 81 classes")
    names = [open(f"/proc/{window.process.pid}/task/{task}/comm").read().strip()
             for task in os.listdir(f"/proc/{window.process.pid}/task")]
    assert len([name for name in names if name.startswith("taper-pool")]) == 2, names
    window.stop()


run([colors_change_at_once_and_are_reset, a_search_finds_a_preference_and_its_limit_holds,
     threads_are_named_and_kept])
