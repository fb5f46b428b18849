# SPDX-License-Identifier: Apache-2.0
"""Manifests and configurations of the corpus, each alone in a layout: read, or refused with the class that fits.

The blobs that these manifests name are not there, so that a manifest that is understood ends as blob-missing."""
import hashlib
import json
import os
import subprocess

import pytest

import corpus

TOOL = os.environ["CISDOCK_IMAGE_LIST"]

# By the ends of names; the first that fits counts. Why: schema 1 has no configuration to judge; a config of another
# media type is an artifact's (OCI image-spec, artifacts guidance); bytes that are no JSON are no manifest; the two that
# were converted from schema 1 have sizes of -1.
MANIFESTS = [
    ("non-json.manifest.json", "bad-json"),
    ("artifact.json", "no-image"),
    ("schema1.json", "unsupported"), ("schema1-for-oci-config.json", "unsupported"), ("invalid-signatures.manifest.json", "unsupported"),
    ("schema1-to-oci1.json", "schema"), ("schema1-to-schema2.json", "schema"),
    ("", "blob-missing"),
]


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def write_layout(folder, blobs, manifest):
    (folder / "blobs" / "sha256").mkdir(parents=True)
    for blob in [*blobs, manifest]:
        (folder / "blobs" / "sha256" / digest(blob)[7:]).write_bytes(blob)
    (folder / "index.json").write_text(json.dumps({"manifests": [{"digest": digest(manifest), "size": len(manifest)}]}))


def run(folder):
    done = subprocess.run([TOOL, str(folder)], stdout=subprocess.PIPE, timeout=60)
    assert done.returncode in (0, 3)
    return json.loads(done.stdout)


def is_config(path):
    try:
        document = json.loads(path.read_bytes())
    except ValueError:
        return False
    return "rootfs" in document


def documents(configs):
    return [p for p in corpus.names("manifests", "*.json") if p and is_config(p) == configs] or [None]


@pytest.mark.parametrize("path", documents(False), ids=lambda p: p and p.name)
def test_manifest_ends_as_listed(path, tmp_path):
    corpus.folder("manifests")
    write_layout(tmp_path, [], path.read_bytes())
    expected = next(cls for end, cls in MANIFESTS if path.name.endswith(end))
    assert run(tmp_path)["error_class"] == expected


@pytest.mark.parametrize("path", documents(True), ids=lambda p: p and p.name)
def test_configuration_is_read(path, tmp_path):
    corpus.folder("manifests")
    config = path.read_bytes()
    diff_ids = json.loads(config).get("rootfs", {}).get("diff_ids", [])
    layers = [{"digest": digest(b"x"), "size": 1}] * len(diff_ids)
    manifest = json.dumps({"config": {"digest": digest(config), "size": len(config)}, "layers": layers}).encode()
    write_layout(tmp_path, [config, b"x"], manifest)
    ours = run(tmp_path)
    assert ours["opens"] and ours["images"][0]["image_id"] == digest(config)
    truth = json.loads(config)
    assert ours["images"][0]["config"]["env"] == truth["config"].get("Env")
    assert [h["created_by"] for h in ours["images"][0]["config"]["history"]] == [h.get("created_by", "") for h in truth.get("history", [])]
    steps = sum(not h.get("empty_layer", False) for h in truth.get("history", []))
    assert [p["class"] for p in ours["images"][0]["problems"]] == ([] if steps == len(diff_ids) else ["history"])
