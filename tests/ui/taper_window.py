# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real window from outside, as a person would.

A private X server, a private D-Bus with its accessibility bus, a window manager, and the program.
What the window shows is read from the accessibility tree; what a person does is sent as real key
and pointer events. run-window-test sets up the server and the bus around the test program.
"""
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

# A generous end to waiting: reached only when something is broken.
DEADLINE = float(os.environ.get("TAPER_TEST_DEADLINE", "60"))
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SAMPLES = os.path.join(SOURCE, "data", "samples", "groceries")
BUNDLES = os.path.join(SOURCE, "data", "bundles")


class Timeout(AssertionError):
    pass


def wait_for(what, condition, deadline=DEADLINE):
    """Calls condition until it gives something true, and gives that back."""
    end = time.monotonic() + deadline
    while True:
        try:
            value = condition()
        except GLib.Error:  # the node went away while we looked
            value = None
        if value:
            return value
        if time.monotonic() > end:
            raise Timeout(f"waited {deadline:.0f} s for: {what}")
        time.sleep(0.05)


def xdotool(*arguments):
    return subprocess.run(["xdotool", *map(str, arguments)], check=True, capture_output=True,
                          text=True).stdout.strip()


def activate(xid):
    """On a busy machine the window manager may not know the window yet, and xdotool gives up."""
    wait_for(f"the window {xid} to be active",
             lambda: subprocess.run(["xdotool", "windowactivate", "--sync", str(xid)], check=False,
                                    capture_output=True).returncode == 0)


def walk(node):
    """The node and everything below it."""
    yield node
    try:
        children = [node.get_child_at_index(index) for index in range(node.get_child_count())]
    except GLib.Error:  # the node went away while we looked
        return
    for child in children:
        if child is not None:
            yield from walk(child)


def is_laid_out(node):
    """GTK 4.8 does not report SHOWING: what is hidden has no size or is not on the bus at all."""
    try:
        return node.get_extents(Atspi.CoordType.WINDOW).width > 0
    except GLib.Error:
        return False


class Window:
    """One running program and its first window."""

    def __init__(self, *arguments, env=None, width=1280, height=800, keep_session=False):
        """keep_session: the window shows what the last one left, not the demo."""
        if not keep_session:
            shutil.rmtree(os.path.join(os.environ["XDG_STATE_HOME"], "taper", "session"),
                          ignore_errors=True)
        self.log = tempfile.NamedTemporaryFile("w+", prefix="taper-stderr-", delete=False)
        environment = dict(os.environ, TAPER_NON_UNIQUE="1", **(env or {}))
        self.process = subprocess.Popen([os.environ["TAPER_PROGRAM"], *arguments],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True,
                                        env=environment)
        self.frame = wait_for("the window", self.find_frame)
        self.xid = wait_for("the X window", self._find_xid)
        self.activate()
        self.resize(width, height)

    def find_frame(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the program ended with {self.process.returncode}: "
                                 f"{self.stderr()}")
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(index)
            if application is None or application.get_process_id() != self.process.pid:
                continue
            if application.get_child_count():
                return application.get_child_at_index(0)
        return None

    def _find_xid(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid",
                                str(self.process.pid)], capture_output=True, text=True).stdout
        return found.split()[0] if found.split() else None

    def activate(self):
        activate(self.xid)

    def resize(self, width, height):
        # Twice: the window's minimum shrinks once its panes have folded.
        for _ in range(2):
            left, right, top, bottom = self.frame_extents()
            xdotool("windowsize", self.xid, width + left + right, height + top + bottom)
            time.sleep(0.3)
        xdotool("windowmove", "--sync", self.xid, 4, 4)

    def frame_extents(self):
        """Width of the shadow around the window: left, right, top, bottom."""
        text = subprocess.run(["xprop", "-id", self.xid, "_GTK_FRAME_EXTENTS"],
                              capture_output=True, text=True).stdout
        return [int(part) for part in text.split("=")[1].split(",")] if "=" in text else [0] * 4

    def stderr(self):
        with open(self.log.name, encoding="utf-8", errors="replace") as log:
            return log.read()

    def stop(self):
        """Closes the window; nothing may have been written to standard error."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
        assert self.process.returncode in (0, -signal.SIGTERM), self.process.returncode
        complaints = self.stderr()
        assert not complaints.strip(), f"standard error: {complaints}"

    # --- looking ---------------------------------------------------------------------------------
    def nodes(self, role=None, name=None, contains=None, showing=True):
        found = []
        for node in walk(self.frame):
            if role is not None and node.get_role_name() != role:
                continue
            label = node.get_name() or ""
            if name is not None and label != name:
                continue
            if contains is not None and contains not in label:
                continue
            if showing and not is_laid_out(node):
                continue
            found.append(node)
        return found

    def find(self, role=None, name=None, contains=None, last=False):
        """The first (or last) node like this; waits for it."""
        wanted = f"{role or 'any'} named {name or contains!r}"
        found = wait_for(wanted, lambda: self.nodes(role, name, contains))
        return found[-1 if last else 0]

    def gone(self, role=None, name=None, contains=None):
        wait_for(f"{name or contains!r} to go",
                 lambda: not self.nodes(role, name, contains))

    def texts(self):
        """The text of every label that is showing."""
        return [node.get_name() for node in self.nodes("label") if node.get_name()]

    def wait_text(self, part):
        return wait_for(f"the text {part!r}",
                        lambda: next((text for text in self.texts() if part in text), None))

    def state(self, node, state):
        return node.get_state_set().contains(getattr(Atspi.StateType, state))

    # --- doing -----------------------------------------------------------------------------------
    def position(self, node):
        """The middle of a node on the screen."""
        box = node.get_extents(Atspi.CoordType.WINDOW)
        geometry = dict(line.split("=") for line in
                        xdotool("getwindowgeometry", "--shell", self.xid).split())
        left, _, top, _ = self.frame_extents()
        return (int(geometry["X"]) + left + box.x + box.width // 2,
                int(geometry["Y"]) + top + box.y + box.height // 2)

    def click(self, node, button=1):
        x, y = self.position(node)
        xdotool("mousemove", "--sync", x, y)
        xdotool("click", button)

    def key(self, *keys):
        xdotool("key", "--clearmodifiers", *keys)

    def keys_at_once(self, keys):
        """One after the other without waiting for what they do."""
        xdotool("key", "--delay", 4, *keys)

    def menu(self, mnemonic):
        """Chooses from the main menu by the underlined letter."""
        self.key("F10")
        self.find("menu item")
        self.key(mnemonic)

    def type(self, text):
        xdotool("type", "--delay", "15", text)

    @contextlib.contextmanager
    def dropped(self, *paths, kind="files"):
        """Drops the files in the middle of the window; they are offered until the block ends."""
        source = Helper(kind, *paths)
        try:
            box = self.frame.get_extents(Atspi.CoordType.WINDOW)
            left, _, top, _ = self.frame_extents()
            source.drag_to(4 + left + box.width // 2, 4 + top + box.height // 2)
            yield
        finally:
            source.stop()
            self.activate()

    @contextlib.contextmanager
    def copied(self, *paths, kind="copy-files"):
        """Puts the files (or the text) on the clipboard; they are offered until the block ends."""
        source = Helper(kind, *paths)
        try:
            activate(source.xid)  # only who has the focus may copy
            self.activate()
            yield
        finally:
            source.stop()

    def type_in_dialog(self, title, text):
        """Types into the file dialog of this title, where a path may be typed, and accepts."""
        dialog = wait_for(f"the dialog {title}", lambda: subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", f"^{title}$"],
            capture_output=True, text=True).stdout.split())[0]
        activate(dialog)
        self.type(text)
        self.key("Return")
        wait_for("the dialog to close", lambda: not subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", f"^{title}$"],
            capture_output=True, text=True).stdout.split())
        self.activate()

    def screenshot(self, path):
        subprocess.run(["import", "-window", "root", path], check=True)


class Helper:
    """The second program: offers files or a picture by drag or on the clipboard."""

    def __init__(self, kind, *files):
        self.process = subprocess.Popen([os.environ["TAPER_DRAG_SOURCE"], kind, *files],
                                        stdout=subprocess.PIPE, text=True)
        self.xid = wait_for("the drag source", lambda: subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
            capture_output=True, text=True).stdout.strip().split("\n")[0] or None)
        xdotool("windowmove", "--sync", self.xid, 20, 1000)
        xdotool("windowraise", self.xid)

    def drag_to(self, x, y):
        geometry = dict(line.split("=") for line in
                        xdotool("getwindowgeometry", "--shell", self.xid).split())
        from_x, from_y = int(geometry["X"]) + 40, int(geometry["Y"]) + 30
        xdotool("mousemove", "--sync", from_x, from_y, "mousedown", 1)
        for step in range(1, 21):
            xdotool("mousemove", "--sync", from_x + (x - from_x) * step // 20,
                    from_y + (y - from_y) * step // 20)
            time.sleep(0.02)
        time.sleep(0.3)
        xdotool("mouseup", 1)

    def stop(self):
        self.process.kill()
        self.process.wait()


def demo():
    """A window on the demo, answered."""
    window = Window()
    window.wait_text("8 of 81 classes")
    window.wait_text("Personalized differs from class selection on")
    return window


def says(window, part):
    """Labels that speak up have a role of their own, so whatever is called so."""
    return window.find(None, contains=part)


def run(cases):
    """TAP over the given functions; a failure shows its traceback and keeps a screenshot."""
    print(f"1..{len(cases)}", flush=True)
    failed = 0
    for number, case in enumerate(cases, 1):
        name = case.__name__.replace("_", " ")
        try:
            case()
            print(f"ok {number} - {name}", flush=True)
        except Exception:
            failed += 1
            for line in traceback.format_exc().splitlines():
                print(f"# {line}")
            picture = os.path.join(tempfile.gettempdir(), f"taper-failed-{case.__name__}.png")
            subprocess.run(["import", "-window", "root", picture], capture_output=True)
            print(f"# screenshot: {picture}")
            print(f"not ok {number} - {name}", flush=True)
    sys.exit(1 if failed else 0)
