#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures docs/results.md with taper-cli (./dev results DIR).

DIR holds tiny-imagenet/test, groceries/test and fashion-mnist/test, a folder of pictures per class; what is not there is left out.
Every number comes from taper-cli's JSON, with its number of pictures, tasks or contexts and its interval. With --keep the answers
are kept in a folder, and those that are there are not asked for again: a run that was stopped goes on.
"""
import argparse
import json
import pathlib
import subprocess
import sys

HEADER = """# Results

Made by `./dev results DIR`; nothing here is written by hand. Points are personalized minus class selection on the same pictures with
the same masking, with the 95 % interval in brackets (paired bootstrap, 2,000 rounds, seed 1). Losses are listed like gains.
"""
BUNDLES = (("tiny-imagenet-s8", "tiny-imagenet"), ("tiny-imagenet-s16", "tiny-imagenet"), ("groceries-s8", "groceries"),
           ("groceries-s16", "groceries"), ("fashion-mnist-s8", "fashion-mnist"))
COMPARED = (("tiny-imagenet", ("tiny-imagenet-s8", "tiny-imagenet-s16")), ("groceries", ("groceries-s8", "groceries-s16")))
SIZES = {"fashion-mnist": "3,5"}  # ten classes leave no choice of ten
CONTEXT_SEED = 20261124  # chosen after the procedure was fixed
VERDICTS = {"too-few": "not enough pictures to tell", "same": "no difference", "better": "**better**",
            "worse": "**worse**", "nothing": "no pictures"}


class Asker:
    def __init__(self, cli, keep):
        self.cli, self.keep = cli, keep

    def ask(self, name, *arguments):
        kept = self.keep / f"{name}.json" if self.keep else None
        if kept and kept.exists() and kept.stat().st_size > 0:
            return json.loads(kept.read_text())
        print(name, file=sys.stderr)
        answer = subprocess.run([self.cli, *map(str, arguments), "--json"], check=True, capture_output=True, text=True).stdout
        if kept:
            self.keep.mkdir(parents=True, exist_ok=True)
            kept.write_text(answer)
        return json.loads(answer)


def row(*cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def table(*headings):
    return [row(*headings), row(*("---" for _ in headings))]


def interval(value, low, high):
    return f"{value:+.1f} ({low:+.1f} to {high:+.1f})"


def evaluate(asker, bundle, data):
    result = asker.ask(f"evaluate-{bundle}", "evaluate", "-b", bundle, "--data", data)
    right, n = result["generic_top1_correct"], result["images"]
    lines = [f"\n## {bundle}, group by group\n", f"`taper-cli evaluate -b {bundle} --data {data.parent.name}/{data.name}`: generic over "
             f"all classes right on {right:,} of {n:,} ({100 * right / n:.1f} %). Tasks are the bundle's groups; p is McNemar's, exact. "
             '"Better" and "worse" need p < 0.05 and an interval without 0; of 20 true ties one may look so.\n',
             *table("task", "classes", "pictures", "class selection", "personalized", "points", "p", "verdict")]
    for name, task in result["tasks"].items():
        if task["images"] == 0 or len(task["classes"]) < 2:
            continue
        images, paired = task["images"], task["paired"]
        lines.append(row(name.removeprefix("group: "), len(task["classes"]), f"{images:,}",
                         f"{100 * task['class_selection_correct'] / images:.1f}",
                         f"{100 * task['personalised_correct'] / images:.1f}",
                         interval(*(100 * paired[key] for key in ("difference", "low", "high"))),
                         f"{paired['mcnemar_p']:.2g}", VERDICTS[paired["verdict"]]))
    return lines


def sweep(asker, folders):
    lines = ["\n## Sampled tasks\n", "`taper-cli sweep -b BUNDLE --data DIR --seed 1` (fashion-mnist: `--sizes 3,5`): 60 tasks of each kind "
             "and size, the interval over tasks. Tasks share pictures, of ten classes nearly all: there the intervals are too narrow.\n",
             *table("bundle", "classes", "tasks", "pictures, in all tasks", "class selection", "personalized", "points",
                    "won / tied / lost")]
    for bundle, data in folders:
        sizes = SIZES.get(data.parent.name, "5,10,20")
        result = asker.ask(f"sweep-{bundle}", "sweep", "-b", bundle, "--data", data, "--sizes", sizes, "--seed", 1)
        lines += [row(bundle, f"{one['size']} {one['kind']}", one["tasks"], f"{one['images']:,}", f"{one['class_selection']:.1f}",
                      f"{one['personalized']:.1f}", interval(one["difference"], one["interval_low"], one["interval_high"]),
                      f"{one['wins']} / {one['ties']} / {one['losses']}") for one in result["summaries"]]
    return lines


def compare(asker, name, bundles, data):
    result = asker.ask(f"compare-{name}", "compare", *bundles, "--data", data)
    by_file = dict(zip(bundles, result["bundles"]))
    large = bundles[-1]
    lines = [f"\n## Small against big: {' and '.join(bundles)}\n", f"`taper-cli compare {' '.join(bundles)} --data {data.parent.name}/"
             f"{data.name}`, {result['threads']} threads, medians of 31 pictures and tasks on a machine that was not idle: costs have no "
             "interval.\n",
             *table("bundle", "one model, MB", "parameters", "multiply-adds, M", "ms per picture", "ms per new task", "peak memory, MB")]
    for file, one in by_file.items():
        lines.append(row(file, f"{one['model_bytes'] / 1e6:.2f}", f"{one['parameters']:,}", f"{one['macs'] / 1e6:.1f}",
                         f"{one['ms_per_picture']:.2f}", f"{one['ms_per_task']:.2f}", f"{one['peak_bytes'] / 1e6:.1f}"))
    lines += ["", *table("related classes", "bundle", "tasks", "class selection", "personalized", "points")]
    for s in range(len(by_file[large]["accuracy"])):
        for file, one in by_file.items():
            level = one["accuracy"][s]
            lines.append(row(level["size"], file, level["tasks"], f"{level['class_selection']:.1f}", f"{level['personalized']:.1f}",
                             interval(level["difference"], level["interval_low"], level["interval_high"])))
    equal = {one["size"]: one for one in result["equal_accuracy"]}
    lines.append("")
    for level in by_file[large]["accuracy"]:
        one = equal.get(level["size"])
        lines.append(f"- {level['size']} classes: " + (
            f"{one['personalized_file']} personalized {one['personalized']:.1f} % is at least as right as {large} with class selection "
            f"{one['class_selection']:.1f} %: {interval(one['difference'], one['interval_low'], one['interval_high'])} points over "
            f"{one['tasks']} tasks{', too few to tell which is better' if one['interval_low'] < 0 else ''}."
            if one else f"no smaller bundle here is as right as {large} with class selection."))
    return lines


def points(level):
    return interval(*(100 * level[key] for key in ("against_control", "low", "high")))


def context_row(trial):
    """One kind of context; the worst batch is sought before and after the switch."""
    lanes = trial["lanes"]
    mine, control = lanes["context"], lanes["log_prior"]
    switch, recovered = trial["switch_batch"], mine["recovered_after"]
    differences = [100 * (a - b) for a, b in zip(mine["batches"], control["batches"])]
    return row(f"{trial['classes']} {trial['kind']}", trial["contexts"], f"{100 * control['whole']['accuracy']:.1f}",
               f"{100 * lanes['cvb0']['whole']['accuracy']:.1f}", f"{100 * mine['whole']['accuracy']:.1f}", points(mine["whole"]),
               points(mine["late"]), f"{min(differences[:switch]):+.1f}", f"{min(differences[switch:]):+.1f}",
               trial["switches_noticed"], f"{trial['false_resets']} of {trial['batches_asked']:,}",
               recovered if recovered >= 0 else "never", f"{100 * lanes['known_personalized']['whole']['accuracy']:.1f}")


def context(asker, bundle, data, contexts):
    result = asker.ask(f"context-{bundle}", "context", "-b", bundle, "--data", data, "--contexts", contexts, "--seed", CONTEXT_SEED)
    return [f"\n## {bundle} without a task description\n",
            f"`taper-cli context -b {bundle} --data {data.parent.name}/{data.name} --contexts {contexts} --seed "
            f"{CONTEXT_SEED}`: 240 pictures, then as many of another context, in batches of 20. Points are against the "
            "control, with the 95 % interval over contexts; worst is the worst batch of all contexts together; back is how "
            "many pictures after the switch a batch is within 2 points of the last 60 before it. See "
            "[context.md](context.md).\n",
            *table("context", "n", "control", "generic + CVB0", "context", "points, all 240", "points, last 60", "worst before switch",
                   "worst after", "switches noticed", "false resets", "back after", "told"),
            *(context_row(trial) for trial in result["trials"])]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cli")
    parser.add_argument("dir", type=pathlib.Path)
    parser.add_argument("--contexts", type=int, default=100, help="0 leaves that part out")
    parser.add_argument("--keep", type=pathlib.Path, help="folder of answers")
    parser.add_argument("-o", default="docs/results.md", type=pathlib.Path)
    arguments = parser.parse_args()
    asker = Asker(arguments.cli, arguments.keep)
    folders = [(bundle, arguments.dir / name / "test") for bundle, name in BUNDLES]
    folders = [(bundle, data) for bundle, data in folders if data.is_dir()]
    if not folders:
        raise SystemExit(f"{arguments.dir}: none of {', '.join(sorted({name for _, name in BUNDLES}))} is there")
    lines = [HEADER.rstrip(), *sweep(asker, folders)]
    for bundle, data in folders:
        lines += evaluate(asker, bundle, data)
    for name, bundles in COMPARED:
        if (arguments.dir / name / "test").is_dir():
            lines += compare(asker, name, bundles, arguments.dir / name / "test")
    for bundle, data in folders if arguments.contexts else ():
        if data.parent.name == "tiny-imagenet":
            lines += context(asker, bundle, data, arguments.contexts)
    arguments.o.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
