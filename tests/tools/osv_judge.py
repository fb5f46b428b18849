# SPDX-License-Identifier: Apache-2.0
"""OSV's evaluation once more, for tests: ranges as the schema's text has them, versions compared by the package managers' own programs."""
import functools
import os
import shutil
import subprocess

NPM_SEMVER = "/usr/lib/node_modules/npm/node_modules/semver"


def sign(x):
    return (x > 0) - (x < 0)


@functools.lru_cache(maxsize=None)
def dpkg(a, b):
    for op, answer in (("lt", -1), ("eq", 0), ("gt", 1)):
        run = subprocess.run(["dpkg", "--compare-versions", a, op, b], stderr=subprocess.DEVNULL)
        if run.returncode == 0:
            return answer
    raise ValueError((a, b))


@functools.lru_cache(maxsize=None)
def rpm_part(a, b):
    run = subprocess.run(["rpm", "--eval", "%%{lua: print(rpm.vercmp(%r, %r))}" % (a, b)], stdout=subprocess.PIPE, check=True, text=True)
    return int(run.stdout)


def rpm(a, b):
    """labelCompare: epoch, version, release."""
    def split(text):
        epoch, _, rest = text.rpartition(":")
        version, _, release = rest.rpartition("-") if "-" in rest else (rest, "", "")
        return epoch or "0", version, release
    for x, y in zip(split(a), split(b)):
        order = rpm_part(x, y) if x and y else sign(bool(x) - bool(y))
        if order:
            return order
    return 0


def pep440(a, b):
    from packaging.version import Version
    x, y = Version(a), Version(b)
    return (x > y) - (x < y)


@functools.lru_cache(maxsize=None)
def semver(a, b):
    run = subprocess.run(["node", "-e", "const s=require(%r);console.log(s.compare(process.argv[1],process.argv[2]))" % NPM_SEMVER, a, b],
                         stdout=subprocess.PIPE, check=True, text=True)
    return int(run.stdout)


def available(order):
    lacking = {dpkg: not shutil.which("dpkg"), rpm: not shutil.which("rpm"), semver: not (shutil.which("node") and os.path.isdir(NPM_SEMVER))}
    return not lacking.get(order, False)


def in_range(order, version, events):
    def compare(a, b):
        return 0 if a == b else -1 if a == "0" else 1 if b == "0" else order(a, b)
    flat = [(kind, value) for event in events for kind, value in event.items()]
    limits = [value for kind, value in flat if kind == "limit"]
    if limits and not any(limit == "*" or compare(version, limit) < 0 for limit in limits):
        return False
    vulnerable = False
    ordered = sorted((x for x in flat if x[0] != "limit"), key=functools.cmp_to_key(lambda x, y: compare(x[1], y[1])))
    for kind, value in ordered:
        if kind == "introduced" and compare(version, value) >= 0:
            vulnerable = True
        elif kind == "fixed" and compare(version, value) >= 0:
            vulnerable = False
        elif kind == "last_affected" and compare(version, value) > 0:
            vulnerable = False
    return vulnerable


def affects(order, version, affected):
    if version in affected.get("versions", []):
        return True
    return any(in_range(order, version, one["events"]) for one in affected.get("ranges", []) if one["type"] in ("ECOSYSTEM", "SEMVER"))
