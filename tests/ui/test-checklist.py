# SPDX-License-Identifier: GPL-3.0-or-later
"""Search, select what was found, only the ticked ones; ticking as fast as a person can."""
import json
import os
import re
import subprocess

from taper_window import BUNDLES, SAMPLES, Window, run, wait_for

GROUP = "sea life and molluscs"


def start():
    window = Window()
    window.wait_text("8 of 81 classes")
    return window


def a_search_finds_and_its_button_ticks_what_was_found():
    window = start()
    window.key("ctrl+f")
    window.type("yoghurt")
    found = window.find("label", contains="Found")
    n = int(re.search(r"\d+", found.get_name()).group())
    assert n > 3, n
    window.click(found)
    window.wait_text(f"{8 + n} of 81 classes")
    window.key("ctrl+z")
    window.wait_text("8 of 81 classes")
    window.stop()


def letters_search_and_escape_leaves():
    window = start()
    window.type("gran")
    window.wait_text("Granny Smith")
    wait_for("only what was found", lambda: not window.nodes("label", "Avocado"))
    window.key("Escape")
    window.find("label", "Avocado")
    window.stop()


def nothing_found_says_so():
    window = start()
    window.key("ctrl+f")
    window.type("stapler")
    window.wait_text("No Results Found")
    window.stop()


def only_the_ticked_ones_are_shown_when_asked():
    window = start()
    window.click(window.find("push button", "Tasks and Ticking"))
    window.find("menu item", "Tick All")
    window.key("o")
    wait_for("the others to go", lambda: not window.nodes("label", "Avocado"))
    window.find("label", "Conference")
    window.stop()


def answers(window, picture):
    """The rows of the picture as the window shows them: {lane: (class, score)}."""
    texts = window.texts()
    begin = texts.index(picture)
    lanes = {}
    for lane in ("Generic", "Class selection", "Personalized"):
        at = texts.index(lane, begin)
        lanes[lane] = (texts[at + 1], texts[at + 2])
    return lanes


def classify(bundle, group, picture):
    """The same as the command line answers it."""
    output = subprocess.run([os.environ["TAPER_CLI"], "classify", "--json", "--bundle", bundle,
                             "--group", group, picture], capture_output=True, text=True, check=True)
    answer = json.loads(output.stdout)["pictures"][0]
    lanes = {"Generic": "generic", "Class selection": "class_selection",
             "Personalized": "personalized"}
    return {lane: (answer[key][0]["name"], answer[key][0]["score"]) for lane, key in lanes.items()}


def choose(window, letter):
    """An item of the menu by its letter; the keys that follow are not the menu's."""
    window.click(window.find("push button", "Tasks and Ticking"))
    window.find("menu item", "Tick All")
    window.key(letter)
    wait_for("the menu to close", lambda: not window.nodes("menu item", "Tick All"))


def fast_ticking_ends_in_the_answer_of_the_command_line():
    """Through all groups and all 200 classes with a key each, and nothing is waited for."""
    bundle = os.path.join(BUNDLES, "tiny-imagenet-s8.safetensors")
    picture = os.path.join(SAMPLES, "Lemon.jpg")
    window = Window(bundle, picture)
    window.wait_text("of 200 classes")
    window.wait_text("1 picture")
    choose(window, "e")  # Expand All Groups
    window.wait_text("goose")
    window.key("ctrl+f", "Down", "Home")
    window.keys_at_once(["space", "Down"] * 220)
    # Each group's tick is undone class by class, but for what a key more or less would leave.
    choose(window, "a")  # Tick All
    window.wait_text("200 of 200 classes")
    choose(window, "n")  # Tick None
    window.wait_text("0 of 200 classes")
    window.key("ctrl+f")
    window.type(GROUP)
    window.key("Return")

    wanted = classify(bundle, GROUP, picture)
    wait_for(f"the answers {wanted}", lambda: all(
        name == wanted[lane][0] and abs(float(score) - wanted[lane][1]) < 0.0051
        for lane, (name, score) in answers(window, "Lemon.jpg").items()))
    window.stop()


run([a_search_finds_and_its_button_ticks_what_was_found, letters_search_and_escape_leaves,
     nothing_found_says_so, only_the_ticked_ones_are_shown_when_asked,
     fast_ticking_ends_in_the_answer_of_the_command_line])
