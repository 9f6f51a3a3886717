# SPDX-License-Identifier: GPL-3.0-or-later
"""The weights: network, layer, filter by click and by key, live with ticks, to the mix and back."""
from taper_window import Window, run, wait_for


def open_weights():
    window = Window()
    window.wait_text("8 of 81 classes")
    window.key("alt+2")
    window.wait_text("21 layers. Your mix is farthest from the generic")
    return window


def clicks_lead_down_and_escape_back():
    window = open_weights()
    window.click(window.find("label", "stem"))
    window.wait_text("In stem your mix is nearest to")
    window.wait_text("Filters 1 –")
    window.wait_text("cosine")
    window.click(window.find(name="Filters of the layer"))
    window.wait_text("Its values, a line for each channel")
    window.wait_text("weights from")
    window.key("Escape")
    window.wait_text("Filters 1 –")
    window.key("Escape")
    window.wait_text("21 layers.")
    window.stop()


def keys_do_it_all():
    window = open_weights()
    window.key("F6")
    window.key("Home", "Down", "Return")
    window.wait_text("In s1.b0.conv1 your mix is nearest to")
    window.wait_text("Filter 1, Your mix: weights from")
    window.key("Right", "Down")
    window.wait_text("Filter 2, Generic: weights from")
    window.key("Next")
    wait_for("the second page", lambda: not any("Filters 1 –" in text for text in window.texts()))
    window.key("Prior")
    window.wait_text("Filters 1 –")
    window.key("Return")
    window.wait_text("Its values, a line for each channel")
    window.stop()


def a_tick_changes_the_weights():
    window = open_weights()
    window.click(window.find("label", "stem"))
    window.key("Home")
    before = window.wait_text("Filter 1, Your mix: weights from")
    sentence = window.wait_text("In stem your mix is nearest to")
    window.click(window.find("check box", "Golden Delicious"))
    window.click(window.find("check box", "Royal Gala"))
    wait_for("other words", lambda: sentence not in window.texts())
    assert before
    window.stop()


def a_layer_is_shown_in_the_mix_and_back():
    window = open_weights()
    window.click(window.find("label", "s1.b1.conv1"))
    window.wait_text("In s1.b1.conv1 your mix")
    window.click(window.find("label", "In the Mix"))
    window.find(contains="s1.b1.conv1, basis 1")
    window.key("w")
    window.wait_text("In s1.b1.conv1 your mix")
    window.stop()


def without_a_tick_it_invites():
    window = open_weights()
    window.click(window.find("check box", "Apple"))
    window.wait_text("3 of 81 classes")
    window.key("ctrl+f")
    window.type("pear")
    window.click(window.find("check box", "Pear"))
    window.wait_text("0 of 81 classes")
    window.wait_text("Tick classes: the filters of every basis")
    window.stop()


run([clicks_lead_down_and_escape_back, keys_do_it_all, a_tick_changes_the_weights,
     a_layer_is_shown_in_the_mix_and_back, without_a_tick_it_invites])
