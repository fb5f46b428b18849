# SPDX-License-Identifier: Apache-2.0
"""Images built here and now by a real dockerd (classic and BuildKit), buildah and podman, judged by the program: one per
rule of section 4 and its opposite, with the right layer and instruction as evidence; and one image in many forms."""
import json
import shutil
import subprocess

import pytest

import build
from cases import builds
from corpus import PROGRAM

EQUAL = {"4.7": {"warn", "fail"}, "4.8": {"warn", "fail"}, "4.9": {"warn", "fail"}}  # matters of judgement
FORM = ("manifest_digest", "names")


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    work = tmp_path_factory.mktemp("engine")
    missing = build.build_all(work / "work", work / "out")
    return work, missing


def built(images, name, builder):
    work, missing = images
    if builder in missing:
        pytest.skip(f"{builder} cannot run here: {missing[builder]}")
    return work / "out" / f"{name}.{builder}.tar"


def run(*arguments, **options):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, timeout=60, **options)
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout


def report(path, *more):
    return json.loads(run("scan", path, "--format", "json", "--benchmark", "cis-docker-1.13.0", *more))


@pytest.mark.parametrize("builder,case", builds(), ids=lambda v: getattr(v, "name", v))
def test_verdicts(images, builder, case):
    found = {r["id"]: r for r in report(built(images, case.name, builder))["recommendations"]}
    for identifier, verdict in case.expect.items():
        allowed = EQUAL.get(identifier, {verdict}) if verdict in ("warn", "fail") else {verdict}
        assert found[identifier]["verdict"] in allowed, (identifier, found[identifier])
    for identifier, text in case.evidence.items():
        shown = json.dumps([found[identifier]["evidence"], found[identifier]["objects"], found[identifier]["message"]])
        assert text in shown, (identifier, shown)


def test_evidence_names_layer_and_instruction(images):
    found = {r["id"]: r for r in report(built(images, "setuid-kept", "classic"))["recommendations"]}
    files = [e for e in found["4.8"]["evidence"] + [e for o in found["4.8"]["objects"] for e in o["evidence"]] if e["kind"] == "file"]
    tool = [e for e in files if e["path"] == "/usr/bin/tool"]
    assert tool and tool[0]["layer"] == 1 and "chmod 4755" in tool[0]["created_by"], files


def test_the_secret_is_never_shown(images):
    for builder in ("classic", "buildkit"):
        text = run("scan", built(images, "secret-env", builder), "--format", "json").decode()
        assert "Xk29-vTqp_71Lz" not in text


def without_form(one):
    image = one["image"]
    for member in FORM:
        image.pop(member, None)
    for layer in image["layers"]:
        layer.pop("digest", None)
        layer.pop("verified", None)
    return one


def test_all_forms_give_the_same_report(images, tmp_path):
    source = built(images, "add-file", "classic")
    if not shutil.which("skopeo"):
        pytest.skip("skopeo is missing")
    forms = {"docker": source}
    for name, extra in (("gzip", []), ("zstd", ["--dest-compress-format", "zstd"])):
        subprocess.run(["skopeo", "--insecure-policy", "copy", *extra, f"docker-archive:{source}", f"oci:{tmp_path / name}:x"], check=True, capture_output=True)
        forms[f"oci folder {name}"] = tmp_path / name
        subprocess.run(["tar", "-cf", str(tmp_path / f"{name}.tar"), "-C", str(tmp_path / name), "."], check=True)
        forms[f"oci tar {name}"] = tmp_path / f"{name}.tar"
    for name, command in (("gz", ["gzip", "-c"]), ("xz", ["xz", "-c"]), ("zst", ["zstd", "-cq"])):
        forms[name] = tmp_path / f"whole.{name}"
        with open(source, "rb") as src, open(forms[name], "wb") as dst:
            subprocess.run(command, stdin=src, stdout=dst, check=True)
    reports = {name: without_form(report(path)) for name, path in forms.items()}
    # skopeo writes a configuration of its own for OCI, which is another image id: two families, alike within and in verdicts.
    families = [[n for n in forms if n.startswith("oci")], [n for n in forms if not n.startswith("oci")]]
    for family in families:
        for name in family[1:]:
            assert reports[name] == reports[family[0]], (family[0], name)
    verdicts = [{r["id"]: r["verdict"] for r in reports[family[0]]["recommendations"] if r["id"] != "4.6"} for family in families]
    assert verdicts[0] == verdicts[1]


@pytest.mark.parametrize("name,builder", [("add-file", "classic"), ("add-file", "buildah"), ("add-file", "podman")])
def test_a_pipe_gives_the_same_bytes(images, name, builder):
    path = built(images, name, builder)
    with open(path, "rb") as stream:
        piped = subprocess.run(["sh", "-c", f"cat | {PROGRAM} scan - --format json"], stdin=stream, capture_output=True)
    assert piped.stdout == run("scan", path, "--format", "json")


@pytest.mark.parametrize("builder", ["classic", "buildkit", "buildah", "podman"])
def test_facts_of_a_fresh_image(images, builder):
    facts = json.loads(run("facts", built(images, "user-named", builder)))
    image = facts["images"][0]
    assert facts["opens"] and image["config"]["user"] == "app"
    assert image["passwd"]["uid0"] == ["root", "toor"]
