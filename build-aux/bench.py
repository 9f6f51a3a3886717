#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""./dev bench: ours and the peers by turns, in short slices; ratios of medians."""
import json
import os
import statistics
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FORWARD = [  # network, batch, gate, aim
    ("tiny-imagenet-s8", 1, 1.0, 0.8), ("tiny-imagenet-s8", 32, 1.0, 0.8),
    ("tiny-imagenet-s16", 1, 1.0, 0.8), ("tiny-imagenet-s16", 32, 1.0, 0.8),
    ("resnet20", 1, 1.0, 0.9), ("resnet20", 32, 1.0, 0.95),
    ("wrn16-4", 1, 0.95, 0.82), ("wrn16-4", 32, 0.85, 0.70),
    ("resnet18-64", 1, 0.85, 0.72), ("resnet18-64", 32, 0.80, 0.60),
    ("resnet18-224", 1, 0.95, 0.80), ("resnet18-224", 32, 0.85, 0.65),
]


class Worker:
    def __init__(self, command, **environment):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env={**os.environ, **environment})

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if len(answer) != 3:
            raise RuntimeError(f"{line}: {' '.join(answer) or 'the worker ended'}")
        return float(answer[0]), float(answer[1])


def alternate(workers, line, rounds):
    """Medians (wall, cpu) of each worker over rounds of A B A B."""
    for worker in workers:
        worker.ask(line)
    samples = [[] for _ in workers]
    for _ in range(rounds):
        for worker, taken in zip(workers, samples):
            taken.append(worker.ask(line))
    return [tuple(statistics.median(s[i] for s in taken) for i in (0, 1)) for taken in samples]


def ratio(workers, line, rounds, which):
    """Ours over the peer: the median of the rounds' ratios; and both medians."""
    for worker in workers:
        worker.ask(line)
    ours, peers = [], []
    for _ in range(rounds):
        ours.append(workers[0].ask(line)[which])
        peers.append(workers[1].ask(line)[which])
    return (statistics.median(a / b for a, b in zip(ours, peers)),
            statistics.median(ours), statistics.median(peers))


def main():
    build = sys.argv[1]
    names = sys.argv[2:]
    env = {"TAPER_DATADIR": os.path.join(ROOT, "data")}
    binary = os.path.join(build, "tests/bench/taper-bench")
    cache = os.path.join(ROOT, "build-bench")
    onnx = os.path.join(cache, "onnx")
    if not os.path.isdir(onnx):
        os.makedirs(onnx)
        subprocess.run([binary, "export", onnx], check=True, env={**os.environ, **env})
    ours = Worker([binary, "serve", "1"], **env)
    ort = Worker(["node", os.path.join(ROOT, "tests/bench/ort-worker.mjs"), cache, "1", onnx])
    for network, batch, gate, aim in FORWARD:
        if names and not any(n == network for n in names):
            continue
        r, a, b = ratio((ours, ort), f"forward {network} {batch} 60", 9, 1)
        print(f"{network:18} {batch:3}  ours {a:9.3f}  ort {b:9.3f} ms  ratio {r:.3f}  "
              f"gate {gate} aim {aim}  {'met' if r <= gate else 'NOT MET'}", flush=True)


if __name__ == "__main__":
    main()
