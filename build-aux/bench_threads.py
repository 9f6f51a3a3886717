# SPDX-License-Identifier: GPL-3.0-or-later
"""What the machine gives (multiply-adds, reading) and what a second thread brings, by wall time."""
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


def gain(one, two, line, rounds):
    """How much faster two threads are, by the fastest runs, taken by turns; and one thread's time."""
    times = [1e30, 1e30]
    for _ in range(rounds):
        for i, worker in enumerate((one, two)):
            times[i] = min(times[i], worker.ask(line)[WALL])
    return times[0] / times[1], times[0]


def fma_gain(one, two, milliseconds, gflops, rounds):
    """The same of multiply-adds that take about as long, so that others disturb both alike."""
    megaflops = max(1, round(gflops * milliseconds))
    return 2 * gain(one, two, f"fma - {megaflops} 60", rounds)[0]


def threads(table, one, two, gflops, rounds):
    for network, batch in CASES:
        what, line = f"2 threads, forward {network}, {batch}", f"forward {network} {batch} 60"
        for worker in (one, two):
            worker.ask(line)  # prepares
        milliseconds = gain(one, two, line, 1)[1]
        before = fma_gain(one, two, milliseconds, gflops, rounds)
        if before < NEEDED:
            table.skip(what, GATE, AIM, f"two threads multiply only {before:.2f} times as fast as one")
            continue
        ours = gain(one, two, line, rounds)[0]
        after = fma_gain(one, two, milliseconds, gflops, rounds)
        if after < NEEDED:
            table.skip(what, GATE, AIM, f"two threads multiply only {after:.2f} times as fast as one afterwards")
            continue
        peer = (before + after) / 2
        table.add(what, ours, peer, ours / peer, GATE, AIM, "the same gain of multiply-adds", at_least=True)
