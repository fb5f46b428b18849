# SPDX-License-Identifier: Apache-2.0
"""What an image lets one expect of its containers is told as a forecast, and changes no verdict."""
import json

import made
import scans
from slug_cases import CONTAINER


def report(tmp_path, containers):
    layers = [made.layer(("usr/sbin/sshd", {"mode": 0o755, "content": "x"}), ("etc/passwd", {"content": made.PASSWD}))]
    image = made.docker_archive(layers, made.config(layers, ["/bin/sh -c #(nop) ADD file:1 in / "], ExposedPorts={"80/tcp": {}, "8080/tcp": {}}))
    if containers is not None:
        (tmp_path / "containers.json").write_text(json.dumps(containers))
    (tmp_path / "evidence.json").write_text(json.dumps({"schema": "cisdock.evidence/1", "complete": ["containers"]}))
    found = scans.report("--benchmark", "cis-docker-1.6.0", "--scope", "all", "--evidence", tmp_path, "-", data=image)
    return {item["slug"]: item for item in found["recommendations"]}


def forecasts(finding):
    return [o["message"] for o in finding["objects"] if o["basis"] == "forecast"]


def test_forecast_is_told_and_not_counted(tmp_path):
    without = report(tmp_path, None)
    for slug in ("rt-no-privileged-ports", "rt-no-sshd"):
        assert without[slug]["verdict"] == "insufficient_evidence" and len(forecasts(without[slug])) == 1, slug
    (tmp_path / "with").mkdir()
    running = report(tmp_path / "with", [{**CONTAINER, "State": {"Status": "exited"}}])
    for slug in ("rt-no-privileged-ports", "rt-no-sshd"):
        assert running[slug]["verdict"] == "pass" and len(forecasts(running[slug])) == 1, slug


def test_writable_paths_are_a_forecast(tmp_path):
    """What is owned by the image's user or open to all, but for volumes, /tmp and the like."""
    folders = {"srv/open": (0o777, 0), "home/app": (0o755, 1000), "tmp": (0o1777, 0), "var/lib/data": (0o755, 1000), "etc": (0o755, 0),
               "home/app/closed": (0o555, 1000)}
    layers = [made.layer(("etc/passwd", {"content": made.PASSWD}),
                         *((name, {"type": "d", "mode": mode, "uid": uid}) for name, (mode, uid) in folders.items()))]
    for user, paths in (("app", ["/home/app", "/srv/open"]), ("4242", ["/srv/open"]), ("", [])):
        image = made.docker_archive(layers, made.config(layers, User=user, Volumes={"/var/lib/data": {}}))
        found = scans.report("--benchmark", "cis-docker-1.6.0", "--scope", "all", "-", data=image)
        item = next(i for i in found["recommendations"] if i["slug"] == "rt-readonly-rootfs")
        assert item["verdict"] == "insufficient_evidence"
        (told,) = [o for o in item["objects"] if o["basis"] == "forecast"]
        assert [e["path"] for e in told["evidence"]] == paths, (user, told)
        assert ("root" in told["message"] and not paths) or f"{len(paths)} folders" in told["message"]
