#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The peer of train-worker.c: the same network, batch and step in PyTorch (Debian's python3-torch).

usage: train_worker.py MODEL.json BATCH THREADS [channels-last]
"""
import json
import sys
import time

import torch
from torch import nn
import torch.nn.functional as F


class Network(nn.Module):
    """Any bundle's `model`, batch normalisation after each convolution."""

    def __init__(self, model):
        super().__init__()
        self.nodes, self.layers = model["nodes"], nn.ModuleDict()
        for node in self.nodes:
            key = node["name"].replace(".", "_")
            if node["op"] == "conv2d":
                self.layers[key] = nn.Sequential(
                    nn.Conv2d(node["in"], node["out"], node["kernel"], node["stride"], node["padding"],
                              bias=False), nn.BatchNorm2d(node["out"]))
            elif node["op"] == "linear":
                self.layers[key] = nn.Linear(node["in"], node["out"])

    def forward(self, image):
        values = {"image": image}
        for node in self.nodes:
            x, key = values[node["input"]], node["name"].replace(".", "_")
            if node["op"] == "conv2d":
                y = self.layers[key](x)
                if "add" in node:
                    y = y + values[node["add"]]
                y = F.relu(y) if node["relu"] else y
            elif node["op"] == "max_pool":
                y = F.max_pool2d(x, node["kernel"], node["stride"], node["padding"])
            elif node["op"] == "global_avg_pool":
                y = x.mean((2, 3))
            else:
                y = self.layers[key](x)
            values[node["name"]] = y
        return y


def main():
    model = json.load(open(sys.argv[1]))
    batch, threads, last = int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:] == ["channels-last"]
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network = Network(model).train()
    spec = model["input"]
    images = torch.randn(batch, 3, spec["height"], spec["width"])
    labels = torch.randint(0, model["nodes"][-1]["out"], (batch,))
    if last:
        network, images = network.to(memory_format=torch.channels_last), \
            images.to(memory_format=torch.channels_last)
    sgd = torch.optim.SGD(network.parameters(), lr=.05, momentum=.9, nesterov=True, weight_decay=1e-4)
    for line in sys.stdin:
        steps = max(int(line), 1)
        wall, cpu = time.monotonic(), time.process_time()
        for _ in range(steps):
            loss = F.cross_entropy(network(images), labels, label_smoothing=.1)
            sgd.zero_grad(set_to_none=True)
            loss.backward()
            sgd.step()
        print(f"{(time.monotonic() - wall) / steps * 1e3:.4f} {(time.process_time() - cpu) / steps * 1e3:.4f} "
              f"{float(loss):.5f}", flush=True)


main()
