# SPDX-License-Identifier: Apache-2.0
"""The numbers of the summary, computed again from the verdicts of the same report, and the table's two numbers."""
import decimal

import pytest

import made
import scans

VERDICTS = ["pass", "fail", "warn", "not_applicable", "insufficient_evidence", "manual", "error"]


def percent(part, whole):
    if not whole:
        return None
    return float((decimal.Decimal(100 * part) / whole).quantize(decimal.Decimal("0.1"), decimal.ROUND_HALF_UP))


def expected(items):
    counts = {v: sum(item["verdict"] == v for item in items) for v in VERDICTS}
    assessed = counts["pass"] + counts["fail"] + counts["warn"]
    open_ones = counts["insufficient_evidence"] + counts["manual"] + counts["error"]
    return {"counts": counts, "total": len(items), "not_assessed": open_ones,
            "score_percent": percent(counts["pass"], assessed + open_ones),
            "assessed_percent": percent(assessed, assessed + open_ones),
            "assessed_score_percent": percent(counts["pass"], assessed)}


def flavours(items):
    scored = [i for i in items if (i["assessment"] == "automated" if i["assessment"] else i["scored"] is True)]
    return {"scored": expected(scored), "all": expected(items)}


@pytest.fixture(scope="module")
def data():
    layers, document = made.small_image()
    return made.docker_archive(layers, document)


CHOICES = [("cis-docker-1.13.0", 2, "all"), ("cis-docker-1.13.0", 1, "all"), ("cis-docker-1.13.0", 2, "image"),
           ("cis-docker-1.8.0", 2, "all"), ("cis-docker-1.8.0", 1, "image"), ("cis-docker-1.11.0", 2, "all"),
           ("cis-docker-1.2.0", 2, "all")]


@pytest.mark.parametrize("benchmark,level,scope", CHOICES)
def test_summary(data, benchmark, level, scope):
    report = scans.report("--benchmark", benchmark, "--level", level, "--scope", scope, "-", data=data)
    items, summary = report["recommendations"], report["summary"]
    assert {k: summary[k] for k in ("scored", "all")} == flavours(items)
    assert summary["counts"] == summary["all"]["counts"]
    assert summary["headline"] == ("scored" if benchmark < "cis-docker-1.3" else "all")
    sections = {part["section"]: part for part in summary["by_section"]}
    assert list(sections) == sorted({item["section"] for item in items})
    for name, part in sections.items():
        assert {k: part[k] for k in ("scored", "all")} == flavours([i for i in items if i["section"] == name])
    lowest = {item["id"]: min(one["level"] for one in item["levels"]) for item in items}
    for part in summary["by_level"]:
        assert {k: part[k] for k in ("scored", "all")} == flavours([i for i in items if lowest[i["id"]] == part["level"]])
    assert max(lowest.values()) <= level
    assert summary["docker_bench_score"] == summary["scored"]["counts"]["pass"] - summary["scored"]["counts"]["fail"]


def test_profiles_that_were_not_chosen_do_not_count(data):
    report = scans.report("--benchmark", "cis-docker-1.8.0", "--scope", "all", "--target", "swarm", "-", data=data)
    assert report["benchmark"]["targets"] == ["swarm"]
    assert report["recommendations"]
    assert all(any(level["target"] == "swarm" for level in item["levels"]) for item in report["recommendations"])


def test_only_and_skip(data):
    report = scans.report("--benchmark", "cis-docker-1.8.0", "--only", "4.1,image-healthcheck,4.8", "--skip", "4.8", "-", data=data)
    assert [item["id"] for item in report["recommendations"]] == ["4.1", "4.6"]


def test_table_prints_both_numbers(data):
    _, out, _ = scans.run("scan", "--benchmark", "cis-docker-1.8.0", "--format", "table", "-", data=data)
    report = scans.report("--benchmark", "cis-docker-1.8.0", "-", data=data)
    text = out.decode()
    for flavour in ("scored", "all"):
        for name in ("score_percent", "assessed_percent"):
            number = report["summary"][flavour][name]
            assert number is None or f"{number} %" in text, text
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 120


def test_same_bytes_each_time(data):
    runs = {scans.run("scan", "--format", "json", "-", data=data)[1] for _ in range(3)}
    assert len(runs) == 1
