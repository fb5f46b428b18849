# SPDX-License-Identifier: Apache-2.0
"""What a feed of advisories costs: time and heap by the number of its records, beside yajl alone over the same bytes.

    python3 tests/bench/feed.py BUILD [RECORDS...]

The records are made from published ones (CISDOCK_DATA, folder versions/advisories) with other ids, packages and versions; the
image is a facts document of 500 packages, a tenth of which some record speaks of.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("CISDOCK_DATA") or ROOT.parent / "shared" / "data")
BUNDLE = {"id": "b", "version": "1_0", "whitelists": [], "policies": [{"id": "p", "version": "1_0", "rules": [
    {"id": "r", "gate": "vulnerabilities", "trigger": "package", "action": "STOP", "params": [{"name": "package_type", "value": "all"}]}]}],
    "mappings": [{"id": "m", "name": "m", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"}, "policy_ids": ["p"], "whitelist_ids": []}]}


def originals():
    found = [json.loads(p.read_text()) for p in sorted((DATA / "versions" / "advisories").rglob("*.json")) if "osv" in str(p)]
    assert found, "no advisories below " + str(DATA)
    return found


def write_feed(path, count):
    maker, models = random.Random(1), originals()
    ecosystems = ["Debian:11", "Debian:12", "Debian:13", "PyPI", "npm", "AlmaLinux:9"]
    with open(path, "w") as out:
        out.write('{"generated_at": "2026-11-24T00:00:00Z", "covers": ["Debian", "PyPI", "npm"], "advisories": [\n')
        for i in range(count):
            record = json.loads(json.dumps(models[i % len(models)]))
            record["id"] = "MADE-%d" % i
            record.pop("withdrawn", None)
            for affected in record["affected"]:
                affected["package"] = {"ecosystem": maker.choice(ecosystems), "name": "package-%d" % maker.randrange(50000)}
            out.write((",\n" if i else "") + json.dumps(record))
        out.write("\n]}\n")


def seconds(*command):
    """The least of some runs: processor time in user mode."""
    best = 1e9
    for _ in range(3):
        process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
        best = min(best, os.wait4(process.pid, 0)[2].ru_utime)
    return best


def heap(build, folder, *command):
    counter = build / "tests/bench/libheap_peak.so"
    if not counter.exists():
        return 0
    subprocess.run([str(word) for word in command], stdout=subprocess.DEVNULL, env={**os.environ, "LD_PRELOAD": str(counter), "HEAP_PEAK": str(folder / "peak")})
    return int((folder / "peak").read_text())


def main():
    build = pathlib.Path(sys.argv[1])
    counts = [int(x) for x in sys.argv[2:]] or [1000, 10000, 50000]
    program, floor = build / "examples/cisdock/cisdock", build / "tests/bench/yajl_floor"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "bundle.json").write_text(json.dumps(BUNDLE))
        (folder / "facts.json").write_text(json.dumps({"image_id": "sha256:" + "a" * 64, "os_release": {"ID": "debian", "VERSION_ID": "12"}, "packages": [
            {"db": ("dpkg", "npm", "python")[i % 3], "name": "package-%d" % (i * 100), "version": "1.2.%d" % i} for i in range(500)]}))
        print("| records | MB | yajl's tree s | scan s | ratio | heap MiB | bytes a record |\n| --- | --- | --- | --- | --- | --- | --- |")
        for count in counts:
            evidence = folder / str(count)
            evidence.mkdir()
            write_feed(evidence / "feed.json", count)
            size = (evidence / "feed.json").stat().st_size
            scan = [program, "scan", "--facts", folder / "facts.json", "--bundle", folder / "bundle.json", "--evidence", evidence, "--format", "json", "--output", folder / "out.json"]
            alone, time, peak = seconds(floor, "tree", evidence / "feed.json"), seconds(*scan), heap(build, folder, *scan)
            print("| %d | %.1f | %.2f | %.2f | %.2f | %.1f | %d |" % (count, size / 1e6, alone, time, time / max(alone, 0.001), peak / 2**20, peak / count))


if __name__ == "__main__":
    main()
