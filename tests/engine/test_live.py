# SPDX-License-Identifier: Apache-2.0
"""A real dockerd with containers of a dozen kinds: what `host --live` says equals what is said of the evidence that `collect`
wrote, and both are what the containers' own options mean."""
import json

import pytest

import build
from corpus import PROGRAM

# name, options, image's command, recommendation (1.6.0), verdict of the container
KINDS = [
    ("plain", "", "5.11", "fail"),
    ("tight", "--user 1000 --read-only --memory 64m --pids-limit 50 --cpu-shares 512 --cap-drop ALL --security-opt no-new-privileges", "5.11", "pass"),
    ("readonly", "--read-only", "5.13", "pass"),
    ("nproc", "--ulimit nproc=50", "5.19", "warn"),
    ("published", "-p 8080:80", "5.14", "fail"),
    ("local", "-p 127.0.0.1:8081:80", "5.14", "pass"),
    ("low", "-p 127.0.0.1:81:80", "5.8", "fail"),
    ("hostnet", "--network host", "5.10", "fail"),
    ("hostpid", "--pid host", "5.16", "fail"),
    ("hostipc", "--ipc host", "5.17", "fail"),
    ("hostuts", "--uts host", "5.21", "fail"),
    ("always", "--restart always", "5.15", "fail"),
    ("five", "--restart on-failure:5", "5.15", "pass"),
    ("seccomp", "--security-opt seccomp=unconfined", "5.22", "fail"),
    ("socket", "-v /run:/host-run:ro", "5.32", "fail"),
    ("etc", "-v /etc:/host-etc", "5.6", "fail"),
    ("cap", "--cap-add NET_ADMIN", "5.4", "fail"),
    ("health", "--health-cmd true", "5.27", "pass"),
]

SCRIPT = r"""
hostname node1
ip link add eth0 type veth peer name eth0p; ip addr add 10.20.30.4/24 dev eth0; ip link set eth0 up; ip link set eth0p up
docker import "$W/root.tar" box:1 >/dev/null
docker create --name made --privileged box:1 sh -c true >/dev/null
RUNS
"$PROGRAM" host --live --benchmark cis-docker-1.6.0 --format json --now 2026-11-24T12:00:00Z >"$W/live.json" 2>"$W/live.err" || true
"$PROGRAM" collect "$W/evidence" 2>"$W/collect.err"
"$PROGRAM" host --evidence "$W/evidence" --benchmark cis-docker-1.6.0 --format json --now 2026-11-24T12:00:00Z >"$W/written.json" || true
"$PROGRAM" scan docker://box:1 --format json >"$W/streamed.json" || true
docker save box:1 -o "$W/saved.tar"
"$PROGRAM" scan "$W/saved.tar" --format json >"$W/saved.json" || true
docker rm -f $(docker ps -aq) >/dev/null
"""


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    lack = build.lacking("classic")
    if lack:
        pytest.skip(f"a real engine needs root and these programs; lacking: {lack}")
    folder = tmp_path_factory.mktemp("live")
    build.rootfs(folder / "root.tar")
    runs = "\n".join(f"docker run -d --name {name} -e PASSWORD=hunter2hunter2 {options} box:1 /bin/busybox sleep 600 >/dev/null"
                     for name, options, _, _ in KINDS)
    build.run_in_engine(folder, SCRIPT.replace("RUNS", runs).replace("$PROGRAM", PROGRAM), flags="")
    return folder


def recommendations(path):
    return {item["id"]: item for item in json.loads(path.read_text())["recommendations"]}


def test_live_equals_written(work):
    live, written = recommendations(work / "live.json"), recommendations(work / "written.json")
    assert {k: v["verdict"] for k, v in live.items()} == {k: v["verdict"] for k, v in written.items()}
    objects = lambda items: {(k, o["kind"], o["name"]): o["verdict"] for k, v in items.items() for o in v["objects"]}
    assert objects(live) == objects(written)
    assert len(live) == 117


@pytest.mark.parametrize("name,options,control,verdict", KINDS)
def test_container(work, name, options, control, verdict):
    own = [o for o in recommendations(work / "live.json")[control]["objects"] if o["name"] == name]
    assert [o["verdict"] for o in own] == [verdict], own


def test_what_the_host_itself_shows(work):
    found = recommendations(work / "live.json")
    assert found["5.5"]["verdict"] == "fail"  # made, which never started
    assert found["2.2"]["verdict"] == "fail" and found["2.7"]["verdict"] == "not_applicable"
    assert found["3.15"]["verdict"] == "pass" and found["3.23"]["verdict"] == "pass"
    assert found["5.1"]["verdict"] == "pass" and found["7.1"]["verdict"] == "not_applicable"


def test_no_secret_is_written(work):
    """Values of variables are taken out of what collect writes."""
    texts = {path.name: path.read_text(errors="replace") for path in (work / "evidence").iterdir()}
    assert "PASSWORD=[redacted]" in texts["containers.json"]
    assert not [name for name, text in texts.items() if "hunter2" in text]
    assert all(path.stat().st_mode & 0o77 == 0 for path in (work / "evidence").iterdir())


def test_streamed_image_equals_the_saved_one(work):
    streamed, saved = (json.loads((work / name).read_text()) for name in ("streamed.json", "saved.json"))
    assert streamed["image"]["id"] == saved["image"]["id"]
    assert [(i["id"], i["verdict"]) for i in streamed["recommendations"]] == [(i["id"], i["verdict"]) for i in saved["recommendations"]]
