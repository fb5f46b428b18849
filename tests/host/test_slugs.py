# SPDX-License-Identifier: Apache-2.0
"""For each slug of the catalogue: a pass, a fail, a not-applicable and an insufficient-evidence case, or why there is none."""
import functools
import json

import pytest

import corpus
import scans
import slug_cases

WORDS = ("pass", "fail", "not_applicable", "insufficient_evidence")
CASES = [(slug, word) for slug in slug_cases.CASES for word in WORDS]


@functools.lru_cache(maxsize=None)
def benchmark_of(slug):
    """The newest benchmark that has it."""
    _, out, _ = scans.run("benchmarks", "--format", "json")
    return [b["id"] for b in json.loads(out) if slug in {item["slug"] for item in b["recommendations"]}][-1]


def write(folder, evidence):
    manifest = {"schema": "cisdock.evidence/1", "complete": slug_cases.COMPLETE, "absent": [], "denied": []}
    for name, content in {**evidence, "evidence.json": manifest}.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / name).write_text(text, encoding="utf-8")


def verdict(slug, folder):
    _, out, _ = scans.run("host", "--evidence", folder, "--benchmark", benchmark_of(slug), "--only", slug, "--format", "json", "--now", "2026-06-01T00:00:00Z")
    report = scans.check(json.loads(out))
    assert len(report["recommendations"]) == 1 and not report["problems"], report["problems"]
    return report["recommendations"][0]


def test_every_slug_of_the_catalogue_has_its_row():
    with (corpus.folder("cis") / "slugs.tsv").open(encoding="utf-8") as lines:
        catalogue = {line.split("\t")[0] for line in lines if not line.startswith(("slug\t", "#"))}
    assert set(slug_cases.CASES) == catalogue and len(catalogue) == 132


@pytest.mark.parametrize("slug,word", CASES)
def test_case(slug, word, tmp_path):
    case = slug_cases.CASES[slug][word]
    if isinstance(case, str):
        assert len(case) > 10
        return
    evidence, wanted = case if isinstance(case, tuple) else (case, word)
    write(tmp_path, evidence)
    found = verdict(slug, tmp_path)
    assert found["verdict"] == wanted, found["message"]
    if wanted == "insufficient_evidence":
        assert found["reason"], found


@pytest.mark.parametrize("slug", slug_cases.CASES)
def test_nothing_given_is_never_a_pass(slug, tmp_path):
    """Absence of evidence: no verdict but a question or a gap."""
    (tmp_path / "nothing").mkdir()
    assert verdict(slug, tmp_path / "nothing")["verdict"] in ("insufficient_evidence", "manual")
