#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes train.json: what PyTorch computes for the operations and the three training stages.

Debian 12: python3-torch 1.13. No random numbers: all inputs and first parameters come from wave(),
which tests/core/test-train-golden.c repeats. Large arrays are kept as probes: 40 values at even
distances and the sum.
"""
import json
import math
import os

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
CLASSES, BATCH, STEPS, K, TEXT, LEARNED, HIDDEN = 6, 32, 10, 3, 5, 4, 8


def wave(n, seed, scale):
    i = np.arange(n, dtype=np.int64)
    v = ((i * 7919 + seed * 104729) % 2003) / 1001.5 - 1
    return torch.from_numpy((v * scale).astype(np.float32))


def probe(t):
    flat = t.detach().double().flatten()
    step = max(1, len(flat) // 40)
    return {"sum": float(flat.sum()), "values": [float(v) for v in flat[::step][:40]]}


def conv_case(name, ci, co, h, w, k, s, p):
    x = wave(16 * ci * h * w, 1, 1).view(16, ci, h, w).requires_grad_()
    wt = wave(co * ci * k * k, 2, .5).view(co, ci, k, k).requires_grad_()
    b = wave(co, 3, .1).requires_grad_()
    y = F.conv2d(x, wt, b, stride=s, padding=p)
    g = wave(y.numel(), 4, 1).view_as(y)
    y.backward(g)
    return {"name": name, "in": ci, "out": co, "height": h, "width": w, "kernel": k, "stride": s,
            "padding": p, "y": probe(y), "dx": probe(x.grad), "dw": probe(wt.grad), "db": probe(b.grad)}


def pool_case(h, w):
    x = wave(16 * 4 * h * w, 5, 1).view(16, 4, h, w).requires_grad_()
    y = F.max_pool2d(x, 3, 2, 1)
    y.backward(wave(y.numel(), 6, 1).view_as(y))
    out = {"height": h, "width": w, "max": probe(y), "max_dx": probe(x.grad)}
    x.grad = None
    y = F.adaptive_avg_pool2d(x, 1)
    y.backward(wave(y.numel(), 7, 1).view_as(y))
    out.update({"mean": probe(y), "mean_dx": probe(x.grad)})
    return out


def objective(logits, labels, allowed, smoothing, teacher=None, weight=0., temperature=2.):
    """Mean over the batch; allowed classes only; the formula of core/ops/taper-loss.h."""
    position = torch.full((CLASSES,), -1, dtype=torch.long)
    position[allowed] = torch.arange(len(allowed))
    z = logits[:, allowed]
    loss = (1 - weight) * F.cross_entropy(z, position[labels], label_smoothing=smoothing)
    if weight > 0:
        q = F.log_softmax(z / temperature, 1)
        p = F.log_softmax(teacher[:, allowed] / temperature, 1)
        loss = loss + weight * temperature ** 2 * F.kl_div(q, p, reduction="batchmean", log_target=True)
    return loss


def loss_case():
    logits = wave(16 * CLASSES, 8, 3).view(CLASSES, 16).t().contiguous().requires_grad_()
    teacher = wave(16 * CLASSES, 9, 3).view(CLASSES, 16).t().contiguous()
    allowed = torch.tensor([0, 2, 3, 5])
    labels = allowed[torch.arange(16) % 4]
    loss = objective(logits, labels, allowed, .1, teacher, .6)
    loss.backward()
    return {"allowed": allowed.tolist(), "loss": float(loss), "gradient": probe(logits.grad.t())}


# The network: every operation once, and a residual block with a strided 1x1 short cut.
LAYERS = [("stem", 3, 4, 3, 2, 1), ("a1", 4, 8, 3, 2, 1), ("short", 4, 8, 1, 2, 0), ("a2", 8, 8, 3, 1, 1)]
MODEL = {
    "input": {"name": "image", "channels": 3, "height": 16, "width": 16, "color": "sRGB",
              "mean": [.5] * 3, "std": [.25] * 3, "fit": "crop"},
    "nodes": [
        {"op": "conv2d", "name": "stem", "input": "image", "in": 3, "out": 4, "kernel": 3, "stride": 2,
         "padding": 1, "relu": True},
        {"op": "conv2d", "name": "a1", "input": "stem", "in": 4, "out": 8, "kernel": 3, "stride": 2,
         "padding": 1, "relu": True},
        {"op": "conv2d", "name": "short", "input": "stem", "in": 4, "out": 8, "kernel": 1, "stride": 2,
         "padding": 0, "relu": False},
        {"op": "conv2d", "name": "a2", "input": "a1", "in": 8, "out": 8, "kernel": 3, "stride": 1,
         "padding": 1, "add": "short", "relu": True},
        {"op": "max_pool", "name": "max", "input": "a2", "kernel": 2, "stride": 2, "padding": 0},
        {"op": "global_avg_pool", "name": "pool", "input": "max"},
        {"op": "linear", "name": "head", "input": "pool", "in": 8, "out": CLASSES}],
    "output": "head", "mixed": ["stem", "a1", "short", "a2", "head"]}


def initial(seed):
    """Flat parameters, layer after layer: weight, bias."""
    parts = []
    for i, (_, ci, co, k, _, _) in enumerate(LAYERS):
        parts += [wave(co * ci * k * k, seed + i, 1 / math.sqrt(ci * k * k)), wave(co, seed + 50 + i, .1)]
    parts += [wave(CLASSES * 8, seed + 20, .5), wave(CLASSES, seed + 70, .1)]
    return torch.cat(parts)


def unpack(flat):
    out, at = {}, 0
    for name, ci, co, k, _, _ in LAYERS + [("head", 8, CLASSES, 0, 0, 0)]:
        shape = (co, ci, k, k) if k else (co, ci)
        n = math.prod(shape)
        out[name] = (flat[at:at + n].view(shape), flat[at + n:at + n + co])
        at += n + co
    assert at == len(flat)
    return out


def network(flat, x, norm=None):
    p = unpack(flat)

    def conv(name, v):
        stride, padding = {l[0]: (l[4], l[5]) for l in LAYERS}[name]
        weight, bias = p[name]
        if norm is None:
            return F.conv2d(v, weight, bias, stride, padding)
        factor, mean, variance = norm[name]
        return F.batch_norm(F.conv2d(v, weight, None, stride, padding), mean, variance, factor, bias,
                            True, .1, 1e-5)

    stem = F.relu(conv("stem", x))
    a = F.relu(conv("a2", F.relu(conv("a1", stem))) + conv("short", stem))
    return F.linear(F.max_pool2d(a, 2, 2).mean((2, 3)), *p["head"])


def batch(step, allowed):
    x = wave(BATCH * 3 * 16 * 16, 100 + step, 1).view(BATCH, 3, 16, 16)
    return x, torch.tensor(allowed)[(torch.arange(BATCH) + step) % len(allowed)]


def generic_stage():
    flat = initial(200).requires_grad_()
    norm, factors = {}, []
    for i, (name, _, co, _, _, _) in enumerate(LAYERS):
        factors.append((1 + wave(co, 300 + i, .2)).requires_grad_())
        norm[name] = (factors[-1], torch.zeros(co), torch.ones(co))
    opt = torch.optim.SGD([flat] + factors, lr=.1, momentum=.9, nesterov=True, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(opt, .1, total_steps=STEPS, cycle_momentum=False)
    losses, rates = [], []
    for step in range(STEPS):
        x, labels = batch(step, list(range(CLASSES)))
        rates.append(opt.param_groups[0]["lr"])
        loss = objective(network(flat, x, norm), labels, torch.arange(CLASSES), .1)
        opt.zero_grad()
        loss.backward()
        opt.step()
        schedule.step()
        losses.append(float(loss))
    folded = flat.detach().clone()
    for name, (weight, bias) in unpack(folded).items():
        if name in norm:
            factor, mean, variance = (t.detach() for t in norm[name])
            scale = factor / torch.sqrt(variance + 1e-5)
            weight.mul_(scale.view(-1, 1, 1, 1))
            bias.sub_(mean * scale)
    logits = network(folded, batch(0, [0])[0])
    return {"losses": losses, "rates": rates, "params": probe(flat), "folded": probe(folded),
            "factors": probe(torch.cat(factors)), "logits": probe(logits),
            "mean": probe(torch.cat([norm[l[0]][1] for l in LAYERS])),
            "variance": probe(torch.cat([norm[l[0]][2] for l in LAYERS]))}


def specialist_stage():
    flat = initial(400).requires_grad_()
    opt = torch.optim.AdamW([flat], lr=1e-3, weight_decay=1e-4)
    allowed, losses, norms = [1, 2, 4], [], []
    for step in range(STEPS):
        x, labels = batch(step, allowed)
        for group in opt.param_groups:
            group["lr"] = .01 * (1 - step / STEPS)
        loss = objective(network(flat, x), labels, torch.tensor(allowed), .1)
        opt.zero_grad()
        loss.backward()
        norms.append(float(torch.nn.utils.clip_grad_norm_([flat], .15)))
        opt.step()
        losses.append(float(loss))
    return {"losses": losses, "norms": norms, "params": probe(flat)}


def mixer_shapes():
    return [("learned", (CLASSES, LEARNED)), ("e0w", (HIDDEN, TEXT + LEARNED)), ("e0b", (HIDDEN,)),
            ("e1w", (HIDDEN, HIDDEN)), ("e1b", (HIDDEN,)), ("p0w", (HIDDEN, HIDDEN)), ("p0b", (HIDDEN,)),
            ("p1w", (5 * K, HIDDEN)), ("p1b", (5 * K,)), ("prior_scale", (5,))]


def mixer(flat, text, prior, task):
    m, at = {}, 0
    for name, shape in mixer_shapes():
        n = math.prod(shape)
        m[name] = flat[at:at + n].view(shape)
        at += n
    e = torch.cat([text, m["learned"]], 1)[task]
    code = F.linear(F.relu(F.linear(e, m["e0w"], m["e0b"])), m["e1w"], m["e1b"])
    o = F.linear(F.relu(F.linear(F.relu(code.mean(0)), m["p0w"], m["p0b"])), m["p1w"], m["p1b"]).view(5, K)
    o = o + m["prior_scale"].view(5, 1) * prior[task].mean(0)
    return F.softmax(o, 1)


def blend(bases, alpha):
    parts = []
    at = 0
    for row, (name, (weight, bias)) in enumerate(unpack(bases[0]).items()):
        n = weight.numel() + bias.numel()
        parts.append((alpha[row].view(K, 1) * bases[:, at:at + n]).sum(0))
        at += n
    return torch.cat(parts)


def joint_stage():
    bases = torch.stack([initial(500 + 10 * k) for k in range(K)]).requires_grad_()
    size = sum(math.prod(s) for _, s in mixer_shapes())
    flat = wave(size, 600, .5).requires_grad_()
    text, prior = wave(CLASSES * TEXT, 601, 1).view(CLASSES, TEXT), wave(CLASSES * K, 602, 1).view(CLASSES, K)
    opt = torch.optim.AdamW([bases, flat], lr=1e-3, weight_decay=1e-4)
    tasks, losses, norms, alphas = [[0, 1, 3], [2, 3, 4, 5]], [], [], []
    for step in range(STEPS):
        for group in opt.param_groups:
            warm = math.ceil(.05 * STEPS)
            group["lr"] = .01 * (step + 1) / warm if step < warm else \
                .01 / 2 * (1 + math.cos(math.pi * (step - warm) / (STEPS - warm)))
        opt.zero_grad()
        total = 0
        for t, task in enumerate(tasks):
            x, labels = batch(step + 40 * t, task)
            teacher = wave(BATCH * CLASSES, 700 + step + 40 * t, 3).view(BATCH, CLASSES)
            alpha = mixer(flat, text, prior, torch.tensor(task))
            loss = objective(network(blend(bases, alpha), x), labels, torch.tensor(task), .1, teacher, .6)
            (loss / len(tasks)).backward()
            total += float(loss) / len(tasks)
        norms.append(float(torch.nn.utils.clip_grad_norm_([bases, flat], .02)))
        opt.step()
        losses.append(total)
        alphas.append(alpha.detach())
    return {"tasks": tasks, "losses": losses, "norms": norms, "bases": probe(bases), "mixer": probe(flat),
            "alpha": probe(alphas[0])}


def main():
    golden = {
        "made_by": "tests/golden/make-train-golden.py, PyTorch " + torch.__version__,
        "model": MODEL,
        "convolutions": [conv_case("3x3", 5, 7, 9, 8, 3, 1, 1), conv_case("3x3 stride 2", 3, 8, 9, 8, 3, 2, 1),
                         conv_case("3x3 stride 2, odd", 4, 4, 7, 7, 3, 2, 1),
                         conv_case("1x1 stride 2", 6, 4, 8, 9, 1, 2, 0), conv_case("1x1", 4, 9, 4, 4, 1, 1, 0),
                         conv_case("5x5", 2, 4, 11, 10, 5, 1, 2), conv_case("7x7 stride 2", 3, 4, 16, 16, 7, 2, 3),
                         conv_case("3x3 unpadded", 4, 5, 8, 8, 3, 1, 0), conv_case("linear", 12, 10, 1, 1, 1, 1, 0)],
        "pools": [pool_case(8, 8), pool_case(9, 7)],
        "loss": loss_case(),
        "generic": generic_stage(),
        "specialist": specialist_stage(),
        "joint": joint_stage(),
    }
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "train.json"), "w") as out:
        json.dump(golden, out, indent=1)
        out.write("\n")


main()
