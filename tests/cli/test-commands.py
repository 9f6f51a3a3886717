#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command on the shipped bundles and made data: what it prints, writes and returns."""
import csv
import json
import os
import pty
import shutil
import signal
import struct
import subprocess

from support import (BUNDLES, PROGRAM, ROOM, SAMPLES, SMALL, Safetensors, bad, good, good_json, path,
                     png, run, write)
import tap

LEMON = os.path.join(SAMPLES, "Lemon.jpg")
COMMANDS = ("inspect", "coefficients", "classify", "evaluate", "context", "sweep", "compare",
            "synthesize", "train")


def test_help():
    text = good("--help")
    for command in COMMANDS:
        assert f"\n  {command} " in text, command
        page = good(command, "--help")
        assert f"taper-cli {command}" in page and "--json" in page and "Example" in page
        assert all(len(line) <= 140 for line in page.splitlines() if line.startswith("  -"))
    assert good("--version") == good("classify", "--version")


def test_usage_errors_exit_with_2():
    bad(2, says="no command")
    bad(2, "clasify", says=("clasify", "classify", "--help"))
    for command in COMMANDS:
        bad(2, command, "--nonsense", says=f"taper-cli {command} --help")
    bad(2, "classify", "--group", "Apple", says="PICTURE")
    bad(2, "classify", LEMON, says="--classes")
    bad(2, "coefficients", says="--classes")
    bad(2, "coefficients", "--group", "Apple", "stray", says="stray")
    bad(2, "evaluate", says="--data")
    bad(2, "sweep", says="--data")
    bad(2, "sweep", "--data", ROOM, "--number", "0", says="--number")
    bad(2, "sweep", "--data", ROOM, "--kind", "odd", says="--kind")
    bad(2, "compare", says="BUNDLE")
    bad(2, "synthesize", "--group", "Apple", says="--output")
    bad(2, "inspect", "--threads", "99999", says="--threads")


def test_inspect():
    for name in ("groceries-s16", "tiny-imagenet-s8", "tiny-imagenet-s16"):
        answer = good_json("inspect", name)
        file = Safetensors(os.path.join(BUNDLES, name + ".safetensors"))
        parameters = sum(len(file.values(tensor)) for tensor in file.tensors
                         if tensor.startswith("generic."))
        assert sum(layer["parameters"] for layer in answer["layers"]) == parameters
        assert len(answer["classes"]) == len(json.loads(file.metadata["classes"]))
        text = good("inspect", "--bundle", name)
        assert file.metadata["name"] in text and str(parameters) in text
        assert "999999" not in text and "{" not in text, "raw JSON in the card"


def test_coefficients():
    one = good_json("coefficients", "--classes", "banana, LEMON")
    assert [entry["name"] for entry in one["task"]["classes"]] == ["Banana", "Lemon"]
    for row in one["mix"]["coefficients"]:
        assert abs(sum(row) - 1) < 1e-5 and min(row) >= 0
    assert abs(sum(one["mix"]["parameter_shares"]) - 1) < 1e-5
    listed = write("task", "# fruit\n\nlemon\r\nBanana\nlemon\n")
    assert good_json("coefficients", "--task", listed)["mix"] == one["mix"]
    assert good_json("coefficients", "-c", "lemon", "-c", "banana")["mix"] == one["mix"]
    assert "stem" in good("coefficients", "--group", "Apple")


def test_names_synonyms_and_ids_are_one():
    answers = [good_json("coefficients", "-b", "tiny-imagenet-s8", "-c", name)["mix"]
               for name in ("goldfish", "n01443537", "Carassius auratus")]
    assert answers[0] == answers[1] == answers[2]


def test_an_unknown_name_proposes_the_nearest():
    bad(1, "coefficients", "--classes", "bannana", says=("bannana", "Banana"))
    bad(1, "coefficients", "--group", "aple", says=("aple", "Apple"))
    bad(1, "coefficients", "--task", write("wrong", "lemon\nlimee\n"), says=("limee", "Lime"))
    bad(1, "coefficients", "--classes", "xylophonist", says="inspect")


def test_a_description_is_a_task():
    arguments = ("coefficients", "-b", "tiny-imagenet-s8", "--describe")
    answer = good_json(*arguments, "things in a kitchen")
    names = {entry["name"] for entry in answer["task"]["classes"]}
    assert {"wok", "frying pan"} <= names and "goldfish" not in names, names
    both = good_json(*arguments, "things in a kitchen", "--describe", "lemon", "-c", "goldfish")
    assert {entry["name"] for entry in both["task"]["classes"]} == names | {"lemon", "goldfish"}
    code, out, err = run(*arguments, "lemon, qwertz", "--json")
    assert code == 0 and "qwertz" in err
    assert [entry["name"] for entry in json.loads(out)["task"]["classes"]] == ["lemon"]
    bad(1, *arguments, "qwertz", says=("qwertz", "inspect"))
    code, _, err = run(*arguments, "lemon, weaponry")
    assert code == 0 and "“weaponry” may mean “projectile”" in err, err
    bad(1, *arguments, "", says="no class")


def test_an_empty_task_says_what_to_do():
    for arguments in (["--classes", ""], ["--classes", " , "], ["--task", write("none", "\n# x\n")]):
        bad(1, "classify", *arguments, LEMON, says="--classes")


def test_classify():
    answer = good_json("classify", "--classes", "lemon,lime,orange", LEMON)
    picture = answer["pictures"][0]
    assert picture["generic"][0]["name"] == "Lemon" and len(picture["generic"]) == 5
    for lane in ("class_selection", "personalized"):
        names = {entry["name"] for entry in picture[lane]}
        assert names == {"Lemon", "Lime", "Orange"}, names
        assert abs(sum(entry["score"] for entry in picture[lane]) - 1) < 1e-5
        assert picture[lane][0]["name"] == "Lemon"
    assert "Lemon" in good("classify", "-g", "Lemon", LEMON)


def test_one_bad_picture_does_not_stop_the_others():
    missing = path("missing.png")
    code, out, err = run("classify", "-c", "lemon,lime", missing, LEMON, "--json")
    pictures = json.loads(out)["pictures"]
    assert code == 1 and missing in err
    assert "error" in pictures[0] and pictures[1]["personalized"][0]["name"] == "Lemon"
    code, out, err = run("classify", "-c", "lemon,lime", missing, LEMON)
    assert code == 1 and missing in err and "Lemon" in out


def make_folder(name, per_class=1):
    """Class folders of the shipped pictures of a few products."""
    for product in ("Lemon", "Lime", "Orange", "Banana"):
        for i in range(per_class):
            shutil.copy(os.path.join(SAMPLES, product + ".jpg"), path(name, product, f"{i}.jpg"))
    return path(name, ".")


def test_evaluate():
    data = make_folder("evaluate", 3)
    answer = good_json("evaluate", "--data", data, "--classes", "lemon,lime")
    task = answer["tasks"]["task"]
    assert answer["images"] == 12 and task["images"] == 6 and task["classes"] == ["Lemon", "Lime"]
    assert answer["generic_top1_correct"] == 6, "of these icons, the generic knows two"
    assert task["class_selection_correct"] == 6 and task["personalised_correct"] == 6
    assert task["paired"]["verdict"] == "same" and task["paired"]["mcnemar_p"] == 1
    methods = answer["trial"]["methods"]
    assert methods["personalized"]["correct"] == 6 and methods["personalized"]["n"] == 6
    assert answer["trial"]["copies"] == 4 and answer["trial"]["chance"] == 0.5
    answer = good_json("evaluate", "--data", data, "--classes", "lemon,lime", "--map", "Lemon=Lime")
    assert answer["tasks"]["task"]["personalised_correct"] == 3
    bad(1, "evaluate", "--data", data, "--classes", "lemon", "--map", "Lemmon=Lime", says="--map")
    assert "No difference" in good("evaluate", "--data", data, "--classes", "lemon,lime")
    tasks = write("tasks.json", json.dumps({"tasks": {"a": {"classes": ["lemon", "Banana"]},
                                                      "b": {"classes": ["Orange"]}}}))
    answer = good_json("evaluate", "--data", data, "--tasks", tasks)
    assert [task["images"] for task in answer["tasks"].values()] == [6, 3]
    assert "personalized" in good("evaluate", "--data", data, "--tasks", tasks)
    several = write("several.json", json.dumps({
        "other": {"tasks": {"x": {"classes": ["no class of this one"]}}},
        "groceries-s16": {"images": 1, "tasks": {"a": {"classes": ["lemon", "Banana"]}}}}))
    assert list(good_json("evaluate", "--data", data, "--tasks", several)["tasks"]) == ["a"]


def test_evaluate_takes_groups_as_tasks():
    """All that have a choice to make."""
    data = make_folder("groups")
    groups = [group for group in good_json("inspect")["groups"]]
    tasks = good_json("evaluate", "--data", data)["tasks"]
    assert 0 < len(tasks) < len(groups)
    assert all(len(task["classes"]) > 1 for task in tasks.values())


def test_answers_are_kept_per_kernel():
    """Answers that were rounded otherwise are not taken for these."""
    data = make_folder("kernels", 2)
    kept = path("kept", "taper", "logits", ".")
    counts, answers = [], []
    for kernels in ("generic", "generic", "avx2"):
        answer = good_json("evaluate", "--data", data, "-c", "lemon,lime",
                           env={"TAPER_KERNELS": kernels, "XDG_CACHE_HOME": path("kept")})
        answers.append(answer["tasks"])
        counts.append(len(os.listdir(kept)))
    assert counts[0] == counts[1] > 1, counts
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        assert counts[2] == counts[0] * (2 if "avx2" in file.read() else 1), counts
    assert answers[0] == answers[1] == answers[2]


def test_evaluate_says_what_it_leaves_out():
    data = make_folder("partly")
    write("partly/Lemon/broken.jpg", b"\xff\xd8\xff\xe0 no picture")
    write("partly/Turnip/a.png", png(8, 8))
    code, out, err = run("evaluate", "--data", data, "--classes", "lemon,lime", "--json")
    answer = json.loads(out)
    assert code == 0 and answer["images"] == 4
    assert "broken.jpg" in err and "broken.jpg" in answer["unreadable"][0]
    assert "Turnip" in err and "Turnip" in answer["problems"][0]


def test_evaluate_without_anything_to_count():
    write("strangers/Turnip/a.png", png(8, 8))
    os.makedirs(path("empty", "."), exist_ok=True)
    bad(1, "evaluate", "--data", path("strangers"), says="Turnip")
    bad(1, "evaluate", "--data", path("empty"), says="empty")
    bad(1, "evaluate", "--data", path("nowhere"), says=("nowhere", "No such file"))
    data = make_folder("good")
    for content in ("[1]", "{", '{"tasks": {"a": 1}}', '{"tasks": {"a": {"classes": [1]}}}',
                    '{"tasks": {"a": {"classes": []}}}', '{"tasks": {"a": {"classes": ["zzzz"]}}}'):
        bad(1, "evaluate", "--data", data, "--tasks", write("bad.json", content), says="bad.json")


def test_sweep():
    """Seeded, the same from a warm cache and without one, in numbers, text and CSV."""
    data = make_folder("sweep", 3)
    table = path("sweep.csv")
    arguments = ("sweep", "--data", data, "--sizes", "2,4", "--number", "6", "--seed", "3")
    cold, warm = good_json(*arguments, "--csv", table), good_json(*arguments)
    assert cold == warm == good_json(*arguments, "--no-cache", "--threads", "1")
    assert cold["complete"] and cold["tasks"] == 24 and len(cold["summaries"]) == 4
    with open(table, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 24
    for summary in cold["summaries"]:
        mine = [row for row in rows if (row["kind"], int(row["size"])) ==
                (summary["kind"], summary["size"]) and int(row["pictures"]) > 0]
        assert len(mine) == summary["tasks"] == summary["wins"] + summary["ties"] + summary["losses"]
        if mine:
            mean = sum(float(row["difference_points"]) for row in mine) / len(mine)
            assert abs(mean - summary["difference"]) < 1e-3
            assert summary["interval_low"] <= summary["difference"] <= summary["interval_high"]
    assert "won/tied/lost" in good(*arguments)
    bad(1, "sweep", "--data", data, "--sizes", "1", says="--sizes")
    bad(1, "sweep", "--data", data, "--sizes", "5000", says="--sizes")
    bad(1, *arguments[:3], "--csv", path("no") + "/such/x", "--number", "1", says="such")


def test_sweep_stops_when_told():
    """An interrupt ends it with what was measured so far, and exit code 1."""
    data = make_folder("stopped", 10)
    arguments = [PROGRAM, "sweep", "--data", data, "--number", "100000", "--no-cache", "--json"]
    controller, terminal = pty.openpty()
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=terminal) as process:
        os.close(terminal)
        shown = b""
        while b"Sweeping [" not in shown:
            shown += os.read(controller, 4096)
        process.send_signal(signal.SIGINT)
        try:
            while os.read(controller, 4096):
                pass
        except OSError:  # the other side is closed
            pass
        answer = json.loads(process.stdout.read())
    os.close(controller)
    assert process.returncode == 1 and not answer["complete"] and answer["tasks"] < 600000


def test_context():
    """Seeded streams; every lane is told, batch by batch, over as many pictures."""
    data = make_folder("context", 3)
    arguments = ("context", "--data", data, "--sizes", "81", "--contexts", "4", "--pictures", "8",
                 "--batch", "4", "--seed", "5")
    answer = good_json(*arguments)
    assert answer == good_json(*arguments)
    assert [trial["kind"] for trial in answer["trials"]] == ["related", "random"]
    for trial in answer["trials"]:
        assert trial["classes"] == 81 and trial["contexts"] == 4
        assert set(trial["lanes"]) == {"generic", "log_prior", "cvb0", "context",
                                       "known_selection", "known_personalized"}
        for lane in trial["lanes"].values():
            assert len(lane["batches"]) == len(trial["n"])
            assert all(0 <= share <= 1 for share in lane["batches"])
            for level in (lane["whole"], lane["late"]):
                assert 0 <= level["accuracy"] <= 1
                assert level["low"] <= level["against_control"] <= level["high"]
        control = trial["lanes"]["log_prior"]["whole"]
        assert control["against_control"] == control["low"] == control["high"] == 0
    one, = good_json(*arguments, "--kind", "random", "--no-switch")["trials"]
    assert len(one["n"]) == 2 and "recovered_after" not in one["lanes"]["context"]
    assert "against control" in good(*arguments, "--kind", "random")


def test_context_says_what_is_wrong():
    data = make_folder("stream")
    bad(2, "context", says="--data")
    bad(1, "context", "--data", data, "--sizes", "1", says="--sizes")
    bad(2, "context", "--data", data, "--kind", "odd", says="--kind")
    bad(2, "context", "--data", data, "--batch", "0", says="--batch")
    bad(1, "context", "--data", path("nowhere"), says="nowhere")


def test_compare():
    data = make_folder("compare", 2)
    small, large = good_json("compare", "tiny-imagenet-s8", "tiny-imagenet-s16")["bundles"]
    for key in ("file_bytes", "model_bytes", "parameters", "macs", "memory_bytes_estimate"):
        assert 0 < small[key] < large[key], key
    assert small["ms_per_picture"] > 0 and small["ms_per_task"] > 0 and small["accuracy"] == []
    groceries, = good_json("compare", "groceries-s16", "-d", data, "--sizes", "3,5", "-n", "2")["bundles"]
    assert [entry["size"] for entry in groceries["accuracy"]] == [3, 5]
    assert "95 % interval" in good("compare", "groceries-s16", "-d", data, "-n", "1")


def test_compare_equal_accuracy():
    """Two sizes that know the same classes: the small personalized one against the large one."""
    data = path("two", ".")
    for name in ("goldfish", "tarantula", "lemon", "orange", "banana"):
        shutil.copy(LEMON, path("two", name, "a.jpg"))
    arguments = ("compare", "tiny-imagenet-s8", "tiny-imagenet-s16", "-d", data, "--sizes",
                 "50,200", "-n", "3", "--seed", "2")
    answer, text = good_json(*arguments), good(*arguments)
    small, large = answer["bundles"]
    assert "Equal accuracy" in text and "class selection in tiny-imagenet-s16" in text
    for size in (50, 200):
        entry = [entry for entry in answer["equal_accuracy"] if entry["size"] == size]
        mine, = [row for row in small["accuracy"] if row["size"] == size]
        other, = [row for row in large["accuracy"] if row["size"] == size]
        equal = mine["tasks"] > 0 and mine["personalized"] >= other["class_selection"]
        assert bool(entry) == equal, (size, mine, other)
        line, = [line for line in text.splitlines() if line.startswith(f"{size} classes: ")]
        assert ("tiny-imagenet-s8" in line) == equal
        if equal:
            assert abs(entry[0]["personalized"] - mine["personalized"]) < 1e-9
            assert abs(entry[0]["class_selection"] - other["class_selection"]) < 1e-9


def test_compare_says_what_is_missing():
    bad(1, "compare", "groceries-s16", "missing", says="missing")


def test_synthesize_is_the_blend():
    """The written file, taken apart independently, is sum_k alpha[l][k] * basis k of layer l."""
    out = path("dogs.safetensors")
    good("synthesize", "-b", SMALL, "--group", "dogs and cats", "-o", out)
    mix = good_json("coefficients", "-b", SMALL, "--group", "dogs and cats")["mix"]
    bundle, model = Safetensors(SMALL), Safetensors(out)
    assert sorted(model.tensors) == sorted(name[len("generic."):] for name in bundle.tensors
                                           if name.startswith("generic."))
    for layer, row in zip(mix["layers"], mix["coefficients"]):
        for part in ("weight", "bias"):
            got = model.values(f"{layer}.{part}")
            bases = bundle.values(f"bases.{layer}.{part}")
            n = len(got)
            for i in range(0, n, max(1, n // 500)):
                want = sum(alpha * bases[k * n + i] for k, alpha in enumerate(row))
                assert abs(got[i] - want) < 1e-5 * (1 + abs(want)), (layer, part, i, got[i], want)
    assert "dogs" in json.dumps(model.metadata) or "Chihuahua" in json.dumps(model.metadata)


def test_synthesize_writes_onnx():
    """The same weights, bit for bit, as in the safetensors file, with the classes' names."""
    out, plain = path("pears.onnx"), path("pears.safetensors")
    good("synthesize", "--group", "Pear", "-o", out)
    good("synthesize", "--group", "Pear", "-o", plain)
    with open(out, "rb") as file:
        content = file.read()
    model = Safetensors(plain)
    for name in model.tensors:
        values = model.values(name)
        assert name.encode() in content and struct.pack(f"<{len(values)}f", *values) in content, name
    assert b"Granny" in content and b"preprocessing" in content
    bad(2, "synthesize", "--group", "Pear", "-o", out, "--force", "--half", says="--half")


def test_synthesize_never_overwrites_unasked():
    out = path("once.safetensors")
    good("synthesize", "--group", "Apple", "-o", out)
    before = os.stat(out)
    bad(1, "synthesize", "--group", "Pear", "-o", out, says=("exists", "--force"))
    assert os.stat(out).st_mtime_ns == before.st_mtime_ns
    good("synthesize", "--group", "Pear", "-o", out, "--force", "--half")
    assert os.stat(out).st_size < before.st_size * 0.6
    assert {dtype for dtype, _, _ in Safetensors(out).tensors.values()} == {"F16"}
    bad(1, "synthesize", "--group", "Pear", "-o", path("no") + "/such/folder/x", says="such/folder")
    assert not [name for name in os.listdir(ROOM) if name.startswith(".")], "a temporary file stays"


def test_train_and_use_the_result():
    """A tiny bundle, trained in seconds on made pictures, works in every other command."""
    for label, colour in (("red", (220, 30, 30)), ("green", (30, 200, 40)), ("blue", (20, 40, 220))):
        for i in range(16):
            shade = bytes(max(0, value - 3 * i) for value in colour)
            write(f"colours/{label}/{i:02}.png", png(16, 16, shade * 256))
    config = write("tiny.ini", "[network]\ninput=16\nwidth=8\nblocks=1\nstages=2\n"
                   "[augmentation]\npadding=1\n[generic]\nepochs=6\nbatch=16\n"
                   "[specialists]\nbases=2\nepochs=1\n[joint]\nepochs=1\ntasks=1\nmin_classes=2\n"
                   "max_classes=3\n[mixer]\nhidden=16\nlearned=4\n[run]\nevaluation_tasks=2\n")
    out = path("colours.safetensors")
    code, text, err = run("train", config, "--data", path("colours"), "-o", out, "--json")
    assert code == 0, err
    assert json.loads(text)["bundle"]["file"] == out
    assert "My pictures" in good("inspect", out)
    answer = good_json("evaluate", "-b", out, "--data", path("colours"), "-c", "red,green")
    assert answer["images"] == 48 and answer["tasks"]["task"]["images"] == 32
    assert good_json("classify", "-b", out, "-c", "red,blue", path("colours/red/00.png"))["pictures"]
    assert "[network]" in good("train", "--describe")


def test_progress_bar_only_on_a_terminal():
    data = make_folder("bar", 20)
    arguments = [PROGRAM, "evaluate", "--data", data, "--classes", "lemon,lime"]
    controller, terminal = pty.openpty()
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=terminal) as process:
        os.close(terminal)
        shown = b""
        while True:
            try:
                part = os.read(controller, 4096)
            except OSError:  # the other side is closed
                break
            if not part:
                break
            shown += part
        process.stdout.read()
    os.close(controller)
    assert process.returncode == 0
    assert b"[###" in shown and shown.endswith(b"\r\x1b[K"), shown[-80:]
    good(*arguments[1:])  # nothing on standard error that is a file


def test_a_full_disk_is_a_failure():
    with open("/dev/full", "wb") as full:
        result = subprocess.run([PROGRAM, "inspect"], stdout=full, stderr=subprocess.PIPE)
    assert result.returncode == 1 and b"could not be written" in result.stderr


def test_names_cannot_steer_the_terminal():
    name = path("evil\x1b[2Jname.png")
    shutil.copy(LEMON, name)
    assert "\x1b" not in good("classify", "-c", "lemon", name)
    _, _, err = run("classify", "-c", "lemon", name + "\x1b")
    assert "\x1b" not in err and "x1B" in err


tap.run(__name__)
