# SPDX-License-Identifier: Apache-2.0
"""What one more container costs: instructions beside those of yajl's bare events for the same bytes, and heap. Counted, not
timed, so that a busy machine fails nothing. The table is written, so that all is judged and little is printed."""
import os
import pathlib
import re
import shutil
import subprocess

import pytest

import containers
import corpus

TIMES_YAJL, TIMES_YAJL_JSON, BYTES = 1.75, 5.5, 14_000


@pytest.fixture(scope="module")
def lists(tmp_path_factory):
    """The evidence of as many containers as is asked for."""
    corpus.folder("engine")
    folder = tmp_path_factory.mktemp("many")
    return lambda count: containers.make(folder / str(count), count)


def instructions(command, folder):
    if not shutil.which("valgrind"):
        pytest.fail("valgrind is missing") if os.environ.get("CI") else pytest.skip("valgrind is missing")
    done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder / 'callgrind.out'}", *map(str, command)],
                          capture_output=True, text=True, timeout=300, check=False,
                          env={name: value for name, value in os.environ.items() if name != "MALLOC_PERTURB_"})  # which fills what is allocated
    counted = re.search(r"Collected : (\d+)", done.stderr)
    assert counted, done.stderr[-2000:]
    return int(counted.group(1))


def more(lists, few, name, measure):
    """By what `measure` grows from a few containers to three times as many, per container."""
    folders = lists(few), lists(3 * few)
    least, most = (measure(containers.commands(pathlib.Path(corpus.BUILD_ROOT), folder)[name], folder) for folder in folders)
    return (most - least) / (2 * few)


def test_instructions(lists):
    yajl, table, report = (more(lists, 100, name, instructions) for name in ("yajl, events", "judged, table", "judged, json"))
    assert table < TIMES_YAJL * yajl, f"judging a container takes {table / yajl:.2f} times the instructions of reading it"
    assert report < TIMES_YAJL_JSON * yajl, f"with its part of the JSON report {report / yajl:.2f} times"


def test_heap(lists):
    build = pathlib.Path(corpus.BUILD_ROOT)
    if not (build / "tests/bench/libheap_peak.so").exists():
        pytest.skip("the heap is counted on glibc only")
    each = more(lists, 1000, "judged, json", lambda command, _: containers.heap_peak(build, command))
    assert each < BYTES, f"a container takes {each:.0f} bytes of heap"
