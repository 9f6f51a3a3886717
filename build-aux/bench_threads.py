# SPDX-License-Identifier: GPL-3.0-or-later
"""What the machine gives (multiply-adds, reading) and what a second thread brings, by wall time."""
import statistics

from bench_worker import WALL

CASES = [("tiny-imagenet-s8", 1), ("tiny-imagenet-s8", 32), ("tiny-imagenet-s16", 1), ("tiny-imagenet-s16", 32),
         ("wrn16-4", 1), ("wrn16-4", 32), ("resnet18-224", 1), ("resnet18-224", 32)]
GATE, AIM = 0.85, 0.9  # of the multiply-adds' own gain
NEEDED = 1.7  # gain of the multiply-adds under which the machine has no second core to give
MEGAFLOPS = 100
RATES = [("read 8 MiB", 8), ("read 512 MiB", 512)]


def fastest(worker, line, rounds):
    """Milliseconds of the fastest run of all."""
    return min(worker.ask(line)[WALL] for _ in range(rounds))


def rates(table, one, two, rounds):
    """What the targets are to be seen against; no gates."""
    found = {}
    times = [fastest(worker, f"fma - {MEGAFLOPS} 30", rounds) for worker in (one, two)]
    found["fma_gflops"] = [MEGAFLOPS / times[0], 2 * MEGAFLOPS / times[1]]
    for name, size in RATES:
        found[name.replace(" ", "_") + "_gb_s"] = size * 1.048576 / fastest(one, f"bandwidth - {size} 60", rounds)
    table.print(f"multiply-adds {found['fma_gflops'][0]:.0f} GFLOPS on one thread, {found['fma_gflops'][1]:.0f} on two; "
                + ", ".join(f"{name} {found[name.replace(' ', '_') + '_gb_s']:.0f} GB/s" for name, _ in RATES))
    return found


def gain(one, two, line):
    """How much faster two threads are, by their fastest runs of a slice each; and one thread's time."""
    times = [worker.ask(line)[WALL] for worker in (one, two)]
    return times[0] / times[1], times[0]


def fma_gain(one, two, milliseconds, gflops):
    """The same of multiply-adds that take about as long, so that others disturb both alike."""
    return 2 * gain(one, two, f"fma - {max(1, round(gflops * milliseconds))} 60")[0]


def threads(table, one, two, gflops, rounds):
    """A round counts only if multiply-adds gain enough before it and after it."""
    for network, batch in CASES:
        what, line = f"2 threads, forward {network}, {batch}", f"forward {network} {batch} 60"
        for worker in (one, two):
            worker.ask(line)  # prepares
        milliseconds = gain(one, two, line)[1]
        before, most, samples = fma_gain(one, two, milliseconds, gflops), 0, []
        for _ in range(rounds):
            ours = gain(one, two, line)[0]
            after = fma_gain(one, two, milliseconds, gflops)
            most = max(most, before, after)
            if min(before, after) >= NEEDED:
                samples.append((ours, (before + after) / 2))
            before = after
        if len(samples) < 3:
            table.skip(what, GATE, AIM, f"multiply-adds gained {NEEDED} in {len(samples)} of {rounds} rounds only, "
                       f"{most:.2f} at most")
            continue
        table.add(what, statistics.median(s[0] for s in samples), statistics.median(s[1] for s in samples),
                  statistics.median(s[0] / s[1] for s in samples), GATE, AIM,
                  f"the same gain of multiply-adds, {len(samples)} of {rounds} rounds", at_least=True)
