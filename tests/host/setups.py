# SPDX-License-Identifier: Apache-2.0
"""Judge evidence folders with the program, and compare verdicts by the equalities that the corpus itself states."""
import json

import corpus
import scans

NOW = "2026-11-24T12:00:00Z"
# What the corpus means by its words (its README): a question to a person may be put in several ways.
SAME = {
    "pass": {"pass"},
    "fail": {"fail"},
    "not_applicable": {"not_applicable"},
    "manual": {"manual", "warn", "insufficient_evidence"},
}


def names():
    folder = corpus.root() / "engine"
    found = sorted(path.parent.name for path in folder.glob("*/expected.json")) if folder.is_dir() else []
    return found or [None]


def folder(name):
    return corpus.folder("engine") / name


def judge(evidence, benchmark="cis-docker-1.6.0", *arguments):
    """Recommendations by id."""
    _, out, _ = scans.run("host", "--evidence", evidence, "--benchmark", benchmark, "--format", "json", "--now", NOW, *arguments)
    report = scans.check(json.loads(out))
    assert not report["problems"], report["problems"]
    return {item["id"]: item for item in report["recommendations"]}


def object_name(item):
    """A finding's object by the name that the corpus uses."""
    name = item["name"] or item["id"] or ""
    return "service:" + name if item["kind"] == "service" else name


def offenders(finding):
    return {object_name(o) for o in finding["objects"] if o["verdict"] in ("fail", "warn", "manual", "insufficient_evidence")}
