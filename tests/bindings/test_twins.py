# SPDX-License-Identifier: Apache-2.0
"""Each case of the interface, in every language, prints the same lines; none is missing in any."""
import os
import shutil
import subprocess
import sys

import pytest

import made
from corpus import BUILD_ROOT, SOURCE_ROOT

C = [str(BUILD_ROOT / "tests" / "bindings" / "twins")]
PYTHON = [sys.executable, str(SOURCE_ROOT / "tests" / "bindings" / "twins.py")]
GO = [str(BUILD_ROOT / "bindings" / "go" / "twins")]


def lines(command, *arguments):
    done = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


NAMES = lines(C) if os.path.exists(C[0]) else []


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("image") / "image.tar"
    path.write_bytes(made.docker_archive(*made.small_image()))
    return path


def test_none_is_missing():
    assert len(NAMES) >= 16
    assert lines(PYTHON) == NAMES
    if os.path.exists(GO[0]):
        assert lines(GO) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_python_says_the_same(name, archive):
    said = lines(C, name, archive)
    assert said and lines(PYTHON, name, archive) == said


@pytest.mark.parametrize("name", NAMES)
def test_go_says_the_same(name, archive):
    if not os.path.exists(GO[0]):
        pytest.skip("the Go twins are not built" if shutil.which("go") else "no go")
    assert lines(GO, name, archive) == lines(C, name, archive)
