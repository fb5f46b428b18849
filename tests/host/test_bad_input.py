# SPDX-License-Identifier: Apache-2.0
"""Missing keys, nulls, other types, cut documents, doubled keys, other engines' shapes, mixed hosts: the object concerned gets
insufficient_evidence or error with document and pointer, all others are judged."""
import copy
import json

import pytest

import scans
from slug_cases import CONTAINER, HOST_CONFIG, INFO, merged

OTHERS = {"Privileged": "rt-no-privileged", "CapAdd": "rt-capabilities", "Memory": "rt-memory-limit", "CpuShares": "rt-cpu-shares",
          "ReadonlyRootfs": "rt-readonly-rootfs", "RestartPolicy": "rt-restart-policy", "NetworkMode": "rt-no-host-net", "PidMode": "rt-no-host-pid",
          "IpcMode": "rt-no-host-ipc", "UTSMode": "rt-no-host-uts", "UsernsMode": "rt-no-host-userns", "Devices": "rt-no-host-devices",
          "Ulimits": "rt-ulimit-override", "SecurityOpt": "rt-seccomp-enabled", "CgroupParent": "rt-cgroup", "PortBindings": "rt-needed-ports-only",
          "Binds": "rt-no-docker-sock", "Mounts": "rt-no-shared-propagation", "PidsLimit": "rt-pids-limit"}


def judge(folder, documents, codes=(0, 1), complete=("containers", "networks")):
    for name, content in {"evidence.json": {"schema": "cisdock.evidence/1", "complete": list(complete)}, **documents}.items():
        (folder / name).write_text(content if isinstance(content, str) else json.dumps(content))
    code, out, _ = scans.run("host", "--evidence", folder, "--benchmark", "cis-docker-1.8.0", "--format", "json", codes=codes)
    report = scans.check(json.loads(out))
    return code, {item["slug"]: item for item in report["recommendations"]}, report["problems"]


def good(name="good"):
    return {**copy.deepcopy(CONTAINER), "Name": "/" + name, "Id": "1" * 12 + name}


def own(finding, name):
    return [o for o in finding["objects"] if o["name"] == name][0]


def pointers(item):
    return [e.get("pointer", "") for e in item["evidence"]]


@pytest.mark.parametrize("member", OTHERS)
@pytest.mark.parametrize("value", [{"x": [1]}, 7, "word", [7], True])
def test_other_types(member, value, tmp_path):
    """A value of a type that the engine does not write is never a pass, and is told with its place."""
    expected = {"Privileged": bool, "ReadonlyRootfs": bool, "Memory": int, "CpuShares": int, "PidsLimit": int, "NetworkMode": str, "PidMode": str,
                "IpcMode": str, "UTSMode": str, "UsernsMode": str, "CgroupParent": str, "RestartPolicy": dict, "PortBindings": dict}.get(member, list)
    if isinstance(value, expected) and not (expected is int and value is True) and value != [7] and value != {"x": [1]}:
        pytest.skip("this is the type that belongs there")
    bad = {**good("bad"), "HostConfig": {**HOST_CONFIG, member: value}}
    _, found, _ = judge(tmp_path, {"containers.json": [bad, good()], "info.json": {**INFO, "Containers": 2}})
    finding = found[OTHERS[member]]
    item = own(finding, "bad")
    assert item["verdict"] in ("error", "insufficient_evidence"), item
    assert [p for p in pointers(item) if p.startswith("/0/HostConfig/" + member)], item
    assert own(finding, "good")["verdict"] in ("pass", "not_applicable"), own(finding, "good")


@pytest.mark.parametrize("member", [m for m in OTHERS if m not in ("PidsLimit", "Binds", "Mounts", "PortBindings")])
def test_missing_keys(member, tmp_path):
    bad = {**good("bad"), "HostConfig": {k: v for k, v in HOST_CONFIG.items() if k != member}}
    _, found, _ = judge(tmp_path, {"containers.json": [bad, good()], "info.json": {**INFO, "Containers": 2}})
    item = own(found[OTHERS[member]], "bad")
    assert item["verdict"] in ("error", "insufficient_evidence"), item
    assert pointers(item) == ["/0/HostConfig/" + member]
    assert own(found[OTHERS[member]], "good")["verdict"] == "pass"


@pytest.mark.parametrize("element", [None, 7, "text", [], [[1]], True])
def test_elements_that_are_no_containers(element, tmp_path):
    _, found, _ = judge(tmp_path, {"containers.json": [element, good()]})
    finding = found["rt-no-privileged"]
    assert finding["verdict"] == "error" and own(finding, "good")["verdict"] == "pass"
    assert [o for o in finding["objects"] if o["verdict"] == "error" and "/0" in pointers(o)]


def test_lines_of_a_listing(tmp_path):
    listing = {"Id": "aa", "Names": ["/listed"], "HostConfig": {"NetworkMode": "default"}, "State": "running"}
    _, found, _ = judge(tmp_path, {"containers.json": [listing, good()]})
    for slug in OTHERS.values():
        assert own(found[slug], "listed")["verdict"] == "insufficient_evidence", slug


@pytest.mark.parametrize("cut", [1, 20, 300])
def test_cut_document(cut, tmp_path):
    """What stood whole before the cut is judged; the list is damaged; the exit status says so."""
    text = json.dumps([good("first"), good("second")])
    code, found, problems = judge(tmp_path, {"containers.json": text[:-cut]}, codes=(3,))
    finding = found["rt-no-privileged"]
    assert code == 3 and finding["verdict"] == "insufficient_evidence" and finding["reason"] == "damaged"
    assert [p for p in problems if p["class"] == "bad-json" and p["severity"] == "error" and p["document"] == "containers"]
    assert own(finding, "first")["verdict"] == "pass"


def test_doubled_keys(tmp_path):
    text = json.dumps([good("twice")]).replace('"Privileged": false', '"Privileged": false, "Privileged": true')
    code, found, problems = judge(tmp_path, {"containers.json": text})
    assert code == 1 and own(found["rt-no-privileged"], "twice")["verdict"] == "fail"
    assert [(p["class"], p["severity"], p["pointer"]) for p in problems] == [("duplicate", "warning", "/0/HostConfig")]


def test_list_that_is_not_said_to_be_whole(tmp_path):
    _, found, _ = judge(tmp_path, {"containers.json": [good()]}, complete=())
    finding = found["rt-no-privileged"]
    assert (finding["verdict"], finding["reason"]) == ("insufficient_evidence", "incomplete_list")
    assert own(finding, "good")["verdict"] == "pass"


def test_podman(tmp_path):
    """podman's answers on the engine's API: empty lists for null, 0 for no limit, "no" for no restart, no leading slash."""
    host = {**HOST_CONFIG, "CapAdd": [], "CapDrop": ["CAP_AUDIT_WRITE", "CAP_MKNOD", "CAP_NET_RAW"], "PidsLimit": 0, "SecurityOpt": [], "Ulimits": [],
            "RestartPolicy": {"Name": "no", "MaximumRetryCount": 0}, "Binds": [], "Devices": []}
    pod = {**good("pod"), "Name": "pod", "HostConfig": host}
    info = merged(INFO, {"SecurityOptions": ["name=seccomp,profile=default", "name=rootless"], "LoggingDriver": "", "ServerVersion": "4.3.1"})
    _, found, problems = judge(tmp_path, {"containers.json": [pod], "info.json": info, "version.json": {"Version": "4.3.1", "Components": [
        {"Name": "Podman Engine", "Version": "4.3.1"}]}})
    assert {slug: own(found[slug], "pod")["verdict"] for slug in ("rt-capabilities", "rt-restart-policy", "rt-ulimit-override", "rt-pids-limit",
                                                                   "rt-seccomp-enabled", "rt-no-host-devices")} == {
        "rt-capabilities": "pass", "rt-restart-policy": "pass", "rt-ulimit-override": "pass", "rt-pids-limit": "fail", "rt-seccomp-enabled": "pass",
        "rt-no-host-devices": "pass"}
    assert found["daemon-rootless"]["verdict"] == "pass" and found["daemon-remote-logging"]["verdict"] == "fail"
    assert not problems


def test_documents_of_two_hosts(tmp_path):
    code, _, problems = judge(tmp_path, {"info.json": INFO, "version.json": {"Version": "18.09.1"}, "containers.json": [good(), good("other")]})
    assert [(p["severity"], p["document"], p["pointer"]) for p in problems] == [("warning", "info", "/ServerVersion"), ("warning", "info", "/Containers")]
    assert code in (0, 1)


@pytest.mark.parametrize("info", [{}, {"SecurityOptions": None}, {"SecurityOptions": "name=seccomp"}, {"Driver": 7, "Debug": "yes", "LiveRestoreEnabled": {}},
                                  {"Swarm": None, "Plugins": [], "RegistryConfig": []}, [], "text", None])
def test_strange_info(info, tmp_path):
    """Nothing in section 2 passes on it but what other evidence shows."""
    _, found, _ = judge(tmp_path, {"info.json": json.dumps(info)})
    daemon = {slug: item["verdict"] for slug, item in found.items() if slug.startswith(("daemon-", "swarm-"))}
    assert "pass" not in daemon.values(), daemon


@pytest.mark.parametrize("daemon", ["[]", "7", '"x"', '{"icc": "false"}', '{"hosts": "tcp://x"}', '{"log-level": 7}', '{"hosts": [7]}', "{", "\xff"])
def test_strange_daemon_json(daemon, tmp_path):
    _, found, _ = judge(tmp_path, {"daemon.json": daemon, "dockerd.argv": "/usr/sbin/dockerd\n"}, codes=(0, 1, 3))
    if daemon in ("{", "\xff"):
        assert {item["verdict"] for slug, item in found.items() if slug in ("daemon-icc", "daemon-tls", "daemon-log-level")} == {"insufficient_evidence"}
    else:
        assert "error" in {found[slug]["verdict"] for slug in ("daemon-icc", "daemon-tls", "daemon-log-level")}


def test_conflict(tmp_path):
    _, found, _ = judge(tmp_path, {"daemon.json": {"icc": False, "hosts": ["unix:///x"]}, "dockerd.argv": "dockerd\n--icc=false\n-H\nunix:///y\n"})
    for slug in ("daemon-icc", "daemon-tls"):
        assert found[slug]["verdict"] == "error" and "conflict" in found[slug]["message"], found[slug]
