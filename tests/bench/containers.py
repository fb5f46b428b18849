# SPDX-License-Identifier: Apache-2.0
"""10,000 inspected containers in one array of some 100 MB, made by repeating those of the engine set-ups with changes: how
long they take to be judged, beside what yajl needs for the same bytes. `containers.py [BUILD]`; status 1: more than twice."""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tools"))
import corpus  # noqa: E402

COUNT, ROUNDS, ALLOWED = 10_000, 3, 2.0


def make(folder):
    """The evidence: real inspections with names, ids and some options of their own."""
    chance = random.Random(1)
    known = [c for path in sorted((corpus.root() / "engine").glob("*/evidence/containers.json")) for c in json.loads(path.read_text())]
    if not known:
        sys.exit("the corpus folder 'engine' is missing: set CISDOCK_DATA to the folder that holds it")
    with (folder / "containers.json").open("w") as out:
        for number in range(COUNT):
            one = json.loads(json.dumps(known[number % len(known)]))
            one["Id"], one["Name"] = f"{chance.getrandbits(256):064x}", f"/c{number:05d}"
            one["HostConfig"]["Memory"] = chance.choice([0, 1 << 28])
            one["HostConfig"]["PidsLimit"] = chance.choice([None, 100])
            one["Config"]["Env"] = (one["Config"].get("Env") or []) + [f"V{k}={'x' * 40}" for k in range(40)]
            out.write(("[\n" if number == 0 else ",\n") + json.dumps(one, indent=4))
        out.write("]\n")
    (folder / "evidence.json").write_text(json.dumps({"schema": "cisdock.evidence/1", "complete": ["containers"]}))


def seconds(*command):
    """The least of some runs: (processor time in user mode, most memory in MB)."""
    best = None
    for _ in range(ROUNDS):
        process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
        _, _, used = os.wait4(process.pid, 0)
        best = min(best or (1e9, 0), (used.ru_utime, used.ru_maxrss / 1024))
    return best


def main(build):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make(folder)
        document = folder / "containers.json"
        rows = {"yajl, events": seconds(build / "tests/bench/yajl_floor", "events", document),
                "yajl, tree": seconds(build / "tests/bench/yajl_floor", "tree", document),
                "judged": seconds(build / "examples/cisdock/cisdock", "host", "--evidence", folder, "--format", "table")}
        print(f"{COUNT} containers, {document.stat().st_size / 1e6:.0f} MB")
        for what, (time, memory) in rows.items():
            print(f"{what:14} {time:6.2f} s {memory:8.0f} MB")
        return rows["judged"][0] / rows["yajl, tree"][0]


if __name__ == "__main__":
    times = main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build"))
    print(f"judged in {times:.2f} times what yajl needs to parse (at most {ALLOWED})")
    sys.exit(times > ALLOWED)
