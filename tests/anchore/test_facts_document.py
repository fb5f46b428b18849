# SPDX-License-Identifier: Apache-2.0
"""Facts as a document: printed with what the gates need, they are judged as the image is, rule by rule and recommendation by
recommendation; printed without, what they do not hold is not collected, never a pass."""
import json
import subprocess

import pytest

import corpus
import made
import scans
from test_triggers import TABLE

IMAGES = ["made-deb12-minbase.oci", "made-distroless.oci.tar", "made-alpine-node.docker.tar.gz", "made-rpm-sqlite.docker.tar", "made-rpmdb-bdb-sle15.oci",
          "made-layered.docker.tar", "alpine-3.20-x86_64.rootfs.tar.gz", "dive-test-docker-image.tar", "docker-built/s04-removed-later"]


def image_path(name):
    path = corpus.folder("images") / name
    return path / "image.tar.xz" if name.startswith("docker-built") else path


def all_triggers(tmp_path):
    """A rule for each of the 40 triggers, and some whose parameters decide what is collected."""
    more = [("retrieved_files", "content_not_available", {"path": "/etc/hostname"}), ("retrieved_files", "content_regex", {"path": "/etc/passwd", "check": "match", "regex": "root:.*"}),
            ("files", "name_match", {"regex": ".*bin/.*"}), ("files", "attribute_match", {"filename": "/bin/busybox", "checksum": "ab", "checksum_match": "not_equals"}),
            ("packages", "verify", {}), ("licenses", "blacklist_partial_match", {"licenses": "G,M,B"}), ("metadata", "attribute", {"attribute": "size", "check": ">", "value": "1"}),
            ("metadata", "attribute", {"attribute": "layer_count", "check": ">", "value": "0"}), ("metadata", "attribute", {"attribute": "distro", "check": "exists", "value": "x"}),
            ("metadata", "attribute", {"attribute": "os_type", "check": "exists", "value": "x"}), ("dockerfile", "instruction", {"instruction": "CMD", "check": "exists"}),
            ("files", "attribute_match", {"filename": "/nowhere", "skip_missing": "false"})]
    rows = [(gate, trigger, params) for gate, trigger, params, *_ in TABLE] + more
    path = tmp_path / "all.json"
    path.write_text(json.dumps({
        "id": "b", "version": "1_0", "whitelists": [], "policies": [{"id": "p", "version": "1_0", "rules": [
            {"id": f"r{i}", "gate": g, "trigger": t, "action": "WARN", "params": [{"name": k, "value": v} for k, v in p.items()]} for i, (g, t, p) in enumerate(rows)]}],
        "mappings": [{"id": "m", "name": "m", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"}, "policy_ids": ["p"], "whitelist_ids": []}]}))
    return path


def bundles(tmp_path):
    return [*sorted((corpus.folder("anchore") / "hub").glob("*.json")), all_triggers(tmp_path)]


def facts_of(tmp_path, image, *options):
    path = tmp_path / "facts.json"
    path.write_bytes(scans.run("facts", image, *options, codes=(0, 3))[1])
    return path


def policy(report):
    part = report["policy"]
    rows = {(m["policy_id"], m["rule_id"], m["gate"], m["trigger"], m["trigger_id"], m["action"], m["message"], json.dumps(m["allowlisted"])) for m in part["matches"]}
    return rows, part["final_action"], part["final_action_reason"], part["mapping"], sorted(json.dumps(p) for p in part["problems"])


def same_rows(tmp_path, image, bundle, facts, compat):
    options = ("--bundle", bundle, "--compat", compat, "--tag", "docker.io/library/x:1", "--now", "2026-01-01T00:00:00Z")
    codes = (0, 1, 3)
    one, two = policy(scans.report(image, *options, codes=codes)), policy(scans.report("--facts", facts, *options, codes=codes))
    assert one == two, (bundle, compat, [sorted(a ^ b)[:5] if isinstance(a, set) else (a, b) for a, b in zip(one, two) if a != b])
    return one[0]


@pytest.mark.parametrize("name", IMAGES)
def test_gates_say_the_same(name, tmp_path):
    image, rows = image_path(name), 0
    for bundle in bundles(tmp_path):
        facts = facts_of(tmp_path, image, "--bundle", bundle)
        for compat in ("anchore-1.1", "intended"):
            rows += len(same_rows(tmp_path, image, bundle, facts, compat))
    assert rows > 20
    # What every bundle of the hub needs is in the facts that name none.
    facts = facts_of(tmp_path, image, "--gates")
    for bundle in bundles(tmp_path)[:-1]:
        same_rows(tmp_path, image, bundle, facts, "anchore-1.1")


def odd_image(tmp_path):
    """Names that are no UTF-8, doubled blanks, a NUL and bytes in contents, a folder that is passed through, links of all kinds."""
    lower = made.layer(("etc", {"type": "d"}), ("etc/passwd", {"content": b"root:x:0:0::/:/bin/sh\n\xff\xfe:\x00:1:1::/:/bin/sh\n"}), ("usr", {"type": "d", "mode": 0o2775}),
                       ("usr/bin", {"type": "d", "mode": 0o2775}), ("usr/bin/su", {"mode": 0o4755, "content": "su"}), ("bin", {"type": "l", "link": "usr/bin"}),
                       ("srv/a  b____c", {"mode": 0o2755}), ("dev/null", {"type": "c"}), ("run/pipe", {"type": "p"}), ("etc/os-release", {"content": "ID=debian\nVERSION_ID=12\n"}))
    raw = made.layer(("srv/XX\u00e9", {"mode": 0o4711}), ("usr/bin/hard", {"type": "h", "link": "usr/bin/su"}), ("srv/key", {"content": "-----BEGIN RSA PRIVATE KEY-----\n"}))
    raw = raw.replace("XX\u00e9".encode(), b"XX\xff\xfe")
    image = tmp_path / "odd.tar"
    fixed = fix_headers(raw)
    image.write_bytes(made.docker_archive([lower, fixed], made.config([lower, fixed], ["/bin/sh -c #(nop) ADD file:0 in / ", "RUN \u00e9"], User="app:\u00e9")))
    return image


def fix_headers(data):
    """The checksums of headers and of PAX records whose names were written over."""
    out = bytearray(data)
    for at in range(0, len(out), 512):
        if out[at + 257:at + 262] == b"ustar":
            out[at + 148:at + 156] = b" " * 8
            out[at + 148:at + 156] = b"%06o\0 " % sum(out[at:at + 512])
    return bytes(out)


def test_odd_names_and_contents(tmp_path):
    image = odd_image(tmp_path)
    bundle = all_triggers(tmp_path)
    facts = facts_of(tmp_path, image, "--bundle", bundle)
    assert same_rows(tmp_path, image, bundle, facts, "intended")
    for compat in ("anchore-1.1", "anchore-0.3"): # the engine has no verdict: passwd is no UTF-8
        assert not same_rows(tmp_path, image, bundle, facts, compat)


def test_what_was_not_collected_is_said(tmp_path):
    """A rule that asks for more than the document was made for."""
    image = odd_image(tmp_path)
    facts = facts_of(tmp_path, image, "--gates")
    for gate, trigger, params in (("retrieved_files", "content_not_available", {"path": "/etc/shadow"}), ("retrieved_files", "content_regex", {"path": "/etc/shadow", "check": "no_match", "regex": "x"})):
        one = one_rule(tmp_path, gate, trigger, **params)
        report = scans.report("--facts", facts, "--bundle", one, "--compat", "intended", codes=(0, 1, 3))
        assert report["policy"]["final_action"] == "stop" and not report["policy"]["matches"], report["policy"]


def one_rule(tmp_path, gate, trigger, **params):
    path = tmp_path / "one.json"
    path.write_text(json.dumps({
        "id": "b", "version": "1_0", "whitelists": [], "policies": [{"id": "p", "version": "1_0", "rules": [
            {"id": "r", "gate": gate, "trigger": trigger, "action": "STOP", "params": [{"name": k, "value": v} for k, v in params.items()]}]}],
        "mappings": [{"id": "m", "name": "m", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"}, "policy_ids": ["p"], "whitelist_ids": []}]}))
    return path


# Rules over facts that were printed without the gates' part: what they hold is judged as on the image, the rest is not collected.
PLAIN = [("packages", "blacklist", {"name": "bash"}, True), ("packages", "required_package", {"name": "nothing"}, True), ("packages", "required_package", {"name": "bash", "version": "99", "version_match_type": "minimum"}, True),
         ("dockerfile", "instruction", {"instruction": "FROM", "check": "=", "value": "scratch"}, True), ("dockerfile", "effective_user", {"users": "root", "type": "blacklist"}, True),
         ("metadata", "attribute", {"attribute": "distro", "check": "=", "value": "debian"}, True), ("metadata", "attribute", {"attribute": "layer_count", "check": ">", "value": "0"}, True),
         ("vulnerabilities", "vulnerability_data_unavailable", {}, True), ("files", "suid_or_guid_set", {}, False), ("files", "name_match", {"regex": ".*"}, False),
         ("secret_scans", "content_regex_checks", {}, False), ("passwd_file", "content_not_available", {}, False), ("retrieved_files", "content_not_available", {"path": "/etc/passwd"}, False),
         ("packages", "verify", {}, False), ("licenses", "blacklist_partial_match", {"licenses": "GPL"}, False), ("metadata", "attribute", {"attribute": "size", "check": ">", "value": "1"}, False)]


@pytest.mark.parametrize("row", PLAIN, ids=lambda r: ".".join(r[:2]) + "." + "-".join(r[2].values()))
def test_policies_on_plain_facts(row, tmp_path):
    gate, trigger, params, held = row
    image = image_path("made-deb12-minbase.oci")
    rule, facts = one_rule(tmp_path, gate, trigger, **params), facts_of(tmp_path, image)
    if held:
        same_rows(tmp_path, image, rule, facts, "anchore-1.1")
        same_rows(tmp_path, image, rule, facts, "intended")
    else:
        part = scans.report("--facts", facts, "--bundle", rule, "--compat", "intended", codes=(0, 1, 3))["policy"]
        assert part["final_action"] == "stop" and not part["matches"] and "InsufficientEvidence" in str(part["problems"]), part


def test_a_dockerfile_that_is_given_counts(tmp_path):
    image = image_path("made-deb12-minbase.oci")
    dockerfile, rule = tmp_path / "Dockerfile", one_rule(tmp_path, "dockerfile", "no_dockerfile_provided")
    dockerfile.write_text("FROM x\nUSER app\n")
    for options in ((), ("--gates",)):
        facts = facts_of(tmp_path, image, *options)
        assert scans.report("--facts", facts, "--bundle", rule)["policy"]["final_action"] == "stop"
        assert scans.report("--facts", facts, "--bundle", rule, "--dockerfile", dockerfile)["policy"]["final_action"] == "go"


def test_redacted_gates_are_refused(tmp_path):
    image = odd_image(tmp_path)
    done = subprocess.run([corpus.PROGRAM, "facts", str(image), "--gates", "--redact"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2 and "--redact" in done.stderr
