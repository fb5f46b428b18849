# SPDX-License-Identifier: Apache-2.0
"""The site's word: exceptions with scope, reason and end, and attestations of what no evidence shows."""
import json

import pytest

import made
import scans

NOW = "2026-06-01T00:00:00Z"


@pytest.fixture(scope="module")
def data():
    layers = [made.layer(("usr/bin/one", {"mode": 0o4755, "content": "1"}), ("usr/bin/two", {"mode": 0o4755, "content": "2"}))]
    return made.docker_archive(layers, made.config(layers, ["/bin/sh -c #(nop) ADD file:1 in / "]))


def judge(data, tmp_path, site, *arguments):
    path = tmp_path / "site.json"
    path.write_text(json.dumps({"schema": "cisdock.site/1", **site}))
    report = scans.report("--benchmark", "cis-docker-1.13.0", "--site", path, *arguments, "-", data=data)
    return {item["id"]: item for item in report["recommendations"]}, [p["message"] for p in report["problems"]]


def exception(**members):
    return {"recommendation": "4.1", "reason": "agreed in review 7", "owner": "ops", **members}


def test_without(data, tmp_path):
    items, problems = judge(data, tmp_path, {})
    assert items["4.1"]["verdict"] == "fail" and items["4.8"]["verdict"] == "warn" and not problems


@pytest.mark.parametrize("name", ["4.1", "image-user-nonroot"])
def test_exception(data, tmp_path, name):
    items, problems = judge(data, tmp_path, {"exceptions": [exception(recommendation=name, expires="2026-06-01")]}, "--now", NOW)
    assert (items["4.1"]["verdict"], items["4.1"]["basis"]) == ("warn", "attested")
    assert "agreed in review 7" in items["4.1"]["message"] and not problems
    item = [e for e in items["4.1"]["evidence"] if e["kind"] == "exception"][0]
    assert (item["verdict"], item["owner"], item["expires"]) == ("fail", "ops", "2026-06-01")


@pytest.mark.parametrize("members,word", [
    ({"expires": "2026-05-31"}, "expired"), ({"reason": " "}, "no reason"), ({"expires": "some day"}, "no date"),
    ({"object": "other"}, "met nothing"), ({"path": "/usr/bin/one"}, "met nothing"), ({"recommendation": "9.9"}, "met nothing"),
    ({"recommendation": "4.6", "expires": "2020-01-01"}, "expired"),
])
def test_exceptions_that_do_not_count(data, tmp_path, members, word):
    items, problems = judge(data, tmp_path, {"exceptions": [exception(**members)]}, "--now", NOW)
    assert items["4.1"]["verdict"] == "fail"
    assert len(problems) == 1 and word in problems[0], problems


def test_scope_of_an_exception(data, tmp_path):
    """One of two files is accepted: the other still warns. Both: it passes, by the site's word."""
    one = exception(recommendation="4.8", path="/usr/bin/one")
    items, problems = judge(data, tmp_path, {"exceptions": [one]}, "--now", NOW)
    assert items["4.8"]["verdict"] == "warn" and not problems
    assert {o["id"]: o["verdict"] for o in items["4.8"]["objects"] if o["kind"] == "file"} == {"/usr/bin/one": "pass", "/usr/bin/two": "warn"}
    items, problems = judge(data, tmp_path, {"exceptions": [one, exception(recommendation="4.8", object="/usr/bin/two")]}, "--now", NOW)
    assert items["4.8"]["verdict"] == "pass" and not problems


def test_attestation(data, tmp_path):
    word = {"recommendation": "4.2", "answer": "yes", "by": "Ann", "date": "2026-05-01"}
    items, problems = judge(data, tmp_path, {"attestations": [word]})
    assert (items["4.2"]["verdict"], items["4.2"]["basis"]) == ("pass", "attested") and not problems
    items, _ = judge(data, tmp_path, {"attestations": [{**word, "answer": "no"}]})
    assert items["4.2"]["verdict"] == "fail"
    items, problems = judge(data, tmp_path, {"attestations": [{**word, "by": ""}]})
    assert items["4.2"]["verdict"] == "manual" and len(problems) == 1
    items, problems = judge(data, tmp_path, {"attestations": [{**word, "recommendation": "4.1"}]})
    assert items["4.1"]["verdict"] == "fail", "what evidence shows nobody attests away"


def test_what_a_site_allows(data, tmp_path):
    layers = [made.layer(("usr/bin/one", {"mode": 0o4755, "content": "1"}))]
    items, _ = judge(data, tmp_path, {"allowed_setid": ["/usr/bin/one", "/usr/bin/two"], "trusted_bases": ["sha256:" + "0" * 64]})
    assert items["4.8"]["verdict"] == "pass" and items["4.2"]["verdict"] == "fail"
    base = json.loads(made.config(layers))["rootfs"]["diff_ids"]
    image = made.docker_archive(layers, made.config(layers, ["/bin/sh -c #(nop) ADD file:1 in / ", ]))
    items, _ = judge(image, tmp_path, {"trusted_bases": base})
    assert items["4.2"]["verdict"] == "pass"
