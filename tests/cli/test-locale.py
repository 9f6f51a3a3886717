#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line in German and Chinese: people read their language and their decimal sign, files
and JSON never do."""
import csv
import json
import os
import re

from support import ROOM, SAMPLES, Safetensors, good, good_json, path, png, run, write
from locales import compile_locale
import tap

LEMON = os.path.join(SAMPLES, "Lemon.jpg")
GERMAN = compile_locale(os.path.dirname(path("locales", "x")))
CHINESE = dict(GERMAN, LANGUAGE="zh_CN")
APPLES = ("--group", "Apple")


def same_json(*arguments):
    """What does not change with the language; times do."""
    plain, german = good_json(*arguments), good_json(*arguments, env=GERMAN)
    for answer in (plain, german):
        answer.pop("timings_ms", None)
    return plain, german


def test_people_read_their_language():
    text = good("coefficients", *APPLES, env=GERMAN)
    assert re.search(r"\b0,\d{3}\b", text) and not re.search(r"\b\d\.\d{2,3}\b", text), text
    assert "Apfel" in text, "names of bases"
    assert "苹果" in good("coefficients", *APPLES, env=CHINESE)
    assert "Zitrone" in good("classify", "--classes", "Zitrone,Limette", LEMON, env=GERMAN)


def test_both_names_are_taken():
    wanted = good_json("coefficients", "--classes", "Lemon,Pomegranate")["mix"]
    for names, language in (("Lemon,Pomegranate", GERMAN), ("Zitrone,Granatapfel", GERMAN),
                            ("Zitrone,Pomegranate", GERMAN), ("柠檬,石榴", CHINESE)):
        assert good_json("coefficients", "--classes", names, env=language)["mix"] == wanted
    groups = good_json("coefficients", *APPLES)["mix"]
    assert good_json("coefficients", "--group", "Apfel", env=GERMAN)["mix"] == groups
    assert good_json("coefficients", "--group", "苹果", env=CHINESE)["mix"] == groups
    code, _, err = run("coefficients", "--classes", "Zitrne", env=GERMAN)
    assert code == 1 and "Zitrone" in err, err
    code, _, err = run("coefficients", "--classes", "Zitrone")
    assert code == 1, "without German its names are none"


def test_json_is_the_same_everywhere():
    for arguments in (("coefficients", *APPLES), ("inspect", "groceries-s8"),
                      ("coefficients", "--describe", "Apple, Lemon")):
        plain, german = same_json(*arguments)
        assert plain == german, arguments
    plain, german = (good_json("classify", *APPLES, LEMON, env=env) for env in ({}, GERMAN))
    for lane in ("generic", "class_selection", "personalized"):
        assert plain["pictures"][0].get(lane) == german["pictures"][0].get(lane), lane


def test_a_model_is_the_same_everywhere():
    for kind in ("safetensors", "onnx"):
        files = [path(f"model-{n}.{kind}") for n in range(2)]
        for file, env in zip(files, ({}, GERMAN)):
            good("synthesize", *APPLES, "-o", file, "--force", env=env)
        first, second = (open(file, "rb").read() for file in files)
        assert first == second, kind
    header = Safetensors(path("model-0.safetensors")).metadata
    assert "Granny Smith" in header["classes"]


def make_folder():
    for name, color in (("Lemon", (230, 220, 40)), ("Lime", (60, 160, 40)), ("Kiwi", (110, 80, 30))):
        for number in range(16):
            shade = bytes(max(0, value - 2 * number) for value in color)
            write(f"shop/{name}/{number:02}.png", png(16, 16, shade * 256))
    return path("shop")


def test_csv_is_the_same_everywhere():
    data, tables = make_folder(), []
    for number, env in enumerate(({}, GERMAN)):
        table = path(f"sweep-{number}.csv")
        good("sweep", "--data", data, "--sizes", "2", "--number", "2", "--kind", "random",
             "--csv", table, env=env)
        tables.append(list(csv.reader(open(table, encoding="utf-8"))))
    assert tables[0] == tables[1] and len(tables[0]) > 1


def test_a_training_speaks_json():
    """Numbers of a config are read, and those of log, card and bundle written, with a point."""
    config = write("german.ini", "[network]\ninput=16\nwidth=8\nblocks=1\nstages=2\n"
                   "[augmentation]\npadding=1\n[generic]\nepochs=1.5\nbatch=16\nrate=0.05\n"
                   "[specialists]\nbases=2\nepochs=1\n[joint]\nepochs=1\ntasks=1\nmin_classes=2\n"
                   "max_classes=3\n[mixer]\nhidden=16\nlearned=4\n[run]\nevaluation_tasks=2\n")
    bundle = path("german.safetensors")
    code, out, err = run("train", config, "--data", make_folder(), "-o", bundle, env=GERMAN)
    assert code == 0, err
    logs = [file for file in os.listdir(ROOM) if file.startswith("german.") and "log" in file]
    assert len(logs) == 1, os.listdir(ROOM)
    kinds = [json.loads(line)["kind"] for line in open(path(logs[0]), encoding="utf-8")]
    assert "evaluation" in kinds, kinds
    card = json.loads(Safetensors(bundle).metadata["provenance"])
    assert "generic (1.5 epochs)" in card["method"], card["method"]
    assert "rate=0.05" in card["recipe"]
    good("inspect", bundle, env=GERMAN)


tap.run(__name__)
