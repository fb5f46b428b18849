# SPDX-License-Identifier: Apache-2.0
"""The reference is made from the headers without a warning, and has a page for each function."""
import shutil
import subprocess

import pytest

import headers
from corpus import BUILD_ROOT


def test_reference(tmp_path):
    if not shutil.which("doxygen") or not (BUILD_ROOT / "include" / "Doxyfile").exists():
        pytest.skip("no doxygen")
    settings = (BUILD_ROOT / "include" / "Doxyfile").read_text() + f'\nOUTPUT_DIRECTORY = "{tmp_path}"\n'
    done = subprocess.run(["doxygen", "-"], input=settings, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and done.stderr == ""
    text = "".join(path.read_text() for path in (tmp_path / "html").glob("*_8h.html"))
    pages = {path.stem for path in (tmp_path / "man" / "man3").iterdir()}
    for function in headers.functions():
        assert function.name in text and function.name in pages, function.name
