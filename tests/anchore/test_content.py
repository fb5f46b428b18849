# SPDX-License-Identifier: Apache-2.0
"""The content search for a bundle's own patterns: Python's re over the same archives says what is found, line by line as the engine
does it; without patterns, and where not all could be searched, the answer is open."""
import gzip
import io
import json
import posixpath
import re
import tarfile

import pytest

import made
import scans
from corpus import folder


def bundle(*wanted, search=None, **members):
    rules = [{"id": "r%d" % i, "gate": "files", "trigger": "content_regex_match", "action": "STOP", "params": [{"name": "regex_name", "value": w}] if w else []}
             for i, w in enumerate(wanted)]
    made_bundle = {"id": "b", "version": "1_0", "whitelists": [], "policies": [{"id": "p", "version": "1_0", "rules": rules}],
                   "mappings": [{"id": "m", "name": "m", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"}, "policy_ids": ["p"], "whitelist_ids": []}]}
    if search is not None:
        made_bundle["content_search"] = search
    return {**made_bundle, **members}


def judge(tmp_path, document, image="-", data=None, compat="intended", codes=(0, 1), more=()):
    """(hits as (path, pattern), what is lacking, problems)."""
    (tmp_path / "bundle.json").write_text(json.dumps(document))
    report = scans.report("--bundle", tmp_path / "bundle.json", "--compat", compat, "--tag", "x:1", *more, image, data=data, codes=codes)
    hits = []
    for match in report["policy"]["matches"]:
        found = re.fullmatch(r"File content analyzer found regexp match in container: file=(.*?) regexp=(.*)", match["message"], re.S)
        hits.append((found.group(1), found.group(2)))
    return sorted(hits), [p["message"] for p in report["policy"]["problems"] if p["type"] == "InsufficientEvidence"], report["problems"]


def archive(*members):
    layers = [made.layer(*members)]
    return made.docker_archive(layers, made.config(layers))


# --- the engine's analyzer once more ---

def follow(member, known):
    """As the engine finds what a link leads to: its text without the first character, the text, the path below the link's folder."""
    for _ in range(128):
        if not (member.issym() or member.islnk()):
            return member
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(member.name), member.linkname))
        names = [n for n in (member.linkname[1:], member.linkname, joined) if n in known]
        if not names:
            return None
        member = known[names[0]]
    return None


def searched(tar, patterns, most):
    known = {m.name: m for m in tar.getmembers()}
    regexes = [(text, re.compile(text.split("=", 1)[-1].encode())) for text in patterns]
    matched, found = {}, set()
    for member in tar.getmembers():
        target = follow(member, known)
        if target is None or not target.isreg() or (most and target.size > most):
            continue
        if target.name not in matched:
            lines = tar.extractfile(target).readlines()
            matched[target.name] = [text for text, regex in regexes if any(map(regex.match, lines))]
        found.update(("/" + member.name, text) for text in matched[target.name])
    return sorted(found)


def plain(raw):
    """An archive whose names have no "./" in front."""
    raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    tar = tarfile.open(fileobj=io.BytesIO(raw))
    for member in tar.getmembers():
        member.name = member.name[2:] if member.name.startswith("./") else member.name
        if member.islnk() and member.linkname.startswith("./"):
            member.linkname = member.linkname[2:]
    return tar


PATTERNS = ["ROOT=.*root", "SHEBANG=#!/bin/(ba)?sh", "URL=.*https?://[a-z0-9.-]+/?", "END=.*[^a-z\\n]$", "BLANK=\\s*$", "UNSEEN=no such text anywhere",
            "KEY=(?i).*(?<![A-Z])key *[=:] *\\S", ".*export PATH", "BYTES=[\\x80-\\xff]{3}", "ELF=\\x7fELF", "A=B=.*=", "WORD=\\w+\\W\\w+$"]


@pytest.mark.parametrize("name, most", [("alpine-3.20-x86_64.rootfs.tar.gz", 100000), ("alpine-3.10-x86_64.rootfs.tar.gz", 10000), ("made-deb12-minbase.oci", 3000)])
def test_real_images(tmp_path, name, most):
    path = folder("images") / name
    if path.is_dir():
        index = json.loads((path / "index.json").read_text())
        blob = lambda digest: (path / "blobs" / digest.replace(":", "/")).read_bytes()  # noqa: E731
        layers = json.loads(blob(index["manifests"][0]["digest"]))["layers"]
        assert len(layers) == 1
        raw = blob(layers[0]["digest"])
    else:
        raw = path.read_bytes()
    tar = plain(raw)
    document = bundle("", search={"regexp_match": PATTERNS, "match_params": ["MAXFILESIZE=%d" % most]})
    hits, lacks, problems = judge(tmp_path, document, image=path, more=("--cache", tmp_path / "cache"))
    shown = {(re.sub(r"\s+", " ", p), t) for p, t in searched(tar, PATTERNS, most)}
    assert set(hits) == shown and len(hits) > 50 and not lacks and not [p for p in problems if p["severity"] == "error"]
    again, _, _ = judge(tmp_path, document, image=path, more=("--cache", tmp_path / "cache"))
    assert again == hits, "known layers say the same"
    few = bundle("", search={"regexp_match": PATTERNS[:2], "match_params": ["MAXFILESIZE=500"]})
    hits, _, _ = judge(tmp_path, few, image=path, more=("--cache", tmp_path / "cache"))
    regular = {"/" + m.name for m in tar.getmembers() if m.isreg() or m.islnk()}
    want = {h for h in searched(tar, PATTERNS[:2], 500) if h[0] in regular}
    assert {h for h in hits if h[0] in regular} == want, "what a stored layer knows of other patterns and larger files is not told"


TEXT = archive(("etc/a", {"content": "first\nsecret = 1\nsecret = 2\n"}), ("etc/b", {"content": "x secret\n"}), ("etc/l", {"type": "l", "link": "a"}), ("srv/x", {"type": "l", "link": "../etc/b"}),
               ("srv/out", {"type": "l", "link": "../../etc/b"}))
SEARCH = {"regexp_match": ["S=secret", "T=.*secret", "U=first$", "plain"]}


@pytest.mark.parametrize("why, wanted, hits", [
    ("all", "", [("/etc/a", "S=secret"), ("/etc/a", "T=.*secret"), ("/etc/a", "U=first$"), ("/etc/b", "T=.*secret"), ("/etc/l", "S=secret"), ("/etc/l", "T=.*secret"), ("/etc/l", "U=first$"),
                ("/srv/x", "T=.*secret")]),
    ("by name", "S", [("/etc/a", "S=secret"), ("/etc/l", "S=secret")]),
    ("by regex", ".*secret", [("/etc/a", "T=.*secret"), ("/etc/b", "T=.*secret"), ("/etc/l", "T=.*secret"), ("/srv/x", "T=.*secret")]),
    ("the whole text is neither", "S=secret", []),
    ("a pattern without name", "plain", []),
    ("a name that there is not", "V", []),
])
def test_chosen(tmp_path, why, wanted, hits):
    for compat in ("intended", "anchore-1.1"):
        got, lacks, _ = judge(tmp_path, bundle(wanted, search=SEARCH), data=TEXT, compat=compat)
        assert got == hits
        assert bool(lacks) == (compat == "intended" and wanted in ("V", "S=secret")), "what no pattern has is not looked for"


def test_without_patterns(tmp_path):
    for search in (None, {}, {"regexp_match": []}, {"regexp_match": "S=secret"}, []):
        got, lacks, _ = judge(tmp_path, bundle("", search=search), data=TEXT, codes=(0, 1, 3))
        assert not got and len(lacks) == 1, search
        assert judge(tmp_path, bundle("", search=search), data=TEXT, compat="anchore-1.1", codes=(0, 1, 3))[:2] == ([], [])


@pytest.mark.parametrize("bad", ["B=(", "B=(?P<x", 7, "B=a{2,1}", None])
def test_a_pattern_that_is_none_stops_the_search(tmp_path, bad):
    """As it stops the engine's analyzer. The bundle's problem says where it stands."""
    document = bundle("S", search={"regexp_match": ["S=secret", bad]})
    got, lacks, problems = judge(tmp_path, document, data=TEXT, codes=(0, 1, 3))
    assert not got and len(lacks) == 1
    assert judge(tmp_path, document, data=TEXT, compat="anchore-1.1", codes=(0, 1, 3))[:2] == ([], [])
    _, out, _ = scans.run("bundle", "lint", tmp_path / "bundle.json", codes=(0, 1))
    assert b"nothing is searched for" in out


def test_lint(tmp_path):
    """Rules that can never fire, settings without effect, and none of that in a bundle that is right."""
    def lint(document):
        (tmp_path / "bundle.json").write_text(json.dumps(document, indent=1))
        return scans.run("bundle", "lint", tmp_path / "bundle.json", codes=(0, 1))[1].decode()
    assert "content_search" not in lint(bundle("S", search={"regexp_match": ["S=x"], "match_params": ["MAXFILESIZE=1"]}))
    assert "no pattern V" in lint(bundle("V", search=SEARCH)) and "has no content_search" in lint(bundle("V"))
    assert "has no effect" in lint(bundle("S", search={**SEARCH, "match_params": ["STOREONMATCH=y"]}))
    assert "no member of this name" in lint(bundle("S", search={**SEARCH, "patterns": []}))


def test_size(tmp_path):
    """Equal to MAXFILESIZE is searched, one byte more is not. Without it all are, up to what is read of a file: beyond that the answer is open."""
    image = archive(("a", {"content": "secret" + "x" * 94}), ("b", {"content": "secret" + "x" * 95}), ("c", {"content": b"secret" + b"x" * (2 << 20)}))
    document = bundle("", search={"regexp_match": ["S=secret"], "match_params": ["MAXFILESIZE=100"]})
    assert judge(tmp_path, document, data=image)[:2] == ([("/a", "S=secret")], [])
    got, lacks, _ = judge(tmp_path, bundle("", search={"regexp_match": ["S=secret"]}), data=image)
    assert got == [("/a", "S=secret"), ("/b", "S=secret")] and len(lacks) == 1


def test_a_pattern_that_costs_too_much(tmp_path):
    """It ends at its limit, says so, and its rule is open; other patterns' hits stay."""
    image = archive(("a", {"content": "a" * 4000 + "!\n"}), ("b", {"content": "secret\n"}))
    document = bundle("", search={"regexp_match": ["C=(a+)+$", "S=secret"]})
    got, lacks, problems = judge(tmp_path, document, data=image, codes=(3,))
    assert got == [("/b", "S=secret")] and len(lacks) == 1 and "limit" in {p["class"] for p in problems}


def test_asked_for_only_by_a_rule(tmp_path):
    """The bundle is the plan: without a rule the section costs nothing; with one, its patterns are among what it needs."""
    (tmp_path / "bundle.json").write_text(json.dumps(bundle("S", search=SEARCH)))
    told = json.loads(scans.run("bundle", "explain", tmp_path / "bundle.json", "--tag", "x:1")[1])
    needs = told["policies"][0]["rules"][0]["needs"]
    assert "a search of all files: S=secret" in needs and len(needs) == 5
    document = bundle(search=SEARCH)
    document["policies"][0]["rules"] = [{"id": "d", "gate": "dockerfile", "trigger": "no_dockerfile_provided", "action": "WARN", "params": []}]
    (tmp_path / "bundle.json").write_text(json.dumps(document))
    told = json.loads(scans.run("bundle", "explain", tmp_path / "bundle.json", "--tag", "x:1")[1])
    assert not told["policies"][0]["rules"][0]["needs"]


def test_facts_of_an_image(tmp_path):
    """What was searched for is part of the facts document that the bundle asks for; another bundle's patterns were not."""
    path = folder("images") / "alpine-3.20-x86_64.rootfs.tar.gz"
    document = bundle("", search={"regexp_match": ["ROOT=.*root"], "match_params": ["MAXFILESIZE=10000"]})
    hits, lacks, _ = judge(tmp_path, document, image=path)
    facts = tmp_path / "facts.json"
    facts.write_bytes(scans.run("facts", "--bundle", tmp_path / "bundle.json", path)[1])
    assert hits and not lacks
    report = scans.report("--bundle", tmp_path / "bundle.json", "--compat", "intended", "--tag", "x:1", "--facts", facts)
    assert len(report["policy"]["matches"]) == len(hits) and not report["policy"]["problems"]
    (tmp_path / "bundle.json").write_text(json.dumps(bundle("", search={"regexp_match": ["OTHER=.*bin"]})))
    report = scans.report("--bundle", tmp_path / "bundle.json", "--compat", "intended", "--tag", "x:1", "--facts", facts)
    assert not report["policy"]["matches"] and report["policy"]["problems"]


def test_secrets_and_contents_stay_apart(tmp_path):
    """A pattern of the bundle may bear the name of a secret's."""
    key = archive(("k", {"content": "-----BEGIN RSA PRIVATE KEY-----\nxyz\n"}))
    document = bundle("", search={"regexp_match": ["PRIV_KEY=xyz"]})
    document["policies"][0]["rules"].append({"id": "s", "gate": "secret_scans", "trigger": "content_regex_checks", "action": "STOP", "params": []})
    (tmp_path / "bundle.json").write_text(json.dumps(document))
    report = scans.report("--bundle", tmp_path / "bundle.json", "--tag", "x:1", "-", data=key)
    assert [m["message"] for m in report["policy"]["matches"]] == [
        "File content analyzer found regexp match in container: file=/k regexp=PRIV_KEY=xyz",
        "Secret content search analyzer found regexp match in container: file=/k regexp=PRIV_KEY=(?i)-+BEGIN(.*)PRIVATE KEY-+"]
