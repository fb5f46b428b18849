# SPDX-License-Identifier: Apache-2.0
"""The evaluation cases, whose expected results come from anchore-engine itself."""
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
