# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks that are described, drawn at random, or unlike those the mixer was trained on."""
import os
import time

from taper_window import BUNDLES, Window, demo, run, says


def a_description_becomes_the_task():
    window = Window(os.path.join(BUNDLES, "tiny-imagenet-s8.safetensors"))
    window.wait_text("of 200 classes")
    window.key("ctrl+f")
    window.type("things in a kitchen, qwertz")
    window.wait_text("No Results Found")
    window.key("Return")  # nothing by name: by meaning
    says(window, "No class for “qwertz”")
    says(window, "group: “containers and kitchen”")
    says(window, "meaning of “kitchen”")
    assert window.state(window.find("check box", contains="wok, group"), "CHECKED")
    window.click(window.find("check box", contains="wok, group"))
    window.wait_text("Use 9 Classes")
    window.key("ctrl+f")
    window.key("Return")
    window.wait_text("9 of 200 classes")
    window.key("ctrl+z")
    window.wait_text("0 of 200 classes")
    window.stop()


def open_menu(window):
    window.click(window.find(None, contains="Tasks and Ticking"))
    says(window, "Random Task…")
    time.sleep(1)  # until it has the keys


def a_random_task_is_drawn_with_its_seed():
    window = demo()
    open_menu(window)
    window.key("r")
    time.sleep(2)
    window.key("alt+w")  # Draw, as it stands there: 5 related classes
    window.wait_text("5 of 81 classes")
    window.stop()


def a_task_unlike_those_trained_on_is_said_to_be_so():
    window = demo()
    window.click(window.find("check box", "Apple"))
    says(window, "The mixer was trained on tasks of 4 to 50 classes; this one has 3.")
    window.stop()


run([a_description_becomes_the_task, a_random_task_is_drawn_with_its_seed,
     a_task_unlike_those_trained_on_is_said_to_be_so])
