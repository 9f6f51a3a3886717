# SPDX-License-Identifier: GPL-3.0-or-later
"""The Evaluate view: the samples in two clicks, another task, and what stands behind a cell."""
import os
import shutil
import tempfile
import time

from taper_window import Atspi, SAMPLES, Window, run, wait_for


def evaluate_samples():
    window = Window()
    window.wait_text("8 of 81 classes")
    window.click(window.find("page tab", "Evaluate"))
    window.click(window.find("push button", "Evaluate the Sample Pictures"))
    window.wait_text("on 8 pictures")
    return window


def the_samples_are_evaluated_in_two_clicks():
    window = evaluate_samples()
    window.wait_text("81 of 81 pictures, 8 of this task")
    window.wait_text("exact McNemar p =")
    window.find(contains="Not in This Task")
    window.find("image", "Share of right answers by method")
    window.find("image", "Confusion matrix")
    window.stop()


def another_task_is_evaluated_at_once():
    window = evaluate_samples()
    window.click(window.find("check box", "Royal Gala"))
    window.wait_text("on 7 pictures")
    window.key("ctrl+z")
    window.wait_text("on 8 pictures")
    window.stop()


def a_chart_tells_its_items_by_key():
    window = evaluate_samples()
    chart = window.find("image", "Share of right answers by method")
    window.click(chart)
    window.key("Down")
    wait_for("the row in words",
             lambda: "of 8" in (chart.get_description() or "") or
             "class" in (chart.get_description() or ""))
    window.stop()


def other_pictures_can_be_chosen():
    window = evaluate_samples()
    window.click(window.find("push button", "Other Pictures…"))
    window.find("push button", "Choose a Folder…")
    window.find("push button", "Choose a CSV List…")
    window.stop()


def many_tasks_are_swept_and_the_worst_is_loaded():
    window = evaluate_samples()
    window.click(window.find("push button", "Many Tasks"))
    window.find(contains="of 360 sampled tasks")
    window.find("image", "Differences of sampled tasks")
    window.find(contains="Where Personalized Does Worst")
    window.click(window.find("push button", "Break It"))
    window.find("push button", "Many Tasks")
    window.gone(contains="8 of 81 classes")
    window.wait_text("of 81 classes")
    window.stop()


def a_dot_of_the_sweep_is_told_and_loaded_by_key():
    window = evaluate_samples()
    window.click(window.find("push button", "Many Tasks"))
    window.find(contains="of 360 sampled tasks")
    chart = window.find("image", "Differences of sampled tasks")
    for _ in range(12):
        if chart.get_state_set().contains(Atspi.StateType.FOCUSED):
            break
        window.key("Tab")
        time.sleep(0.3)
    window.key("Down")
    wait_for("the task in words", lambda: "points: class selection" in (chart.get_description() or ""))
    window.key("Return")
    window.wait_text("5 of 81 classes")
    window.stop()


def small_is_set_against_big():
    window = evaluate_samples()
    window.wait_text("exact McNemar p =")
    window.click(window.find("push button", "Small Against Big"))
    window.find(contains="groceries-s8 has 3.9 times fewer parameters than groceries-s16")
    window.find("image", "Costs as areas to scale")
    window.find("image", "Share of right answers against the number of classes")
    window.find(contains="Equal Accuracy")
    window.find(contains="Not Measured Here")
    window.click(window.find("push button", "Back"))
    window.find("push button", "Many Tasks")
    window.stop()


def tasks_lie_on_a_map_and_one_is_loaded_by_key():
    window = evaluate_samples()
    window.wait_text("exact McNemar p =")
    window.click(window.find("push button", "Task Atlas"))
    window.find(contains="400 tasks by their coefficients")
    chart = window.find("image", "Map of tasks")
    wait_for("the map to have the focus", lambda: chart.get_state_set().contains(Atspi.StateType.FOCUSED))
    window.key("Down")
    wait_for("the task in words", lambda: " % from " in (chart.get_description() or ""))
    window.key("Return")
    window.wait_text("5 of 81 classes")
    window.find("push button", "Save as PDF…")
    window.click(window.find("push button", "Back"))
    window.wait_text("on 5 pictures")
    window.stop()


def unknown_labels_are_given_a_meaning():
    with tempfile.TemporaryDirectory() as folder:
        for label, picture in (("Granny Smith", "Granny-Smith"), ("Mystery", "Pink-Lady"), ("Nonsense", "Banana")):
            os.mkdir(os.path.join(folder, label))
            shutil.copy(os.path.join(SAMPLES, f"{picture}.jpg"), os.path.join(folder, label))
        window = Window()
        window.wait_text("8 of 81 classes")
        window.click(window.find("page tab", "Evaluate"))
        window.click(window.find("push button", "Choose a Folder…"))
        window.type_in_dialog("Choose a Folder of Labelled Pictures", folder)
        window.find(contains="What Do These Labels Mean?")
        window.wait_text("2 of 3 labels are no class of this bundle")
        window.wait_text("Nonsense")
        window.click(window.find("push button", "Evaluate", last=True))
        window.wait_text("1 of 1 pictures, 1 of this task")
        window.stop()


run([the_samples_are_evaluated_in_two_clicks, another_task_is_evaluated_at_once,
     a_chart_tells_its_items_by_key, other_pictures_can_be_chosen, many_tasks_are_swept_and_the_worst_is_loaded,
     a_dot_of_the_sweep_is_told_and_loaded_by_key, small_is_set_against_big,
     tasks_lie_on_a_map_and_one_is_loaded_by_key,
     unknown_labels_are_given_a_meaning])
