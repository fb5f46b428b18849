# SPDX-License-Identifier: Apache-2.0
"""10,000 inspected containers in one array of some 90 MB, made by repeating those of the engine set-ups with changes: how
long they take to be judged, beside what yajl needs for the same bytes, and how much heap each takes.
`containers.py [BUILD [ROUNDS]]`; status 1: more than twice."""
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tools"))
import corpus  # noqa: E402

COUNT, ALLOWED = 10_000, 2.0


def make(folder, count=COUNT):
    """The evidence: real inspections with names, ids and some options of their own."""
    chance = random.Random(1)
    known = [c for path in sorted((corpus.root() / "engine").glob("*/evidence/containers.json")) for c in json.loads(path.read_text())]
    if not known:
        sys.exit("the corpus folder 'engine' is missing: set CISDOCK_DATA to the folder that holds it")
    folder.mkdir(exist_ok=True)
    with (folder / "containers.json").open("w") as out:
        for number in range(count):
            one = json.loads(json.dumps(known[number % len(known)]))
            one["Id"], one["Name"] = f"{chance.getrandbits(256):064x}", f"/c{number:05d}"
            one["HostConfig"]["Memory"] = chance.choice([0, 1 << 28])
            one["HostConfig"]["PidsLimit"] = chance.choice([None, 100])
            one["Config"]["Env"] = (one["Config"].get("Env") or []) + [f"V{k}={'x' * 40}" for k in range(40)]
            out.write(("[\n" if number == 0 else ",\n") + json.dumps(one, indent=4))
        out.write("]\n")
    (folder / "evidence.json").write_text(json.dumps({"schema": "cisdock.evidence/1", "complete": ["containers"]}))
    return folder


def commands(build, folder):
    program, yajl = build / "examples/cisdock/cisdock", build / "tests/bench/yajl_floor"
    judge = [program, "host", "--evidence", folder, "--output", os.devnull, "--format"]
    return {"yajl, events": [yajl, "events", folder / "containers.json"], "yajl, tree": [yajl, "tree", folder / "containers.json"],
            "judged, table": [*judge, "table"], "judged, json": [*judge, "json"]}


def cost(command):
    """Processor seconds in user mode, in both modes, and most memory in MB."""
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_utime, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def heap_peak(build, command):
    with tempfile.NamedTemporaryFile("r") as file:
        cost(["env", f"LD_PRELOAD={build / 'tests/bench/libheap_peak.so'}", f"HEAP_PEAK={file.name}", *command])
        return int(file.read())


def measure(build, folder, rounds):
    """In turn, so that each round's ratios are of one time. The ratio to yajl's events that counts: user mode, median."""
    rows = commands(build, make(folder))
    seen = {name: [] for name in rows}
    for _ in range(rounds):
        for name, command in rows.items():
            seen[name].append(cost(command))
    print(f"{COUNT} containers, {(folder / 'containers.json').stat().st_size / 1e6:.0f} MB, {rounds} rounds\n")
    print("| what | user s | user + system s | MB | ÷ events, user | ÷ events, both |\n| --- | --- | --- | --- | --- | --- |")
    for name, costs in seen.items():
        ratios = [sorted(mine[i] / floor[i] for mine, floor in zip(costs, seen["yajl, events"])) for i in (0, 1)]
        least = [min(column) for column in zip(*costs)]
        print(f"| {name} | {least[0]:.2f} | {least[1]:.2f} | {least[2]:.0f} | " +
              " | ".join(f"{statistics.median(r):.2f} ({r[0]:.2f} to {r[-1]:.2f})" for r in ratios) + " |")
        if name == "judged, table":
            counts = statistics.median(ratios[0])
    return counts


def objects(command):
    """How many objects a report tells of: each has a fingerprint, and so has each recommendation."""
    command = [str(word) for word in command]
    at = command.index("--output")
    report = subprocess.run(command[:at] + command[at + 2:], stdout=subprocess.PIPE, check=False).stdout
    return report.count(b'"fingerprint":') - report.count(b'"remediation":')


def heap(build, folder):
    half = commands(build, make(folder / "half", COUNT // 2))["judged, json"]
    whole = commands(build, folder)["judged, json"]
    each = (heap_peak(build, whole) - heap_peak(build, half)) / (COUNT - COUNT // 2)
    alone = heap_peak(build, [*whole, "--only", "1.1.1"]) / COUNT
    found = objects(whole)
    print(f"\nheap: {each:.0f} bytes a container, of which {alone:.0f} for what is kept of it; {found} objects judged, {(each - alone) * COUNT / found:.0f} bytes each")


def main(build, rounds):
    with tempfile.TemporaryDirectory() as name:
        times = measure(build, pathlib.Path(name), rounds)
        heap(build, pathlib.Path(name))
    print(f"judged in {times:.2f} times what yajl needs for its events (at most {ALLOWED})")
    return times > ALLOWED


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build-bench"), int(sys.argv[2]) if len(sys.argv) > 2 else 7))
