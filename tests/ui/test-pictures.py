# SPDX-License-Identifier: GPL-3.0-or-later
"""The Pictures view: labels by folder and by typing, right and wrong, filter, order, details."""
import os
import shutil
import tempfile

from taper_window import SAMPLES, Window, run, wait_for


def class_folders():
    """A folder of class folders: one label is right, one is not."""
    root = tempfile.mkdtemp(prefix="taper-")
    for label, sample in (("Granny-Smith", "Granny-Smith.jpg"), ("Royal-Gala", "Lime.jpg")):
        os.mkdir(os.path.join(root, label))
        shutil.copy(os.path.join(SAMPLES, sample), os.path.join(root, label, sample))
    return root


def browse(folder):
    """The Pictures view with the folder's two pictures and the apples ticked."""
    window = Window(folder)
    window.key("alt+3")
    window.wait_text("2 pictures. Tick classes to compare the answers.")
    window.click(window.find("check box", "Apple"))
    window.wait_text("differs from class selection on")
    return window


def cell(window, name):
    # The cell says the picture's name and its answers.
    return window.find("image", contains=name)


def choose(window, chooser, place):
    """The option at this place in the list."""
    window.click(window.find("combo box", chooser))
    window.key("Home", *["Down"] * place, "Return")


def labels_come_from_folders_and_move_with_ticks():
    folder = class_folders()
    window = browse(folder)
    wait_for("the counts", lambda: window.texts().count("1 of 2 right") == 3)
    assert "personalized: ✓ Right" in cell(window, "Granny-Smith.jpg").get_name()
    assert "personalized: ✗ Wrong" in cell(window, "Lime.jpg").get_name()
    window.key("ctrl+f")
    window.type("royal gala")
    window.click(window.find("check box", "Royal Gala"))  # unticked: its label counts no more
    wait_for("the counts", lambda: window.texts().count("1 of 1 right") == 3)
    window.key("ctrl+z")
    wait_for("the counts", lambda: window.texts().count("1 of 2 right") == 3)
    window.stop()
    shutil.rmtree(folder)


def a_label_is_typed_and_taken_back():
    folder = class_folders()
    window = browse(folder)
    window.click(cell(window, "Lime.jpg"))
    window.wait_text("What the model sees")
    window.key("alt+s", "ctrl+a")
    window.type("spaceship")
    window.key("Return")
    window.wait_text("This bundle has no class “spaceship”.")
    window.key("ctrl+a")
    window.type("lime")
    window.key("Return")
    # Lime is not ticked: one picture is left to judge.
    wait_for("the counts", lambda: window.texts().count("1 of 1 right") == 3)
    window.wait_text("it is not counted")
    window.click(cell(window, "Granny-Smith.jpg"))
    window.key("ctrl+z")
    wait_for("the counts", lambda: window.texts().count("1 of 2 right") == 3)
    window.stop()
    shutil.rmtree(folder)


def filters_and_removal():
    folder = class_folders()
    window = browse(folder)
    choose(window, "Which pictures are shown", 2)
    wait_for("one picture", lambda: len(window.nodes("image", contains=".jpg")) == 1)
    cell(window, "Lime.jpg")
    window.click(cell(window, "Lime.jpg"))
    window.wait_text("What the model sees")
    window.key("Delete")
    window.wait_text("None of the Pictures")  # none is wrong any more
    window.key("ctrl+z")
    cell(window, "Lime.jpg")
    choose(window, "Which pictures are shown", 0)
    wait_for("both pictures", lambda: len(window.nodes("image", contains=".jpg")) == 2)
    choose(window, "Order of the pictures", 2)
    wait_for("both pictures", lambda: len(window.nodes("image", contains=".jpg")) == 2)
    window.stop()
    shutil.rmtree(folder)


def one_picture_is_removed_and_comes_back_at_its_place():
    window = Window()
    window.wait_text("of 6 pictures")

    def names():
        return [text for text in window.texts() if text.endswith(".jpg")]
    before = names()
    window.click(window.nodes("push button", "Remove Picture")[1])
    window.wait_text("of 5 pictures")
    wait_for("its row to go", lambda: names() == before[:1] + before[2:])
    window.key("ctrl+z")
    window.wait_text("of 6 pictures")
    wait_for("its row to be back", lambda: names() == before)
    window.stop()


def a_row_unfolds_into_what_the_model_sees():
    window = Window()
    window.wait_text("of 6 pictures")
    window.click(window.find(None, "What the Model Sees"))
    window.find(None, contains="64 × 64")
    window.click(window.find(None, "What the Model Sees"))
    window.gone(None, contains="64 × 64")
    window.stop()


run([labels_come_from_folders_and_move_with_ticks, a_label_is_typed_and_taken_back,
     filters_and_removal, one_picture_is_removed_and_comes_back_at_its_place,
     a_row_unfolds_into_what_the_model_sees])
