# SPDX-License-Identifier: Apache-2.0
"""The built-in benchmarks against the independent catalogue: ids, marks, levels, order."""
import json

import pytest

import corpus
import scans

TARGETS = {"Docker": "docker", "Linux Host OS": "linux-host", "Docker Swarm": "swarm", "Docker Enterprise": "enterprise"}


@pytest.fixture(scope="module")
def built_in():
    _, out, _ = scans.run("benchmarks", "--format", "json")
    return json.loads(out)


def test_versions_in_order_of_age(built_in):
    versions = [v for v in json.loads((corpus.folder("cis") / "versions.json").read_text()) if v.get("order")]
    versions.sort(key=lambda v: v["order"])
    assert [b["id"] for b in built_in] == [v["benchmark_id"] for v in versions]
    assert [(b["version"], b["order"], b["confidence"], len(b["recommendations"])) for b in built_in] == [
        (v["version"], v["order"], v["confidence"], v["count"]) for v in versions]


def test_recommendations(built_in):
    controls = json.loads((corpus.folder("cis") / "controls.json").read_text())
    for benchmark in built_in:
        want = {}
        for row in controls:
            if row["version"] == benchmark["version"]:
                levels = sorted({(TARGETS[level["profile"]], level["level"]) for level in row["levels"]})
                want[row["id"]] = (row["same_as"], row["title"], str(row["section"]), row["scored"], row["assessment"], levels)
        got = {item["id"]: (item["slug"], item["title"], item["section"], item["scored"], item["assessment"],
                            sorted((level["target"], level["level"]) for level in item["levels"]))
               for item in benchmark["recommendations"]}
        assert got == want, benchmark["id"]


def test_every_recommendation_can_be_explained(built_in):
    """Its own words on why, how to mend it, and what decides it."""
    newest = built_in[-1]
    for item in newest["recommendations"]:
        _, out, _ = scans.run("explain", item["id"], "--benchmark", newest["id"])
        text = out.decode()
        assert item["slug"] in text and len(text) > 200, item["id"]
