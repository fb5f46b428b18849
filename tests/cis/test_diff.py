# SPDX-License-Identifier: Apache-2.0
"""cisdock diff: what is new, fixed, inherited or unknown between two reports; fingerprints hold over rebuilds."""
import json

import pytest

import made
import scans

SETID = {"mode": 0o4755, "content": "x"}


def scan(tmp_path, name, *members, cut=False, created="2026-01-01T00:00:00Z", **config):
    layers = [made.layer(("etc/passwd", {"content": made.PASSWD}), *members)]
    if cut:
        layers = [layers[0][:-9000]]
    document = {**json.loads(made.config(layers, ["/bin/sh -c #(nop) ADD file:1 in / "], **config)), "created": created}
    report = scans.report("--benchmark", "cis-docker-1.13.0", "-", data=made.docker_archive(layers, json.dumps(document).encode()), codes=(0, 1, 3))
    path = tmp_path / f"{name}.json"
    path.write_text(json.dumps(report))
    return path


def diff(old, new, code):
    status, out, _ = scans.run("diff", old, new, "--format", "json", codes=(code,))
    found = json.loads(out)
    assert found["schema"] == "cisdock.diff/1"
    return {kind: sorted((e["id"], e["object_id"] if e["object_kind"] == "file" else None) for e in found[kind])
            for kind in ("new", "fixed", "inherited", "unknown")}


def test_new_fixed_inherited(tmp_path):
    old = scan(tmp_path, "old", ("usr/bin/a", SETID), ("usr/bin/b", SETID), User="app")
    new = scan(tmp_path, "new", ("usr/bin/b", SETID), ("usr/bin/c", SETID), User="root")
    assert diff(old, new, 1) == {"new": [("4.1", None), ("4.8", "/usr/bin/c")], "fixed": [("4.8", "/usr/bin/a")],
                                 "inherited": [("4.6", None), ("4.8", "/usr/bin/b")], "unknown": []}
    assert diff(new, old, 0)["fixed"] == [("4.1", None), ("4.8", "/usr/bin/c")]


def test_a_rebuild_changes_nothing(tmp_path):
    """Another image id and another message are not another finding."""
    old = scan(tmp_path, "old", ("usr/bin/a", SETID), User="root")
    new = scan(tmp_path, "new", ("usr/bin/a", SETID), User="0", created="2026-02-02T00:00:00Z")
    assert json.loads(old.read_text())["image"]["id"] != json.loads(new.read_text())["image"]["id"]
    found = diff(old, new, 0)
    assert found["new"] == found["fixed"] == found["unknown"] == [] and ("4.1", None) in found["inherited"]


def test_what_could_not_be_judged_is_not_fixed(tmp_path):
    old = scan(tmp_path, "old", ("usr/bin/a", SETID), ("usr/bin/z", SETID), User="app")
    new = scan(tmp_path, "new", ("usr/bin/a", SETID), ("usr/bin/y", {"content": "x" * 9000}), ("usr/bin/z", SETID), cut=True, User="app")
    assert diff(old, new, 0)["unknown"] == [("4.8", "/usr/bin/z")]


def test_table_and_wrong_use(tmp_path):
    old = scan(tmp_path, "old", User="app")
    new = scan(tmp_path, "new", User="root")
    _, out, _ = scans.run("diff", old, new, codes=(1,))
    assert b"new        4.1     fail" in out and b"1 new, 0 fixed" in out
    scans.run("diff", old, codes=(2,))
    other = tmp_path / "other.json"
    for text in ("{}", "[", "", '{"schema":"cisdock.report/2"}', "[" * 5000, '{"schema":"cisdock.report/1","a":"\\ud800\\u0041"}'):
        other.write_text(text)
        scans.run("diff", old, other, codes=(3,))
    scans.run("diff", old, tmp_path / "missing.json", codes=(3,))
