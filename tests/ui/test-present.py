# SPDX-License-Identifier: GPL-3.0-or-later
"""F11: the story before an audience, by the keys of clickers; recorded, opened, left again."""
import json
import os
import re
import subprocess
import sys
import tempfile

from taper_window import SAMPLES, SOURCE, Window, run, wait_for, xdotool

STORY = os.path.join(SOURCE, "data", "stories", "groceries.taper-story")


# A session manager, which tells who keeps the screen awake.
MANAGER = """
from gi.repository import Gio, GLib
XML = '''<node><interface name="org.gnome.SessionManager">
  <method name="Inhibit"><arg type="s" direction="in"/><arg type="u" direction="in"/>
    <arg type="s" direction="in"/><arg type="u" direction="in"/>
    <arg type="u" direction="out"/></method>
  <method name="Uninhibit"><arg type="u" direction="in"/></method></interface></node>'''
def call(bus, sender, path, interface, method, parameters, invocation):
    values = parameters.unpack()
    print(method, values[3] if method == "Inhibit" else values[0], flush=True)
    invocation.return_value(GLib.Variant("(u)", (7,)) if method == "Inhibit" else None)
bus = Gio.bus_get_sync(Gio.BusType.SESSION)
bus.register_object("/org/gnome/SessionManager", Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0],
                    call, None, None)
Gio.bus_own_name_on_connection(bus, "org.gnome.SessionManager", 0,
                               lambda *_: print("owned", flush=True), None)
GLib.MainLoop().run()
"""


class Awake:
    """Who keeps the screen awake; a process of its own, for it is called synchronously."""

    def __init__(self):
        self.calls = tempfile.NamedTemporaryFile("w+")
        self.process = subprocess.Popen([sys.executable, "-c", MANAGER], stdout=self.calls)
        wait_for("the session manager", lambda: "owned" in self.said())

    def said(self):
        with open(self.calls.name, encoding="utf-8") as calls:
            return calls.read().splitlines()

    def stop(self):
        self.process.kill()
        self.process.wait()


class Stage(Window):
    """The window and, after start(), the presenter."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.main = self.frame

    def windows(self):
        application = self.main.get_parent()
        return {child.get_name(): child for child in
                map(application.get_child_at_index, range(application.get_child_count())) if child}

    def show(self, title):
        self.xid = wait_for(f"the X window {title}", lambda: subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--all", "--pid", str(self.process.pid),
             "--name", f"^{title}$"], capture_output=True, text=True).stdout.split())[0]
        self.activate()

    def go(self, title):
        self.frame = wait_for(title, lambda: self.windows().get(title))
        self.show(title)

    def start(self):
        self.key("F11")
        self.frame = wait_for("the presenter", lambda: self.windows().get("Taper Presentation"))
        self.show("Taper Presentation")

    def left(self):
        wait_for("the presenter to go", lambda: "Taper Presentation" not in self.windows())
        self.frame = self.main
        self.show("Taper")


def geometry(xid):
    lines = dict(line.split("=") for line in
                 xdotool("getwindowgeometry", "--shell", xid).split())
    return int(lines["WIDTH"]), int(lines["HEIGHT"])


def clicker_keys_step_through_the_shipped_story():
    awake = Awake()
    window = Stage()
    window.wait_text("8 of 81 classes")
    window.start()
    window.wait_text("Only apples and pears")
    window.find("panel", contains="Granny-Smith.jpg. Generic:")
    window.find("image", contains="Heat map of the mix")
    wait_for("the screen to be kept awake", lambda: awake.said()[1:] == ["Inhibit 8"])
    screen = tuple(map(int, xdotool("getdisplaygeometry").split()))
    wait_for("the whole screen", lambda: geometry(window.xid) == screen)
    titles = ["Another list, another model", "A shopping list", "Where it loses"]
    for key, title in zip(("Page_Down", "Right", "space"), titles):
        window.key(key)
        window.wait_text(title)
    window.wait_text("Tomato and Pepper")
    window.find("panel", contains="Red-Bell-Pepper.jpg. Generic:")
    window.key("Down")  # the last step stays
    for key, title in (("Page_Up", titles[1]), ("Left", titles[0]), ("End", titles[2]),
                       ("Home", "Only apples and pears")):
        window.key(key)
        window.wait_text(title)
    window.key("b")
    window.gone("label", "Only apples and pears")
    window.key("Page_Down")  # light again, on the same step
    window.wait_text("Only apples and pears")
    window.key("Page_Down")
    window.wait_text("10 of 81 classes")
    window.key("Escape")
    window.left()
    wait_for("the screen to be let sleep", lambda: awake.said()[2:] == ["Uninhibit 7"])
    window.wait_text("10 of 81 classes")  # it is the same document
    window.key("ctrl+z")
    window.wait_text("8 of 81 classes")
    window.start()
    window.key("F11")
    window.left()
    window.stop()
    awake.stop()


def what_somebody_made_is_presented_as_it_is():
    window = Stage()
    window.wait_text("8 of 81 classes")
    window.find("check box", "Royal Gala")
    window.click(window.find("check box", "Royal Gala"))
    window.wait_text("7 of 81 classes")
    window.start()
    window.wait_text("7 of 81 classes")
    assert not [text for text in window.texts() if "Only apples" in text]
    window.key("Right")  # from there into the story
    window.wait_text("Only apples and pears")
    window.key("Escape")
    window.left()
    window.key("ctrl+z")
    window.wait_text("7 of 81 classes")
    window.stop()


def stories_come_by_drop_dialog_and_command_line():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "mine.taper-story")
        with open(path, "w", encoding="utf-8") as story:
            story.write("taper-story 1\ntitle: Mine & yours\nbundle: tiny-imagenet-s8\n\n"
                        "step: One <b>step</b>\ncaption: Said\nclass: goldfish\nclass: unicorn\n"
                        f"picture: {SAMPLES}/Banana.jpg\npicture: gone.jpg\n")
        window = Stage(path)
        window.wait_text("1 of 200 classes")  # in its own bundle
        window.start()
        window.wait_text("One <b>step</b>")
        window.wait_text("Not in this bundle: unicorn")
        window.find("panel", contains="Banana.jpg. Generic:")
        window.wait_text("gone.jpg")  # told in its place
        window.key("Escape")
        window.left()
        with window.dropped(STORY):
            window.wait_text("8 of 81 classes")
        window.key("ctrl+o")
        window.type_in_dialog("Open", path)
        window.wait_text("1 of 200 classes")
        with open(path, "w", encoding="utf-8") as story:
            story.write("taper-story 1\nstep: a\nrun: something\n")
        with window.dropped(path):
            window.wait_text("line 3: “run” does not belong here")
        window.stop()


def command_lines(window):
    """What the drawer says can be typed into a shell, by subcommand."""
    lines = wait_for("the lines", lambda: [node.get_name() for node in
                                           window.nodes("label", contains="taper-cli ")])
    return {line.split()[1]: line for line in lines if line.startswith("taper-cli ")}


def typed(line, **options):
    """The line as it stands, run by a shell that finds this build's taper-cli."""
    path = os.path.dirname(os.environ["TAPER_CLI"])
    return subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True,
                          env=dict(os.environ, PATH=f"{path}:{os.environ['PATH']}"),
                          **options).stdout


def the_proof_prints_the_numbers_on_the_screen():
    window = Stage()
    window.wait_text("8 of 81 classes")
    window.start()
    window.wait_text("Only apples and pears")
    window.find("panel", contains="Conference.jpg. Generic:")
    window.key("p")
    window.wait_text("SHA-256 " + re.search("sha256 ([0-9a-f]{64})", typed("taper-cli inspect"))[1])
    lines = command_lines(window)
    share = re.search(r"“(.*)” leads in .* carries ([0-9]+) %", window.wait_text("carries"))
    printed = next(line for line in typed(lines["coefficients"]).splitlines()
                   if line.strip().endswith(share[1]) and "%" in line)
    assert abs(float(re.search(r"([0-9.]+) %", printed)[1]) - float(share[2])) <= 0.55, printed
    assert "Granny Smith" in typed(lines["classify"])
    pictures = json.loads(typed(lines["classify"] + " --json"))["pictures"]
    assert len(pictures) == 6
    for picture in pictures:
        shown = window.find("panel", contains=os.path.basename(picture["file"])).get_name()
        for lane, key in (("Generic", "generic"), ("Class selection", "class_selection"),
                          ("Personalized", "personalized")):
            best = picture[key][0]
            name, score = re.search(lane + r": (.*?) ([0-9.]+)(;|\.|$)", shown).group(1, 2)
            assert name == best["name"], shown
            assert abs(float(score) - best["score"]) <= 0.0051, shown
    with tempfile.TemporaryDirectory() as folder:
        hashes = re.search("SHA-256 ([0-9a-f]{64})", typed(lines["synthesize"], cwd=folder))
        assert os.listdir(folder) == ["personalized.safetensors"]
    window.wait_text("Weights of the personalized model, SHA-256 " + hashes[1])
    window.key("Page_Down")  # the drawer follows
    wait_for("the next step's lines", lambda: "--group Juice" in command_lines(window)["classify"])
    window.key("Escape")  # the drawer, not the presenter
    window.gone("label", contains="taper-cli ")
    window.wait_text("Another list, another model")
    window.key("Escape")
    window.left()
    window.stop()


def a_kiosk_begins_anew_when_nobody_is_there():
    window = Stage(env={"TAPER_KIOSK_MS": "6000"})
    window.wait_text("8 of 81 classes")
    window.start()
    window.wait_text("Only apples and pears")

    def last():  # pressed again if it began anew before we looked
        window.key("End")
        return any("Where it loses" in text for text in window.texts())
    wait_for("the last step", last)
    window.wait_text("Only apples and pears")  # nobody was there for a while
    window.key("Escape")
    window.left()
    window.stop()


def steps_are_recorded_renamed_moved_and_removed():
    window = Stage()
    window.wait_text("8 of 81 classes")
    window.menu("y")  # Story…
    window.go("Story")
    window.click(window.find("push button", "Record Step"))
    path = re.search(r"“(.*)”", window.wait_text("Saved as you go in"))[1]

    def steps():
        with open(path.replace("~", os.environ["HOME"]), encoding="utf-8") as story:
            return [line[6:].strip() for line in story if line.startswith("step: ")]
    wait_for("the step in the file", lambda: os.path.exists(path) and len(steps()) == 1)
    window.go("Taper")
    window.click(window.find("check box", "Royal Gala"))
    window.wait_text("7 of 81 classes")
    window.go("Story")
    window.click(window.find("push button", "Record Step"))
    wait_for("both steps in the file", lambda: len(steps()) == 2)
    first, second = steps()
    window.click(window.find("push button", f"Move Up: {second}"))
    wait_for("the other order", lambda: steps() == [second, first])
    window.click(window.find("push button", f"Remove: {second}"))
    wait_for("one step", lambda: steps() == [first])
    window.key("ctrl+z")
    wait_for("both again", lambda: steps() == [second, first])
    window.stop()


run([clicker_keys_step_through_the_shipped_story, what_somebody_made_is_presented_as_it_is,
     stories_come_by_drop_dialog_and_command_line, a_kiosk_begins_anew_when_nobody_is_there,
     the_proof_prints_the_numbers_on_the_screen, steps_are_recorded_renamed_moved_and_removed])
