# SPDX-License-Identifier: Apache-2.0
"""The image layer against the independent truth of the corpus, by random access and forward only."""
import csv
import json
import os
import subprocess

import pytest

import corpus

TOOL = os.environ["CISDOCK_IMAGE_LIST"]

# The truth's own words for why something does not open, and our classes.
CLASS_OF = {"not-a-tar": "not-an-image", "no-index": "no-image", "bad-json": "bad-json", "no-image": "no-image",
            "blob-missing": "blob-missing", "bad-compression": "bad-compression"}

# What our model has to say about hostile files whose fault stands in the documents or in the archive itself. Faults
# inside layers are no matter of this layer: those files open.
DOCUMENT_FAULTS = {"41-truncated-file.tar", "53-empty.tar", "55-text.tar", "70-json-depth.tar", "71-config-depth.tar",
                   "73-config-null.tar", "74-config-utf8.tar", "76-config-missing.tar", "77-layer-missing.tar",
                   "78-layer-traversal.tar", "83-layers-4000.tar", "84-no-images.tar", "92-oci-size.oci.tar",
                   "93-oci-digest-path.oci.tar", "95-oci-md5.oci.tar", "96-oci-nested-300.oci.tar", "99-oci-artifact.oci.tar"}
NOTED = {"18-two-manifests.tar": "duplicate", "72-config-types.tar": "bad-json", "79-history-short.tar": "history",
         "80-history-long.tar": "history", "82-diffid-count.tar": "digest-mismatch", "97-oci-foreign.oci.tar": "blob-missing"}


def run(path, *options):
    done = subprocess.run([TOOL, *options, str(path)], stdout=subprocess.PIPE, timeout=60)
    assert done.returncode in (0, 3), f"{path}: exit status {done.returncode}"
    return json.loads(done.stdout)


def strip(facts):
    """What both ways of reading must agree on: all but the words of a failure."""
    return {key: value for key, value in facts.items() if key != "error"}


def images():
    return [p for p in corpus.names("images", "**/*.facts.json") if p is not None] or [None]


@pytest.mark.parametrize("facts", images(), ids=lambda p: p and p.name[:-len(".facts.json")])
def test_images_are_what_the_truth_says(facts):
    corpus.folder("images")
    truth = json.loads(facts.read_text())
    ours = run(str(facts)[:-len(".facts.json")])
    assert ours["opens"] == truth["opens"], ours
    if not truth["opens"]:
        assert ours["error_class"] == CLASS_OF[truth["error_class"]]
        return
    assert (ours["format"], ours["outer"]) == (truth["format"], truth["outer"])
    artifacts = {s["digest"] for s in ours["skipped"] if s["class"] == "not-an-image"}
    expected = [image for image in truth["images"] if image.get("manifest_digest") not in artifacts]
    assert len(ours["images"]) == len(expected)
    for mine, theirs in zip(ours["images"], expected):
        compare_image(mine, theirs, truth["format"])


def compare_image(mine, theirs, form):
    assert mine["tags"] == (theirs.get("tags") or [])
    assert mine["manifest_digest"] == theirs.get("manifest_digest")
    image_id = theirs.get("image_id")
    assert mine["image_id"] == ("sha256:" + image_id if form == "docker-archive-repositories" else image_id)
    assert len(mine["layers"]) == len(theirs["layers"])
    for layer, true_layer in zip(mine["layers"], theirs["layers"]):
        assert layer["name"] == ("" if form == "rootfs" else true_layer["name"])
        assert layer["stored_sha256"] == true_layer["stored_sha256"]
        assert layer["stored_size"] == true_layer["stored_size"]
    if "config" not in theirs:
        assert mine["config"] is None
        return
    for key, value in theirs["config"].items():
        got = mine["config"][key]
        # Absent and empty are one here: the truth has [] for some members that are not there.
        assert (got or None) == (value or None), key
    assert mine["problems"] == [] or not theirs["notes"].get("history_layers_match") or not theirs["notes"].get("diff_ids_match")


def archives():
    found = [p for p in images() if p]
    found = [p.with_name(p.name[:-len(".facts.json")]) for p in found]
    return [p for p in found if p.is_file()] + [p for p in corpus.names("hostile", "*.tar*") if p] or [None]


@pytest.mark.parametrize("path", archives(), ids=lambda p: p and p.name)
def test_a_pipe_shows_the_same_as_random_access(path):
    corpus.folder("images")
    by_random_access = strip(run(path))
    assert strip(run(path, "--forward")) == by_random_access
    if path.stat().st_size < 1 << 20:
        assert strip(run(path, "--forward", "--short")) == by_random_access
        assert strip(run(path, "--short")) == by_random_access


def hostile():
    table = corpus.root() / "hostile" / "manifest.tsv"
    if not table.is_file():
        return [None]
    with table.open() as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize("row", hostile(), ids=lambda r: r and r["file"])
def test_hostile_documents_end_as_listed(row):
    ours = run(corpus.folder("hostile") / row["file"])
    if row["file"] in DOCUMENT_FAULTS:
        assert not ours["opens"] and ours["error_class"] == row["class"]
        return
    assert ours["opens"], ours
    noted = [p["class"] for p in ours["problems"]] + [p["class"] for image in ours["images"] for p in image["problems"]]
    if row["file"] in NOTED:
        assert NOTED[row["file"]] in noted
    elif row["expect"] == "ok":
        assert noted in ([], ["duplicate"])
