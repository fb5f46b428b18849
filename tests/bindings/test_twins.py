# SPDX-License-Identifier: Apache-2.0
"""Twins: every case of the interface in C, Python and Go prints the same lines, and none is missing."""
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

import corpus
import headers
import made

TWINS = corpus.SOURCE_ROOT / "tests" / "bindings" / "twin"

BUNDLE = {"id": "b", "name": "b", "version": "1_0", "comment": "", "whitelists": [], "whitelisted_images": [], "blacklisted_images": [],
          "policies": [{"id": "p", "name": "p", "version": "1_0", "comment": "", "rules": [
              {"id": "r", "gate": "dockerfile", "trigger": "effective_user", "action": "STOP",
               "params": [{"name": "users", "value": "root"}, {"name": "type", "value": "blacklist"}]},
              {"id": "w", "gate": "files", "trigger": "suid_or_guid_set", "action": "WARN", "params": []}]}],
          "mappings": [{"id": "m", "name": "m", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"},
                        "policy_id": "p", "whitelist_ids": []}]}

# Functions that the twins need not call, and why.
ELSEWHERE = {
    "cisdock_analysis_from_json": "scan --facts in the program's tests",
    "cisdock_analysis_write_tree": "the program's facts --tree",
    "cisdock_source_fd": "the program's own source",
    "cisdock_version_number": "the tests of the headers",
    "cisdock_context_set_executor": "the example pthread_executor",
}


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("twins")
    layers, config = made.small_image()
    archive = made.docker_archive(layers, config)
    other = made.config(layers, User="other")
    names = [f"{n}.tar" for n in range(len(layers))]
    two = made._tar([*zip(names, layers), ("a.json", config), ("b.json", other), ("manifest.json", json.dumps(
        [{"Config": c, "RepoTags": [f"made/two:{c}"], "Layers": names} for c in ("a.json", "b.json")]).encode())])
    files = {"docker.tar": archive, "two.tar": two, "cut.tar": archive[:700], "text": b"no archive at all",
             "bad.tar": made._tar([("manifest.json", b"{")]), "layer0.tar": layers[0], "layer1.tar": layers[1], "config.json": config,
             "bundle.json": json.dumps(BUNDLE).encode(), "info.json": b'{"LiveRestoreEnabled":true,"ServerVersion":7}'}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    blobs, index = made.oci_blobs(layers, config)
    (folder / "oci" / "blobs" / "sha256").mkdir(parents=True)
    (folder / "oci" / "index.json").write_bytes(index)
    for digest, blob in blobs.items():
        (folder / "oci" / "blobs" / digest.replace(":", "/")).write_bytes(blob)
    return folder


def run(folder, *command, **env):
    library = str(corpus.BUILD_ROOT / "src")
    done = subprocess.run([*map(str, command), str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300,
                          env={**os.environ, "LD_LIBRARY_PATH": library, **env})
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.decode().splitlines()


@pytest.fixture(name="in_c", scope="module")
def _in_c(folder):
    return run(folder, os.environ["CISDOCK_TWIN"])


def test_python_prints_the_same(folder, in_c):
    assert run(folder, sys.executable, TWINS / "twin.py") == in_c


def test_go_prints_the_same(folder, in_c, tmp_path):
    go = shutil.which("go")
    if go is None:
        pytest.fail("there is no go") if os.environ.get("CI") else pytest.skip("there is no go")
    binary = tmp_path / "twin"
    env = {**os.environ, "PKG_CONFIG_PATH": str(corpus.BUILD_ROOT / "bindings" / "go"), "GOFLAGS": "-buildvcs=false", "GOTOOLCHAIN": "local"}
    built = subprocess.run([go, "build", "-o", str(binary), "."], cwd=TWINS / "go", env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert built.returncode == 0, built.stdout.decode()
    assert run(folder, binary) == in_c


def cases(pattern, *files):
    text = "".join((TWINS / name).read_text() for name in files)
    return {name.replace("_", "").lower() for name in re.findall(pattern, text)}


C_FILES = sorted(path.name for path in TWINS.glob("*.c"))


def test_no_case_is_missing():
    in_c = cases(r"^void case_(\w+)\(void\)$", *C_FILES) or cases(r"void case_(\w+)\(void\)\n", *C_FILES)
    assert len(in_c) >= 16
    assert in_c == cases(r"def case_(\w+)\(", "twin.py") == cases(r"func case(\w+)\(", "go/main.go", "go/judge.go")


def test_every_function_is_in_some_case():
    text = "".join((TWINS / name).read_text() for name in C_FILES)
    covered = set(re.findall(r"\b(cisdock_\w+)\(", text))
    declared = {function.name for function in headers.functions()}
    missing = {name for name in declared - covered - set(ELSEWHERE) if not re.match(TABLES, name)}
    assert not missing, sorted(missing)


# Tables of what is built in are printed by the program, whose tests hold every row against the catalogue.
TABLES = r"cisdock_(gate|trigger|recommendation|option|evidence_file|format|finding_object_count|report_verdict|policy|benchmark_(order|confidence|find|rec))"
