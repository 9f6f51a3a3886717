# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way in: drops of one, many, a folder and a bundle, paste, the button; and back out."""
import os
import shutil
import tempfile

from taper_window import BUNDLES, SAMPLES, Window, run, wait_for


def sample(name):
    return os.path.join(SAMPLES, name + ".jpg")


def start():
    window = Window()
    window.wait_text("of 6 pictures")
    return window


def drops_add_up_and_undo_takes_them_back_one_by_one():
    window = start()
    with window.dropped(sample("Banana")):
        window.wait_text("of 7 pictures")
    with window.dropped(sample("Kiwi"), sample("Lemon"), sample("Lime")):
        window.wait_text("of 10 pictures")
    with window.dropped(sample("Banana")):
        window.wait_text("of 11 pictures")
    for n in (10, 7, 6):
        window.key("ctrl+z")
        window.wait_text(f"of {n} pictures")
    window.key("ctrl+shift+z")
    window.wait_text("of 7 pictures")
    window.stop()


def a_dropped_folder_gives_all_pictures_below_it():
    window = start()
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, "deep", "deeper"))
        shutil.copy(sample("Kiwi"), folder)
        shutil.copy(sample("Lemon"), os.path.join(folder, "deep", "deeper"))
        with open(os.path.join(folder, "notes.txt"), "w", encoding="utf-8") as notes:
            notes.write("no picture")
        with window.dropped(folder, sample("Banana")):
            window.wait_text("of 9 pictures")
    window.stop()


def a_dropped_bundle_replaces_the_bundle_and_keeps_the_pictures():
    window = start()
    with window.dropped(os.path.join(BUNDLES, "tiny-imagenet-s8.safetensors")):
        window.wait_text("of 200 classes")
    window.wait_text("6 pictures")
    window.stop()


def a_dropped_picture_without_a_file_is_taken():
    window = start()
    with window.dropped(sample("Banana"), kind="picture"):
        window.wait_text("of 7 pictures")
    window.stop()


def a_picture_and_files_are_pasted():
    window = start()
    with window.copied(sample("Banana"), kind="copy-picture"):
        window.key("ctrl+v")
        window.wait_text("of 7 pictures")
    with window.copied(sample("Kiwi"), sample("Lemon")):
        window.key("ctrl+v")
        window.wait_text("of 9 pictures")
    window.key("ctrl+z")
    window.wait_text("of 7 pictures")
    window.stop()


def the_button_opens_a_dialog_that_adds_pictures():
    window = start()
    window.click(window.find("push button", "Add Pictures"))
    window.type_in_dialog("Add Pictures", sample("Banana"))
    window.wait_text("of 7 pictures")
    window.stop()


def all_pictures_are_removed_and_come_back():
    window = start()
    window.menu("r")  # Remove All Pictures
    wait_for("the pictures to go", lambda: not window.nodes("label", "Anjou.jpg"))
    window.click(window.find("push button", "Undo", last=True))  # the one of the toast
    window.wait_text("of 6 pictures")
    window.key("ctrl+shift+z")
    wait_for("the pictures to go again", lambda: not window.nodes("label", "Anjou.jpg"))
    window.key("ctrl+z")
    window.wait_text("of 6 pictures")
    window.stop()


run([drops_add_up_and_undo_takes_them_back_one_by_one, a_dropped_folder_gives_all_pictures_below_it,
     a_dropped_bundle_replaces_the_bundle_and_keeps_the_pictures,
     a_dropped_picture_without_a_file_is_taken, a_picture_and_files_are_pasted,
     the_button_opens_a_dialog_that_adds_pictures, all_pictures_are_removed_and_come_back])
