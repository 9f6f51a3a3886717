#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the suite of a build directory and count its cases.

usage: run-tests.py BUILD [NAME...]

The last line is 'N passed, N failed': TAP cases of every program, plus one failure for each
program that crashed, timed out or failed without naming a case. A skipped case is a failure: the
suite has none.
"""
import json
import os
import subprocess
import sys


def cases(stdout):
    lines = stdout.splitlines()
    skipped = sum(line.startswith("ok ") and "# SKIP" in line for line in lines)
    passed = sum(line.startswith("ok ") for line in lines) - skipped
    return passed, sum(line.startswith("not ok ") for line in lines) + skipped


def main():
    build, names = sys.argv[1], sys.argv[2:]
    log = os.path.join(build, "meson-logs", "testlog.json")
    if os.path.exists(log):
        os.remove(log)
    subprocess.run(["meson", "test", "-C", build, "--no-rebuild", "--print-errorlogs", *names])
    passed = failed = 0
    if os.path.exists(log):
        with open(log, encoding="utf-8") as results:
            for line in results:
                result = json.loads(line)
                good, bad = cases(result.get("stdout") or "")
                passed += good
                failed += bad
                if bad == 0 and (good == 0 or result["result"] != "OK"):
                    print(f"{result['name']}: {result['result']} without a failed case")
                    failed += 1
    else:
        print("no test ran")
        failed = 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
