# SPDX-License-Identifier: GPL-3.0-or-later
"""The heat map walked with the keyboard tells the command line's coefficients; so does the table."""
import json
import os
import re
import subprocess

from taper_window import Window, run, wait_for, xdotool


def start():
    window = Window()
    window.wait_text("8 of 81 classes")
    return window


def coefficients():
    """[layer name, [coefficient of each basis]] as the command line prints them."""
    output = subprocess.run([os.environ["TAPER_CLI"], "coefficients", "--json", "--group", "Apple",
                             "--group", "Pear"], capture_output=True, text=True, check=True)
    mix = next(value for value in json.loads(output.stdout).values() if "coefficients" in value)
    return list(zip(mix["layers"], mix["coefficients"]))


def number(text):
    """The coefficient in what is said about a cell, as in “stem, basis 1 “Milk”: 0.03 · 448 ...”."""
    return float(re.search(r": ([0-9.]+)", text).group(1))


def wait_cell(window, layer, basis, value):
    def told():
        text = next((node.get_name() for node in window.nodes(contains=f"{layer}, basis {basis} ")),
                    None)
        return text is not None and abs(number(text) - value) < 0.0051
    wait_for(f"{layer}, basis {basis} with {value:.3f}", told)


def arrows_walk_the_cells_and_their_values_are_exact():
    window = start()
    layers = coefficients()
    xdotool("mousemove", 1390, 1090)  # a resting pointer would tell its own cell
    window.find("image", contains="Heat map")
    window.key("F6", "ctrl+Home")
    wait_cell(window, layers[0][0], 1, layers[0][1][0])
    window.key("Down", "Down", "Right")
    wait_cell(window, layers[2][0], 2, layers[2][1][1])
    window.key("End")
    wait_cell(window, layers[2][0], len(layers[2][1]), layers[2][1][-1])
    window.key("Return")
    window.wait_text(f"Pinned: {layers[2][0]}, basis {len(layers[2][1])}")
    window.stop()


def the_table_holds_the_same_numbers():
    window = start()
    layers = coefficients()
    window.key("ctrl+t")
    window.wait_text(layers[0][0])
    wait_for("the first row's numbers", lambda: f"{layers[0][1][0]:.2f}" in window.texts())
    window.key("ctrl+t")
    wait_for("the table to go", lambda: layers[0][0] not in window.texts())
    window.stop()


run([arrows_walk_the_cells_and_their_values_are_exact, the_table_holds_the_same_numbers])
