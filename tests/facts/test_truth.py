# SPDX-License-Identifier: Apache-2.0
"""`cisdock facts` against the independent truth of the corpus: documents, layers, the squashed tree, accounts, packages."""
import gzip
import json
import subprocess

import pytest

import corpus

# The truth's own words for why something does not open, and our classes.
CLASS_OF = {"not-a-tar": "not-an-image", "no-index": "no-image"}
COMPARED = ["config", "image_id", "manifest_digest", "tags", "files", "setuid", "setgid", "setgid_dirs",
            "world_writable_files", "os_release", "passwd", "shadow", "packages", "packages_count", "language_packages",
            "tree_sha256"]

# Where we differ on purpose: (image, member) and what makes us right.
DIFFERENCES = {
    ("moby-emptyLayer.tar", "layers"):
        "a layer of no bytes is an archive without entries (POSIX pax: end of archive at the end of the input; docker load "
        "takes it): its counts are 0, where the truth's reader gives up and has none",
}


def cases():
    found = [p for folder in ("images", "images/layers") for p in corpus.names(folder, "*.facts.json") if p]
    return found or [None]


def name_of(path):
    return path and path.name[:-len(".facts.json")]


def run(image, *options, **streams):
    done = subprocess.run([corpus.PROGRAM, "facts", *options, str(image)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=120, **streams)
    return done.returncode, json.loads(done.stdout)


def layers_of(image):
    return [{key: value for key, value in layer.items() if key != "error"} for layer in image["layers"]]


def is_artifact(image):
    return image.get("config") is not None and image["config"]["diff_ids"] is None


def expected_images(truth, count):
    images = truth["images"]
    return images if len(images) == count else [image for image in images if not is_artifact(image)]


@pytest.mark.parametrize("facts", cases(), ids=name_of)
def test_facts_are_the_truth(facts, tmp_path):
    corpus.folder("images")
    truth = json.loads(facts.read_text())
    image = facts.with_name(name_of(facts))
    tree = tmp_path / "tree"
    status, ours = run(image, "--tree", str(tree))
    assert ours["opens"] == truth["opens"], ours
    if not truth["opens"]:
        assert status == 3
        assert ours["error_class"] == CLASS_OF.get(truth["error_class"], truth["error_class"])
        return
    assert ours["format"] == truth["format"]
    expected = expected_images(truth, len(ours["images"]))
    assert len(ours["images"]) == len(expected)
    for mine, theirs in zip(ours["images"], expected):
        for member in COMPARED:
            assert mine.get(member) == theirs.get(member), member
        if (image.name, "layers") not in DIFFERENCES:
            assert layers_of(mine) == layers_of(theirs)
    listing = facts.with_name(image.name + ".tree.tsv.gz")
    if listing.exists():
        assert tree.read_bytes() == gzip.decompress(listing.read_bytes())


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda d: d[0])
def test_differences_are_still_there(difference):
    """A difference that is gone must leave the table."""
    name, member = difference
    image = corpus.folder("images") / name
    truth = json.loads(image.with_name(name + ".facts.json").read_text())
    _, ours = run(image)
    assert any(mine.get(member) != theirs.get(member) for mine, theirs in zip(ours["images"], truth["images"]))


def archives():
    found = [p.with_name(name_of(p)) for p in cases() if p]
    return [p for p in found if p.is_file()] or [None]


@pytest.mark.parametrize("path", archives(), ids=lambda p: p and p.name)
def test_a_pipe_and_threads_give_the_same_facts(path):
    corpus.folder("images")
    whole = run(path)
    content = path.read_bytes()
    status, piped = run("-", input=content)
    for image in piped["images"] if piped["format"] == "rootfs" else []:
        assert image["layers"][0]["name"] == "-"
        image["layers"][0]["name"] = path.name  # a root file system's layer goes by the name of its source
    assert (status, piped) == whole
    assert run(path, "--threads", "4") == whole
