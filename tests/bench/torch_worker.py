#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""PyTorch's side of ./dev bench: the same lines in and out as taper-bench serve.

usage: torch_worker.py THREADS MODELS.json     MODELS: name -> the bundle format's `model`
"""
import json
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(int(sys.argv[1]))
torch.set_grad_enabled(False)
MODELS = json.load(open(sys.argv[2], encoding="utf-8"))
HIDDEN, CLASSES, TASK = 128, 200, [1, 20, 40, 60, 80]
prepared = {}


class Network:
    def __init__(self, model):
        self.model = model
        self.layers = [n for n in model["nodes"] if n["op"] in ("conv2d", "linear")]
        self.shapes = [(n["out"], n["in"]) + ((n["kernel"],) * 2 if n["op"] == "conv2d" else ())
                       for n in self.layers]
        self.sizes = [torch.Size(s).numel() for s in self.shapes]

    def random(self):
        return [torch.randn(size + shape[0]) * (2 / (size / shape[0])) ** 0.5
                for size, shape in zip(self.sizes, self.shapes)]

    def split(self, parameters):
        return {n["name"]: (p[:size].view(shape), p[size:])
                for n, p, size, shape in zip(self.layers, parameters, self.sizes, self.shapes)}

    def forward(self, weights, x):
        values = {"image": x}
        for n in self.model["nodes"]:
            v = values[n["input"]]
            if n["op"] == "conv2d":
                v = F.conv2d(v, *weights[n["name"]], n["stride"], n["padding"])
                if n.get("add"):
                    v = v + values[n["add"]]
                v = F.relu(v) if n["relu"] else v
            elif n["op"] == "max_pool":
                v = F.max_pool2d(v, n["kernel"], n["stride"], n["padding"])
            elif n["op"] == "global_avg_pool":
                v = v.mean((2, 3))
            else:
                v = F.linear(v, *weights[n["name"]])
            values[n["name"]] = v
        return v


def prepare(task, name, number):
    network = Network(MODELS[name])
    spec = network.model["input"]
    x = torch.rand(number if task == "forward" else 1, 3, spec["height"], spec["width"])
    if task == "forward":
        weights = network.split(network.random())
        return lambda: network.forward(weights, x)
    bases = [torch.stack(layer) for layer in zip(*(network.random() for _ in range(number)))]
    n_layers = len(bases)
    encodings, w0, b0 = torch.rand(CLASSES, HIDDEN), torch.rand(HIDDEN, HIDDEN), torch.rand(HIDDEN)
    w1, b1 = torch.rand(n_layers * number, HIDDEN) * 0.01, torch.rand(n_layers * number)

    def mix():
        h = F.relu(encodings[TASK].mean(0))
        return F.softmax(F.linear(F.relu(F.linear(h, w0, b0)), w1, b1).view(n_layers, number), 1)

    def blend(alpha):
        return [torch.einsum("k,kp->p", a, b) for a, b in zip(alpha, bases)]

    if task == "mixer":
        return mix
    if task == "blend":
        alpha = mix()
        return lambda: blend(alpha)
    return lambda: network.forward(network.split(blend(mix())), x)


for line in sys.stdin:
    task, name, number, milliseconds = line.split()
    if name not in MODELS or task not in ("forward", "blend", "mixer", "tick"):
        print("error unknown task", flush=True)
        continue
    key = (task, name, number)
    if key not in prepared:
        prepared[key] = prepare(task, name, int(number))
        prepared[key]()
    start, cpu, best, runs = time.perf_counter(), time.process_time(), 1e9, 0
    before = start
    while True:
        prepared[key]()
        now = time.perf_counter()
        best, before, runs = min(best, now - before), now, runs + 1
        if (now - start) * 1e3 >= float(milliseconds):
            break
    print(best * 1e3, (time.process_time() - cpu) * 1e3 / runs, runs, flush=True)
