#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""./dev bench train: a training step against PyTorch on the same network, A B A B in one run.

Peers want Debian's python3-torch (apt install python3-torch); without it only our times are given.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BATCH = 128
ROUNDS = 5


def conv(name, source, inputs, outputs, kernel, stride, add=None, relu=True):
    node = {"op": "conv2d", "name": name, "input": source, "in": inputs, "out": outputs, "kernel": kernel,
            "stride": stride, "padding": kernel // 2, "relu": relu}
    return {**node, "add": add} if add else node


def residual(stem, widths, blocks, side=32, classes=10):
    """Stem of stride 1, then stages of basic blocks; 1x1 convolutions where the shape changes."""
    nodes, source, channels = [conv("stem", "image", 3, stem, 3, 1)], "stem", stem
    for s, width in enumerate(widths):
        for b in range(blocks):
            stride, prefix = (2 if s > 0 and b == 0 else 1), f"s{s}.b{b}"
            short = source
            if stride != 1 or channels != width:
                short = prefix + ".short"
                nodes.append(conv(short, source, channels, width, 1, stride, relu=False))
            nodes.append(conv(prefix + ".conv1", source, channels, width, 3, stride))
            nodes.append(conv(prefix + ".conv2", prefix + ".conv1", width, width, 3, 1, add=short))
            source, channels = prefix + ".conv2", width
    mixed = [n["name"] for n in nodes] + ["head"]
    nodes += [{"op": "global_avg_pool", "name": "pool", "input": source},
              {"op": "linear", "name": "head", "input": "pool", "in": channels, "out": classes}]
    spec = {"name": "image", "channels": 3, "height": side, "width": side, "color": "sRGB",
            "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225], "fit": "crop"}
    return {"input": spec, "nodes": nodes, "output": "head", "mixed": mixed}


# name, network, steps per slice, gate and aim (ours / PyTorch)
NETWORKS = [("resnet20", residual(16, (16, 32, 64), 3), 4, 0.9, 0.75),
            ("wrn16-4", residual(16, (64, 128, 256), 2), 1, 0.75, 0.5)]


class Worker:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, steps):
        try:
            self.process.stdin.write(f"{steps}\n")
            self.process.stdin.flush()
            return [float(v) for v in self.process.stdout.readline().split()[:2]]
        except (BrokenPipeError, ValueError):
            return []

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def measure(build, name, model, steps, threads):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(model, file)
        file.flush()
        arguments = [file.name, str(BATCH), str(threads)]
        peer = ["/usr/bin/python3", os.path.join(ROOT, "tests", "bench", "train_worker.py"), *arguments]
        workers = {"ours": Worker([os.path.join(build, "tests", "bench", "train-worker"), *arguments]),
                   "contiguous": Worker(peer), "channels-last": Worker(peer + ["channels-last"])}
        samples = {}
        for key, worker in workers.items():
            if worker.ask(1):  # warm
                samples[key] = []
        for _ in range(ROUNDS):
            for key in list(samples):
                taken = workers[key].ask(steps)
                if taken:
                    samples[key].append(taken)
                else:
                    del samples[key]
        for worker in workers.values():
            worker.close()
    return samples


def main(arguments):
    build = arguments[0] if arguments else os.path.join(ROOT, "build")
    worker = os.path.join("tests", "bench", "train-worker")
    subprocess.run(["ninja", "-C", build, "--quiet", worker], check=True, stdout=subprocess.DEVNULL)
    failed = 0
    print(f"training step, batch {BATCH}, milliseconds (median of {ROUNDS}); wall (processor time)")
    for name, model, steps, gate, aim in NETWORKS:
        for threads in (1, 2):
            samples = measure(build, name, model, steps, threads)
            ours = samples.pop("ours")
            text = f"{name:9} T{threads}  ours {statistics.median(s[0] for s in ours):.0f}" \
                   f" ({statistics.median(s[1] for s in ours):.0f})"
            for peer, taken in samples.items():
                ratios = [statistics.median(a[i] / b[i] for a, b in zip(ours, taken)) for i in (0, 1)]
                text += f"  PyTorch {peer} {statistics.median(s[0] for s in taken):.0f}" \
                        f" ({statistics.median(s[1] for s in taken):.0f}), ratio {ratios[0]:.2f} ({ratios[1]:.2f})"
                failed += ratios[0] > gate
            if not samples:
                text += "  (no PyTorch)"
            print(f"{text}  gate {gate}, aim {aim}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
