#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Known answers for core/eval, computed with SciPy; writes statistics.json beside this file.

    apt-get install python3-scipy && /usr/bin/python3 tests/golden/make-statistics-golden.py
"""
import json
import pathlib

import numpy
import scipy
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from scipy.stats import binomtest, bootstrap

rng = numpy.random.default_rng(6)


def wilson():
    cases = [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (81, 263), (4091, 10000), (99999, 100000)]
    result = []
    for successes, n in cases:
        interval = binomtest(successes, n).proportion_ci(0.95, method="wilson")
        result.append({"successes": successes, "n": n, "low": interval.low, "high": interval.high})
    return result


def mcnemar():
    cases = [(0, 1), (1, 0), (0, 5), (0, 6), (3, 9), (10, 10), (12, 30), (250, 300), (1000, 1200)]
    return [{"only_a": a, "only_b": b, "p": binomtest(a, a + b).pvalue} for a, b in cases]


def bootstraps():
    result = []
    for n in (20, 200, 1000):
        values = rng.choice([-1, 0, 1], size=n, p=[0.1, 0.7, 0.2])
        interval = bootstrap((values,), numpy.mean, n_resamples=200000, batch=1000,
                             method="percentile", random_state=1).confidence_interval
        result.append({"values": values.tolist(), "low": interval.low, "high": interval.high})
    return result


def calibration(n, n_classes, sharpness):
    truth = rng.integers(n_classes, size=n)
    logits = rng.normal(size=(n, n_classes))
    logits[numpy.arange(n), truth] += 1.5
    logits = (sharpness * logits).astype(numpy.float32)

    def measure(temperature):
        wide = logits.astype(float) / temperature
        score = softmax(wide, axis=1)
        right = numpy.eye(n_classes)[truth]
        top = score.max(axis=1)
        hit = score.argmax(axis=1) == truth
        bins = numpy.minimum((top * 10).astype(int), 9)
        ece = sum(abs(hit[bins == b].sum() - top[bins == b].sum()) for b in range(10)) / n
        return {"ece": ece, "brier": ((score - right) ** 2).sum(axis=1).mean(),
                "nll": -log_softmax(wide, axis=1)[numpy.arange(n), truth].mean(),
                "bins": [int((bins == b).sum()) for b in range(10)]}

    best = minimize_scalar(lambda log_t: measure(numpy.exp(log_t))["nll"],
                           bounds=(numpy.log(0.05), numpy.log(20)), method="bounded",
                           options={"xatol": 1e-10})
    temperature = float(numpy.exp(best.x))
    return {"n": n, "n_classes": n_classes, "logits": [float(v) for v in logits.ravel()],
            "truth": truth.tolist(), "before": measure(1.0), "temperature": temperature,
            "after": measure(temperature)}


golden = {
    "made_with": f"scipy {scipy.__version__}, numpy {numpy.__version__}",
    "wilson": wilson(),
    "mcnemar": mcnemar(),
    "bootstrap": bootstraps(),
    "calibration": [calibration(120, 5, 2.0), calibration(60, 3, 0.4)],
}
path = pathlib.Path(__file__).with_name("statistics.json")
path.write_text(json.dumps(golden) + "\n")
