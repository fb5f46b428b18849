# SPDX-License-Identifier: Apache-2.0
"""Real images through the Python binding: one by one, with 8 threads, and with processes give the same bytes; memory stays flat;
and what the binding costs beside the C program is printed."""
import concurrent.futures
import gc
import multiprocessing
import os
import resource
import statistics
import subprocess
import time

import pytest

import cisdock
import corpus
import made

MOST, LARGEST = 50, 40 << 20


def judged(path):
    """The report, or the class of the failure: both must be the same whoever asks."""
    try:
        with cisdock.scan(path) as report:
            return report.to_json()
    except cisdock.CisdockError as error:
        return error.error_class


@pytest.fixture(scope="module")
def paths():
    folder = corpus.folder("images")
    found = [path for path in sorted(folder.iterdir()) if not path.name.endswith((".facts.json", ".tree.tsv.gz", ".md"))]
    found = [path for path in found if path.is_dir() or path.stat().st_size <= LARGEST]
    return [str(path) for path in found[:MOST]]


@pytest.fixture(scope="module")
def one_by_one(paths):
    return [judged(path) for path in paths]


def test_threads(paths, one_by_one):
    assert len(paths) > 20
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert list(pool.map(judged, paths)) == one_by_one


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes(paths, one_by_one, method):
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        assert list(pool.map(judged, paths)) == one_by_one


def test_memory_is_flat_over_a_thousand_scans(tmp_path):
    path = tmp_path / "image.tar"
    path.write_bytes(made.docker_archive(*made.small_image()))
    before = 0
    for count in range(1100):
        judged(path)
        if count == 100:
            gc.collect()
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 4096


def test_overhead_is_printed(tmp_path, capsys):
    """A figure, not a gate: a loaded machine fails no build."""
    path = tmp_path / "image.tar"
    path.write_bytes(made.docker_archive(*made.small_image()))
    scans = 50
    repeated = str(corpus.BUILD_ROOT / "examples" / "cisdock" / "cisdock")

    def in_c():
        start = time.process_time() + sum(os.times()[2:4])
        subprocess.run([repeated, "scan", "--format", "json", *[str(path)] * scans], stdout=subprocess.DEVNULL, check=False)
        return time.process_time() + sum(os.times()[2:4]) - start

    def in_python():
        start = time.process_time()
        for _ in range(scans):
            judged(path)
        return time.process_time() - start

    rounds = [(in_python(), in_c()) for _ in range(5)]
    overhead = statistics.median((python - c) / scans for python, c in rounds) * 1000
    with capsys.disabled():
        print(f"\nPython beside the C program, a small image: {overhead:.2f} ms a scan more (aim: under 2)")
