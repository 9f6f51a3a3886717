# SPDX-License-Identifier: GPL-3.0-or-later
"""TAP output for tests written in Python: run(module) calls every function named test_*."""
import sys
import traceback


def run(module):
    tests = [(name, value) for name, value in vars(sys.modules[module]).items()
             if name.startswith("test_") and callable(value)]
    failed = 0
    print(f"1..{len(tests)}", flush=True)
    for number, (name, test) in enumerate(tests, 1):
        title = name[5:].replace("_", " ")
        try:
            test()
            print(f"ok {number} - {title}", flush=True)
        except Exception:
            failed += 1
            for line in traceback.format_exc().splitlines():
                print(f"# {line}")
            print(f"not ok {number} - {title}", flush=True)
    sys.exit(1 if failed else 0)
