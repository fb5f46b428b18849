# SPDX-License-Identifier: Apache-2.0
"""The program's contract: inputs, choices, outputs, exit statuses, help."""
import json
import os
import pathlib
import subprocess

import pytest

import made
from corpus import PROGRAM

FINE, STOP, USE, UNREAD = 0, 1, 2, 3


def run(*arguments, data=None, cwd=None, env=None):
    done = subprocess.run([PROGRAM, *map(str, arguments)], input=data, capture_output=True, timeout=60, cwd=cwd, env={**os.environ, **(env or {})})
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def image(tmp_path):
    """Fails 4.6 and nothing else of 4.1, 4.6, 4.9."""
    layer = made.layer(("etc/passwd", {"content": made.PASSWD}))
    path = tmp_path / "image.tar"
    path.write_bytes(made.docker_archive([layer], made.config([layer], ["COPY . / # buildkit"], User="app")))
    return path


def manifest(layer, config, **more):
    document = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": made.sha256(config), "size": len(config)},
                "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": made.sha256(layer), "size": len(layer)}]}
    text = json.dumps(document).encode()
    return text, {"mediaType": document["mediaType"], "digest": made.sha256(text), "size": len(text), **more}


def layout(folder, platforms, names=None):
    """An OCI layout folder with one image a platform, all of one name unless `names` tells."""
    blobs, entries = {}, []
    for place, (system, architecture) in enumerate(platforms):
        layer = made.layer(("etc/arch", {"content": architecture + str(place)}))
        config = json.dumps({"architecture": architecture, "os": system, "config": {}, "rootfs": {"type": "layers", "diff_ids": [made.sha256(layer)]}}).encode()
        more = {"platform": {"os": system, "architecture": architecture}}
        if names:
            more["annotations"] = {"org.opencontainers.image.ref.name": names[place]}
        text, entry = manifest(layer, config, **more)
        blobs.update({made.sha256(part): part for part in (layer, config, text)})
        entries.append(entry)
    (folder / "blobs" / "sha256").mkdir(parents=True)
    for digest, data in blobs.items():
        (folder / "blobs" / "sha256" / digest.partition(":")[2]).write_bytes(data)
    (folder / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": entries}))
    return folder


def verdicts(text):
    return {item["id"]: item["verdict"] for item in json.loads(text)["recommendations"]}


def test_help_and_version():
    status, out, _ = run("--help")
    assert status == FINE
    for word in ("scan", "facts", "explain", "benchmarks", "gates", "--fail-on", "--all-platforms", "Exit status"):
        assert word in out
    status, out, _ = run("--version")
    assert status == FINE and out.startswith("cisdock ")
    status, out, _ = run("scan", "--help")
    assert status == FINE and "--cache" in out and "json" in out


@pytest.mark.parametrize("arguments,hint", [
    (["scna"], "did you mean scan"), (["scan", "--benchmrk", "x", "i"], "did you mean --benchmark"), (["scan", "--tree", "x"], "no option --tree"),
    (["scan"], "needs an IMAGE"), (["facts"], "one IMAGE"), (["scan", "--level"], "needs a value"), (["scan", "--quiet=1", "i"], "takes no value"), ([], ""),
    (["explain", "image-user-nonrot"], "did you mean image-user-nonroot"), (["explain", "4.1", "--benchmark", "x"], "no benchmark")])
def test_wrong_use(arguments, hint):
    status, _, err = run(*arguments)
    assert status == USE and hint in err


@pytest.mark.parametrize("arguments", [
    ["--level", "3"], ["--scope", "moon"], ["--target", "windows"], ["--compat", "x"], ["--only", "4.99"], ["--skip", "9.99"], ["--benchmark", "cis-docker-9"],
    ["--format", "jsn"], ["--fail-on", "x"], ["--now", "yesterday"], ["--threads", "0"], ["--output", "/nonexistent/x"], ["--cache", "/dev/null"]])
def test_wrong_values(image, arguments):
    status, out, err = run("scan", *arguments, image)
    assert status == USE and out == "" and err.startswith("cisdock: ")


def test_exit_status_follows_fail_on(image):
    assert run("scan", image)[0] == STOP
    assert run("scan", "--fail-on", "never", image)[0] == FINE
    assert run("scan", "--only", "4.1", image)[0] == FINE
    assert run("scan", "--only", "4.6", image)[0] == STOP
    assert run("scan", "--skip", "4.6", image)[0] == FINE


def test_unread_comes_before_stop(image, tmp_path):
    status, out, err = run("scan", "--format", "json", image, tmp_path / "missing.tar")
    assert status == UNREAD and len(out.splitlines()) == 1 and "missing.tar" in err
    (tmp_path / "text").write_text("no image" * 100)
    status, _, err = run("scan", tmp_path / "text")
    assert status == UNREAD and "not-an-image" in err


def test_damaged_layer_is_reported_and_exits_3(image):
    layers = [made.layer(("a", {"content": "x" * 3000}))]
    data = made.docker_archive([layers[0][:1500]], made.config(layers))
    status, out, _ = run("scan", "--format", "json", "-", data=data)
    report = json.loads(out)
    assert status == UNREAD and any(problem["severity"] == "error" for problem in report["problems"])
    assert verdicts(out)["4.8"] == "insufficient_evidence"


def test_pipe_and_file_give_the_same_bytes(image):
    assert run("scan", "--format", "json", image)[1] == run("scan", "--format", "json", "-", data=image.read_bytes())[1]


def test_several_images_are_json_lines(image):
    status, out, _ = run("scan", "--format", "json", image, image)
    assert status == STOP and len(out.splitlines()) == 2 and len(set(out.splitlines())) == 1


def test_pairs_of_format_and_output(image, tmp_path):
    status, out, _ = run("scan", "--format", "table", "--format", "json", "--output", tmp_path / "r.json", image)
    assert status == STOP and "4.6" in out and not out.startswith("{")
    assert json.loads((tmp_path / "r.json").read_text())["schema"] == "cisdock.report/1"


def test_no_colour_in_files(image):
    assert "\033" not in run("scan", image)[1]


def test_ignore_file(image, tmp_path):
    (tmp_path / ".cisdockignore").write_text("# no health checks here\nimage-healthcheck  # neither\n\n")
    status, out, _ = run("explain", "4.6")
    slug = out.split("(", 1)[1].split(")", 1)[0]
    (tmp_path / ".cisdockignore").write_text(f"# none here\n{slug}  # at all\n\n")
    status, out, _ = run("scan", "--format", "json", image, cwd=tmp_path)
    assert status == FINE and "4.6" not in verdicts(out)


def test_folder(tmp_path):
    status, out, _ = run("scan", "--format", "json", layout(tmp_path / "one", [("linux", "s390x")]))
    assert status == STOP and json.loads(out)["image"]["architecture"] == "s390x"


def own():
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(os.uname().machine, os.uname().machine)


def test_platforms(tmp_path):
    both = layout(tmp_path / "both", [("linux", "s390x"), ("linux", own())])
    status, out, _ = run("scan", "--format", "json", both)
    assert json.loads(out)["image"]["architecture"] == own()
    status, out, _ = run("scan", "--format", "json", "--platform", "linux/s390x", both)
    assert json.loads(out)["image"]["architecture"] == "s390x"
    status, out, _ = run("scan", "--format", "json", "--all-platforms", both)
    assert [json.loads(line)["image"]["architecture"] for line in out.splitlines()] == ["s390x", own()]
    status, _, err = run("scan", "--platform", "linux/mips", both)
    assert status == UNREAD and "s390x" in err
    other = layout(tmp_path / "other", [("linux", "s390x"), ("linux", "mips64le")])
    status, out, err = run("scan", other)
    assert status == USE and out == "" and "linux/s390x" in err and "linux/mips64le" in err


def test_several_images_of_one_platform(tmp_path):
    two = layout(tmp_path / "two", [("linux", own()), ("linux", own())], ["first:1", "second:1"])
    status, out, _ = run("scan", "--format", "json", two)
    assert [json.loads(line)["image"]["names"] for line in out.splitlines()] == [["first:1"], ["second:1"]]


def test_links_out_of_a_folder_are_not_followed(tmp_path):
    good = layout(tmp_path / "good", [("linux", "amd64")])
    blobs = good / "blobs" / "sha256"
    victim = max(blobs.iterdir(), key=lambda path: path.stat().st_size)
    (tmp_path / "outside").write_bytes(victim.read_bytes())
    victim.unlink()
    victim.symlink_to(tmp_path / "outside")
    assert run("scan", good)[0] == UNREAD


def test_dockerfile_alone(tmp_path):
    (tmp_path / "Dockerfile").write_text("FROM debian:12\nRUN apt-get update\nADD https://example.org/a.tar /\n")
    status, out, _ = run("scan", "--format", "json", "--dockerfile", tmp_path / "Dockerfile")
    report = json.loads(out)
    assert report["image"] is None and verdicts(out)["4.9"] in ("fail", "warn")


def test_evidence_folder(tmp_path):
    (tmp_path / "info.json").write_text(json.dumps({"ID": "X", "LiveRestoreEnabled": False}))
    (tmp_path / "evidence.json").write_text(json.dumps({"schema": "cisdock.evidence/1", "taken_at": None, "complete": [], "absent": [], "denied": []}))
    status, out, _ = run("scan", "--scope", "host", "--evidence", tmp_path, "--format", "json")
    assert status in (FINE, STOP) and json.loads(out)["benchmark"]["scope"] == "host"
    assert run("scan", "--evidence", tmp_path / "no")[0] == UNREAD


def test_facts(image, tmp_path):
    status, out, _ = run("facts", image, "--tree", tmp_path / "tree")
    facts = json.loads(out)
    assert status == FINE and facts["opens"] is True and facts["images"][0]["tags"] == ["made/image:1"]
    assert (tmp_path / "tree").read_text().startswith("etc/passwd\t")
    status, out, _ = run("facts", "-", data=b"nothing")
    assert status == UNREAD and json.loads(out)["opens"] is False and json.loads(out)["error_class"] == "not-an-image"


def test_benchmarks():
    listed = json.loads(run("benchmarks", "--format", "json")[1])
    assert [item["order"] for item in listed] == sorted(item["order"] for item in listed) and len(listed) == 11
    assert set(listed[0]) >= {"id", "version", "title", "order", "confidence", "recommendations"}
    assert set(listed[0]["recommendations"][0]) >= {"id", "slug", "title", "section", "scored", "assessment", "levels"}
    assert run("benchmarks", "--format", "xml")[0] == USE


def test_gates():
    listed = json.loads(run("gates", "--format", "json")[1])
    assert "image" in [gate["name"] for gate in listed] and all(gate["triggers"] for gate in listed)


def test_explain():
    status, out, _ = run("explain", "4.1", "--benchmark", "cis-docker-1.13.0")
    assert status == FINE and "image-user-nonroot" in out and "How to mend it" in out


def test_cache(image, tmp_path):
    folder = tmp_path / "cache"
    first = run("scan", "--format", "json", "--cache", folder, image)
    kept = sorted(path.name for path in folder.iterdir())
    second = run("scan", "--format", "json", "--cache", folder, image)
    assert kept and first[1] == second[1] and not [name for name in kept if name.endswith(".part")]
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:-7])
    assert run("scan", "--format", "json", "--cache", folder, image)[1] == first[1]


def test_threads(image):
    assert run("scan", "--format", "json", "--threads", "4", image)[1] == run("scan", "--format", "json", image)[1]


def test_full_disk_is_noticed(image):
    if not pathlib.Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    with open("/dev/full", "wb") as full:
        done = subprocess.run([PROGRAM, "scan", image], stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == UNREAD and b"could not be written" in done.stderr


def test_stored_facts_are_judged(image, tmp_path):
    (tmp_path / "facts.json").write_text(run("facts", image)[1])
    status, out, _ = run("scan", "--facts", tmp_path / "facts.json", "--format", "json")
    report, direct = json.loads(out), json.loads(run("scan", "--format", "json", image)[1])
    assert status == STOP and report["image"]["id"] == direct["image"]["id"] and report["image"]["names"] == direct["image"]["names"]
    words, full = verdicts(out), {item["id"]: item["verdict"] for item in direct["recommendations"]}
    assert words["4.6"] == full["4.6"] == "fail" and words["4.9"] == full["4.9"]
    assert words == full


@pytest.mark.parametrize("text,cls", [("", "bad-json"), ("[]", "bad-document"), ('{"opens":false}', "bad-document"), ('{"images":[{},{}]}', "ambiguous"),
                                      ('{"images":[{"files":[{"mode":"9"}]}]}', "bad-document")])
def test_stored_facts_that_are_none(tmp_path, text, cls):
    (tmp_path / "facts.json").write_text(text)
    status, out, err = run("scan", "--facts", tmp_path / "facts.json")
    assert status in (UNREAD, USE) and out == "" and cls in err
