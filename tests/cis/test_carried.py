# SPDX-License-Identifier: Apache-2.0
"""A bundle that carries a benchmark: its policies' rules decide the recommendations that they name."""
import json

import made
import scans


def bundle(**recommendations):
    """One policy; a rule for each recommendation of the call: (gate, trigger, action, params)."""
    rules = [{"id": f"rule-{name}", "gate": gate, "trigger": trigger, "action": action, "recommendation": name.replace("_", "."),
              "params": [{"name": k, "value": v} for k, v in params.items()]}
             for name, (gate, trigger, action, params) in recommendations.items()]
    return {
        "id": "site", "name": "site", "version": "1_0", "whitelisted_images": [], "blacklisted_images": [],
        "mappings": [{"id": "m", "name": "all", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"},
                      "policy_ids": ["p"], "whitelist_ids": ["w"]}],
        "policies": [{"id": "p", "name": "p", "version": "1_0", "rules": rules}],
        "whitelists": [{"id": "w", "name": "w", "version": "1_0", "items": []}],
        "benchmark": {"id": "site-1", "title": "The site's own", "version": "1", "recommendations": [
            {"id": "A.1", "slug": "image-user-nonroot", "scored": True, "levels": [{"target": "docker", "level": 1}]},
            {"id": "A.2", "title": "No telnet is exposed", "scored": True, "levels": [{"target": "docker", "level": 2}]},
            {"id": "A.3", "title": "Somebody looked", "scored": False, "manual": "a person looks", "levels": [{"target": "docker", "level": 1}]},
            {"id": "A.4", "title": "Nothing serves this", "scored": False}]}}


RULES = {"A_1": ("dockerfile", "effective_user", "STOP", {"users": "root", "type": "blacklist"}),
         "A_2": ("dockerfile", "exposed_ports", "WARN", {"ports": "23", "type": "blacklist"})}


def judge(tmp_path, document, *arguments, **config):
    """Anchore's gates read the Dockerfile that the history tells."""
    history = ["/bin/sh -c #(nop) ADD file:1 in / "]
    history += [{"created_by": f"/bin/sh -c #(nop)  EXPOSE {port}", "empty_layer": True} for port in config.get("ExposedPorts", {})]
    history += [{"created_by": f"/bin/sh -c #(nop)  USER {config['User']}", "empty_layer": True}]
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(document))
    layers = [made.layer(("etc/passwd", {"content": made.PASSWD}))]
    image = made.docker_archive(layers, made.config(layers, history, **config))
    report = scans.report("--bundle", path, *arguments, "-", data=image)
    return report, {item["id"]: item for item in report["recommendations"]}


def test_rules_decide(tmp_path):
    report, items = judge(tmp_path, bundle(**RULES), User="root", ExposedPorts={"23/tcp": {}})
    assert report["bundle"]["compat"] == "intended" and report["policy"]["final_action"] == "stop"
    assert {k: v["verdict"] for k, v in items.items()} == {"A.1": "fail", "A.2": "warn", "A.3": "manual", "A.4": "insufficient_evidence"}
    assert {m["recommendation"] for m in report["policy"]["matches"]} == {"A.1", "A.2"}
    assert items["A.1"]["title"] == "Image runs as a user other than root", "the catalogue knows this slug"
    assert items["A.1"]["remediation"] and items["A.2"]["section"] == "A"
    assert report["summary"]["scored"]["counts"]["fail"] == 1 and report["summary"]["headline"] == "scored"


def test_rules_that_found_nothing_pass(tmp_path):
    _, items = judge(tmp_path, bundle(**RULES), User="app")
    assert items["A.1"]["verdict"] == "pass" and items["A.2"]["verdict"] == "pass"


def test_levels_and_choice(tmp_path):
    _, items = judge(tmp_path, bundle(**RULES), "--level", "1", User="app")
    assert set(items) == {"A.1", "A.3", "A.4"}
    _, items = judge(tmp_path, bundle(**RULES), "--only", "A.2", User="app")
    assert set(items) == {"A.2"}


def test_an_allowlist_passes_by_the_sites_word(tmp_path):
    document = bundle(**RULES)
    document["whitelists"][0]["items"] = [{"id": "i", "gate": "dockerfile", "trigger_id": "*"}]
    report, items = judge(tmp_path, document, User="root")
    assert report["policy"]["final_action"] == "go"
    assert (items["A.1"]["verdict"], items["A.1"]["basis"]) == ("pass", "attested")
    assert report["policy"]["matches"][0]["allowlisted"]


def test_our_own_gates_in_a_policy(tmp_path):
    document = bundle(A_1=("image", "user", "STOP", {}), A_2=("image", "setid", "WARN", {}))
    report, items = judge(tmp_path, document, User="0:0")
    assert items["A.1"]["verdict"] == "fail" and items["A.2"]["verdict"] == "pass"
    assert any(e["kind"] == "image_config" for e in items["A.1"]["evidence"])
    assert report["policy"]["final_action"] == "stop"


def test_a_bundle_without_recommendations(tmp_path):
    document = bundle(**RULES)
    del document["benchmark"]
    report, items = judge(tmp_path, document, User="root")
    assert report["benchmark"] is None and report["summary"] is None and not items
    assert report["bundle"]["compat"] == "anchore-1.1"
