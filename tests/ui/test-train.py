# SPDX-License-Identifier: GPL-3.0-or-later
"""A bundle from a folder of pictures, without a terminal: problems told, curves, pause, stop, go on."""
import os
import subprocess
import tempfile
import time

import gi

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf, Gio, GLib  # noqa: E402

from taper_window import Helper, Window, activate, run, wait_for, walk, xdotool  # noqa: E402

COLORS = {"red": (220, 40, 30), "green": (40, 190, 60), "blue": (40, 70, 220),
          "yellow": (230, 210, 40)}


def make_pictures(names=tuple(COLORS), count=6):
    """FOLDER/<class>/<n>.png: the class's colour with stripes."""
    folder = tempfile.mkdtemp(prefix="tiny-")
    for name in names:
        os.mkdir(os.path.join(folder, name))
        for number in range(count):
            pixels = bytearray()
            for y in range(24):
                for x in range(24):
                    dim = 2 if (x * (1 + number % 5) + y * (1 + number // 5)) % 13 < 4 else 1
                    pixels += bytes(value // dim for value in COLORS[name])
            GdkPixbuf.Pixbuf.new_from_bytes(GLib.Bytes.new(bytes(pixels)), 0, False, 8, 24, 24,
                                            72).savev(os.path.join(folder, name,
                                                                   f"{number}.png"), "png", [], [])
    return folder


class TrainWindow(Window):
    """The training's window of a program whose first window is shown, too."""

    def __init__(self, folder):
        super().__init__()
        self.wait_text("8 of 81 classes")
        self.main, self.main_xid = self.frame, self.xid
        self.key("F10")
        self.walk_to(self.find("menu item", "Train a Bundle…"))
        self.key("Return")
        self.frame = wait_for("the training's window", self._find_train)
        self.xid = wait_for("its X window", lambda: self._x_window("Train a Bundle"))
        self.activate()
        self.drop(folder)

    def _find_train(self):
        application = self.main.get_parent()
        for index in range(application.get_child_count()):
            child = application.get_child_at_index(index)
            if child is not None and child.get_name() == "Train a Bundle":
                return child
        return None

    def _x_window(self, title):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--all", "--pid",
                                str(self.process.pid), "--name", title],
                               capture_output=True, text=True).stdout.split()
        return found[0] if found else None

    def drop(self, folder):
        source = Helper("files", folder)
        try:
            source.drag_to(*self.position(self.find(name="Pictures")))
            self.wait_text("pictures to learn from")
        finally:
            source.stop()
        self.activate()

    def press(self, name):
        wait_for(f"{name} to be enabled", lambda: self.is_enabled(name))
        self.click(self.find("label", name))

    def is_enabled(self, name):
        # GTK 4.8 names a button by its label twice over.
        return self.state(self.find("push button", contains=name), "SENSITIVE")

    def walk_to(self, item):
        """Down the open menu."""
        for _ in range(20):
            if self.state(item, "FOCUSED"):
                return
            self.key("Down")
            time.sleep(0.1)
        raise AssertionError("the menu item never has the focus")

    def choose_above(self, row):
        """The choice before the one that a row's list shows."""
        self.click(self.find(name=row))
        time.sleep(0.5)
        self.key("Up", "Return")
        time.sleep(0.5)

    def texts(self):
        return [node.get_name() for node in walk(self.frame)
                if node.get_role_name() == "label" and node.get_name()]


def what_is_wrong_is_told_before_any_work():
    folder = make_pictures(("red", "green"))
    os.mkdir(os.path.join(folder, "blue"))
    os.rename(os.path.join(folder, "red", "0.png"), os.path.join(folder, "blue", "0.png"))
    window = TrainWindow(folder)
    window.wait_text("3 classes")
    window.wait_text("1 class has one picture; two are needed")
    assert "blue" in window.texts()
    assert not window.is_enabled("Start")
    window.stop()


def a_bundle_is_trained_paused_and_opened():
    folder = make_pictures(count=20)
    window = TrainWindow(folder)
    window.wait_text("4 classes")
    window.wait_text("kept back to test with")
    window.choose_above("Start From")
    window.press("Start")
    window.wait_text("Generic Network")
    window.press("Pause")
    window.wait_text("Paused")
    window.press("Resume")
    window.press("Pause")
    window.wait_text("Paused")
    window.press("Stop")
    window.wait_text("The checkpoint is kept")
    assert os.path.exists(folder + ".safetensors.checkpoint")
    window.press("Continue")
    window.wait_text("The Bundle Is Ready")
    window.wait_text("Generic network, all classes")
    window.wait_text("→")
    window.press("Show Bundle")
    window.frame = window.main
    window.find(name=os.path.basename(folder))
    window.wait_text("0 of 4 classes")
    assert os.path.getsize(folder + ".safetensors") > 100000
    window.stop()


def closing_asks_while_it_trains():
    folder = make_pictures()
    window = TrainWindow(folder)
    window.choose_above("Start From")
    window.press("Start")
    window.wait_text("Generic Network")
    window.key("Escape")
    question = wait_for("the question", lambda: window._x_window("Stop the Training") or next(
        (node for node in walk(window.main.get_parent())
         if node.get_name() == "Stop the Training?"), None))
    assert question
    window.key("Escape")
    window.activate()
    window.press("Stop")
    window.wait_text("The checkpoint is kept")
    window.stop()


class Notifications:
    """Stands in for the desktop: remembers what it is asked to show."""
    XML = """<node><interface name="org.freedesktop.Notifications">
      <method name="GetCapabilities"><arg type="as" direction="out"/></method>
      <method name="CloseNotification"><arg type="u" direction="in"/></method>
      <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/>
        <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
        <arg type="as" direction="in"/><arg type="a{sv}" direction="in"/>
        <arg type="i" direction="in"/><arg type="u" direction="out"/></method>
    </interface></node>"""

    def __init__(self):
        self.shown = []
        connection = Gio.bus_get_sync(Gio.BusType.SESSION)
        interface = Gio.DBusNodeInfo.new_for_xml(self.XML).interfaces[0]
        connection.register_object("/org/freedesktop/Notifications", interface, self.call)
        self.owner = Gio.bus_own_name_on_connection(connection, "org.freedesktop.Notifications",
                                                    Gio.BusNameOwnerFlags.NONE)

    def call(self, connection, sender, path, interface, method, parameters, invocation):
        if method == "Notify":
            self.shown.append(parameters.unpack()[3])
            invocation.return_value(GLib.Variant("(u)", (len(self.shown),)))
        elif method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (["actions", "body"],)))
        else:
            invocation.return_value(None)

    def has(self, title):
        while GLib.MainContext.default().iteration(False):
            pass
        return title in self.shown


def a_notification_tells_who_looks_elsewhere():
    desktop = Notifications()
    folder = make_pictures(("red", "blue"), count=20)
    window = TrainWindow(folder)
    window.choose_above("Start From")
    # Away at once: a fast machine is soon done.
    window.press("Start")
    activate(window.main_xid)
    wait_for("the notification", lambda: desktop.has("The Bundle Is Ready"))
    window.stop()


run([what_is_wrong_is_told_before_any_work, a_bundle_is_trained_paused_and_opened,
     closing_asks_while_it_trains, a_notification_tells_who_looks_elsewhere])
