# SPDX-License-Identifier: Apache-2.0
"""The Python binding's functions, constants and structures are those of the headers."""
import ctypes
import re
import subprocess
import sys

import pytest

import headers
from corpus import SOURCE_ROOT

BINDING = SOURCE_ROOT / "bindings" / "python"


def test_generated_table_is_current():
    done = subprocess.run([sys.executable, BINDING / "generate_signatures.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_function_is_declared():
    from cisdock._signatures import SIGNATURES
    assert set(SIGNATURES) == {function.name for function in headers.functions()}


def member_name(declaration):
    pointer = re.search(r"\(\*\s*(\w+)\s*\)", declaration)
    return pointer.group(1) if pointer else re.search(r"(\w+)(?:\[\w*\])?$", declaration).group(1)


SIZES = {"size_t": ctypes.sizeof(ctypes.c_size_t), "int32_t": 4, "uint32_t": 4, "int64_t": 8, "uint64_t": 8}


def member_size(declaration):
    if "*" in declaration:
        return ctypes.sizeof(ctypes.c_void_p)
    array = re.search(r"char \w+\[(\d+)\]$", declaration)
    return int(array.group(1)) if array else SIZES[declaration.split()[0]]


def tables():
    from cisdock import _ffi
    return sorted(_ffi.TABLES.items())


@pytest.mark.parametrize("name,kind", tables(), ids=lambda value: value if isinstance(value, str) else "")
def test_structures_match(name, kind):
    members = headers.structs()[name]
    assert [member_name(m) for m in members] == [field[0] for field in kind._fields_]
    for declaration, field in zip(members, kind._fields_):
        assert member_size(declaration) == ctypes.sizeof(field[1]), field[0]


def test_library_has_every_function():
    import cisdock
    from cisdock._signatures import SIGNATURES
    missing = [name for name in SIGNATURES if not hasattr(cisdock.library(), name)]
    assert not missing


@pytest.mark.parametrize("version", [(0, 0, 9), (0, 2, 0), (1, 0, 0)])
def test_other_versions_are_refused(version):
    from cisdock import _loader
    with pytest.raises(_loader.LibraryNotUsable, match="install a newer"):
        _loader.check_version(version, "libcisdock.so.0")


def test_a_library_that_is_none_is_refused():
    code = "import cisdock; cisdock.library()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          env={"PYTHONPATH": str(BINDING / "src"), "CISDOCK_LIBRARY": "/nonexistent/libcisdock.so", "PATH": "/usr/bin:/bin"})
    assert done.returncode == 1 and "CISDOCK_LIBRARY" in done.stderr
