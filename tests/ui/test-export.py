# SPDX-License-Identifier: GPL-3.0-or-later
"""Every view into a file, and the model back out of it."""
import json
import os
import struct
import subprocess
import tempfile

from taper_window import Window, run, wait_for, xdotool

FOLDER = tempfile.mkdtemp(prefix="taper-export-")


def export(window, name):
    path = os.path.join(FOLDER, name)
    window.key("ctrl+e")
    wait_for("the dialog", lambda: subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "^Export View$"], capture_output=True,
        text=True).stdout)
    wait_for("the name to be offered", lambda: window.key("ctrl+a") is None)
    window.type_in_dialog("Export View", path)
    return path


def written(path):
    """Waits for the file; it appears at once, for it is renamed into its place."""
    wait_for(path, lambda: os.path.exists(path) and os.path.getsize(path) > 0)
    with open(path, "rb") as file:
        return file.read()


def synthesize(*arguments):
    return subprocess.run([os.environ["TAPER_CLI"], "synthesize", "--force", "-o",
                           os.path.join(FOLDER, "model.safetensors"), *arguments],
                          capture_output=True, text=True)


def every_view_goes_into_a_file_that_is_the_model():
    window = Window()
    window.wait_text("8 of 81 classes")
    window.click(window.find("check box", "Royal Gala"))
    window.wait_text("7 of 81 classes")
    paths = [export(window, name) for name in ("mix.png", "mix.svg", "mix.pdf")]
    png = written(paths[0])
    assert struct.unpack(">I", png[16:20])[0] == 2 * 860, "the PNG is twice as large as the screen"
    for path in paths:
        written(path)
        done = synthesize("--recipe", path)
        assert done.returncode == 0 and "the same as in the recipe" in done.stdout, done
    for number, view in ((2, "weights"), (3, "pictures"), (4, "evaluate"), (5, "context")):
        window.key(f"alt+{number}")
        assert b"<svg" in written(export(window, view + ".svg"))
    window.key("alt+1")
    window.key("ctrl+c")
    window.find("label", contains="Copied as picture")
    window.click(window.find("check box", "Pink Lady"))
    window.wait_text("6 of 81 classes")
    with window.dropped(paths[0]):
        window.wait_text("7 of 81 classes")
        window.find("label", contains="bit by bit")
    window.key("ctrl+z")
    window.wait_text("6 of 81 classes")
    window.stop()


def a_report_opens_offline_and_is_the_model():
    window = Window()
    window.wait_text("8 of 81 classes")
    window.menu("v")  # Save a Report…
    path = os.path.join(FOLDER, "report.html")
    wait_for("the dialog", lambda: subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "^Save a Report$"], capture_output=True,
        text=True).stdout)
    window.key("ctrl+a")
    window.type_in_dialog("Save a Report", path)
    html = written(path).decode()
    assert "<script" not in html and "http://" not in html.replace("http://www.w3.org", "")
    assert "Granny-Smith.jpg" in html and "<th>personalized</th>" in html, "tables"
    assert html.count("data:image/svg+xml") == 3, "mix, pictures, weights"
    assert "taper-cli classify" in html and "taper-cli coefficients" in html
    assert synthesize("--recipe", path).returncode == 0
    for name, said in (("model.safetensors", "42 tensors, on 16 probes it differs by 0"),
                       ("model.onnx", "the weights of 21 layers are the same")):
        path = os.path.join(FOLDER, "window-" + name)
        window.menu("m")  # Save the Model…
        wait_for("the dialog", lambda: subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "^Save the Model$"],
            capture_output=True, text=True).stdout)
        window.key("ctrl+a")
        window.type_in_dialog("Save the Model", path)
        window.find("label", contains=said)
        assert b"taper-recipe" in written(path)
    window.stop()


def a_name_without_an_ending_gets_one():
    window = Window()
    window.wait_text("8 of 81 classes")
    export(window, "bare")
    assert written(os.path.join(FOLDER, "bare.png")).startswith(b"\x89PNG")
    window.stop()


def a_missing_bundle_is_named():
    window = Window()
    window.wait_text("8 of 81 classes")
    path = os.path.join(FOLDER, "elsewhere.json")
    recipe = {"format": "taper-recipe", "version": 1, "coefficients": [[1]], "classes": ["x"],
              "bundle": {"name": "Somebody else’s", "sha256": "ab" * 32, "bytes": 4321},
              "edited": [], "locked": []}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(recipe, file)
    with window.dropped(path):
        window.find(contains="Somebody else’s")
    assert window.texts().count("8 of 81 classes") == 1
    done = synthesize("--recipe", path)
    assert done.returncode != 0 and "Somebody else’s" in done.stderr, done
    window.stop()


run([every_view_goes_into_a_file_that_is_the_model, a_report_opens_offline_and_is_the_model,
     a_name_without_an_ending_gets_one, a_missing_bundle_is_named])
