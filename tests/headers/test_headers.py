# SPDX-License-Identifier: Apache-2.0
"""Each public header compiles alone, as C99, C11 and C++17, without a warning."""
import os
import shutil
import subprocess

import pytest

import headers
from corpus import SOURCE_ROOT

LANGUAGES = [("c", "c99", os.environ.get("CC", "cc")), ("c", "c11", os.environ.get("CC", "cc")), ("c++", "c++17", "c++")]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda l: l[1])
@pytest.mark.parametrize("path", headers.header_paths(), ids=lambda p: p.name)
def test_alone(path, language):
    kind, standard, compiler = language
    if not shutil.which(compiler.split()[0]):
        pytest.skip(f"no {compiler}")
    done = subprocess.run([*compiler.split(), "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Werror", f"-std={standard}", "-x", kind,
                           f"-I{SOURCE_ROOT / 'include'}", "-"], capture_output=True, text=True,
                          input=f"#include <cisdock/{path.name}>\nint nothing_else;\n")
    assert done.returncode == 0, done.stderr
