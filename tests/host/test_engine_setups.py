# SPDX-License-Identifier: Apache-2.0
"""Set-ups of real engines: our verdicts against an independent reading of the benchmark, and against docker-bench-security."""
import functools
import json

import pytest

import differences
import setups

# docker-bench's words: WARN is its fail, INFO and NOTE are questions or "not here".
BENCH = {"PASS": {"pass"}, "WARN": {"fail"}, "INFO": {"manual", "warn", "insufficient_evidence", "not_applicable"},
         "NOTE": {"manual", "warn", "insufficient_evidence"}}
# Items whose every WARN is a question by the benchmark's own mark, and that it warns of all the same.
BENCH_QUESTIONS = {"5.9": "published ports are to be reviewed"}


@functools.lru_cache(maxsize=None)
def ours(name):
    return setups.judge(setups.folder(name) / "evidence")


@functools.lru_cache(maxsize=None)
def expected(name):
    return json.loads((setups.folder(name) / "expected.json").read_text())["controls"]


def is_raw_only(control, finding):
    return control == "5.4" and finding["verdict"] == "warn"  # "a warn for NET_RAW alone equals its pass"


def differing(name):
    for control, row in expected(name).items():
        finding = ours(name)[control]
        if finding["verdict"] not in setups.SAME[row["status"]] and not is_raw_only(control, finding):
            yield control, row["status"], finding["verdict"]


@pytest.mark.parametrize("name", setups.names())
def test_expected(name):
    setups.folder(name)
    known = {row[:3] for row in differences.EXPECTED}
    assert not [row for row in differing(name) if row not in known]


@pytest.mark.parametrize("name", setups.names())
def test_items(name):
    setups.folder(name)
    wrong = []
    for control, row in expected(name).items():
        finding = ours(name)[control]
        want, got = set(row["items"]), setups.offenders(finding)
        if not want or finding["verdict"] not in setups.SAME[row["status"]] or finding["verdict"] == "pass":
            continue
        allowed = {who for item, who, _ in differences.ITEMS if item == control}
        if (want - got and "expected" not in allowed) or (got - want and "ours" not in allowed):
            wrong.append((control, sorted(want - got), sorted(got - want)))
    assert not wrong


def bench_differing(name):
    verdicts = json.loads((setups.folder(name) / "verdicts.json").read_text())["docker_bench"]["new"]["checks"]
    for control, row in verdicts.items():
        finding = ours(name).get(control)
        if not finding or row["result"] not in BENCH or finding["verdict"] in BENCH[row["result"]]:
            continue
        if is_raw_only(control, finding) or (control in BENCH_QUESTIONS and finding["verdict"] == "warn"):
            continue
        yield control, row["result"], finding["verdict"]


@pytest.mark.parametrize("name", setups.names())
def test_docker_bench(name):
    setups.folder(name)
    known = {row[:3] for row in differences.DOCKER_BENCH}
    assert not [row for row in bench_differing(name) if row not in known]


def test_every_row_of_the_tables_is_needed():
    setups.folder(".")
    names = setups.names()
    assert {row[:3] for row in differences.EXPECTED} == {row for name in names for row in differing(name)}
    assert {row[:3] for row in differences.DOCKER_BENCH} == {row for name in names for row in bench_differing(name)}


@pytest.mark.parametrize("name", setups.names())
def test_evidence_stands_on_every_verdict(name):
    """Each verdict but a question says what was looked at."""
    setups.folder(name)
    bare = [(item["id"], item["verdict"], o["message"]) for item in ours(name).values() for o in item["objects"]
            if o["verdict"] in ("pass", "fail", "warn") and not o["evidence"]]
    assert not bare
