# SPDX-License-Identifier: GPL-3.0-or-later
"""The Mix view's tools and the ways to choose a task, by pointer and by keyboard."""
import os
import time

from taper_window import BUNDLES, Window, run, wait_for, xdotool


def demo():
    window = Window()
    window.wait_text("8 of 81 classes")
    window.wait_text("Personalized differs from class selection on")
    return window


def says(window, part):
    """Labels that speak up have a role of their own, so whatever is called so."""
    return window.find(None, contains=part)


def banner_gone(window):
    window.gone(None, contains="Hand-edited:")


def heat_map(window):
    return window.find("image", contains="Heat map of the mix")


def two_tasks_are_compared_and_the_way_between_is_walked():
    window = demo()
    window.click(window.find("push button", "Compare"))
    window.click(window.find("push button", "Pin as A"))
    window.wait_text("A: 8 classes: ")
    window.click(window.find("check box", "Royal Gala"))
    window.click(window.find("check box", "Banana"))
    window.wait_text("Cosine of both mixes")
    window.find("image", contains="Map of differences to A")
    scale = window.find("slider", "Way between two models")
    window.click(scale)
    window.key("Home")
    says(window, "Made and asked at 0 %: 0 of 6 answers differ")
    window.key("Page_Up")
    says(window, "Made and asked at 25 %")
    # leaving the mode ends the way: the model is the task's own again
    window.click(window.find("push button", "Mix"))
    window.click(window.find("push button", "Compare"))
    says(window, "Made and asked at 100 %")
    window.click(window.find("push button", "Swap"))
    window.wait_text("8 of 81 classes")
    window.stop()


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


def pointing_at_a_class_tells_what_it_contributes():
    window = demo()
    window.click(window.find("push button", "What If"))
    says(window, "What does one class contribute?")
    xdotool("mousemove", "--sync", *window.position(window.find("check box", "Granny Smith")))
    says(window, "Without “Granny Smith”")
    xdotool("mousemove", "--sync", *window.position(window.find("check box", "Banana")))
    says(window, "With “Banana” as well")
    # the same by keyboard: the row with the focus
    xdotool("mousemove", "--sync", 700, 30)
    window.click(window.find("check box", "Pink Lady"))
    window.key("Up")
    says(window, "“Granny Smith”")
    window.stop()


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


run([two_tasks_are_compared_and_the_way_between_is_walked,
     a_cell_is_set_by_hand_and_every_view_says_so, a_value_is_typed_and_locked_by_keyboard,
     pointing_at_a_class_tells_what_it_contributes, a_description_becomes_the_task,
     a_random_task_is_drawn_with_its_seed,
     a_task_unlike_those_trained_on_is_said_to_be_so])
