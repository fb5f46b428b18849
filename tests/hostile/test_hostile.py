# SPDX-License-Identifier: Apache-2.0
"""Every hostile file of the corpus ends as its table says, from a file and from a pipe, within time and memory."""
import csv
import io
import json
import os
import resource
import subprocess
import tarfile
import time

import pytest

import corpus
import made

SECONDS = float(os.environ.get("CISDOCK_HOSTILE_SECONDS", "2"))
# The limit is 48 MiB of heap; the process itself (program, libraries, stack) weighs about 12 MiB more.
RESIDENT_KIB = (48 + 12) * 1024

# Where an image is understood although it is odd, one of these has to say so: exit status 0 or 1, or 3 where the table
# allows either.
ALLOWED = {"ok": (0, 1), "warn": (0, 1), "error": (3,), "either": (0, 1, 3)}


def rows():
    table = corpus.root() / "hostile" / "manifest.tsv"
    if not table.is_file():
        return [None]
    with table.open() as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def scan(path, piped):
    """(exit status, standard output, standard error, peak KiB) of a scan."""
    arguments = [corpus.PROGRAM, "scan", "--format", "json", "-" if piped else str(path)]
    source = path.open("rb") if piped else subprocess.DEVNULL
    started = time.monotonic()
    if piped:
        feeder = subprocess.Popen(["cat"], stdin=source, stdout=subprocess.PIPE)
        process = subprocess.Popen(arguments, stdin=feeder.stdout, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        feeder.stdout.close()
    else:
        process = subprocess.Popen(arguments, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    try:
        out, err = process.communicate(timeout=SECONDS * 10)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    if piped:
        feeder.wait()
        source.close()
    taken = time.monotonic() - started
    assert taken < SECONDS, f"{taken:.1f} s"
    after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return process.returncode, out, err.decode("utf-8", "replace"), after if after > before else 0


def classes(out, err):
    told = {line.split(": ")[2] for line in err.splitlines() if line.count(": ") >= 2}
    if out.strip():
        told |= {problem["class"] for problem in json.loads(out)["problems"]}
    return told


def verdicts(out):
    return [(r["id"], r["verdict"], r["reason"]) for r in json.loads(out)["recommendations"]]


@pytest.mark.parametrize("piped", [False, True], ids=["file", "pipe"])
@pytest.mark.parametrize("row", rows(), ids=lambda r: r and r["file"])
def test_ends_as_the_table_says(row, piped):
    folder = corpus.folder("hostile")
    status, out, err, peak = scan(folder / row["file"], piped)
    assert status in ALLOWED[row["expect"]], (status, err)
    assert peak < RESIDENT_KIB, f"{peak} KiB"
    told = classes(out, err)
    if row["expect"] == "error" or (status == 3 and row["class"]):
        assert row["class"] in told, (told, err)
    if row["expect"] == "warn":
        assert row["class"] in told, (told, err)
    if row["expect"] in ("ok", "warn"):
        assert verdicts(out)
    if row["expect"] == "ok" and row["same_as"]:
        _, same, _, _ = scan(folder / row["same_as"], False)
        assert verdicts(out) == verdicts(same)


@pytest.mark.parametrize("row", rows(), ids=lambda r: r and r["file"])
def test_a_pipe_gives_the_same_bytes(row):
    path = corpus.folder("hostile") / row["file"]
    by_file, by_pipe = scan(path, False), scan(path, True)
    assert (by_pipe[0], by_pipe[1]) == (by_file[0], by_file[1])


def test_failures_say_where():
    folder = corpus.folder("hostile")
    where = {"41-truncated-file.tar": "offset", "77-layer-missing.tar": "nope/layer.tar", "93-oci-digest-path.oci.tar": "/layers/0/digest"}
    for name, place in where.items():
        _, _, err, _ = scan(folder / name, False)
        assert place in err, err


def test_a_pipe_does_not_take_an_image_for_a_root_file_system(tmp_path):
    """Members that are named as no image's come first, beyond what a pipe can look ahead; the manifest stands last."""
    top = made.layer(("bin/x", {}))
    path = tmp_path / "late.tar"
    with tarfile.open(path, "w") as tar:
        for name, data in [("first", b"x" * 200000), ("one", top), ("two", made.config([top], User="app")),
                           ("manifest.json", b'[{"Config":"two","Layers":["one"]}]')]:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    assert scan(path, False)[0] in (0, 1)
    status, _, err, _ = scan(path, True)
    assert status == 3 and "unsupported" in err and "manifest.json" in err
