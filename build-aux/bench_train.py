# SPDX-License-Identifier: GPL-3.0-or-later
"""A training step (forward, backward with batch normalisation, SGD) against PyTorch on the same network."""
import json
import os
import tempfile

from bench_worker import CPU, ROOT, Worker

BATCH = 128


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
NETWORKS = [("resnet20", residual(16, (16, 32, 64), 3), 2, 0.9, 0.75),
            ("wrn16-4", residual(16, (64, 128, 256), 2), 1, 0.75, 0.5)]


def start_peer(arguments):
    """PyTorch with channels-last tensors, and what it is called; Debian's crashes there for some networks."""
    command = ["/usr/bin/python3", os.path.join(ROOT, "tests/bench/train_worker.py"), *arguments]
    worker = Worker(command + ["channels-last"])
    if worker.ask(1) is not None:
        return worker, "PyTorch, channels-last"
    died = worker.process.wait() < 0
    return Worker(command), "PyTorch, contiguous (channels-last crashes here)" if died else "PyTorch"


def train(table, build, rounds):
    for name, model, steps, gate, aim in NETWORKS:
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(model, file)
            file.flush()
            arguments = [file.name, str(BATCH), "1"]
            ours = Worker([os.path.join(build, "tests/bench/train-worker"), *arguments])
            peer, label = start_peer(arguments)
            table.compare(f"training step {name}, {BATCH}", (ours, steps), (peer, steps), rounds, CPU, gate, aim, label)
            ours.close()
            peer.close()
