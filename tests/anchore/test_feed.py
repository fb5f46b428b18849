# SPDX-License-Identifier: Apache-2.0
"""Vulnerabilities out of a feed of OSV records: which package of which image is met by which record, what the gate makes of it, and what
is said where the feed says nothing."""
import json
import random

import pytest

import made
import osv_judge
import scans
from corpus import folder, names

NOW = "2026-11-24T00:00:00Z"
ALL = ("package", {"package_type": "all", "severity_comparison": ">=", "severity": "unknown"})


def bundle(*rules):
    return {"id": "b", "version": "1_0", "whitelists": [], "policies": [{"id": "p", "version": "1_0", "rules": [
        {"id": "r%d" % i, "gate": "vulnerabilities", "trigger": trigger, "action": "STOP", "params": [{"name": k, "value": v} for k, v in params.items()]}
        for i, (trigger, params) in enumerate(rules)]}],
        "mappings": [{"id": "m", "name": "m", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"}, "policy_ids": ["p"], "whitelist_ids": []}]}


def judge(tmp_path, feed, *rules, image=None, data=None, facts=None, compat="intended", other=None, codes=(0, 1), now=NOW):
    evidence = tmp_path / "evidence"
    evidence.mkdir(exist_ok=True)
    for name, content in {"feed.json": feed, **(other or {})}.items():
        if content is not None:
            (evidence / name).write_text(content if isinstance(content, str) else json.dumps(content))
    (tmp_path / "bundle.json").write_text(json.dumps(bundle(*(rules or [ALL]))))
    arguments = ["--evidence", evidence, "--bundle", tmp_path / "bundle.json", "--compat", compat, "--tag", "x:1", "--now", now]
    if facts is not None:
        (tmp_path / "facts.json").write_text(json.dumps(facts))
        arguments += ["--facts", tmp_path / "facts.json"]
    else:
        arguments += ["-" if data else image]
    report = scans.report(*arguments, data=data, codes=codes)
    return report["policy"], report["problems"]


def ids(policy):
    return sorted(m["trigger_id"] for m in policy["matches"])


def lacks(policy):
    return [p["message"] for p in policy["problems"] if p["type"] == "InsufficientEvidence"]


def record(ident="CVE-2026-1", ecosystem="Debian:12", name="openssl", events=({"introduced": "0"},), kind="ECOSYSTEM", **members):
    affected = {"package": {"ecosystem": ecosystem, "name": name}}
    if events:
        affected["ranges"] = [{"type": kind, "events": list(events)}]
    affected.update(members.pop("affected", {}))
    return {"id": ident, "modified": "2026-11-20T00:00:00Z", "affected": [affected], **members}


def debian(*packages, version="12", ident="debian"):
    """An image of dpkg packages: (name, version, source line or None)."""
    status = "".join("Package: %s\nStatus: install ok installed\nArchitecture: amd64\nVersion: %s\n%s\n" % (n, v, "Source: %s\n" % s if s else "")
                     for n, v, s in packages)
    layers = [made.layer(("etc/os-release", {"content": "ID=%s\nVERSION_ID=%s\n" % (ident, version)}), ("var/lib/dpkg/status", {"content": status}))]
    return made.docker_archive(layers, made.config(layers))


def alpine(*packages, version="3.18.4"):
    installed = "".join("P:%s\nV:%s\no:%s\n\n" % p for p in packages)
    layers = [made.layer(("etc/os-release", {"content": "ID=alpine\nVERSION_ID=%s\n" % version}), ("lib/apk/db/installed", {"content": installed}))]
    return made.docker_archive(layers, made.config(layers))


def languages():
    layers = [made.layer(
        ("usr/lib/python3/dist-packages/Foo_Bar-1.5.dist-info/METADATA", {"content": "Metadata-Version: 2.1\nName: Foo.Bar\nVersion: 1.5\n"}),
        ("app/node_modules/left-pad/package.json", {"content": json.dumps({"name": "left-pad", "version": "1.2.3-beta.2"})}),
        ("usr/lib/ruby/gems/3.1.0/specifications/rack-2.2.0.gemspec", {"content": 'Gem::Specification.new do |s|\n  s.name = "rack".freeze\n  s.version = "2.2.0"\nend\n'}))]
    return made.docker_archive(layers, made.config(layers))


IMAGE = debian(("libssl3", "3.0.9-1+b1", "openssl (3.0.9-1)"), ("openssl", "3.0.9-1", None), ("curl", "1:7.88-1", None))

# why, record, what is met in IMAGE
DEBIAN = [
    ("no fix is out: all versions", record(), ["CVE-2026-1+libssl3", "CVE-2026-1+openssl"]),
    ("fixed in a later version", record(events=[{"introduced": "0"}, {"fixed": "3.0.9-2"}]), ["CVE-2026-1+libssl3", "CVE-2026-1+openssl"]),
    ("fixed in the source's own version: the binary's rebuild number counts for nothing", record(events=[{"introduced": "0"}, {"fixed": "3.0.9-1"}]), []),
    ("a tilde is earlier", record(events=[{"introduced": "0"}, {"fixed": "3.0.9-1~deb12u1"}]), []),
    ("not yet introduced", record(events=[{"introduced": "3.1.0"}]), []),
    ("introduced in this very version", record(events=[{"introduced": "3.0.9-1"}]), ["CVE-2026-1+libssl3", "CVE-2026-1+openssl"]),
    ("the last affected version is affected", record(events=[{"introduced": "0"}, {"last_affected": "3.0.9-1"}]), ["CVE-2026-1+libssl3", "CVE-2026-1+openssl"]),
    ("beyond the last affected version", record(events=[{"introduced": "0"}, {"last_affected": "3.0.8-9"}]), []),
    ("a limit ends the range", record(events=[{"introduced": "0"}, {"limit": "3.0.9-1"}]), []),
    ("a limit that is not reached", record(events=[{"introduced": "0"}, {"limit": "3.0.9-2"}]), ["CVE-2026-1+libssl3", "CVE-2026-1+openssl"]),
    ("a limit of no version", record(events=[{"introduced": "0"}, {"limit": "*"}]), ["CVE-2026-1+libssl3", "CVE-2026-1+openssl"]),
    ("introduced again after a fix", record(events=[{"introduced": "0"}, {"fixed": "1.1"}, {"introduced": "3.0"}, {"fixed": "3.1"}]), ["CVE-2026-1+libssl3", "CVE-2026-1+openssl"]),
    ("between two ranges", record(events=[{"introduced": "0"}, {"fixed": "1.1"}, {"introduced": "3.1"}, {"fixed": "3.2"}]), []),
    ("events in any order", record(events=[{"fixed": "3.1"}, {"introduced": "3.0"}, {"fixed": "1.1"}, {"introduced": "0"}]), ["CVE-2026-1+libssl3", "CVE-2026-1+openssl"]),
    ("listed as a version, without ranges", record(events=None, affected={"versions": ["3.0.8-1", "3.0.9-1"]}), ["CVE-2026-1+libssl3", "CVE-2026-1+openssl"]),
    ("listed beside a range that does not hold it", record(events=[{"introduced": "0"}, {"fixed": "3.0.1"}], affected={"versions": ["3.0.9-1"]}), ["CVE-2026-1+libssl3", "CVE-2026-1+openssl"]),
    ("another version is listed", record(events=None, affected={"versions": ["3.0.8-1"]}), []),
    ("an epoch outweighs all", record(name="curl", events=[{"introduced": "0"}, {"fixed": "8.0-1"}]), []),
    ("of the same epoch", record(name="curl", events=[{"introduced": "0"}, {"fixed": "1:7.88-2"}]), ["CVE-2026-1+curl"]),
    ("records name sources: libssl3 is no source", record(name="libssl3"), []),
    ("of another release", record(ecosystem="Debian:11"), []),
    ("of all releases", record(ecosystem="Debian"), ["CVE-2026-1+libssl3", "CVE-2026-1+openssl"]),
    ("of another distribution", record(ecosystem="Ubuntu:22.04:LTS"), []),
    ("of a language", record(ecosystem="PyPI"), []),
    ("withdrawn", record(withdrawn="2026-11-01T00:00:00Z"), []),
    ("to be withdrawn later", record(withdrawn="3001-01-01T00:00:00Z"), ["CVE-2026-1+libssl3", "CVE-2026-1+openssl"]),
    ("a repository's commits say nothing of packages", record(kind="GIT", events=[{"introduced": "0"}]), []),
    ("a database's own name of a CVE", record("DEBIAN-CVE-2026-7", name="curl"), ["CVE-2026-7+curl"]),
    ("no affected at all", {"id": "CVE-2026-1", "modified": "2026-11-20T00:00:00Z"}, []),
]


@pytest.mark.parametrize("why, advisory, met", DEBIAN, ids=[row[0] for row in DEBIAN])
def test_debian(tmp_path, why, advisory, met):
    policy, problems = judge(tmp_path, {"generated_at": NOW, "covers": ["Debian"], "advisories": [advisory]}, data=IMAGE)
    assert ids(policy) == met and not problems and not lacks(policy)


OTHERS = [
    ("Alpine: the origin's name", alpine(("libcrypto3", "3.1.1-r0", "openssl")), record(ecosystem="Alpine:v3.18", events=[{"introduced": "0"}, {"fixed": "3.1.1-r1"}]), ["CVE-2026-1+libcrypto3"]),
    ("Alpine: fixed", alpine(("libcrypto3", "3.1.1-r1", "openssl")), record(ecosystem="Alpine:v3.18", events=[{"introduced": "0"}, {"fixed": "3.1.1-r1"}]), []),
    ("Alpine: a pre-release is older", alpine(("a", "1.0_rc1-r0", "openssl")), record(ecosystem="Alpine:v3.18", events=[{"introduced": "0"}, {"fixed": "1.0-r0"}]), ["CVE-2026-1+a"]),
    ("Alpine: another release", alpine(("a", "1.0-r0", "openssl")), record(ecosystem="Alpine:v3.17"), []),
    ("Alpine's edge is no release to come", alpine(("a", "1.0-r0", "openssl"), version="3.21.0_alpha20240923"), record(ecosystem="Alpine:v3.21"), []),
    ("Alpine's edge", alpine(("a", "1.0-r0", "openssl"), version="3.21.0_alpha20240923"), record(ecosystem="Alpine:edge"), ["CVE-2026-1+a"]),
    ("Ubuntu: long term releases", debian(("a", "1-1", "openssl"), version='"22.04"', ident="ubuntu"), record(ecosystem="Ubuntu:22.04:LTS"), ["CVE-2026-1+a"]),
    ("Ubuntu: the paid channel", debian(("a", "1-1", "openssl"), version='"22.04"', ident="ubuntu"), record(ecosystem="Ubuntu:Pro:22.04:LTS"), ["CVE-2026-1+a"]),
    ("Ubuntu: another year", debian(("a", "1-1", "openssl"), version='"22.04"', ident="ubuntu"), record(ecosystem="Ubuntu:22.10"), []),
    ("Python: names are spelled in many ways", languages(), record(ecosystem="PyPI", name="foo-bar", events=[{"introduced": "0"}, {"fixed": "1.5.post1"}]), ["CVE-2026-1+Foo.Bar-1.5"]),
    ("Python: equal versions", languages(), record(ecosystem="PyPI", name="foo_bar", events=[{"introduced": "0"}, {"fixed": "1.5.0"}]), []),
    ("Python: a listed version is met in another spelling", languages(), record(ecosystem="PyPI", name="foo-bar", events=None, affected={"versions": ["1.5.0"]}), ["CVE-2026-1+Foo.Bar-1.5"]),
    ("npm: a pre-release is older", languages(), record(ecosystem="npm", name="left-pad", kind="SEMVER", events=[{"introduced": "1.0.0"}, {"fixed": "1.2.3"}]), ["CVE-2026-1+left-pad"]),
    ("npm: fixed in an earlier pre-release", languages(), record(ecosystem="npm", name="left-pad", kind="SEMVER", events=[{"introduced": "1.0.0"}, {"fixed": "1.2.3-beta.1"}]), []),
    ("RubyGems", languages(), record(ecosystem="RubyGems", name="rack", events=[{"introduced": "0"}, {"fixed": "2.2.0.1"}]), ["CVE-2026-1+rack-2.2.0.gemspec"]),
]


@pytest.mark.parametrize("why, image, advisory, met", OTHERS, ids=[row[0] for row in OTHERS])
def test_other_ecosystems(tmp_path, why, image, advisory, met):
    policy, problems = judge(tmp_path, [advisory], data=image)
    assert ids(policy) == met and not problems


RPM = {"image_id": "sha256:" + "a" * 64, "os_release": {"ID": "almalinux", "VERSION_ID": "9.3"}, "packages": [
    {"db": "rpm", "name": "mariadb", "version": "10.3.39-1.el9", "epoch": "3", "source": "mariadb-10.3.39-1.el9.src.rpm"},
    {"db": "rpm", "name": "npm", "version": "8.19.2-1.16.el9", "epoch": "1", "source": "nodejs-16.18.1-1.el9.src.rpm"}]}


@pytest.mark.parametrize("why, distro, advisory, met", [
    ("an epoch counts", "almalinux", record(ecosystem="AlmaLinux:9", name="mariadb", events=[{"introduced": "0"}, {"fixed": "10.5"}]), []),
    ("of the same epoch", "almalinux", record(ecosystem="AlmaLinux:9", name="mariadb", events=[{"introduced": "0"}, {"fixed": "3:10.3.39-2.el9"}]), ["CVE-2026-1+mariadb"]),
    ("AlmaLinux names binaries", "almalinux", record(ecosystem="AlmaLinux:9", name="nodejs"), []),
    ("Rocky Linux names sources as well", "rocky", record(ecosystem="Rocky Linux:9", name="nodejs", events=[{"introduced": "0"}, {"fixed": "1:16.18.1-2.el9"}]), ["CVE-2026-1+npm"]),
    ("the source has the source's version", "rocky", record(ecosystem="Rocky Linux:9", name="nodejs", events=[{"introduced": "0"}, {"fixed": "1:9.0.0-1.el9"}]), []),
    ("Red Hat names products", "rhel", record(ecosystem="Red Hat:enterprise_linux:9::appstream", name="mariadb"), ["CVE-2026-1+mariadb"]),
    ("of another major release", "rhel", record(ecosystem="Red Hat:enterprise_linux:8::appstream", name="mariadb"), []),
    ("a distribution that has no row is known by its id", "kreuzberg", record(ecosystem="kreuzberg:9.3", name="mariadb"), ["CVE-2026-1+mariadb"]),
])
def test_rpm(tmp_path, why, distro, advisory, met):
    facts = dict(RPM, os_release={"ID": distro, "VERSION_ID": "9.3"})
    policy, _ = judge(tmp_path, [advisory], facts=facts)
    assert ids(policy) == met


@pytest.mark.parametrize("why, extra, words", [
    ("Debian's urgency", {"affected": {"ecosystem_specific": {"urgency": "high"}}}, "HIGH"),
    ("unimportant", {"affected": {"ecosystem_specific": {"urgency": "unimportant"}}}, "NEGLIGIBLE"),
    ("not yet assigned, but scored", {"affected": {"ecosystem_specific": {"urgency": "not yet assigned"}}, "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]}, "CRITICAL"),
    ("GitHub's word goes before the vector", {"database_specific": {"severity": "MODERATE"}, "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]}, "MEDIUM"),
    ("Ubuntu's priority", {"severity": [{"type": "Ubuntu", "score": "low"}]}, "LOW"),
    ("version 2", {"severity": [{"type": "CVSS_V2", "score": "AV:N/AC:L/Au:N/C:C/I:C/A:C"}]}, "HIGH"),
    ("version 4", {"severity": [{"type": "CVSS_V4", "score": "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"}]}, "CRITICAL"),
    ("of the package", {"affected": {"severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N"}]}}, "MEDIUM"),
    ("in front of the summary, as Red Hat and its rebuilders have it", {"summary": "Important: openssl security update"}, "HIGH"),
    ("a summary is no severity", {"summary": "openssl: a high price"}, "UNKNOWN"),
    ("nothing is told", {}, "UNKNOWN"),
])
def test_severity(tmp_path, why, extra, words):
    policy, _ = judge(tmp_path, [record(**extra)], data=IMAGE)
    assert len(policy["matches"]) == 2
    assert all(m["message"].startswith(words + " Vulnerability found in os package type (dpkg) - ") for m in policy["matches"])


def test_row(tmp_path):
    """What the gate's message is made of: fixes of all ranges that hold the version, the advisory's page, the scores that a rule asks for."""
    advisory = record(events=[{"introduced": "0"}, {"fixed": "3.0.10-1"}, {"introduced": "3.1"}, {"fixed": "3.2"}],
                      references=[{"type": "WEB", "url": "https://web.example"}, {"type": "ADVISORY", "url": "https://advisory.example"}],
                      severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}])
    advisory["affected"].append({"package": {"ecosystem": "Debian:12", "name": "openssl"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "3.0"}, {"fixed": "3.0.11-1"}]}]})
    rule = ("package", {"package_type": "os", "cvss_v3_base_score": "7", "cvss_v3_impact_score": "3", "fix_available": "true"})
    policy, _ = judge(tmp_path, [advisory], rule, data=debian(("openssl", "3.0.9-1", None)))
    assert [m["message"] for m in policy["matches"]] == [
        "HIGH Vulnerability found in os package type (dpkg) - openssl (fixed in: 3.0.10-1, 3.0.11-1)(cvss_v3_base_score=7.5 cvss_v3_impact_score=3.6)(CVE-2026-1 - https://advisory.example)"]


@pytest.mark.parametrize("why, params, fires", [
    ("nothing to be fixed with", {"fix_available": "true"}, False), ("asked for those", {"fix_available": "false"}, True),
    ("below the score", {"cvss_v3_base_score": "9.9"}, False), ("what the vendor will not mend is passed over", {"vendor_only": "true"}, False),
    ("or is not", {"vendor_only": "false"}, True), ("published 10 days ago", {"max_days_since_creation": "11"}, False), ("longer than that", {"max_days_since_creation": "9"}, True),
])
def test_filters(tmp_path, why, params, fires):
    advisory = record(published="2026-11-14T00:00:00Z", severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
                      affected={"ecosystem_specific": {"urgency": "end-of-life"}} if "vendor_only" in params else {})
    policy, _ = judge(tmp_path, [advisory], ("package", dict(params, package_type="os")), data=debian(("openssl", "3.0.9-1", None)))
    assert bool(policy["matches"]) == fires


def test_blacklist_knows_other_names(tmp_path):
    """A record of GitHub that is also a CVE, one of Debian whose id hides it, and an update that mends it."""
    feed = [record("GHSA-1", aliases=["CVE-2026-1"]), record("DSA-1-1", upstream=["CVE-2026-2"]), record("DSA-2-1", related=["CVE-2026-3", "DSA-1-1"]), record("DEBIAN-CVE-2026-4")]
    wanted = "CVE-2026-1,CVE-2026-2,CVE-2026-3,CVE-2026-4,DEBIAN-CVE-2026-4,GHSA-1,CVE-2026-9"
    policy, _ = judge(tmp_path, feed, ("blacklist", {"vulnerability_ids": wanted}), data=IMAGE)
    assert [m["message"] for m in policy["matches"]] == ["Blacklisted vulnerabilities detected: ['CVE-2026-1', 'CVE-2026-2', 'CVE-2026-3', 'CVE-2026-4', 'DEBIAN-CVE-2026-4', 'GHSA-1']"]
    policy, _ = judge(tmp_path, [record("GHSA-1", ecosystem="PyPI", name="foo-bar", related=["CVE-2026-1"])], ("blacklist", {"vulnerability_ids": "CVE-2026-1"}), data=languages())
    assert not policy["matches"], "what a library's flaw is merely related to is not that flaw"


LINES = "\n".join(json.dumps(record("CVE-2026-%d" % i)) for i in (1, 2)) + "\n"
FORMS = [("one record", record(), 2), ("a list", [record(), record("CVE-2026-2")], 4), ("JSON lines", LINES, 4),
         ("an object around", {"advisories": [record()], "generated_at": NOW}, 2),
         ("members in any order", {"generated_at": NOW, "advisories": [record()], "covers": ["Debian:12"], "note": {"a": [1]}}, 2),
         ("a byte order mark", "\ufeff" + json.dumps([record()]), 2)]


@pytest.mark.parametrize("why, feed, matches", FORMS, ids=[row[0] for row in FORMS])
def test_forms(tmp_path, why, feed, matches):
    policy, problems = judge(tmp_path, feed, data=IMAGE)
    assert len(policy["matches"]) == matches and not problems


def test_several_feeds_add_up(tmp_path):
    """One a distribution's, one a language's; the older one's age counts."""
    other = {"feed-2.json": [record(ecosystem="PyPI", name="foo-bar")]}
    layers = [made.layer(("etc/os-release", {"content": "ID=debian\nVERSION_ID=12\n"}), ("var/lib/dpkg/status", {"content": "Package: openssl\nStatus: install ok installed\nVersion: 1\n"}),
                         ("usr/lib/python3/dist-packages/foo_bar-1.5.dist-info/METADATA", {"content": "Name: foo-bar\nVersion: 1.5\n"}))]
    image = made.docker_archive(layers, made.config(layers))
    rules = [ALL, ("stale_feed_data", {"max_days_since_sync": "3"})]
    (tmp_path / "evidence").mkdir()
    policy, _ = judge(tmp_path, "\n".join(json.dumps(x) for x in ({"generated_at": NOW, "advisories": [record()]}, other["feed-2.json"][0])), *rules, data=image)
    assert [m["trigger"] for m in policy["matches"]] == ["package", "package"] and not lacks(policy)
    policy, _ = judge(tmp_path, [dict(record(), modified="2026-11-20T00:00:00Z")], *rules, data=IMAGE)
    assert [m["trigger"] for m in policy["matches"]] == ["package", "package", "stale_feed_data"], "without generated_at the newest record tells"


@pytest.mark.parametrize("generated, days, fires", [
    ("2026-11-20T00:00:00Z", "3", True), ("2026-11-20T00:00:00Z", "4", False), ("2026-11-24T00:00:00Z", "0", False), ("2026-12-24T00:00:00Z", "0", False), (None, "9999", True)])
def test_stale(tmp_path, generated, days, fires):
    """Against the host's clock. A feed without time and records is of any age."""
    feed = {"advisories": [], "covers": ["Debian:12"], **({"generated_at": generated} if generated else {})}
    policy, _ = judge(tmp_path, feed, ("stale_feed_data", {"max_days_since_sync": days}), data=IMAGE)
    assert bool(policy["matches"]) == fires and not lacks(policy)


UNAVAILABLE = ("vulnerability_data_unavailable", {})
COVERS = [
    ("records of it", [record()], False), ("records of another release", [record(ecosystem="Debian:11")], True), ("records of a language", [record(ecosystem="PyPI")], True),
    ("said, without any record", {"generated_at": NOW, "covers": ["Debian:12"], "advisories": []}, False),
    ("said of another, whatever the records are of", {"generated_at": NOW, "covers": ["Debian:11"], "advisories": [record()]}, True),
    ("withdrawn records show that it was looked at", [record(withdrawn="2026-01-01T00:00:00Z")], False), ("an empty list", [], True)]


@pytest.mark.parametrize("why, feed, uncovered", COVERS, ids=[row[0] for row in COVERS])
def test_coverage(tmp_path, why, feed, uncovered):
    """What the feed does not cover is not free of vulnerabilities."""
    policy, _ = judge(tmp_path, feed, UNAVAILABLE, data=IMAGE)
    assert bool(policy["matches"]) == uncovered
    policy, _ = judge(tmp_path, feed, ("package", {"package_type": "os"}), data=IMAGE)
    assert bool(lacks(policy)) == uncovered and (policy["final_action"] == "stop") == (uncovered or bool(policy["matches"]))


def test_languages_that_are_not_covered(tmp_path):
    for kind, said in (("all", True), ("non-os", True), ("os", False)):
        policy, _ = judge(tmp_path, {"covers": ["Debian:12", "npm", "PyPI"], "advisories": []}, ("package", {"package_type": kind}), data=languages())
        assert [("RubyGems" in m) for m in lacks(policy)] == [True] * said, kind


def test_advisories_are_no_registry(tmp_path):
    """The gate of npm packages asks what the registry has: a feed of advisories alone leaves that open, one with the member npm tells it."""
    rule = {"id": "n", "gate": "npms", "trigger": "unknown_in_feeds", "action": "STOP", "params": []}
    (tmp_path / "bundle.json").write_text(json.dumps({**bundle(), "policies": [{"id": "p", "version": "1_0", "rules": [rule]}]}))
    (tmp_path / "evidence").mkdir()
    for extra, open_answer in (({}, True), ({"npm": {"synced": True, "packages": {"left-pad": {"latest": "1.3.0", "versions": ["1.3.0"]}}}}, False)):
        (tmp_path / "evidence" / "feed.json").write_text(json.dumps({"covers": ["npm"], "advisories": [], **extra}))
        report = scans.report("--evidence", tmp_path / "evidence", "--bundle", tmp_path / "bundle.json", "--compat", "intended", "--tag", "x:1", "-", data=languages())
        assert bool(lacks(report["policy"])) == open_answer and not report["policy"]["matches"]


def test_without_feed(tmp_path):
    rules = [ALL, ("stale_feed_data", {"max_days_since_sync": "9"}), UNAVAILABLE, ("blacklist", {"vulnerability_ids": "CVE-1"})]
    policy, _ = judge(tmp_path, None, *rules, data=IMAGE)
    assert not policy["matches"] and len(lacks(policy)) == 4 and policy["final_action"] == "stop"
    policy, _ = judge(tmp_path, None, *rules, data=IMAGE, compat="anchore-1.1")
    assert [m["trigger"] for m in policy["matches"]] == ["stale_feed_data", "vulnerability_data_unavailable"], "as an engine that never synced"


BAD = [("no id", [{"affected": []}]), ("an affected that is no list", [record() | {"affected": {}}]), ("a package without name", [record(name="")]),
       ("ranges that are no list", [record(events=None, affected={"ranges": 7})]), ("a range of another type", [record(kind="MONTHS")]),
       ("an event of another kind", [record(events=[{"started": "1"}])]), ("an event without text", [record(events=[{"introduced": 0}])]),
       ("no object", [7]), ("a text", '"x"'), ("a list that is an object", {"advisories": {}}), ("a time that is none", {"generated_at": "noon", "covers": ["Debian:12"], "advisories": []})]


@pytest.mark.parametrize("why, feed", BAD, ids=[row[0] for row in BAD])
def test_records_that_cannot_be_read(tmp_path, why, feed):
    """They are told, the others count, and the answer is not whole."""
    more = [record("CVE-2026-2", name="curl")]
    feed = feed + more if isinstance(feed, list) else feed
    policy, problems = judge(tmp_path, feed, data=IMAGE, codes=(3,))
    assert problems and problems[0]["document"] == "feed" and len(lacks(policy)) in (1, 2)
    assert ids(policy) == (["CVE-2026-2+curl"] if isinstance(feed, list) else [])


@pytest.mark.parametrize("cut", [1, 40, 200, 385])
def test_cut_feed(tmp_path, cut):
    """A feed that ends too early: what came before counts, and the rest is not known."""
    text = json.dumps([record("CVE-2026-2", name="curl"), record()])
    policy, problems = judge(tmp_path, text[:cut], data=IMAGE, codes=(3,))
    assert [p["class"] for p in problems] == ["bad-json"] and lacks(policy) and policy["final_action"] == "stop"
    assert ids(policy) == (["CVE-2026-2+curl"] if cut >= 200 else [])


def test_versions_without_order(tmp_path):
    image = debian(("openssl", "no version", None), ("curl", "1", None))
    policy, _ = judge(tmp_path, [record(events=[{"introduced": "0"}, {"fixed": "2"}])], data=image)
    assert not policy["matches"] and len(lacks(policy)) == 1 and "openssl" in lacks(policy)[0]
    policy, _ = judge(tmp_path, [record(events=[{"introduced": "0"}])], data=image)
    assert ids(policy) == ["CVE-2026-1+openssl"], "all versions, this one too"


# --- an independent judge ---

def key(found):
    return sorted(set(found))


def expected(feed, packages, order, named):
    """(advisory, package) of the packages {name, version, key}, by the judge."""
    found = []
    for advisory in feed:
        for affected in advisory["affected"]:
            for package in packages:
                if named(affected["package"]) == package["match"] and osv_judge.affects(order, package["version"], affected):
                    found.append((advisory["id"], package["name"], package["version"]))
    return key(found)


def matched(policy):
    return key((m["evidence"][0]["id"], m["evidence"][0]["name"], m["evidence"][0]["version"]) for m in policy["matches"])


def versions_around(advisories, maker):
    """Each version that a range names, and small changes of them."""
    for advisory in advisories:
        for affected in advisory["affected"]:
            for one in affected.get("ranges", []):
                for event in one["events"]:
                    for value in event.values():
                        yield affected["package"], value
                        yield affected["package"], maker.choice([value + "1", value.replace("2", "1", 1), "0", "999", value + ".post1", value.replace("-3", "-2")])


REAL = [("osv-pysec", "PyPI", "python", osv_judge.pep440), ("ghsa-osv", "npm", "npm", osv_judge.semver),
        ("alma-osv", "AlmaLinux:8", "rpm", osv_judge.rpm), ("alma-osv", "AlmaLinux:9", "rpm", osv_judge.rpm)]


@pytest.mark.parametrize("where, ecosystem, database, order", REAL, ids=[r[0] + " " + r[1] for r in REAL])
def test_real_advisories(tmp_path, where, ecosystem, database, order):
    """Published records as they are, over packages of versions that they name and of some beside."""
    if not osv_judge.available(order):
        pytest.skip("the program that orders these versions is not installed")
    records = [json.loads(p.read_text()) for p in sorted((folder("versions") / "advisories" / where).rglob("*.json"))]
    mine = [r for r in records if any(a["package"]["ecosystem"] == ecosystem for a in r["affected"]) and not r.get("withdrawn", "").startswith("2")]
    if not mine:
        pytest.skip("no record of this ecosystem")
    packages = []
    for package, version in versions_around(mine, random.Random(5)):
        if package["ecosystem"] != ecosystem or version == "0":
            continue
        try:
            order(version, version)
        except Exception:
            continue
        packages.append({"name": package["name"], "version": version, "match": package["name"].lower()})
    epochs = [p["version"].partition(":")[::2] if ":" in p["version"] else ("", p["version"]) for p in packages]
    rows = [{"db": database, "name": p["name"], "version": v, "epoch": e, "path": "/x/%d/y" % i} for i, (p, (e, v)) in enumerate(zip(packages, epochs))]
    facts = {"image_id": "sha256:" + "a" * 64, "os_release": {"ID": "almalinux", "VERSION_ID": ecosystem.partition(":")[2] or "8"}, "packages": rows}
    only = [dict(r, affected=[a for a in r["affected"] if a["package"]["ecosystem"] == ecosystem]) for r in mine]
    policy, problems = judge(tmp_path, {"covers": [ecosystem], "advisories": records}, facts=facts)
    assert not problems
    assert matched(policy) == expected(only, packages, order, lambda p: p["name"].lower())
    assert 0 < len(matched(policy)) < len(packages)


IMAGES = [("made-deb12-minbase.oci", "Debian:12", osv_judge.dpkg), ("made-distroless.oci.tar", "Debian:12", osv_judge.dpkg),
          ("made-rpm-sqlite.docker.tar", "fedora:34", osv_judge.rpm), ("made-rpmdb-mariner2.oci", "Azure Linux:2", osv_judge.rpm),
          ("made-alpine-node.docker.tar.gz", "npm", osv_judge.semver)]


def named(package):
    """The names under which records may speak of it, each with the version that counts then: dpkg's source ("name (version)"), rpm's
    own name and that of its source's file, a language's own."""
    epoch = package.get("epoch") or ""
    shown = (epoch + ":" if epoch else "") + package["version"]
    source = package.get("source") or ""
    if package["db"].startswith("dpkg"):
        name, _, version = source.partition("(")
        return [(name.strip() or package["name"], version.strip(" )") or shown)], shown
    if package["db"] != "rpm" or not source:
        return [(package["name"], shown)], shown
    name, version, release = source[:-len(".src.rpm")].rsplit("-", 2)
    return [(package["name"], shown), (name, (epoch + ":" if epoch else "") + version + "-" + release)], shown


@pytest.mark.parametrize("name, ecosystem, order", IMAGES, ids=[r[0] for r in IMAGES])
def test_real_images(tmp_path, name, ecosystem, order):
    """Records made around the packages of real images: fixed just before, in, and just behind what is installed."""
    if not osv_judge.available(order):
        pytest.skip("the program that orders these versions is not installed")
    path = folder("images") / name
    truth = json.loads((path.parent / (name + ".facts.json")).read_text())["images"][0]
    maker, feed, packages = random.Random(12), [], []
    for package in truth["language_packages" if ecosystem == "npm" else "packages"]:
        if package["db"] != "npm" and ecosystem == "npm":
            continue
        names_of, shown = named(package)
        packages += [{"name": package["name"], "version": v, "match": n, "shown": shown} for n, v in names_of]
    for i, package in enumerate(maker.sample(packages, min(len(packages), 15))):
        v = package["version"]
        fixes = [v, v + "1", v.replace("1", "0", 1), v + "~1" if order is osv_judge.dpkg else v + "-9", "999.0.0", "0.0.1"]
        for k, fixed in enumerate(fixes):
            try:
                order(v, fixed)
            except Exception:
                continue
            feed.append(record("T-%d-%d" % (i, k), ecosystem=ecosystem, name=package["match"], events=[{"introduced": "0"}, {"fixed": fixed}]))
    policy, problems = judge(tmp_path, feed, image=path)
    assert not problems
    shown = {(p["name"], p["version"]): p["shown"] for p in packages}
    want = key((i, n, shown[n, v]) for i, n, v in expected(feed, packages, order, lambda p: p["name"]))
    assert matched(policy) == want and want
