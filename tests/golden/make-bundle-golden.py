#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes BUNDLE.json: what PyTorch computes from a shipped bundle and the pictures of images/.

usage: make-bundle-golden.py BUNDLE.safetensors TASK...    TASK: NAME=CLASS,CLASS,... or NAME=@GROUP

Debian 12: python3-torch 1.13, python3-pil. Reads the file by the format's description
(docs/bundle-format.md) and shares no code with the program. After the tasks given, a last one holds
all classes.
"""
import json
import os
import struct
import sys

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
IMAGES = ["banana", "lemon", "orange", "pomegranate", "red-bell-pepper", "brown-cap-mushroom",
          "green-bell-pepper", "yellow-bell-pepper", "pineapple", "carrots", "red-beet",
          "golden-delicious"]
TYPES = {"F32": np.float32, "F16": np.float16}


def read(path):
    raw = open(path, "rb").read()
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:8 + size])
    meta = {k: v for k, v in header.pop("__metadata__").items()}
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        array = np.frombuffer(raw[8 + size + start:8 + size + end], TYPES[entry["dtype"]])
        tensors[name] = torch.from_numpy(array.astype(np.float32)).view(entry["shape"])
    return meta, tensors


def forward(model, parameters, image):
    values = {"image": image}
    for node in model["nodes"]:
        x = values[node["input"]]
        if node["op"] == "conv2d":
            y = F.conv2d(x, *parameters[node["name"]], node["stride"], node["padding"])
            y = y + values[node["add"]] if node.get("add") else y
            y = F.relu(y) if node["relu"] else y
        elif node["op"] == "max_pool":
            y = F.max_pool2d(x, node["kernel"], node["stride"], node["padding"])
        elif node["op"] == "global_avg_pool":
            y = x.mean((2, 3))
        else:
            y = F.linear(x, *parameters[node["name"]])
        values[node["name"]] = y
    return values[model["output"]]


def coefficients(t, task, n_layers):
    e = t["mixer.class_embedding"][task]
    linear = lambda x, name: F.linear(x, t[f"mixer.{name}.weight"], t[f"mixer.{name}.bias"])
    h = linear(F.relu(linear(e, "encoder.0")), "encoder.1").mean(0)
    logits = linear(F.relu(linear(F.relu(h), "predictor.0")), "predictor.1").view(n_layers, -1)
    logits = logits + t["mixer.prior_scale"].view(-1, 1) * t["mixer.prior"][task].mean(0)
    return F.softmax(logits, 1)


def rounded(tensor, digits):
    return [[round(float(v), digits) for v in row] for row in tensor]


def main():
    path = sys.argv[1]
    meta, t = read(path)
    model, classes = json.loads(meta["model"]), json.loads(meta["classes"])
    ids = [c["id"] for c in classes]
    layers = model["mixed"]
    spec = model["input"]
    pictures = np.stack([np.asarray(Image.open(f"{HERE}/images/{n}.png").convert("RGB"), np.float32)
                         for n in IMAGES])
    x = (pictures / 255 - np.array(spec["mean"], np.float32)) / np.array(spec["std"], np.float32)
    x = torch.from_numpy(x).permute(0, 3, 1, 2).contiguous()
    generic = {n: (t[f"generic.{n}.weight"], t[f"generic.{n}.bias"]) for n in layers}
    out = {"made_by": "tests/golden/make-bundle-golden.py, PyTorch " + torch.__version__,
           "bundle": os.path.basename(path), "images": [n + ".png" for n in IMAGES],
           "input": "RGB 8-bit, (v/255-mean)/std",
           "generic_logits": rounded(forward(model, generic, x), 4), "tasks": []}
    for text in sys.argv[2:] + ["all classes=" + ",".join(ids)]:
        name, wanted = text.split("=")
        members = [c["id"] for c in classes if c.get("group") == wanted[1:]] if wanted[0] == "@" \
            else wanted.split(",")
        alpha = coefficients(t, [ids.index(c) for c in members], len(layers))
        blended = {}
        for row, n in enumerate(layers):
            weight, bias = t[f"bases.{n}.weight"], t[f"bases.{n}.bias"]
            blended[n] = (torch.tensordot(alpha[row], weight, 1), torch.tensordot(alpha[row], bias, 1))
        out["tasks"].append({"name": name, "classes": members, "coefficients": rounded(alpha, 8),
                             "blended_l2": {n: round(float(w.norm()), 5) for n, (w, _) in blended.items()},
                             "logits": rounded(forward(model, blended, x), 4)})
    target = os.path.join(HERE, os.path.basename(path).replace(".safetensors", ".json"))
    with open(target, "w") as file:
        json.dump(out, file)
        file.write("\n")


main()
