#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""./dev bench [forward|blend|tick|decode|frame|grow|train|all] [--json] [--rounds N]

Ours and the peers work by turns, in short slices on one thread; a ratio is the median of the
rounds' ratios, so what else the machine does meanwhile hits both. Times are processor time per run
("cpu"), which other programs hardly move; --wall gives the fastest run's wall time instead.
Peers (none of them is needed to build or run Taper): ONNX Runtime from npm, kept in build-bench/,
Debian's python3-torch, Debian's libturbojpeg0-dev. What is missing is "not measured".
"""
import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CACHE = os.path.join(ROOT, "build-bench")
ENVIRONMENT = {**os.environ, "TAPER_DATADIR": os.path.join(ROOT, "data"), "OMP_NUM_THREADS": "1"}
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


class Worker:
    """A process that answers "TASK NAME NUMBER MILLISECONDS" with "WALL CPU RUNS"."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True, env=ENVIRONMENT)

    def ask(self, line):
        """(wall, cpu) in milliseconds, or None if the worker cannot do it."""
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except OSError:
            return None
        answer = self.process.stdout.readline().split()
        return (float(answer[0]), float(answer[1])) if len(answer) == 3 else None


class Bench:
    def __init__(self, build, rounds, which):
        self.rounds, self.which, self.rows = rounds, which, []
        self.binary = os.path.join(build, "tests/bench/taper-bench")
        self.onnx = os.path.join(CACHE, "onnx")
        if not os.path.isfile(os.path.join(self.onnx, "models.json")):
            os.makedirs(self.onnx, exist_ok=True)
            subprocess.run([self.binary, "export", self.onnx], check=True, env=ENVIRONMENT)
        self.ours = Worker([self.binary, "serve", "1"])
        self.peers = {}

    def peer(self, name):
        """The worker of "ort" or "torch", started when first wanted."""
        if name not in self.peers:
            if name == "ort":
                if not os.path.isdir(os.path.join(CACHE, "node_modules/onnxruntime-node")) and shutil.which("npm"):
                    # Its install script fetches GPU libraries that a CPU never loads.
                    subprocess.run(["npm", "install", "--ignore-scripts", "--silent", "--prefix", CACHE,
                                    "onnxruntime-node"], stdout=subprocess.DEVNULL, check=False)
                script = os.path.join(ROOT, "tests/bench/ort-worker.mjs")
                command = ["node", script, CACHE, "1", self.onnx]
            else:
                script = os.path.join(ROOT, "tests/bench/torch_worker.py")
                command = ["/usr/bin/python3", script, "1", os.path.join(self.onnx, "models.json")]
            self.peers[name] = Worker(command) if shutil.which(command[0]) else None
        return self.peers[name]

    def compare(self, what, ours, peer_name, peer, theirs, gate, aim):
        """One row: @ours against the line @theirs of @peer."""
        row = {"what": what, "peer": peer_name, "gate": gate, "aim": aim}
        samples = ([], [])
        if peer is not None and self.ours.ask(ours) and peer.ask(theirs):
            for _ in range(self.rounds):
                for worker, line, taken in ((self.ours, ours, samples[0]), (peer, theirs, samples[1])):
                    taken.append(worker.ask(line)[self.which])
            row["ours_ms"], row["peer_ms"] = (statistics.median(s) for s in samples)
            row["ratio"] = statistics.median(a / b for a, b in zip(*samples))
            row["met"] = "aim" if row["ratio"] <= aim else "gate" if row["ratio"] <= gate else "not met"
        else:
            row["met"] = "not measured"
        self.rows.append(row)
        numbers = f"{row['ours_ms']:9.3f} {row['peer_ms']:9.3f} {row['ratio']:6.2f}" if "ratio" in row else " " * 26
        print(f"{what:34} {numbers}  {gate:4} {aim:4}  {row['met']:12} {peer_name}", file=sys.stderr, flush=True)

    def forward(self):
        for network, batch, gate, aim in FORWARD:
            line = f"forward {network} {batch} 60"
            self.compare(f"forward {network}, {batch}", line, "ONNX Runtime", self.peer("ort"), line, gate, aim)

    def blend(self):
        for network in BLEND:
            self.compare(f"blend fp32 {network}", f"blend32 {network} 8 40", "reading them once", self.ours,
                         f"read {network} 8 40", 1.25, 1.1)
            self.compare(f"blend fp16 {network}", f"blend {network} 8 40", "own fp32 blend", self.ours,
                         f"blend32 {network} 8 40", 0.7, 0.5)

    def tick(self):
        for network, gate, aim in TICK:
            line = f"tick {network} 8 60"
            self.compare(f"tick {network}", line, "PyTorch", self.peer("torch"), line, gate, aim)

    def decode(self):
        picture = os.path.join(CACHE, "12mp.jpg")
        if not os.path.isfile(picture):
            subprocess.run([self.binary, "picture", picture], check=True, env=ENVIRONMENT)
        self.compare("12 MP JPEG to 224", f"decode {picture} 224 100", "TurboJPEG", self.ours,
                     f"turbo {picture} 224 100", 1.1, 1.0)

    def grow(self):
        """How the cost grows along each axis: milliseconds, no peer."""
        curves = {}
        for axis, points in GROW.items():
            curves[axis] = []
            for task, name, number in points:
                line = f"{task} {name} {number} 40"
                self.ours.ask(line)
                value = statistics.median(self.ours.ask(line)[self.which] for _ in range(self.rounds))
                x = int(name.split("-")[1]) if axis in ("parameters", "classes") else number
                x = scaled_parameters(x) / 1e6 if axis == "parameters" else x
                curves[axis].append((x, value))
                print(f"{axis:12} {x:7.5g} {value:9.3f} ms", file=sys.stderr, flush=True)
        return curves


def machine(binary):
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        model = next((line.split(":")[1].strip() for line in info if line.startswith("model name")), "?")
    kernels = subprocess.run([binary, "kernels"], capture_output=True, text=True, check=True).stdout.strip()
    return {"processor": model, "cores": os.cpu_count(), "system": platform.release(), "kernels": kernels}


def main():
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("build")
    parser.add_argument("what", nargs="?", default="all",
                        choices=["forward", "blend", "tick", "decode", "frame", "grow", "train", "all"])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wall", action="store_true")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    if options.what == "train":
        return subprocess.run([os.path.join(here, "bench_train.py"), options.build], check=False).returncode
    targets = ["tests/bench/taper-bench"] + (["tests/bench/bench-frame"] if options.what == "frame" else [])
    subprocess.run(["ninja", "-C", options.build, "--quiet", *targets], check=True, stdout=subprocess.DEVNULL)
    if options.what == "frame":
        command = ["xvfb-run", "-a", "-s", "-screen 0 1360x860x24", os.path.join(options.build, targets[1])]
        environment = {**ENVIRONMENT, "GSK_RENDERER": "cairo", "GDK_BACKEND": "x11", "TAPER_NON_UNIQUE": "1",
                       "GSETTINGS_SCHEMA_DIR": os.path.join(options.build, "data")}
        return subprocess.run(["dbus-run-session", "--", *command], env=environment, check=False).returncode
    bench = Bench(options.build, options.rounds, 0 if options.wall else 1)
    print(f"{'what':34} {'ours ms':>9} {'peer ms':>9} {'ratio':>6}  gate aim", file=sys.stderr)
    for part in ("forward", "blend", "tick", "decode"):
        if options.what in (part, "all"):
            getattr(bench, part)()
    curves = bench.grow() if options.what == "grow" else {}
    if options.json:
        json.dump({"machine": machine(bench.binary), "clock": "wall" if options.wall else "cpu",
                   "rows": bench.rows, "grow": curves}, sys.stdout, indent=1)
        print()
    return 1 if any(row["met"] == "not met" for row in bench.rows) else 0


if __name__ == "__main__":
    sys.exit(main())
