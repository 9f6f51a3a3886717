#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures docs/results.md with taper-cli (./dev results DIR).

DIR holds tiny-imagenet/test and groceries/test, a folder of pictures per class. Every number comes
from taper-cli's JSON, with its number of pictures and its interval.
"""
import argparse
import json
import pathlib
import subprocess
import sys

HEADER = """# Results

Made by `./dev results DIR`; nothing here is written by hand. Tasks are the bundle's groups of classes. Points are personalized minus
class selection on the same pictures with the same masking: in brackets the 95 % interval (paired bootstrap, 2,000 rounds, seed 1),
then the exact McNemar p value. "Better" and "worse" need p < 0.05 and an interval without 0.
"""
CONTEXT_SEED = 20261124  # chosen after the procedure was fixed
VERDICTS = {"too-few": "not enough pictures to tell", "same": "no difference", "better": "**better**",
            "worse": "**worse**", "nothing": "no pictures"}


def ask(cli, *arguments):
    answer = subprocess.run([cli, *arguments, "--json"], check=True, capture_output=True, text=True)
    return json.loads(answer.stdout)


def evaluate(cli, bundle, data):
    result = ask(cli, "evaluate", "--bundle", bundle, "--data", str(data))
    right, n = result["generic_top1_correct"], result["images"]
    lines = [f"\n## {bundle}\n", f"`taper-cli evaluate -b {bundle} --data {data.parent.name}/{data.name}`: generic over all "
             f"classes right on {right:,} of {n:,} ({100 * right / n:.1f} %).\n",
             "| task | classes | pictures | class selection | personalized | points | p | verdict |",
             "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for name, task in result["tasks"].items():
        if task["images"] == 0 or len(task["classes"]) < 2:
            continue
        images, paired = task["images"], task["paired"]
        lines.append(f"| {name.removeprefix('group: ')} | {len(task['classes'])} | {images:,} | "
                     f"{100 * task['class_selection_correct'] / images:.1f} | "
                     f"{100 * task['personalised_correct'] / images:.1f} | "
                     f"{100 * paired['difference']:+.1f} ({100 * paired['low']:+.1f} to "
                     f"{100 * paired['high']:+.1f}) | {paired['mcnemar_p']:.2g} | "
                     f"{VERDICTS[paired['verdict']]} |")
    return lines


def points(level):
    return f"{100 * level['against_control']:+.1f} ({100 * level['low']:+.1f} to {100 * level['high']:+.1f})"


def context_row(trial):
    """One kind of context; the worst batch is sought before and after the switch."""
    lanes = trial["lanes"]
    mine, control = lanes["context"], lanes["log_prior"]
    switch, recovered = trial["switch_batch"], mine["recovered_after"]
    differences = [100 * (a - b) for a, b in zip(mine["batches"], control["batches"])]
    return (f"| {trial['classes']} {trial['kind']} | {trial['contexts']} | {100 * control['whole']['accuracy']:.1f} | "
            f"{100 * lanes['cvb0']['whole']['accuracy']:.1f} | {100 * mine['whole']['accuracy']:.1f} | "
            f"{points(mine['whole'])} | {points(mine['late'])} | {min(differences[:switch]):+.1f} | "
            f"{min(differences[switch:]):+.1f} | {trial['switches_noticed']} | {trial['false_resets']} of "
            f"{trial['batches_asked']:,} | {recovered if recovered >= 0 else 'never'} | "
            f"{100 * lanes['known_personalized']['whole']['accuracy']:.1f} |")


def context(cli, bundle, data, contexts):
    result = ask(cli, "context", "--bundle", bundle, "--data", str(data), "--contexts", str(contexts), "--seed",
                 str(CONTEXT_SEED))
    return [f"\n## {bundle} without a task description\n",
            f"`taper-cli context -b {bundle} --data {data.parent.name}/{data.name} --contexts {contexts} --seed "
            f"{CONTEXT_SEED}`: 240 pictures, then as many of another context, in batches of 20. Points are against the "
            "control, with the 95 % interval over contexts; worst is the worst batch of all contexts together; back is how "
            "many pictures after the switch a batch is within 2 points of the last 60 before it. See "
            "[context.md](context.md).\n",
            "| context | n | control | generic + CVB0 | context | points, all 240 | points, last 60 | worst before switch | "
            "worst after | switches noticed | false resets | back after | told |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
            *(context_row(trial) for trial in result["trials"])]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cli")
    parser.add_argument("dir", type=pathlib.Path)
    parser.add_argument("--contexts", type=int, default=100, help="0 leaves that part out")
    parser.add_argument("-o", default="docs/results.md", type=pathlib.Path)
    arguments = parser.parse_args()
    tiny, groceries = arguments.dir / "tiny-imagenet" / "test", arguments.dir / "groceries" / "test"
    lines = [HEADER.rstrip()]
    for bundle, data in (("tiny-imagenet-s8", tiny), ("tiny-imagenet-s16", tiny),
                         ("groceries-s16", groceries)):
        print(f"{bundle} on {data}", file=sys.stderr)
        lines += evaluate(arguments.cli, bundle, data)
    for bundle in ("tiny-imagenet-s8", "tiny-imagenet-s16") if arguments.contexts else ():
        print(f"{bundle} without a description", file=sys.stderr)
        lines += context(arguments.cli, bundle, tiny, arguments.contexts)
    arguments.o.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
