#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is installed: complete, valid, and found by the installed program."""
import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import tap

BUILD, SOURCE = sys.argv[1:3]
APP_ID = "io.github.taper_project.Taper"
ROOM = tempfile.TemporaryDirectory(prefix="taper-install-")


def run(*command, **options):
    result = subprocess.run(command, capture_output=True, text=True, **options)
    assert result.returncode == 0, f"{command}: {result.returncode}\n{result.stdout}{result.stderr}"
    return result.stdout


def prefix():
    options = json.loads(run("meson", "introspect", "--buildoptions", BUILD))
    return next(option["value"] for option in options if option["name"] == "prefix")


ROOT = os.path.join(ROOM.name, prefix().lstrip("/"))


def share(*parts):
    return os.path.join(ROOT, "share", *parts)


def test_install():
    run("meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", ROOM.name)
    for path in ("bundles/groceries-s16.safetensors", "bundles/tiny-imagenet-s8.safetensors",
                 "bundles/README.md", "samples/groceries/Lemon.jpg", "samples/groceries/LICENSE",
                 "embeddings/words-30k.safetensors", "recipes"):
        assert os.path.exists(share("taper", path)), path
    for path in (f"applications/{APP_ID}.desktop", f"metainfo/{APP_ID}.metainfo.xml",
                 f"mime/packages/{APP_ID}.xml", f"glib-2.0/schemas/{APP_ID}.gschema.xml",
                 f"icons/hicolor/scalable/apps/{APP_ID}.svg",
                 f"icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg", "man/man1/taper-cli.1"):
        assert os.path.getsize(share(path)) > 0, path
    assert os.access(os.path.join(ROOT, "bin", "taper-cli"), os.X_OK)


def test_installed_translations():
    """Program, names of classes, desktop file and metainfo; found beside a program that was moved."""
    for language in ("de", "zh_CN"):
        for domain in ("taper", "taper-classes"):
            assert os.path.getsize(share("locale", language, "LC_MESSAGES", domain + ".mo")) > 0
    with open(share("applications", f"{APP_ID}.desktop"), encoding="utf-8") as file:
        assert "Comment[de]=" in file.read()
    with open(share("metainfo", f"{APP_ID}.metainfo.xml"), encoding="utf-8") as file:
        assert 'xml:lang="zh_CN"' in file.read().replace('"zh-CN"', '"zh_CN"')
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="de")
    text = run(os.path.join(ROOT, "bin", "taper-cli"), "coefficients", "--group", "Apfel",
               env=environment)
    assert "Schicht" in text and "Apfel" in text, text


def test_installed_program_finds_its_data():
    environment = {key: value for key, value in os.environ.items() if key != "TAPER_DATADIR"}
    program = os.path.join(ROOT, "bin", "taper-cli")
    answer = json.loads(run(program, "classify", "--group", "Apple", "--json",
                            share("taper", "samples", "groceries", "Granny-Smith.jpg"),
                            env=environment, cwd=ROOM.name))
    assert answer["bundle"]["file"].startswith(ROOM.name), answer["bundle"]["file"]
    assert answer["pictures"][0]["personalized"][0]["name"] == "Granny Smith"


def test_desktop_file():
    run("desktop-file-validate", share("applications", f"{APP_ID}.desktop"))
    with open(share("applications", f"{APP_ID}.desktop"), encoding="utf-8") as file:
        text = file.read()
    assert f"Icon={APP_ID}\n" in text and "Exec=taper %F\n" in text


def test_metainfo():
    run("appstreamcli", "validate", "--no-net", share("metainfo", f"{APP_ID}.metainfo.xml"))
    root = tree.parse(share("metainfo", f"{APP_ID}.metainfo.xml")).getroot()
    assert root.findtext("id") == APP_ID
    assert 10 <= len(root.findtext("summary")) <= 35


def test_mime_type():
    """A bundle is known by its content, whatever its name."""
    folder = share("mime")
    run("update-mime-database", folder)
    environment = dict(os.environ, XDG_DATA_HOME=share(), XDG_DATA_DIRS="/usr/share")
    copy = os.path.join(ROOM.name, "renamed")
    with open(os.path.join(SOURCE, "data/bundles/tiny-imagenet-s8.safetensors"), "rb") as bundle:
        with open(copy, "wb") as file:
            file.write(bundle.read(65536))
    code = ("import sys; from gi.repository import Gio; "
            "print(Gio.File.new_for_path(sys.argv[1]).query_info('standard::content-type', 0, None)"
            ".get_content_type())")
    kind = run(sys.executable, "-c", code, copy, env=environment).strip()
    assert kind == "application/x-taper-bundle", kind


def test_man_page():
    """The page renders without a warning, and knows every command and option of --help."""
    page = share("man", "man1", "taper-cli.1")
    result = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page],
                            capture_output=True, text=True, env=dict(os.environ, LC_ALL="C.UTF-8"))
    assert result.returncode == 0 and result.stderr == "", result.stderr
    with open(page, encoding="utf-8") as file:
        text = file.read().replace("\\-", "-")
    cli = os.path.join(ROOT, "bin", "taper-cli")
    commands = commands_of(run(cli, "--help"))
    assert "classify" in commands and len(commands) >= 6, commands
    for command in commands:
        assert any(line.split()[1:2] == [command] for line in text.splitlines()
                   if line.startswith((".B ", ".BR "))), f"{command} is not in the man page"
        for option in options_of(run(cli, command, "--help")):
            assert option in text, f"{command} {option} is not in the man page"


def commands_of(text):
    lines = text.split("Commands:")[1].splitlines()
    return [line.split()[0] for line in lines if line.startswith("  ")]


def options_of(text):
    options = []
    for line in text.splitlines():
        words = line.replace(",", " ").split() if line.startswith("  -") else []
        options += [word.split("=")[0] for word in words[:2] if word.startswith("-")]
    return options


tap.run(__name__)
