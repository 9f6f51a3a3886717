#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All views in languages that nobody speaks: every string translated, nothing wider than a small
window, the whole mirrored from right to left; and what people type in German and Chinese."""
import os
import re
import sys
import tempfile

from taper_window import Atspi, Window, is_laid_out, run, wait_for, xdotool

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import pseudo  # noqa: E402
from locales import compile_locale  # noqa: E402

ROOM = tempfile.TemporaryDirectory(prefix="taper-languages-")
PSEUDO = pseudo.make(ROOM.name)
VIEWS = {"1": "mix", "2": "weights", "3": "pictures", "4": "evaluate", "5": "context"}
BRACKETED = re.compile(r"\[[^\[\]]*\]")
# Names of layers, files and the program; GTK's own words, and its classes where nothing is named.
DATA = re.compile(r"(?:(?:gtk|adw|taper)\w*|stem|fc|head|s\d\.b\d\.\w+|[\w ()-]+\.(?:jpg|png|safetensors)|sha-256|"
                  r"minimi[sz]e|maximi[sz]e|restore|close|expand|search|preferences|ctrl|alt|\b[a-z]\d*\b)", re.IGNORECASE)


def untranslated(text):
    while BRACKETED.search(text):
        text = BRACKETED.sub("", text)
    return any(c.isalpha() for c in DATA.sub("", text))


def frames(window):
    application = window.frame.get_parent()
    return [application.get_child_at_index(i) for i in range(application.get_child_count())]


def named(node, fixed=False):
    """(node, name, box, whether it is in the switcher, of which the wide form is kept off-screen)
    of all that is laid out below @node and has a name."""
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is None or not is_laid_out(child):
            continue
        box = child.get_extents(Atspi.CoordType.WINDOW)
        role = child.get_role_name()
        inside = fixed or role == "page tab list"
        name = (child.get_name() or "").strip()
        if name and role != "filler":
            yield child, name, box, inside
        if role not in ("push button", "check box", "image") and not (role == "list item" and name):
            yield from named(child, inside)


def check(frame, where):
    """Everything that shows or is spoken came through the catalogue, and fits."""
    texts, wrong, outside = 0, set(), set()
    room = frame.get_extents(Atspi.CoordType.WINDOW).width
    for node, text, box, fixed in named(frame):
        texts += 1
        if untranslated(text):
            wrong.add(f"{node.get_role_name()}: {text}")
        if not fixed and (box.x < 0 or box.x + box.width > room):
            outside.add(f"{text}: {box.x} to {box.x + box.width} of {room}")
    assert texts > 5, f"{where}: only {texts} texts"
    assert not wrong, f"{where}: not translated: {sorted(wrong)}"
    assert not outside, f"{where}: outside of the window: {sorted(outside)}"


def width(window):
    return window.frame.get_extents(Atspi.CoordType.WINDOW).width


def shoot(window, name):
    """For the eye: TAPER_SCREENSHOTS=DIR keeps a picture of each view."""
    folder = os.environ.get("TAPER_SCREENSHOTS")
    if folder:
        window.screenshot(os.path.join(folder, f"{name}.png"))


def open_window(language):
    window = Window(env={**PSEUDO, "LANGUAGE": language}, width=1024, height=600)
    wait_for("the small window", lambda: width(window) <= 1024)
    return window


def take_views(window, name, look):
    """Every view, each looked at; none needs more room."""
    for key, view in VIEWS.items():
        window.key(f"alt+{key}")
        wait_for(view, lambda: window.texts())
        look(window.frame, view)
        shoot(window, f"{name}-{view}")
        assert width(window) <= 1024, f"{view} needs {width(window)}"


def pseudo_language():
    window = open_window("en_XA")
    window.wait_text("[")
    take_views(window, "pseudo", check)
    window.key("F1")
    wait_for("the help", lambda: len(frames(window)) == 2)
    other = next(frame for frame in frames(window) if frame != window.frame)
    wait_for("the texts of the help", lambda: len(list(named(other))) > 5)
    check(other, "help")
    window.stop()


def right_to_left():
    """The classes are at the right, the first basis, too: left goes to the next; nothing complains."""
    window = open_window("qps_XB")
    xdotool("mousemove", 1390, 1090)  # a resting pointer would tell its own cell
    window.find("image", contains="Ĥééååţ mååp")
    window.key("F6", "ctrl+Home")
    window.find(contains="bååšîîš 1 ")
    window.key("Left")
    window.find(contains="bååšîîš 2 ")

    def mirrored(_, view):
        checklist = window.find("panel", contains="Çĥééçķļîîšţ").get_extents(Atspi.CoordType.WINDOW)
        assert checklist.x > 500, f"{view}: the classes begin at {checklist.x}"

    take_views(window, "rtl", mirrored)
    window.stop()


def german():
    """A language that people speak: its words, its decimal comma, its names in the search."""
    window = Window(env=compile_locale(ROOM.name))
    window.wait_text("8 von 81 Klassen")
    window.wait_text("0,71 Mio. Parameter")
    window.key("ctrl+f")
    window.type("granat")
    window.wait_text("Granatapfel")
    window.gone("label", "Zitrone")
    window.stop()


run([pseudo_language, right_to_left, german])
