#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""./dev bench [forward|blend|tick|decode|threads|train|frame|grow|all] [--json] [--rounds N]

Ours and the peers work by turns, in short slices on one thread; a ratio is the median of the
rounds' ratios, so what else the machine does meanwhile hits both. Times are milliseconds of
processor time per run, which other programs hardly move; --wall gives the fastest run's wall time.
Frames and the gain of a second thread are wall time always.
Peers (none of them is needed to build or run Taper): ONNX Runtime from npm, kept in build-bench/,
Debian's python3-torch and libturbojpeg0-dev. What is missing is "not measured".
"""
import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys

import bench_threads
import bench_train
from bench_worker import CACHE, CPU, ENVIRONMENT, WALL, Table, Worker, start_ort, start_torch

FORWARD = [  # network, batch, gate, aim
    ("tiny-imagenet-s8", 1, 1.0, 0.8), ("tiny-imagenet-s8", 32, 1.0, 0.8),
    ("tiny-imagenet-s16", 1, 1.0, 0.8), ("tiny-imagenet-s16", 32, 1.0, 0.8),
    ("resnet20", 1, 1.0, 0.9), ("resnet20", 32, 1.0, 0.95),
    ("wrn16-4", 1, 0.95, 0.82), ("wrn16-4", 32, 0.85, 0.70),
    ("resnet18-64", 1, 0.85, 0.72), ("resnet18-64", 32, 0.80, 0.60),
    ("resnet18-224", 1, 0.95, 0.80), ("resnet18-224", 32, 0.85, 0.65),
]
TICK = [("tiny-imagenet-s8", 0.2, 0.1), ("tiny-imagenet-s16", 0.2, 0.1), ("resnet20", 0.2, 0.1),
        ("wrn16-4", 0.5, 0.3), ("resnet18-64", 0.5, 0.3), ("resnet18-224", 0.5, 0.3)]
BLEND = ["tiny-imagenet-s16", "resnet20", "wrn16-4", "resnet18-64"]
K = 8
FRAME_MS, FRAME_AIM_MS = 16.7, 8.0  # one frame at 60 Hz; for 95 of 100 ticks
PARTS = ["forward", "blend", "tick", "decode", "threads", "train", "frame"]
TARGETS = ["tests/bench/taper-bench", "tests/bench/train-worker", "tests/bench/bench-plot"]
WINDOW = "tests/bench/bench-frame"  # there only if the window is built
GROW = {
    "bases": [("tick", "tiny-imagenet-s16", k) for k in (1, 2, 4, 8, 16, 32)],
    "parameters": [("tick", f"scaled-{w}", 8) for w in (8, 16, 32, 64, 128)],
    "classes": [("tick", f"classes-{n}", 8) for n in (10, 100, 1000, 5000, 20000)],
    "pictures": [("forward", "tiny-imagenet-s16", n) for n in (1, 3, 10, 32, 100, 320, 1000)],
}


def scaled_parameters(width, classes=100):
    """Of bench_network_new_scaled()."""
    total, channels = 28 * width, width
    for out in (width, 2 * width, 4 * width, 8 * width):
        for _ in range(2):
            total += (9 * channels + 1) * out + (9 * out + 1) * out
            total += (channels + 1) * out if channels != out else 0
            channels = out
    return total + (channels + 1) * classes


def cache_bytes():
    """Of the largest cache that a core reads through."""
    try:
        with open("/sys/devices/system/cpu/cpu0/cache/index3/size", encoding="ascii") as size:
            return int(size.read().strip().rstrip("K")) * 1024
    except (OSError, ValueError):
        return 0


class Bench:
    def __init__(self, build, rounds, which, file):
        self.build, self.rounds, self.which = build, rounds, which
        self.binary = os.path.join(build, "tests/bench/taper-bench")
        self.onnx = os.path.join(CACHE, "onnx")
        if not os.path.isfile(os.path.join(self.onnx, "models.json")):
            os.makedirs(self.onnx, exist_ok=True)
            self.run("export", self.onnx)
        self.workers, self.rates = {}, {}
        self.table = Table(file)

    def run(self, *arguments):
        return subprocess.run([self.binary, *arguments], check=True, env=ENVIRONMENT, capture_output=True,
                              text=True).stdout.strip()

    def worker(self, name):
        """"one" and "two" are ours, with so many threads; each is started when first wanted."""
        start = {"one": lambda: Worker([self.binary, "serve", "1"]), "two": lambda: Worker([self.binary, "serve", "2"]),
                 "ort": lambda: start_ort(self.onnx), "torch": lambda: start_torch(self.onnx)}
        if name not in self.workers:
            self.workers[name] = start[name]()
        return self.workers[name]

    def compare(self, what, line, name, theirs, gate, aim, peer):
        self.table.compare(what, (self.worker("one"), line), (self.worker(name), theirs), self.rounds, self.which,
                           gate, aim, peer)

    def forward(self):
        for network, batch, gate, aim in FORWARD:
            line = f"forward {network} {batch} 60"
            self.compare(f"forward {network}, {batch}", line, "ort", line, gate, aim, "ONNX Runtime")

    def blend(self):
        for network in BLEND:
            size = int(self.run("parameters", network)) * 4 * K
            place = "memory" if size > cache_bytes() else "the third cache"
            self.compare(f"blend fp32 {network}", f"blend32 {network} {K} 40", "one", f"read {network} {K} 40",
                         1.25, 1.1, f"reading these {size / 1e6:.0f} MB once, from {place}")
            self.compare(f"blend fp16 {network}", f"blend {network} {K} 40", "one", f"blend32 {network} {K} 40",
                         0.7, 0.5, "own fp32 blend")

    def tick(self):
        for network, gate, aim in TICK:
            line = f"tick {network} {K} 60"
            self.compare(f"tick {network}", line, "torch", line, gate, aim, "PyTorch")

    def decode(self):
        picture = os.path.join(CACHE, "12mp.jpg")
        if not os.path.isfile(picture):
            self.run("picture", picture)
        self.compare("12 MP JPEG to 224", f"decode {picture} 224 100", "one", f"turbo {picture} 224 100", 1.1, 1.0,
                     "TurboJPEG")

    def threads(self):
        one, two = self.worker("one"), self.worker("two")
        self.rates = bench_threads.rates(self.table, one, two, self.rounds)
        bench_threads.threads(self.table, one, two, self.rates["fma_gflops"][0], self.rounds)

    def train(self):
        bench_train.train(self.table, self.build, self.rounds)

    def frame(self):
        """The shipped bundle's window, off-screen."""
        what, gate, aim = "tick to frame, 24 pictures (p95)", 1.0, round(FRAME_AIM_MS / FRAME_MS, 2)
        binary = os.path.join(self.build, WINDOW)
        if not os.path.exists(binary) or not shutil.which("xvfb-run"):
            self.table.skip(what, gate, aim, "no window was built, or there is no xvfb-run")
            return
        environment = {**ENVIRONMENT, "GSK_RENDERER": "cairo", "GDK_BACKEND": "x11", "TAPER_NON_UNIQUE": "1",
                       "GSETTINGS_SCHEMA_DIR": os.path.join(self.build, "data")}
        done = subprocess.run(["dbus-run-session", "--", "xvfb-run", "-a", "-s", "-screen 0 1360x860x24", binary],
                              env=environment, check=False, capture_output=True, text=True)
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        if done.returncode != 0 or not lines:
            self.table.skip(what, gate, aim, "bench-frame failed")
            return
        measured = json.loads(lines[-1])
        p95 = measured["tick_ms"]["p95"]
        self.table.add(what, p95, FRAME_MS, p95 / FRAME_MS, gate, aim,
                       f"a frame at 60 Hz (processor time {measured['cpu_ms']['p95']} ms)")

    def grow(self):
        """How the cost grows along each axis: milliseconds, no peer."""
        curves = {}
        for axis, points in GROW.items():
            curves[axis] = []
            for task, name, number in points:
                line = f"{task} {name} {number} 40"
                self.worker("one").ask(line)
                value = statistics.median(self.worker("one").ask(line)[self.which] for _ in range(self.rounds))
                x = int(name.split("-")[1]) if axis == "classes" else number
                x = int(self.run("parameters", name)) / 1e6 if axis == "parameters" else x
                curves[axis].append((x, value))
                self.table.print(f"{axis:12} {x:7.5g} {value:9.3f} ms")
        return curves

    def machine(self):
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            model = next((line.split(":")[1].strip() for line in info if line.startswith("model name")), "?")
        return {"processor": model, "cores": os.cpu_count(), "third_cache": cache_bytes(),
                "system": platform.release(), "kernels": self.run("kernels")}


def main():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", help=argparse.SUPPRESS)
    parser.add_argument("what", nargs="?", default="all", choices=[*PARTS, "grow", "all"])
    parser.add_argument("--json", action="store_true", help="the rows as JSON; the table goes to standard error")
    parser.add_argument("--wall", action="store_true", help="wall time of the fastest run")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--plot", metavar="FILE.svg", help="with grow: draw the curves")
    options = parser.parse_args()
    subprocess.run(["ninja", "-C", options.build, "--quiet", *TARGETS], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", options.build, "--quiet", WINDOW], check=False, capture_output=True)
    bench = Bench(options.build, options.rounds, WALL if options.wall else CPU,
                  sys.stderr if options.json else sys.stdout)
    for part in PARTS:
        if options.what in (part, "all"):
            getattr(bench, part)()
    curves = bench.grow() if options.what == "grow" else {}
    found = {"machine": bench.machine(), "clock": "wall" if options.wall else "cpu", "rates": bench.rates,
             "rows": bench.table.rows, "grow": curves}
    if options.json:
        json.dump(found, sys.stdout, indent=1)
        print()
    if options.plot and curves:
        subprocess.run([os.path.join(options.build, "tests/bench/bench-plot"), "/dev/stdin", options.plot],
                       input=json.dumps(found), text=True, check=True)
    missed = [row["what"] for row in bench.table.rows if row["met"] == "not met"]
    if bench.table.rows:
        bench.table.print(f"{len(missed)} of {len(bench.table.rows)} not met" + "".join(f"\n  {what}" for what in missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
