# SPDX-License-Identifier: Apache-2.0
"""The recommendation that images are scanned and rebuilt: by a scanner's findings or by a feed held against the packages; what is old,
without date, or not whole is never a pass."""
import json

import pytest

import made
import scans
from corpus import folder

NOW = "2026-11-24T00:00:00Z"
STATUS = "Package: openssl\nStatus: install ok installed\nVersion: 3.0.9-1\n"
LAYERS = [made.layer(("etc/os-release", {"content": "ID=debian\nVERSION_ID=12\n"}), ("var/lib/dpkg/status", {"content": STATUS}))]
IMAGE = made.docker_archive(LAYERS, made.config(LAYERS))
FLAW = {"id": "CVE-1", "severity": "Critical", "package": "openssl", "version": "3.0.9-1", "fix_versions": ["3.0.10-1"]}


def record(severity="critical", events=({"introduced": "0"}, {"fixed": "3.0.10-1"}), **members):
    return {"id": "CVE-1", "modified": "2026-11-20T00:00:00Z", "affected": [{"package": {"ecosystem": "Debian:12", "name": "openssl"},
            "ranges": [{"type": "ECOSYSTEM", "events": list(events)}], "ecosystem_specific": {"severity": severity}}], **members}


def scan(*flaws, at=NOW):
    return {"generated_at": at, "vulnerabilities": list(flaws)}


def feed(*records, at=NOW, covers=("Debian:12",)):
    return {"generated_at": at, "covers": list(covers), "advisories": list(records)}


def judge(tmp_path, files, site=None, now=NOW, image=("-",), data=IMAGE, codes=(0, 1)):
    evidence = tmp_path / "evidence"
    evidence.mkdir(exist_ok=True)
    for name, content in files.items():
        (evidence / name).write_text(json.dumps(content))
    arguments = ["--benchmark", "cis-docker-1.6.0", "--only", "4.4", "--evidence", evidence, "--now", now]
    if site is not None:
        (tmp_path / "site.json").write_text(json.dumps({"schema": "cisdock.site/1", **site}))
        arguments += ["--site", tmp_path / "site.json"]
    return scans.finding(scans.report(*arguments, *image, data=data, codes=codes), "4.4")


V, F, E = "vulnerabilities.json", "feed.json", "evidence.json"
CASES = [
    ("nothing was given", {}, None, "insufficient_evidence"),
    ("a scan without flaws", {V: scan()}, None, "pass"),
    ("a critical flaw with a fix", {V: scan(FLAW)}, None, "fail"),
    ("a critical flaw without a fix: a rebuild would not help", {V: scan(dict(FLAW, fix_versions=[]))}, None, "pass"),
    ("a high one: by default only critical ones count", {V: scan(dict(FLAW, severity="High"))}, None, "pass"),
    ("a high one, where the site counts them", {V: scan(dict(FLAW, severity="High"))}, {"refused_severities": ["critical", "high"]}, "fail"),
    ("30 days old", {V: scan(at="2026-10-25T00:00:00Z")}, None, "pass"),
    ("31 days old", {V: scan(at="2026-10-24T00:00:00Z")}, None, "warn"),
    ("as old as the site allows", {V: scan(at="2026-11-17T00:00:00Z")}, {"scan_max_days": 7}, "pass"),
    ("older than the site allows", {V: scan(at="2026-11-16T00:00:00Z")}, {"scan_max_days": 7}, "warn"),
    ("what an old scan found is still there", {V: scan(FLAW, at="2020-01-01T00:00:00Z")}, None, "fail"),
    ("a list without a time", {V: []}, None, "insufficient_evidence"),
    ("a list, and the time of all evidence", {V: [], E: {"schema": "cisdock.evidence/1", "taken_at": NOW}}, None, "pass"),
    ("a list, and an old time of all evidence", {V: [], E: {"schema": "cisdock.evidence/1", "taken_at": "2026-01-01T00:00:00Z"}}, None, "warn"),
    ("a list without a time, with a flaw", {V: [FLAW]}, None, "fail"),
    ("a time that is none", {V: {"generated_at": "noon", "vulnerabilities": []}}, None, "insufficient_evidence"),
    ("a severity that nobody knows", {V: scan(dict(FLAW, severity="Catastrophic"))}, None, "insufficient_evidence"),
    ("a feed without records of the package", {F: feed()}, None, "pass"),
    ("a feed with a critical one", {F: feed(record())}, None, "fail"),
    ("a feed with one that is mended here", {F: feed(record(events=[{"introduced": "0"}, {"fixed": "3.0.9-1"}]))}, None, "pass"),
    ("a feed with one that nobody has mended", {F: feed(record(events=[{"introduced": "0"}]))}, None, "pass"),
    ("a feed of 40 days", {F: feed(at="2026-10-15T00:00:00Z")}, None, "warn"),
    ("a feed of 40 days, which the site allows", {F: feed(at="2026-10-15T00:00:00Z")}, {"scan_max_days": 60}, "pass"),
    ("a feed without time: its newest record tells", {F: [record(severity="low")]}, None, "pass"),
    ("a feed of another release", {F: feed(covers=["Debian:11"])}, None, "insufficient_evidence"),
    ("a feed without advisories is none", {F: {"generated_at": NOW, "covers": ["Debian:12"]}}, None, "insufficient_evidence"),
    ("a scan and a feed: the fresh one is enough", {V: scan(at="2026-01-01T00:00:00Z"), F: feed()}, None, "pass"),
    ("a scan and a feed: what either finds counts", {V: scan(), F: feed(record())}, None, "fail"),
    ("a whole scan and a feed that does not cover the image", {V: scan(), F: feed(covers=["Debian:11"])}, None, "pass"),
]


@pytest.mark.parametrize("why, files, site, verdict", CASES, ids=[c[0] for c in CASES])
def test_verdicts(tmp_path, why, files, site, verdict):
    assert judge(tmp_path, files, site)["verdict"] == verdict


BAD = [("advisories in the place of findings", [record()]), ("no list", {"generated_at": NOW}), ("a text", "x"), ("a finding without id", scan({"severity": "Low"}))]


@pytest.mark.parametrize("why, document", BAD, ids=[b[0] for b in BAD])
def test_what_is_no_scan(tmp_path, why, document):
    assert judge(tmp_path, {V: document}, codes=(3,))["verdict"] == "insufficient_evidence"


def test_messages(tmp_path):
    found = judge(tmp_path, {F: feed(record())})
    assert found["objects"][0]["id"] == "CVE-1" and found["objects"][0]["name"] == "openssl"
    item = [e for o in found["objects"] for e in o["evidence"] if e["kind"] == "vulnerability"][0]
    assert item["fixed_in"] == "3.0.10-1" and item["version"] == "3.0.9-1"
    (tmp_path / "evidence" / F).unlink()
    assert "39 days old, more than 30" in json.dumps(judge(tmp_path, {V: scan(at="2026-10-16T00:00:00Z")}))


def test_real_image(tmp_path):
    """A feed against the packages of a real Debian image, and against the facts that were printed of it."""
    path = folder("images") / "made-deb12-minbase.oci"
    advisory = {"id": "DEBIAN-CVE-7", "affected": [{"package": {"ecosystem": "Debian:12", "name": "util-linux"}, "ranges": [
        {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.38.1-5+deb12u4"}]}], "database_specific": {"severity": "CRITICAL"}}]}
    truth = json.loads((path.parent / (path.name + ".facts.json")).read_text())["images"][0]["packages"]
    want = {p["name"] for p in truth if (p.get("source") or p["name"]).split()[0] == "util-linux"}
    found = judge(tmp_path, {F: feed(advisory)}, image=(path,), data=None)
    assert found["verdict"] == "fail" and {o["name"] for o in found["objects"]} == want and len(want) > 5
    facts = tmp_path / "facts.json"
    for more in ((), ("--gates",)):
        facts.write_bytes(scans.run("facts", *more, path)[1])
        again = judge(tmp_path, {F: feed(advisory)}, image=("--facts", facts), data=None)
        assert again["verdict"] == "fail" and {o["name"] for o in again["objects"]} == want
