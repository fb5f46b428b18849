# SPDX-License-Identifier: Apache-2.0
"""Every trigger of Anchore's gates once where it fires and once where it does not, with the ids that follow from their messages; and
the oddities, each in the engine's mode and in the one that was meant."""
import functools
import hashlib
import json
import os
import re
import subprocess

import pytest
from corpus import PROGRAM, SOURCE_ROOT

TOOL = os.path.join(os.environ["CISDOCK_BUILD_ROOT"], "tests", "anchore-case")


FACTS = {"image_id": "a" * 64, "digest": "sha256:" + "b" * 64, "distro": {"name": "debian", "version": "9"}}


def evaluate(tmp_path, rules, facts, compat=None, bundle=None, **members):
    made = bundle or {
        "id": "b", "version": "1_0", "whitelists": [], "policies": [{"id": "p", "version": "1_0", "rules": [
            {"id": "r%d" % i, "gate": g, "trigger": t, "action": a, "params": [{"name": k, "value": v} for k, v in p.items()]}
            for i, (g, t, p, a) in enumerate(rules)]}],
        "mappings": [{"id": "m", "name": "m", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"}, "policy_ids": ["p"], "whitelist_ids": []}]}
    made.update(members)
    case = {"tag": "docker.io/library/x:latest", "bundle": made}
    case.update({"image": facts} if "config" in facts else {"facts": dict(FACTS, **facts)})
    if compat:
        case["compat"] = compat
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case))
    run = subprocess.run([TOOL, "--data", str(tmp_path), str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


FILES = {"files": [{"path": "/bin/su", "mode": "04755", "type": "file", "size": 3, "sha256": "ab", "md5": "cd"}, {"path": "/srv", "mode": "0755", "type": "dir", "size": 0}]}
DOCKERFILE = {"dockerfile_mode": "Actual", "dockerfile_contents": "FROM a\nUSER app\nEXPOSE 80\n"}
GUESSED = {"dockerfile_mode": "Guessed", "dockerfile_contents": "FROM scratch\n"}
PASSWD = {"retrieved_files": {"/etc/passwd": "root:x:0:0:root:/root:/bin/bash\n"}}
SECRET = {"secret_search": {"/root/id": {"PRIV_KEY=(?i)-+BEGIN": [0]}}}
CONTENT = {"content_search": {"/srv/x": {"N=abc": [1]}}}
PACKAGES = {"packages": [{"name": "bash", "version": "5.0-4", "type": "dpkg", "license": "GPL-3 MIT"}],
            "package_db": {"/bin/su": [{"package": "bash", "digest": "ef", "digestalgo": "md5", "mode": "0100755", "size": "3"}], "/gone": [{"package": "bash"}]}}
NPM = {"packages": [{"name": "left-pad", "version": "1.0", "type": "npm", "license": "MIT"}, {"name": "odd", "version": "0.1", "type": "npm", "license": "MIT"}],
       "feed": {"npm": {"synced": True, "packages": {"left-pad": {"latest": "1.3", "versions": ["1.2", "1.3"]}}}}}
GEM = {"packages": [{"name": "rake", "version": "1.0", "type": "gem", "license": "MIT"}, {"name": "odd", "version": "0.1", "type": "gem", "license": "MIT"}],
       "feed": {"gem": {"synced": True, "packages": {"rake": {"latest": "1.3", "versions": ["1.2", "1.3"]}}}}}
CURRENT = {"packages": [{"name": "left-pad", "version": "1.3", "type": "npm", "license": "MIT"}, {"name": "rake", "version": "1.3", "type": "gem", "license": "MIT"}],
           "feed": {"last_sync_days_ago": 1, "npm": {"synced": True, "packages": NPM["feed"]["npm"]["packages"]}, "gem": {"synced": True, "packages": GEM["feed"]["gem"]["packages"]}}}
MALWARE = {"malware": {"clamav": {"scanner": "clamav", "findings": [{"path": "/x", "signature": "Unix.T"}]}}}
VULN = {"vulnerabilities": [{"id": "CVE-1", "severity": "High", "package": "bash", "version": "5.0", "pkg_type": "dpkg", "link": "https://x", "fix_versions": ["5.1"]}]}
FEED = {"feed": {"last_sync_days_ago": 1, "distro_data": True}}

# gate, trigger, parameters, facts that fire, message (or its id), facts that do not (or other parameters with them).
TABLE = [
    ("always", "always", {}, {}, "=always", None),
    ("dockerfile", "instruction", {"instruction": "FROM", "check": "=", "value": "scratch"}, GUESSED, "Dockerfile directive 'FROM' check '=' matched against 'scratch' for line 'scratch'", DOCKERFILE),
    ("dockerfile", "effective_user", {"users": "root", "type": "blacklist"}, GUESSED, "User root found as effective user, which is explicity not allowed", DOCKERFILE),
    ("dockerfile", "exposed_ports", {"ports": "80", "type": "blacklist"}, DOCKERFILE, "Dockerfile exposes port (80) which is in policy file DENIEDPORTS list", GUESSED),
    ("dockerfile", "no_dockerfile_provided", {}, GUESSED, "Image was not analyzed with an actual Dockerfile", DOCKERFILE),
    ("files", "content_regex_match", {"regex_name": "N"}, CONTENT, "File content analyzer found regexp match in container: file=/srv/x regexp=N=abc", {"content_search": {"/srv/x": {"M=abc": [1]}}}),
    ("files", "name_match", {"regex": "/bin/.*"}, FILES, "Application of regex matched file found in container: file=/bin/su regexp=/bin/.*", {"files": FILES["files"][1:]}),
    ("files", "attribute_match", {"filename": "/bin/su", "mode": "4755"}, FILES, "filename=/bin/su and mode=0o4755 op=equals specified_mode=0o4755", {"files": FILES["files"][1:]}),
    ("files", "suid_or_guid_set", {}, FILES, "SUID or SGID found set on file /bin/su. Mode: 0o104755", {"files": FILES["files"][1:]}),
    ("passwd_file", "content_not_available", {}, {}, "Cannot locate /etc/passwd in image stored files archive: check analyzer settings.", PASSWD),
    ("passwd_file", "blacklist_usernames", {"user_names": "root"}, PASSWD, "Blacklisted user 'root' found in image's /etc/passwd: pentry=root:x:0:0:root:/root:/bin/bash", {}),
    ("passwd_file", "blacklist_userids", {"user_ids": "0"}, PASSWD, "Blacklisted uid '0' found in image's /etc/passwd: pentry=root:x:0:0:root:/root:/bin/bash", {}),
    ("passwd_file", "blacklist_groupids", {"group_ids": "0"}, PASSWD, "Blacklisted gid '0' found in image's /etc/passwd: pentry=root:x:0:0:root:/root:/bin/bash", {}),
    ("passwd_file", "blacklist_shells", {"shells": "/bin/bash"}, PASSWD, "Blacklisted shell '/bin/bash' found in image's /etc/passwd: pentry=root:x:0:0:root:/root:/bin/bash", {}),
    ("passwd_file", "blacklist_full_entry", {"entry": "root:x:0:0:root:/root:/bin/bash"}, PASSWD,
     "Blacklisted pentry 'root:x:0:0:root:/root:/bin/bash' found in image's /etc/passwd: pentry=root:x:0:0:root:/root:/bin/bash", {}),
    ("retrieved_files", "content_not_available", {"path": "/etc/shadow"}, PASSWD, "Cannot locate file in the image analysis", {"retrieved_files": {"/etc/shadow": "x"}}),
    ("retrieved_files", "content_regex", {"path": "/etc/passwd", "check": "match", "regex": "root:.*"}, PASSWD, "=r0+file:///etc/passwd", {"retrieved_files": {"/etc/passwd": "app:x\n"}}),
    ("secret_scans", "content_regex_checks", {}, SECRET, "Secret content search analyzer found regexp match in container: file=/root/id regexp=PRIV_KEY=(?i)-+BEGIN", {}),
    ("packages", "required_package", {"name": "zsh"}, PACKAGES, "Required input package (zsh) is not present in container image", {"packages": [{"name": "zsh", "version": "1", "type": "dpkg"}]}),
    ("packages", "verify", {"check": "missing"}, dict(PACKAGES, files=[{"path": "/bin/su", "mode": "0755", "type": "file", "size": 3}]), "VERIFY check against package db for package 'bash' failed on entry '/gone' with status: 'missing'",
     dict(PACKAGES, files=[{"path": p, "mode": "0755", "type": "file", "size": 3} for p in ("/bin/su", "/gone")])),
    ("packages", "blacklist", {"name": "bash", "version": "5.0-4"}, PACKAGES, "Package is blacklisted: bash-5.0-4", {}),
    ("metadata", "attribute", {"attribute": "size", "check": ">", "value": "1kb"}, {"size": 4096}, "Attribute check for attribute: 'size' check: '>' check_value: '1024' matched image value: '4096'", {"size": 1000}),
    ("licenses", "blacklist_exact_match", {"licenses": "MIT"}, PACKAGES, "LICFULLMATCH Packages are installed that have blacklisted licenses: bash(MIT)", {}),
    ("licenses", "blacklist_partial_match", {"licenses": "GPL"}, PACKAGES, "LICSUBMATCH Packages are installed that have blacklisted licenses: bash(GPL-3)", {}),
    ("npms", "newer_version_in_feed", {}, NPM, "NPMNOTLATEST Package (left-pad) version (1.0) installed but is not the latest version (1.3)", CURRENT),
    ("npms", "unknown_in_feeds", {}, NPM, "NPMNOTOFFICIAL Package (odd) in container but not in official NPM feed.", CURRENT),
    ("npms", "version_not_in_feeds", {}, NPM, "NPMBADVERSION Package (left-pad) version (1.0) installed but version is not in the official feed for this package (['1.2', '1.3'])", CURRENT),
    ("npms", "blacklisted_name_version", {"name": "left-pad"}, NPM, "NPM Package is blacklisted: left-pad", GEM),
    ("npms", "feed_data_unavailable", {}, {}, "NPM packages are present but the anchore npm feed is not available - will be unable to perform checks that require feed data", CURRENT),
    ("ruby_gems", "newer_version_found_in_feed", {}, GEM, "Package (rake) version (1.0) installed but is not the latest version (1.3)", CURRENT),
    ("ruby_gems", "not_found_in_feed", {}, GEM, "GEMNOTOFFICIAL Package (odd) in container but not in official GEM feed.", CURRENT),
    ("ruby_gems", "version_not_found_in_feed", {}, GEM, "GEMBADVERSION Package (rake) version (1.0) installed but version is not in the official feed for this package (['1.2', '1.3'])", CURRENT),
    ("ruby_gems", "blacklist", {"name": "rake", "version": "1.0"}, GEM, "Gem Package is blacklisted: rake-1.0", NPM),
    ("ruby_gems", "feed_data_unavailable", {}, {}, "Gem packages are present but the anchore gem feed is not available - will be unable to perform checks that require feed data", CURRENT),
    ("malware", "scans", {}, MALWARE, "=clamav+Unix.T+" + hashlib.md5(b"/x").hexdigest(), {"malware": {"clamav": {"scanner": "clamav", "findings": []}}}),
    ("malware", "scan_not_run", {}, {}, "No malware scans found for image", MALWARE),
    ("vulnerabilities", "package", {"package_type": "os", "severity": "high", "severity_comparison": ">="}, VULN, "=CVE-1+bash", {"vulnerabilities": []}),
    ("vulnerabilities", "stale_feed_data", {"max_days_since_sync": "2"}, {}, "The vulnerability feed for this image distro is older than MAXAGE (2) days", FEED),
    ("vulnerabilities", "vulnerability_data_unavailable", {}, {}, "Distro-specific feed data not found for distro namespace: debian:9. Cannot perform CVE scan OS/distro packages", FEED),
    ("vulnerabilities", "blacklist", {"vulnerability_ids": "CVE-1,CVE-2"}, VULN, "Blacklisted vulnerabilities detected: ['CVE-1']", {"vulnerabilities": []}),
]


def catalogue():
    out = subprocess.run([PROGRAM, "gates", "--format", "json"], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(out.stdout)


@functools.lru_cache
def built_in():
    """(gate, trigger) -> {parameter: (required, choices)}"""
    return {(g["name"], t["name"]): {p["name"]: (p["required"], p["choices"].split("|") if p["choices"] else None) for p in t["parameters"]}
            for g in catalogue() for t in g["triggers"]}


def test_table_has_every_trigger():
    mine = {(row[0], row[1]) for row in TABLE}
    assert len(mine) == len(TABLE) == 40
    reference = SOURCE_ROOT.parent / "shared" / "reference" / "anchore-gates.json"
    if reference.is_file():
        gates = json.loads(reference.read_text())["gates"]
        assert mine == {(g["gate"], t["trigger"]) for g in gates if g["state"] == "active" for t in g["triggers"]}
        for gate, trigger in ((g, t) for g in gates if g["state"] == "active" for t in g["triggers"]):
            wanted = {p["name"]: (bool(p["required"]), p.get("enum")) for p in trigger["params"]}
            assert built_in()[gate["gate"], trigger["trigger"]] == wanted
    assert mine <= set(built_in())


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0] + "." + row[1])
def test_trigger(tmp_path, row):
    gate, trigger, params, fires, message, silent = row
    rules = [(gate, trigger, params, "STOP")]
    got = evaluate(tmp_path, rules, fires)
    assert got["outcome"] == "result", got
    want = message[1:] if message.startswith("=") else hashlib.md5((gate + trigger + message).encode()).hexdigest()
    assert [r["trigger_id"] for r in got["rows"]] == [want], got["rows"]
    assert message.startswith("=") or got["rows"][0]["check_output"] == message
    assert got["final_action"] == "stop"
    if silent is not None:
        got = evaluate(tmp_path, rules, silent)
        assert got["outcome"] == "result" and got["rows"] == [] and got["final_action"] == "go", got


def test_retired_gates(tmp_path):
    reference = SOURCE_ROOT.parent / "shared" / "reference" / "anchore-gates.json"
    if not reference.is_file():
        pytest.skip("the catalogue of gates is missing")
    gates = json.loads(reference.read_text())["gates"]
    rules = [(g["gate"], t["trigger"], {}, "STOP") for g in gates if g["state"] != "active" for t in g["triggers"]]
    got = evaluate(tmp_path, rules, {})
    assert got["outcome"] == "result" and got["final_action"] == "go" and got["problem_types"] == ["EndOfLifedError"] * len(rules)
    assert evaluate(tmp_path, [(rules[0][0], "nope", {}, "STOP")], {})["problem_types"] == ["TriggerNotFoundError"]


def final(got):
    return got["outcome"] if got["outcome"] != "result" else got["final_action"]


MAPPING = {"id": "m", "name": "m", "registry": "*", "repository": "*", "policy_ids": ["p"], "whitelist_ids": []}
ALWAYS = [("always", "always", {}, "WARN")]
GO = {"id": "g", "name": "g", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"}}
ALLOW = {"whitelists": [{"id": "w", "version": "1_0", "items": [{"gate": "always", "trigger_id": "always"}]}], "mappings": [dict(GO, policy_ids=["p"], whitelist_ids=["w"])]}
LINUX_IMAGE = {"layers": [[{"path": "a", "content": "a"}]], "config": {"architecture": "amd64", "os": "linux"}}


def text(contents, mode="Actual"):
    return {"dockerfile_mode": mode, "dockerfile_contents": contents}


def rule(gate, trigger, **params):
    return [(gate, trigger, params, "STOP")]


VERIFY = rule("packages", "verify")


def records(file, *others, **record):
    """A package with one file, what its database says of it, and what is there: nothing where `file` is empty."""
    return {"packages": [{"name": "bash", "version": "5.0-4", "type": "dpkg", "license": "x"}], "package_db": {"/bin/su": [dict(record, package="bash")]},
            "files": [dict(file, path="/bin/su")] * bool(file) + list(others)}


# name, rules, facts, members of the bundle, what 1.1 and 0.3 make of it, what was meant
ODDITIES = [
    ("NO_MAPPING_GOES", ALWAYS, {}, {"mappings": []}, "go", "go", "stop"),
    ("MAPPING_WITHOUT_IMAGE", ALWAYS, {}, {"mappings": [dict(MAPPING, image={"type": "digest", "value": "sha256:" + "b" * 64})]}, "error_stop", "error_stop", "warn"),
    ("ONE_FAILURE_LOSES_ALL", [("files", "name_match", {"regex": "["}, "WARN")], FILES, {}, "no_verdict", "no_verdict", "warn"),
    ("DOLLAR_CONTINUES", rule("dockerfile", "instruction", instruction="RUN", check="like", value=".*install"), text("FROM a\nRUN x && \\\n install y\n"), {}, "go", "stop", "stop"),
    ("USER_CASE", rule("dockerfile", "effective_user", users="root", type="blacklist"), text("FROM a\nuser root\n"), {}, "go", "go", "stop"),
    ("USER_TEXT", rule("dockerfile", "effective_user", users="root", type="blacklist"), text("FROM a\nUSER 0:0\n"), {}, "go", "go", "stop"),
    ("EMPTY_DOCKERFILE_SILENT", rule("dockerfile", "instruction", instruction="HEALTHCHECK", check="not_exists"), text("# nothing\n"), {}, "go", "go", "stop"),
    ("PORTS_AS_TEXT", rule("dockerfile", "exposed_ports", ports="0", type="blacklist"), text("FROM a\nEXPOSE 80\n"), {}, "go", "go", "stop"),
    ("SECRET_NAME_SUBSTRING", rule("secret_scans", "content_regex_checks", content_regex_name="MY_PRIV_KEY2"), SECRET, {}, "stop", "stop", "go"),
    ("EMPTY_RETRIEVED", rule("passwd_file", "blacklist_usernames", user_names="root"), {"layers": [[{"path": "etc/passwd", "content": ""}]], "config": {}}, {}, "no_verdict", "no_verdict", "go"),
    ("RETRIEVED_BY_WORD", rule("retrieved_files", "content_regex", path="/etc/passwd", check="match", regex="b c"), {"retrieved_files": {"/etc/passwd": "a b c\n"}}, {}, "go", "go", "stop"),
    ("METADATA_VALUE_REQUIRED", rule("metadata", "attribute", attribute="architecture", check="exists"), {"architecture": "amd64"}, {}, "error_stop", "error_stop", "stop"),
    ("FEED_WITHOUT_PACKAGES", rule("npms", "feed_data_unavailable"), {}, {}, "stop", "stop", "go"),
    ("VENDOR_ONLY_DEFAULT", rule("vulnerabilities", "package", package_type="all"), {"vulnerabilities": [dict(VULN["vulnerabilities"][0], will_not_fix=True)]}, {}, "go", "go", "stop"),
    ("SETGID_FOLDERS", rule("files", "suid_or_guid_set"), {"files": [{"path": "/srv", "mode": "02775", "type": "dir", "size": 0}]}, {}, "stop", "stop", "go"),
    ("BUILDKIT_IS_RUN", rule("dockerfile", "effective_user", users="app", type="whitelist"), text("FROM scratch\nRUN USER app\n", "Guessed"), {}, "stop", "stop", "go"),
    ("NO_OS_TYPE", rule("metadata", "attribute", attribute="os_type", check="=", value="linux"), LINUX_IMAGE, {}, "go", "go", "stop"),
    ("JSON_BOOLEANS", rule("dockerfile", "exposed_ports", ports="80", type="blacklist", actual_dockerfile_only=True), text("FROM a\nEXPOSE 80\n"), {}, "no_verdict", "no_verdict", "stop"),
    ("RECORDS_OF_FAMILY", VERIFY, records({}, flags=["unseen"]), {}, "go", "go", "stop"),
    ("RECORD_DIGESTS_LOST", VERIFY, records({"type": "file", "md5": "00", "mode": "0644"}, digest="ef", digestalgo="md5", flags=["digest_unseen"]), {}, "go", "go", "stop"),
    ("RECORDS_AS_TEXT", VERIFY, records({}, {"path": "/bin", "type": "slink", "link": "usr/bin"}, {"path": "/usr/bin/su", "type": "file"}), {}, "stop", "stop", "go"),
    ("RECORDS_OF_LEFT_OUT", VERIFY, records({}, flags=["ghost"]), {}, "stop", "stop", "go"),
    ("RECORD_KINDS_IGNORED", VERIFY, records({"type": "slink", "link": "x"}, digest="ef", digestalgo="md5"), {}, "go", "go", "stop"),
    ("RECORD_MODES_CUT", VERIFY, records({"type": "file", "mode": "04755"}, mode="0755"), {}, "go", "go", "stop"),
    ("MINIMUM_WITHOUT_RELEASE", rule("packages", "required_package", name="musl", version="1.2-r3", version_match_type="minimum"),
     {"packages": [{"name": "musl", "version": "1.2", "release": "r4", "type": "APKG", "license": "x"}], "distro": {"name": "alpine", "version": "3.18"}}, {}, "stop", "stop", "go"),
    ("VERSION_RULES", rule("packages", "required_package", name="bash", version="2:1-1", version_match_type="minimum"), {"packages": [{"name": "bash", "version": "1:1-1", "type": "dpkg", "license": "x"}]}, {}, "go", "go", "stop"),
]


@pytest.mark.parametrize("row", ODDITIES, ids=lambda row: row[0])
def test_oddity(tmp_path, row):
    name, rules, facts, members, in_1_1, in_0_3, meant = row
    got = [final(evaluate(tmp_path, rules, facts, compat, **members)) for compat in (None, "anchore-0.8", "anchore-0.3", "intended")]
    assert got == [in_1_1, in_0_3 if name == "DOLLAR_CONTINUES" else in_1_1, in_0_3, meant]


MODES = ["755", "0755", "0o755", "0O755", "+0o755", " 0755\n", "-755", "-0", "0", "000", "0_7_5_5", "0o_755", "7" * 60, "-" + "7" * 60, "", "8", "0o", "+", "_7", "7_", "7__5", "0x1", "- 7", "0b1", "7 5"]


@pytest.mark.parametrize("text", MODES, ids=repr)
def test_modes_are_read_as_python_does(tmp_path, text):
    """The judge is int(text, 8): what it rejects loses the verdict, and all else stands in the message as oct() writes it."""
    facts = {"files": [{"path": "/bin/su", "mode": "0755", "type": "file", "size": 3}]}
    got = [evaluate(tmp_path, rule("files", "attribute_match", filename="/bin/su", mode=text, mode_op=op), facts) for op in ("equals", "not_equals")]
    try:
        wanted = oct(int(text, 8))
    except ValueError:
        assert not text or [g["outcome"] for g in got] == ["no_verdict"] * 2
        return
    rows = [[r["check_output"] for r in g["rows"]] for g in got]
    message = "filename=/bin/su and mode=0o755 op={} specified_mode=" + wanted
    assert rows == ([[message.format("equals")], []] if wanted == "0o755" else [[], [message.format("not_equals")]])


BANNER = "\x7fELF\x00BusyBox v1 x\nBusyBox v1.2.3 (2020-01-01 UTC)\x00BusyBox v1.36.1 (2023)\nBusyBox is"
# Sources of the distribution in the order in which the engine tries them.
SOURCES = [([{"path": "etc/os-release", "content": "ID=alpine\nVERSION_ID=3.9\n"}], "alpine", "3.9"),
           ([{"path": "etc/system-release-cpe", "content": "cpe:/o:fedoraproject:fedora:34\n"}], "fedora", "34"),
           ([{"path": "etc/system-release-cpe", "content": "cpe:/o:centos:linux:7:ga:server\n"}, {"path": "etc/redhat-release", "content": "Fedora 9"}], "centos", "7"),
           ([{"path": "etc/redhat-release", "content": "CentOS Linux release 7.4.1708 (Core)\n"}, {"path": "bin/busybox", "content": BANNER}], "centos", "4.1708"),
           ([{"path": "bin/busybox", "content": BANNER}], "busybox", "v1.36.1"),
           ([{"path": "bin/busybox", "content": "no banner"}], "busybox", "0"),
           ([{"path": "bin/[", "content": BANNER}, {"path": "bin/busybox", "type": "hlink", "link": "bin/["}], "busybox", "v1.36.1"),
           ([{"path": "bin/busybox", "content": BANNER}, {"path": "etc/os-release", "type": "slink", "link": "/usr/lib/os-release"}, {"path": "usr/lib/os-release", "content": "ID=debian\n"}], "busybox", "v1.36.1"),
           ([{"path": "srv/x", "content": "x"}], "Unknown", "0")]


@pytest.mark.parametrize("members, distro, version", SOURCES, ids=lambda v: None if isinstance(v, list) else v)
def test_sources_of_the_distribution(tmp_path, members, distro, version):
    rules = [("metadata", "attribute", {"attribute": a, "check": "=", "value": v}, "STOP") for a, v in (("distro", distro), ("distro_version", version))]
    got = evaluate(tmp_path, rules, {"layers": [members], "config": {}})
    assert len(got["rows"]) == 2, got


# Those that change rows, not the final action.
OF_ROWS = {"RETRIEVED_TWICE", "REQUIRED_NAME_FOR_VERSION", "ALLOWLISTED_GOES", "TABLE_IGNORES_IMAGE_LISTS", "MESSAGES_0_3"}


def test_no_oddity_is_missing():
    table = (SOURCE_ROOT / "src" / "checks" / "anchore_oddities.def").read_text()
    assert {row[0] for row in ODDITIES} | OF_ROWS == set(re.findall(r"^CDK_ODDITY\((\w+),", table, re.M))


def test_oddities_of_rows(tmp_path):
    missing = rule("retrieved_files", "content_not_available", path="/x")
    assert [len(evaluate(tmp_path, missing, {"retrieved_files": {}}, c)["rows"]) for c in (None, "anchore-0.3", "intended")] == [2, 2, 1]
    version = rule("packages", "required_package", name="bash", version="9")
    ends = [evaluate(tmp_path, version, PACKAGES, c)["rows"][0]["check_output"].rsplit("(", 1)[1] for c in (None, "anchore-0.3", "intended")]
    assert ends == ["bash)", "bash)", "9)"]
    shown = [evaluate(tmp_path, [("always", "always", {}, "STOP")], {}, c, **ALLOW) for c in (None, "anchore-0.3", "intended")]
    assert [(g["final_action"], g["rows"][0]["gate_action"]) for g in shown] == [("go", "go"), ("go", "go"), ("go", "stop")]
    listed = [evaluate(tmp_path, [("always", "always", {}, "STOP")], {}, c, whitelisted_images=[GO]) for c in (None, "anchore-0.3", "intended")]
    assert [(g["final_action"], g["policy_final_action"]) for g in listed] == [("go", "stop"), ("go", "stop"), ("go", "go")]
    user = rule("dockerfile", "effective_user", users="root", type="blacklist")
    tails = [evaluate(tmp_path, user, GUESSED, c)["rows"][0]["check_output"].endswith("allowed list") for c in (None, "anchore-0.8", "anchore-0.3")]
    assert tails == [False, False, True]
    assert evaluate(tmp_path, rule("secret_scans", "content_regex_checks", match_type="found"), SECRET, "anchore-0.3")["problem_types"] == ["InvalidParameterError"]
    assert evaluate(tmp_path, rule("secret_scans", "content_regex_checks"), SECRET, "anchore-0.3")["rows"][0]["check_output"].startswith("Secret search analyzer")


def test_intended_without_data_is_no_answer(tmp_path):
    """What was not looked at is neither a match nor its absence: it counts as if the rule had fired."""
    for gate, trigger, params in (("vulnerabilities", "package", {"package_type": "all"}), ("malware", "scans", {}), ("files", "suid_or_guid_set", {}), ("secret_scans", "content_regex_checks", {})):
        got = evaluate(tmp_path, [(gate, trigger, params, "WARN")], {}, "intended")
        assert (got["final_action"], got["rows"], got["problem_types"]) == ("warn", [], ["InsufficientEvidence"]), got


def test_blank_findings_of_malware(tmp_path):
    """The engine passes over findings without a path or signature, and has run the scan; what was meant is not to trust it."""
    facts = {"malware": {"clamav": {"scanner": "clamav", "findings": [{"path": "", "signature": "X"}, {"path": "/bin/su", "signature": ""}]}}}
    rules = [("malware", trigger, {}, "STOP") for trigger in ("scans", "scan_not_run")]
    assert (evaluate(tmp_path, rules, facts)["final_action"], evaluate(tmp_path, rules, facts)["rows"]) == ("go", [])
    assert evaluate(tmp_path, rules, facts, "intended")["problem_types"] == ["InsufficientEvidence"]


def test_catastrophic_patterns_end(tmp_path):
    """A hostile pattern on hostile names ends at the limit, and the rule says so."""
    facts = {"files": [{"path": "/" + "a" * 200 + "!%d" % i, "mode": "0644", "type": "file", "size": 1} for i in range(200)]}
    got = evaluate(tmp_path, rule("files", "name_match", regex="/(a+)+$"), facts)
    assert got["outcome"] == "no_verdict" and "allows" in got["reason"]
    got = evaluate(tmp_path, rule("files", "name_match", regex="/(a+)+$"), facts, "intended")
    assert got["final_action"] == "stop" and got["problem_types"] == ["TriggerEvaluationError"]
