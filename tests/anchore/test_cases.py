# SPDX-License-Identifier: Apache-2.0
"""The evaluation cases, whose expected results come from anchore-engine itself."""
import base64
import json
import os
import subprocess

import pytest
from corpus import folder, names

TOOL = os.path.join(os.environ["CISDOCK_BUILD_ROOT"], "tests", "anchore-case")
RULES = ("matched_mapping_rule", "matched_whitelisted_images_rule", "matched_blacklisted_images_rule")


def run_case(path, data):
    run = subprocess.run([TOOL, "--data", str(data), str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def key(row):
    return json.dumps({k: row[k] for k in ("policy_id", "gate", "trigger", "trigger_id", "check_output", "gate_action", "whitelisted")}, sort_keys=True)


@pytest.mark.parametrize("path", names("anchore/cases", "*.json"), ids=lambda p: p.stem if p else "no corpus")
def test_case(path):
    data = folder("anchore")
    expect = json.loads(path.read_text(encoding="utf-8"))["expect"]
    got = run_case(path, data)
    assert got["outcome"] == expect["outcome"]
    if expect["outcome"] == "no_verdict":
        return
    assert sorted(got["problem_types"]) == sorted(expect["problem_types"])
    assert got["final_action"] == expect["final_action"]
    assert sorted(map(key, got["rows"])) == sorted(map(key, expect.get("rows", [])))
    for member in ("final_action_reason", "policy_final_action") + RULES:
        if member in expect:
            assert got[member] == expect[member], member


IMAGE_CASES = [p for p in names("anchore/cases", "*.json") if p is None or "image" in json.loads(p.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("path", IMAGE_CASES, ids=lambda p: p.stem if p else "no corpus")
def test_image_facts(path):
    data = folder("anchore")
    expect = json.loads(path.read_text(encoding="utf-8"))["expect_facts"]
    run = subprocess.run([TOOL, "--data", str(data), "--facts", str(path)], stdout=subprocess.PIPE, text=True, check=True)
    got = json.loads(run.stdout)
    assert got["dockerfile_mode"] == expect["dockerfile_mode"]
    assert got["dockerfile_contents"] == expect["dockerfile_contents"]
    assert got["size"] == expect["size"]
    assert got["distro"] == {"name": expect["distro"]["DISTRO"], "version": expect["distro"]["DISTROVERS"], "like": expect["distro"]["LIKEDISTRO"]}
    files = {f["path"]: f for f in got["files"]}
    assert {p: (int(f["mode"], 8), f["type"], f["size"]) for p, f in files.items()} == {
        p: (int(f["mode"], 8), f["type"], f["size"]) for p, f in expect["files"].items()}
    assert {p: f["sha256"] for p, f in files.items()} == expect["sha256"]
    assert {p: base64.b64encode(t.encode()).decode() for p, t in got["retrieved_files"].items()} == expect["retrieved_files"]
    assert got["secret_search"] == expect["secret_search"]
