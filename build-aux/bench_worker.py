# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes that measure when asked, by turns: Taper's and the peers'."""
import os
import shutil
import statistics
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CACHE = os.path.join(ROOT, "build-bench")
ENVIRONMENT = {**os.environ, "TAPER_DATADIR": os.path.join(ROOT, "data"), "OMP_NUM_THREADS": "1"}
WALL, CPU = 0, 1


class Worker:
    """A process that answers a line with "WALL CPU ...", in milliseconds."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True, env=ENVIRONMENT)

    def ask(self, line):
        """(wall, cpu), or None if the worker cannot do it or is gone."""
        try:
            self.process.stdin.write(f"{line}\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline().split()
            return float(answer[0]), float(answer[1])
        except (OSError, ValueError, IndexError):
            return None

    def close(self):
        """Waits for its end."""
        try:
            self.process.stdin.close()
        except OSError:
            pass  # gone already
        return self.process.wait()


def start_ort(folder, threads=1):
    """ONNX Runtime on the models in @folder; installed by npm into build-bench/ when first wanted."""
    if not os.path.isdir(os.path.join(CACHE, "node_modules/onnxruntime-node")) and shutil.which("npm"):
        # Its install script fetches GPU libraries that a CPU never loads.
        subprocess.run(["npm", "install", "--ignore-scripts", "--silent", "--prefix", CACHE, "onnxruntime-node"],
                       stdout=subprocess.DEVNULL, check=False)
    if not shutil.which("node"):
        return None
    return Worker(["node", os.path.join(ROOT, "tests/bench/ort-worker.mjs"), CACHE, str(threads), folder])


def start_torch(folder, threads=1):
    """Debian's PyTorch, which only Debian's own Python finds."""
    return Worker(["/usr/bin/python3", os.path.join(ROOT, "tests/bench/torch_worker.py"), str(threads),
                   os.path.join(folder, "models.json")])


class Table:
    """The rows: printed as they come, and kept for --json."""

    def __init__(self, file):
        self.rows, self.file = [], file
        self.print(f"{'what':38} {'ours':>9} {'peer':>9} {'ratio':>6}  gate  aim  met          peer")

    def print(self, text):
        print(text, file=self.file, flush=True)

    def _add(self, row):
        self.rows.append(row)
        numbers = f"{row['ours']:9.3f} {row['theirs']:9.3f} {row['ratio']:6.2f}" if "ratio" in row else " " * 26
        self.print(f"{row['what']:38} {numbers}  {row['gate']:4} {row['aim']:4}  {row['met']:12} {row['peer']}")

    def add(self, what, ours, theirs, ratio, gate, aim, peer, at_least=False):
        """@at_least: the ratio must not be under the gate, rather than not over it."""
        reached = [ratio >= limit if at_least else ratio <= limit for limit in (gate, aim)]
        self._add({"what": what, "ours": ours, "theirs": theirs, "ratio": ratio, "gate": gate, "aim": aim,
                   "met": "aim" if reached[1] else "gate" if reached[0] else "not met", "peer": peer})

    def skip(self, what, gate, aim, why):
        self._add({"what": what, "gate": gate, "aim": aim, "met": "not measured", "peer": why})

    def compare(self, what, ours, theirs, rounds, which, gate, aim, peer):
        """@ours, @theirs: (worker, line), which work by turns @rounds times; medians, and the median of ratios."""
        sides = (ours, theirs)
        samples = [[], []]
        for _ in range(rounds + 1):
            for (worker, line), taken in zip(sides, samples):
                taken.append(worker.ask(line) if worker is not None else None)
                if taken[-1] is None:
                    self.skip(what, gate, aim, f"{peer}: no answer")
                    return
        values = [[sample[which] for sample in taken[1:]] for taken in samples]  # the first prepares
        self.add(what, *(statistics.median(v) for v in values), statistics.median(a / b for a, b in zip(*values)),
                 gate, aim, peer)
