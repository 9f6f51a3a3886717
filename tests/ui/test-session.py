# SPDX-License-Identifier: GPL-3.0-or-later
"""What a window shows survives a crash and a quit; a start that may not restore offers to."""
import os
import signal
import subprocess

from taper_window import SAMPLES, Window, run, wait_for

STATE = os.path.join(os.environ["XDG_STATE_HOME"], "taper", "session", "window-1.ini")


def pictures(window):
    return [node.get_name() for node in window.nodes("label") if node.get_name().endswith(".jpg")]


def kept(*parts):
    """Waits until all of the parts stand on disk."""
    def look():
        with open(STATE, encoding="utf-8") as file:
            text = file.read()
        return all(part in text for part in parts)
    wait_for(f"{parts} to be kept", lambda: os.path.exists(STATE) and look())


def crash(window):
    window.process.send_signal(signal.SIGKILL)
    window.process.wait(240)


def work():
    """Another task, one more picture, one pasted picture."""
    window = Window()
    window.wait_text("8 of 81 classes")
    window.click(window.find("check box", "Royal Gala"))
    window.wait_text("7 of 81 classes")
    with window.dropped(os.path.join(SAMPLES, "Lime.jpg")):
        window.find("label", "Lime.jpg", last=True)
    with window.copied(os.path.join(SAMPLES, "Banana.jpg"), kind="copy-picture"):
        window.key("ctrl+v")
        window.find("label", contains="of 8 pictures")
    kept("Lime.jpg", "stored=")
    return window


def a_killed_program_starts_where_it_was():
    crash(work())
    window = Window(keep_session=True)
    window.wait_text("7 of 81 classes")
    assert not window.state(window.find("check box", "Royal Gala"), "CHECKED")
    assert window.state(window.find("check box", "Pink Lady"), "CHECKED")
    window.find("label", contains="of 8 pictures")
    window.key("ctrl+q")
    window.process.wait(240)
    window.stop()


def a_quit_program_starts_where_it_was_without_a_word():
    window = Window(keep_session=True)
    window.wait_text("7 of 81 classes")
    window.find("label", contains="of 8 pictures")
    assert not window.nodes("label", contains="unexpectedly")
    window.stop()  # told to end: no crash


def who_does_not_want_it_is_offered_it_after_a_crash():
    subprocess.run(["gsettings", "set", "io.github.taper_project.Taper", "restore-session",
                    "false"], check=True)
    window = Window(keep_session=True)
    window.wait_text("8 of 81 classes")  # the demo
    kept('"Pink-Lady"')
    window.click(window.find("check box", "Pink Lady"))
    window.wait_text("7 of 81 classes")
    wait_for("the state without Pink Lady", lambda: '"Pink-Lady"' not in open(STATE).read())
    crash(window)
    window = Window(keep_session=True)
    window.wait_text("8 of 81 classes")
    window.menu("l")  # Restore the Last Session
    window.wait_text("7 of 81 classes")
    assert not window.state(window.find("check box", "Pink Lady"), "CHECKED")
    window.stop()


run([a_killed_program_starts_where_it_was, a_quit_program_starts_where_it_was_without_a_word,
     who_does_not_want_it_is_offered_it_after_a_crash])
