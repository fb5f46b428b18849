# SPDX-License-Identifier: Apache-2.0
"""Images from real builders (classic, BuildKit, podman, buildah): verdicts, and evidence that points at the right layer
and history entry, as their expect.json has them. What there stands as `fail` for a matter of judgement (4.7 to 4.9) is met
by `warn` too, as the folder's README says."""
import json

import pytest

import corpus
import scans

JUDGED = {"4.7", "4.8", "4.9"}
CASES = corpus.names("images/docker-built", "s*")


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    known = {}

    def get(case):
        if case not in known:
            folder = corpus.folder("images/docker-built") if case is None else case
            image = scans.unpacked(folder / "image.tar.xz", tmp_path_factory.mktemp(folder.name))
            known[case] = scans.report("--benchmark", "cis-docker-1.13.0", image), json.loads((folder / "expect.json").read_text())
        return known[case]

    return get


def all_evidence(item):
    return item["evidence"] + [e for thing in item["objects"] for e in thing["evidence"]]


def points_at(evidence, want):
    """Does an evidence item name the history entry, and the layer where there is one?"""
    entry = evidence.get("index") if evidence["kind"] == "history" else evidence.get("history")
    if entry != want["history_index"]:
        return False
    return want["layer_index"] is None or (evidence.get("layer") == want["layer_index"] and evidence.get("diff_id") == want["diff_id"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name if case else "none")
def test_verdicts(case, judged):
    report, expected = judged(case)
    wrong = []
    for ident, control in expected["controls"].items():
        item = scans.finding(report, ident)
        accepted = {control["status"]} | ({"warn"} if ident in JUDGED and control["status"] == "fail" else set())
        if item["verdict"] not in accepted:
            wrong.append(f"{ident}: {item['verdict']} ({item['message']}), expected {control['status']}: {control['why']}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name if case else "none")
def test_evidence(case, judged):
    report, expected = judged(case)
    wrong = []
    for ident, control in expected["controls"].items():
        item = scans.finding(report, ident)
        for want in control["evidence"]:
            if not any(points_at(evidence, want) for evidence in all_evidence(item)):
                wrong.append(f"{ident}: nothing points at {want}: {json.dumps(all_evidence(item))[:1500]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name if case else "none")
def test_set_id_bits_by_layer(case, judged):
    """Each set-id file that the folder lists by layer is evidence of 4.8, whether containers see it or not."""
    report, expected = judged(case)
    seen = {(e["path"].lstrip("/"), e["layer"], e["mode"]) for e in all_evidence(scans.finding(report, "4.8")) if e["kind"] == "file"}
    for bit in expected["controls"]["4.8"].get("special_bits_by_layer", []):
        if bit["type"] == "file":
            assert (bit["path"], bit["layer_index"], bit["mode"][-4:]) in seen


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name if case else "none")
def test_no_secret_is_shown(case, judged):
    report, _ = judged(case)
    text = json.dumps(report)
    for value in ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AKIAIOSFODNN7EXAMPLE", "hunter2"):
        assert value not in text
