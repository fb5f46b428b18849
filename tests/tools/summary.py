# SPDX-License-Identifier: Apache-2.0
"""Adds up what meson's test logs say, case by case where the runner inside counts cases, and prints the closing line."""
import json
import re
import sys

PYTEST = re.compile(r"^=*\s*((?:\d+ (?:passed|failed|skipped|errors?|xfailed|xpassed|warnings?|deselected)(?:, )?)+) in [\d.]+s", re.M)
CMOCKA_PASSED = re.compile(r"^\[  PASSED  \] (\d+) test", re.M)
CMOCKA_FAILED = re.compile(r"^\[  FAILED  \] +\S+: (\d+) test|^ (\d+) FAILED TEST", re.M)


def cases(entry):
    """(passed, failed, skipped) of one test program."""
    text = (entry.get("stdout") or "") + "\n" + (entry.get("stderr") or "")
    result = entry["result"]
    passed = failed = skipped = 0
    found = PYTEST.findall(text)
    if found:
        for number, word in re.findall(r"(\d+) (\w+)", found[-1]):
            passed += int(number) if word == "passed" else 0
            failed += int(number) if word in ("failed", "error", "errors") else 0
            skipped += int(number) if word == "skipped" else 0
    elif CMOCKA_PASSED.search(text):
        passed = sum(int(n) for n in CMOCKA_PASSED.findall(text))
    elif result == "SKIP":
        skipped = 1
    elif result in ("OK", "EXPECTEDFAIL"):
        passed = 1
    if result not in ("OK", "SKIP", "EXPECTEDFAIL") and failed == 0:
        failed = 1
    return passed, failed, skipped


def main(arguments):
    stages = []
    if "--failed-stages" in arguments:
        at = arguments.index("--failed-stages")
        stages = arguments[at + 1].split()
        arguments = arguments[:at]
    passed = failed = skipped = 0
    for path in arguments:
        with open(path, encoding="utf-8") as log:
            for line in log:
                try:
                    one = cases(json.loads(line))
                except ValueError:
                    print(f"a line of {path} is no JSON: did two runs share the folder?")
                    one = (0, 1, 0)
                passed, failed, skipped = passed + one[0], failed + one[1], skipped + one[2]
    for stage in stages:
        print(f"did not build: {stage}")
        failed += 1
    if not passed:
        print("no test ran")
        failed = failed or 1
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
