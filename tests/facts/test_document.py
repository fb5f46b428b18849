# SPDX-License-Identifier: Apache-2.0
"""Facts as a document instead of the image: the recommendations are judged alike, and what is taken out of the document is said to be
not collected, never a pass."""
import json

import jsonschema
import pytest

import corpus
import made
import scans

SCHEMA = json.loads((corpus.SOURCE_ROOT / "src" / "report" / "cisdock.facts.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(SCHEMA)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
ALWAYS = ("--now", "2026-01-01T00:00:00Z")


def images():
    found = [p for p in corpus.names("images", "*") if p and not p.name.endswith((".facts.json", ".tree.tsv.gz", ".md")) and p.name != "layers" and p.name != "docker-built"]
    return found or [None]


def plain(evidence):
    """An entry of the history that has no created_by stands in documents with an empty one."""
    return [dict(item, created_by=item["created_by"] or "") if "created_by" in item else item for item in evidence]


def judged(report):
    """What must be alike: the verdicts with their objects and evidence."""
    return [(r["id"], r["verdict"], r["reason"], r["message"], [(o["kind"], o["id"], o["name"], o["verdict"], o["reason"], o["message"], plain(o["evidence"])) for o in r["objects"]],
             plain(r["evidence"]), r["fingerprint"]) for r in report["recommendations"]]


def facts_of(tmp_path, image, *options):
    status, out, _ = scans.run("facts", image, *options, codes=(0, 3))
    path = tmp_path / "facts.json"
    path.write_bytes(out)
    document = json.loads(out)
    errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in VALIDATOR.iter_errors(document)]
    assert not errors, errors[:5]
    return path, document


def compare(tmp_path, image, *options, benchmark="cis-docker-1.13.0"):
    path, document = facts_of(tmp_path, image, *options)
    if not document["opens"] or len(document["images"]) != 1:
        return None
    wanted = ("--all-platforms",) if document["format"] != "rootfs" else ()
    one = scans.reports(image, "--benchmark", benchmark, *ALWAYS, *wanted, codes=(0, 1, 3))
    two = scans.report("--facts", path, "--benchmark", benchmark, *ALWAYS, codes=(0, 1, 3))
    assert len(one) == 1
    for have, want in zip(judged(two), judged(one[0])):
        assert have == want
    return two


@pytest.mark.parametrize("image", images(), ids=lambda p: p.name if p else "none")
def test_recommendations_are_judged_alike(image, tmp_path):
    if image is None:
        corpus.folder("images")
    compare(tmp_path, image)


def rich_image(tmp_path, **members):
    """Accounts of all kinds, set-id files that are there, removed and replaced, capabilities' like, secrets in files that are there and removed, sudo."""
    lower = made.layer(("etc", {"type": "d"}), ("etc/passwd", {"content": made.PASSWD + "nopass::1001:1001:N:/:/bin/sh\n"}),
                       ("etc/group", {"content": "root:x:0:\napp:x:1000:app\nodd:x:what:\n"}), ("etc/shadow", {"mode": 0o640, "content": "root:*:1::::::\napp::1::::::\ntoor:$6$abcdefgh$" + "x" * 86 + ":1::::::\n"}),
                       ("etc/os-release", {"content": 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="A = b"\n'}), ("etc/sudoers", {"content": "# NOPASSWD in a comment\n\napp ALL=(ALL) NOPASSWD: ALL\n#includedir /etc/sudoers.d\n"}),
                       ("etc/sudoers.d/one", {"content": "\n\n%wheel ALL=(ALL) NOPASSWD: /bin/x\n"}), ("usr/bin/su", {"mode": 0o4755, "content": "su", "uid": 0, "gid": 7}),
                       ("usr/bin/removed", {"mode": 0o4755}), ("usr/bin/replaced", {"mode": 0o6755}), ("usr/bin/again", {"mode": 0o4755}), ("usr/bin/lock", {"mode": 0o2644}),
                       ("gone/deep/file", {"mode": 0o4711}), ("root/.npmrc", {"content": "//registry.example/:_authToken=npm_0123456789abcdefghijABCDEFGHIJ012345\n"}),
                       ("srv/old/id_rsa", {"content": "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA" + "Ab1" * 200 + "\n-----END RSA PRIVATE KEY-----\n"}),
                       ("var/lib/dpkg/status", {"content": "Package: login\nStatus: install ok installed\nVersion: 1\n\n"}),
                       ("var/lib/dpkg/info/login.list", {"content": "/usr/bin/su\n"}), ("a/node_modules/b/package.json", {"content": json.dumps({"name": "b", "version": "2"})}))
    middle = made.layer("usr/bin/.wh.removed", ("usr/bin/replaced", {"mode": 0o755}), ("usr/bin/again", {"mode": 0o4755, "content": "new"}), "gone/.wh.deep", "srv/.wh.old")
    upper = made.layer(("usr/local/bin/tool", {"mode": 0o2755, "uid": 1000}))
    layers = [lower, middle, upper]
    image = tmp_path / "rich.tar"
    config = made.config(layers, ["/bin/sh -c #(nop) ADD file:0123 in / ", "RUN /bin/sh -c apt-get update # buildkit", "COPY x /x"], **members)
    image.write_bytes(made.docker_archive(layers, config))
    return image


USERS = ["", "app", "nobody", "0", "1000:odd", "1000:app", "toor", "root"]


@pytest.mark.parametrize("user", USERS)
def test_all_kinds_of_evidence(tmp_path, user):
    image = rich_image(tmp_path, User=user, Env=["PATH=/bin", "DB_PWD=Xk29-vTqp_71Lz"], Healthcheck={"Test": ["CMD", "true"]})
    report = compare(tmp_path, image)
    assert scans.finding(report, "4.8")["verdict"] == "warn" and len(scans.finding(report, "4.8")["objects"]) >= 4
    assert scans.finding(report, "4.10")["verdict"] in ("warn", "fail")
    compare(tmp_path, image, benchmark="cis-docker-1.2.0")
    compare(tmp_path, image, "--gates")


def without(tmp_path, document, *names):
    """The document less members of its evidence."""
    cut = json.loads(json.dumps(document))
    for name in names:
        cut["images"][0]["evidence"].pop(name, None)
    path = tmp_path / "cut.json"
    path.write_text(json.dumps(cut))
    return scans.report("--facts", path, "--benchmark", "cis-docker-1.13.0", *ALWAYS, codes=(0, 1, 3))


# What is taken out, and what must not be judged then.
LACKS = [(("secrets",), "4.10"), (("special_files_known", "special_files", "hidden_files"), "4.8"), (("passwd", "group", "shadow"), "4.1")]


@pytest.mark.parametrize("names, ident", LACKS)
def test_absence_is_no_pass(tmp_path, names, ident):
    lower = made.layer(("etc/os-release", {"content": "ID=debian\n"}), ("etc/passwd", {"content": "app:x:1000:1000::/:/bin/sh\n"}), ("bin/x", {}))
    image = tmp_path / "clean.tar"
    image.write_bytes(made.docker_archive([lower], made.config([lower], ["RUN x"], User="app")))
    _, document = facts_of(tmp_path, image)
    whole = without(tmp_path, document)
    assert scans.finding(whole, ident)["verdict"] == "pass"
    found = scans.finding(without(tmp_path, document, *names), ident)
    assert (found["verdict"], found["reason"]) == ("insufficient_evidence", "not_collected"), found
    others = [r["verdict"] for r in without(tmp_path, document, *names)["recommendations"] if r["id"] != ident]
    assert others == [r["verdict"] for r in whole["recommendations"] if r["id"] != ident]
    # A document without evidence of files at all, as other makers may have it.
    document["images"][0].pop("evidence")
    bare = without(tmp_path, {"images": [dict(document["images"][0], evidence={})]})
    assert scans.finding(bare, ident)["verdict"] == "insufficient_evidence"


@pytest.mark.parametrize("change", [
    lambda e: e["special_files"].append({"path": "../x", "mode": "4755", "layer": 0}), lambda e: e["special_files"].append({"path": "x", "mode": "9", "layer": 0}),
    lambda e: e["special_files"].append({"path": "x", "mode": "4755", "layer": 7}), lambda e: e["special_files"].append({"path": "", "mode": "4755", "layer": 0}),
    lambda e: e["hidden_files"].append({"path": "x", "mode": "4755", "layer": 0, "removed_by": 0}), lambda e: e["secrets"]["hits"].append({"kind": "none", "path": "x", "layer": 0}),
    lambda e: e["special_files"].append({"path": "x", "mode": "4755", "layer": 0, "capability": "zz"})])
def test_what_no_image_can_have_is_refused(tmp_path, change):
    lower = made.layer(("bin/x", {}))
    image = tmp_path / "small.tar"
    image.write_bytes(made.docker_archive([lower], made.config([lower])))
    path, document = facts_of(tmp_path, image)
    change(document["images"][0]["evidence"])
    path.write_text(json.dumps(document))
    status, _, said = scans.run("scan", "--facts", path, "--format", "json", codes=(3,))
    assert b"bad-document" in said


def test_redacted_facts_hold_no_secret(tmp_path):
    image = rich_image(tmp_path, Env=["DB_PWD=Xk29-vTqp_71Lz"])
    path, document = facts_of(tmp_path, image, "--redact")
    assert "Xk29" not in path.read_text() and "$6$abc" not in path.read_text()
    report = scans.report("--facts", path, "--benchmark", "cis-docker-1.13.0", *ALWAYS, codes=(0, 1, 3))
    assert scans.finding(report, "4.8")["verdict"] == "warn"
    path, _ = facts_of(tmp_path, image)
    assert "$6$abc" not in path.read_text(), "hashes of passwords are never told"
