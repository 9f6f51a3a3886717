# SPDX-License-Identifier: GPL-3.0-or-later
"""High contrast, twice the text, no motion, dark: every view and the presenter fit and do not warn."""
import os
import subprocess

from gi.repository import GLib

from taper_window import Atspi, Timeout, Window, run, wait_for, walk, xdotool

VIEWS = {"1": "leads in", "2": "layers", "3": "Personalized differs", "4": "Evaluate",
         "5": "Context"}
SHOTS = os.environ.get("TAPER_MODE_SHOTS")  # a folder to look at the modes in


def settings(*lines):
    folder = os.path.join(os.environ["XDG_CONFIG_HOME"], "gtk-4.0")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "settings.ini"), "w", encoding="utf-8") as file:
        file.write("[Settings]\n" + "".join(line + "\n" for line in lines))


def beyond(frame, width):
    """What reaches out of the window at a side: it could not be scrolled to."""
    found = []
    for node in walk(frame):
        try:
            box = node.get_extents(Atspi.CoordType.WINDOW)
        except GLib.Error:  # without a place, or gone while we looked
            continue
        if box.width > 0 and box.height > 0 and (box.x < -1 or box.x + box.width > width + 1):
            found.append(f"{node.get_role_name()} “{node.get_name()}”: {box.x}+{box.width}")
    return found


def fits(what, frame, width):
    try:
        wait_for(what, lambda: not beyond(frame, width))
    except Timeout as error:
        raise AssertionError(f"{what}: {beyond(frame, width)}") from error


def shoot(window, name):
    if SHOTS:
        window.screenshot(os.path.join(SHOTS, name + ".png"))


def go_through(name, sizes=((1280, 800),), **options):
    window = Window(width=sizes[0][0], height=sizes[0][1], **options)
    window.wait_text("8 of 81 classes")
    window.wait_text("Personalized differs")
    main = window.frame
    for width, height in sizes:
        window.resize(width, height)
        for key in VIEWS:
            window.key(f"alt+{key}")
            shoot(window, f"{name}-{width}-{key}")
            fits(f"view {key}, {width} wide, in {name}", main, width)
    window.key("F11")
    application = main.get_parent()
    presenter = wait_for("the presenter", lambda: next(
        (child for child in map(application.get_child_at_index,
                                range(application.get_child_count()))
         if child and child.get_name() == "Taper Presentation"), None))
    screen = int(xdotool("getdisplaygeometry").split()[0])
    wait_for("the story", lambda: any("apples and pears" in (node.get_name() or "")
                                      for node in walk(presenter)))
    shoot(window, f"{name}-presenter")
    fits(f"the presenter in {name}", presenter, screen)
    window.key("Escape")
    wait_for("the presenter to go", lambda: application.get_child_count() == 1)
    window.stop()  # nothing was said on standard error


def high_contrast_fits():
    settings()
    go_through("high-contrast", env={"ADW_DEBUG_HIGH_CONTRAST": "1"})


def twice_the_text_fits():
    settings()
    subprocess.run(["xprop", "-root", "-f", "RESOURCE_MANAGER", "8s", "-set", "RESOURCE_MANAGER",
                    "Xft.dpi:\t192\n"], check=True)
    go_through("large-text", sizes=((1280, 800), (640, 800)))
    subprocess.run(["xprop", "-root", "-remove", "RESOURCE_MANAGER"], check=True)


def without_motion_in_the_dark_it_fits():
    settings("gtk-enable-animations=0")
    go_through("still-dark", env={"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"})


run([high_contrast_fits, twice_the_text_fits, without_motion_in_the_dark_it_fits])
