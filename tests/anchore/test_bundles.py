# SPDX-License-Identifier: Apache-2.0
"""Published bundles on real images through the program: verdicts that follow from the images' own truth, Anchore's result document,
lint and explain."""
import hashlib
import json
import subprocess

import pytest
from corpus import PROGRAM, folder, names

IMAGES = ["made-layered.docker.tar", "made-layered.oci.tar", "jib-busybox-docker.tar", "dive-test-docker-image.tar", "made-distroless.oci.tar", "alpine-3.20-x86_64.rootfs.tar.gz", "made-rpm-sqlite.docker.tar"]
RHEL = {"0o104755": ["/usr/bin/" + x for x in "chage gpasswd mount newgrp passwd su umount".split()] + ["/usr/sbin/pam_timestamp_check", "/usr/sbin/unix_chkpwd"],
        "0o104711": ["/usr/bin/chfn", "/usr/bin/chsh"], "0o102755": ["/usr/bin/write"], "0o104750": ["/usr/libexec/dbus-1/dbus-daemon-launch-helper"], "0o102711": ["/usr/libexec/utempter/utempter"]}
DEB = {"0o104755": ["/bin/" + x for x in "mount ping su umount".split()] + ["/usr/bin/" + x for x in "chfn chsh gpasswd newgrp passwd".split()],
       "0o102755": ["/sbin/unix_chkpwd"] + ["/usr/bin/" + x for x in "chage expiry wall".split()],
       "0o42775": ["/usr/local"] + ["/usr/local/" + x for x in "bin etc games include lib sbin share share/man src".split()] + ["/var/local", "/var/mail"]}


def program(*args, status=(0, 1)):
    run = subprocess.run([PROGRAM, *map(str, args)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120)
    assert run.returncode in status, run.stderr
    return run.stdout


def suid_id(path, mode):
    return hashlib.md5(f"filessuid_or_guid_setSUID or SGID found set on file {path}. Mode: {mode}".encode()).hexdigest()


def ids(lists):
    return {suid_id(path, mode) for mode, paths in lists.items() for path in paths}


def test_ids_of_the_published_allowlists():
    """All 39 follow from a path and a mode."""
    assert len(ids(RHEL)) == 14 and len(ids(DEB)) == 25
    for revision in ("", ".cc86bc6ca", ".d48233bf1"):
        bundle = json.loads((folder("anchore") / "hub" / f"anchore_cis_1.13.0_base{revision}.json").read_text())
        found = [{item["trigger_id"] for item in one["items"]} for one in bundle["whitelists"]]
        assert sorted(found, key=len) == [ids(RHEL), ids(DEB)]


@pytest.mark.parametrize("image", IMAGES)
@pytest.mark.parametrize("bundle", names("anchore/hub", "*.json"), ids=lambda p: p.stem if p else "no corpus")
def test_published_bundle_on_image(image, bundle):
    path = folder("images") / image
    truth = json.loads((path.parent / (image + ".facts.json")).read_text())["images"][0]
    report = json.loads(program("scan", path, "--bundle", bundle, "--tag", "docker.io/library/x:latest", "--format", "json", "--now", "2026-01-01T00:00:00Z"))
    policy = report["policy"]
    assert policy["final_action"] in ("stop", "warn", "go") and policy["final_action_reason"] == "policy_evaluation"
    assert not policy["problems"]
    if "cis" not in bundle.stem:
        return
    messages = {m["message"] for m in policy["matches"]}
    assert policy["final_action"] == "stop" and any("'FROM' check 'not_in'" in m for m in messages)
    reported = {m["message"].split(" on file ")[1].split(". Mode: ")[0] for m in policy["matches"] if m["trigger"] == "suid_or_guid_set"}
    assert reported == {"/" + name for name in truth["setuid"] + truth["setgid"] + truth["setgid_dirs"]}


def test_result_document():
    image, bundle = folder("images") / "made-layered.docker.tar", folder("anchore") / "hub" / "anchore_cis_1.13.0_base.json"
    document = json.loads(program("scan", image, "--bundle", bundle, "--tag", "docker.io/library/x:latest", "--format", "anchore", "--now", "2026-01-01T00:00:00Z"))
    assert document["bundle"] == json.loads(bundle.read_text())
    assert (document["final_action"], document["final_action_reason"], document["status"], document["created_at"]) == ("stop", "policy_evaluation", "fail", 1767225600)
    assert document["matched_mapping_rule"] == document["bundle"]["mappings"][0]
    table = document["result"][document["image_id"]]["result"]
    assert table["header"] == ["Image_Id", "Repo_Tag", "Trigger_Id", "Gate", "Trigger", "Check_Output", "Gate_Action", "Whitelisted", "Policy_Id"]
    assert table["row_count"] == len(table["rows"]) > 0 and all(len(row) == 9 and row[0] == document["image_id"] for row in table["rows"])
    for row in table["rows"]:
        if row[3] in ("dockerfile", "files"):
            assert row[2] == hashlib.md5((row[3] + row[4] + row[5]).encode()).hexdigest()


def test_recommendations_of_the_published_bundle():
    image, bundle = folder("images") / "made-layered.docker.tar", folder("anchore") / "hub" / "anchore_cis_1.13.0_base.json"
    report = json.loads(program("scan", image, "--bundle", bundle, "--benchmark", "cis-docker-1.13.0", "--format", "json"))
    verdicts = {r["id"]: r["verdict"] for r in report["recommendations"]}
    assert report["summary"] and {"4.1", "4.2", "4.5", "4.6", "4.8", "4.9"} <= set(verdicts)
    assert verdicts["4.2"] == "fail" and verdicts["4.6"] == "fail" and verdicts["4.9"] == "pass" and verdicts["4.8"] == "warn"
    assert {m["recommendation"] for m in report["policy"]["matches"]} >= {"4.2", "4.4", "4.6"}


LINTED = """{"id": "b", "version": "1_0",
 "policies": [{"id": "p", "version": "1_0", "rules": [
  {"id": "1", "gate": "nope", "trigger": "x", "action": "STOP", "params": []},
  {"id": "2", "gate": "files", "trigger": "name_match", "action": "STOP", "params": [{"name": "regex", "value": "a(b"}]},
  {"id": "3", "gate": "dockerfilecheck", "trigger": "sudo", "action": "WARN", "params": []},
  {"id": "4", "gate": "dockerfile", "trigger": "instruction", "action": "WARN", "params": [{"name": "instruction", "value": "RUN"}, {"name": "check", "value": "like"}]}]}],
 "whitelists": [{"id": "w", "version": "1_0", "items": [
  {"id": "a", "gate": "files", "trigger_id": "*"},
  {"id": "b", "gate": "files", "trigger_id": "x"},
  {"id": "c", "gate": "always", "trigger_id": "always", "expires_on": "2020-01-01T00:00:00Z"}]}],
 "mappings": [
  {"name": "m", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"}, "policy_ids": ["p"], "whitelist_ids": ["w"]},
  {"name": "n", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "1"}, "policy_ids": ["q"], "whitelist_ids": []}]}
"""


def test_lint(tmp_path):
    path = tmp_path / "b.json"
    path.write_text(LINTED)
    said = program("bundle", "lint", path, status=(1,))
    for line, words in ((3, "no gate"), (4, "is not valid"), (5, "retired"), (6, "never fires"), (9, "shadowed"), (10, "expired"), (13, "never chosen"), (13, "has none of this id")):
        assert any(f"b.json:{line}:" in text and words in text for text in said.splitlines()), (line, words, said)
    path.write_text('{"id": "b",\n "version": }')
    run = subprocess.run([PROGRAM, "bundle", "lint", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.returncode == 3 and "b.json:2:" in run.stderr


def test_explain(tmp_path):
    path = tmp_path / "b.json"
    path.write_text(LINTED.replace('"registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"}', '"registry": "quay.io", "repository": "*", "image": {"type": "tag", "value": "*"}'))
    told = json.loads(program("bundle", "explain", path, "--tag", "quay.io/a/b:1"))
    assert [m["chosen"] for m in told["mappings"]] == [True, False] and "before it" in told["mappings"][1]["why"]
    assert told["reference"] == {"registry": "quay.io", "repository": "a/b", "tag": "1", "digest": None}
    published = folder("anchore") / "hub" / "anchore_cis_1.13.0_base.json"
    rules = [rule for policy in json.loads(program("bundle", "explain", published, "--tag", "b:1"))["policies"] for rule in policy["rules"]]
    needed = {(rule["gate"], rule["trigger"]): (rule["needs"], rule["evidence"]) for rule in rules}
    assert needed["files", "suid_or_guid_set"] == (["metadata of all files"], []) and needed["dockerfile", "instruction"] == ([], ["dockerfile"])
    assert needed["vulnerabilities", "stale_feed_data"] == ([], ["feed", "vulnerabilities"]) and needed["packages", "blacklist"][0]
    told = json.loads(program("bundle", "explain", path, "--tag", "b:1"))
    assert [m["chosen"] for m in told["mappings"]] == [False, True] and told["problems"][0]["type"] == "ReferencedObjectNotFoundError"


@pytest.mark.parametrize("text", ["", "[]", "nope", "{", '{"a":' * 1000, "\x00", '{"id":"b","version":"2_0"}', '{"id":"b","version":"1_0","mappings":5}'])
def test_bad_bundle_keeps_the_images_findings(tmp_path, text):
    path = tmp_path / "b.json"
    path.write_text(text)
    image = folder("images") / "made-layered.docker.tar"
    run = subprocess.run([PROGRAM, "scan", str(image), "--bundle", str(path), "--benchmark", "cis-docker-1.13.0", "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    report = json.loads(run.stdout)
    alone = json.loads(program("scan", image, "--benchmark", "cis-docker-1.13.0", "--format", "json"))
    assert report["recommendations"] == alone["recommendations"] and report["summary"] == alone["summary"]
    if text.startswith('{"id"'):
        assert run.returncode == 1 and report["policy"]["final_action"] == "stop"
        assert report["policy"]["outcome"] == ("no_verdict" if '"2_0"' in text else "error_stop")
    else:
        assert run.returncode == 3 and "b.json" in run.stderr
        told, = (problem for problem in report["problems"] if problem["severity"] == "error")
        assert told["document"].endswith("b.json") and told["class"] in ("bad-json", "bad-bundle", "limit", "duplicate")
