# SPDX-License-Identifier: GPL-3.0-or-later
"""The library of bundles: what it says, removing from the list and moving to the trash, with undo."""
import os
import shutil
import tempfile

from taper_window import BUNDLES, Atspi, Window, run, wait_for, xdotool


def own_bundle():
    folder = tempfile.mkdtemp(prefix="taper-")
    path = os.path.join(folder, "mine.safetensors")
    shutil.copy(os.path.join(BUNDLES, "tiny-imagenet-s8.safetensors"), path)
    return path


def application(window):
    desktop = Atspi.get_desktop(0)
    return next(child for child in map(desktop.get_child_at_index, range(desktop.get_child_count()))
                if child is not None and child.get_process_id() == window.process.pid)


def open_library(window):
    """Opens it from the menu; what is looked for afterwards is looked for in it."""
    window.click(window.find("push button", contains="Bundle: "))
    window.key("Up", "Up", "Return")
    library = wait_for("the library", lambda: next(
        (child for child in map(application(window).get_child_at_index,
                                range(application(window).get_child_count()))
         if child is not None and child.get_name() == "Bundles"), None))
    window.frame = library
    window.xid = wait_for("its X window", lambda: xdotool(
        "search", "--onlyvisible", "--name", "^Bundles$").split("\n")[0])


def bundles_are_listed_with_size_place_and_use():
    path = own_bundle()
    window = Window(path)
    window.wait_text("of 200 classes")
    main = window.frame
    open_library(window)
    window.wait_text("used today")
    place = window.wait_text(os.path.dirname(path))
    assert "of memory" in place, place
    window.wait_text("Comes with Taper")
    window.frame = main
    window.stop()
    shutil.rmtree(os.path.dirname(path))


def removing_leaves_the_file_and_is_undone():
    path = own_bundle()
    window = Window(path)
    window.wait_text("of 200 classes")
    main = window.frame
    open_library(window)
    place = window.wait_text(os.path.dirname(path))
    window.click(window.find(name="More"))
    window.key("Return")  # the first item of the row's menu
    window.wait_text("removed from the list; the file stays")
    wait_for("the row to go", lambda: place not in window.texts())
    assert os.path.exists(path)
    window.click(window.find("label", "Undo"))
    window.wait_text(os.path.dirname(path))
    window.frame = main
    window.stop()
    shutil.rmtree(os.path.dirname(path))


run([bundles_are_listed_with_size_place_and_use, removing_leaves_the_file_and_is_undone])
