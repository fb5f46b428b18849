# SPDX-License-Identifier: Apache-2.0
"""86 verdicts that one reader worked out by hand from single documents of many engines, API 1.1x to today's."""
import csv
import json

import pytest

import corpus
import scans

FILES = {"container": "containers.json", "containers": "containers.json", "info": "info.json", "network": "networks.json"}
# Every slug that the reader judged stands in one of these.
BENCHMARKS = ("cis-docker-1.8.0", "cis-docker-1.13.0")


def rows():
    path = corpus.root() / "evidence" / "expected-verdicts.tsv"
    if not path.is_file():
        return {None: []}
    by_file = {}
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader((line for line in lines if not line.startswith("# ")), delimiter="\t"):
            by_file.setdefault(row["file"], []).append(row)
    return by_file


def judge(folder):
    found = {}
    for benchmark in BENCHMARKS:
        _, out, _ = scans.run("host", "--evidence", folder, "--benchmark", benchmark, "--format", "json")
        for item in scans.check(json.loads(out))["recommendations"]:
            found.setdefault(item["slug"], item)
    return found


def verdict(finding, name):
    """Of the container where it is named, else of the whole."""
    own = [o["verdict"] for o in finding["objects"] if o["name"] == name.lstrip("/")]
    return own[0] if own else finding["verdict"]


@pytest.mark.parametrize("name", rows())
def test_verdicts(name, tmp_path):
    corpus.folder("evidence")
    source = corpus.folder("evidence") / name
    (tmp_path / FILES[name.split("-")[0]]).write_bytes(source.read_bytes())
    (tmp_path / "evidence.json").write_text(json.dumps({"schema": "cisdock.evidence/1", "complete": ["containers", "networks"]}))
    found = judge(tmp_path)
    wrong = [(row["object"], row["slug"], row["verdict"], verdict(found[row["slug"]], row["object"]))
             for row in rows()[name] if verdict(found[row["slug"]], row["object"]) != row["verdict"]]
    assert not wrong


def test_all_rows_were_read():
    corpus.folder("evidence")
    assert sum(map(len, rows().values())) == 86
