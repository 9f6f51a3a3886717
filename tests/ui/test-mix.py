# SPDX-License-Identifier: GPL-3.0-or-later
"""The Mix view's tools that change nothing: comparing two tasks, asking what a class contributes."""
from taper_window import demo, run, says, xdotool


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


run([two_tasks_are_compared_and_the_way_between_is_walked,
     pointing_at_a_class_tells_what_it_contributes])
