# SPDX-License-Identifier: Apache-2.0
"""Finds the shared library: the one that CISDOCK_LIBRARY names, the wheel's own, the system's."""
import ctypes
import os
import pathlib
from typing import Any, List, Optional, Tuple

from . import _ffi
from ._signatures import CONSTANTS

ABI = CONSTANTS["ABI"]
SONAME = f"libcisdock.so.{ABI}"
# The first version that has all functions of this binding. Before 1.0 a minor release may break: its own minor only.
NEEDED = (CONSTANTS["VERSION_MAJOR"], CONSTANTS["VERSION_MINOR"], 0)


class LibraryNotUsable(ImportError):
    """No library was found, or one of a version that this binding cannot use."""


def _candidates() -> List[str]:
    named = os.environ.get("CISDOCK_LIBRARY")
    if named:
        return [named]
    here = pathlib.Path(__file__).resolve().parent
    own = [path for folder in (here, here.parent / "cisdock.libs", here.parent / ".cisdock.mesonpy.libs") for path in sorted(folder.glob("libcisdock*.so*"))]
    return [str(path) for path in own] + [SONAME]


def _version(library: ctypes.CDLL) -> Tuple[int, int, int]:
    number = int(library.cisdock_version_number())
    return number // 1000000, number // 1000 % 1000, number % 1000


def check_version(found: Tuple[int, int, int], path: str) -> None:
    """Refuse a library that this binding was not made for."""
    newer = found[0] > NEEDED[0] or (NEEDED[0] == 0 and found[:2] > NEEDED[:2])
    if found < NEEDED or newer:
        wanted = ".".join(map(str, NEEDED))
        advice = "install a newer libcisdock" if found < NEEDED else "install a newer cisdock package for Python"
        raise LibraryNotUsable(f"{path} is libcisdock {'.'.join(map(str, found))}, and this binding needs {wanted} or a later one of the same "
                               f"{'minor' if NEEDED[0] == 0 else 'major'} version: {advice}, or name another library in CISDOCK_LIBRARY")


def _open(path: str) -> Any:
    library = ctypes.CDLL(path)
    if not hasattr(library, "cisdock_version_number"):
        raise LibraryNotUsable(f"{path} is no libcisdock")
    library.cisdock_version_number.restype = ctypes.c_uint32
    check_version(_version(library), path)
    _ffi.declare(library)
    return library


def load() -> Any:
    """The library, its functions declared."""
    failures: List[str] = []
    for path in _candidates():
        try:
            return _open(path)
        except OSError as error:
            failures.append(f"{path}: {error}")
    raise LibraryNotUsable("libcisdock was not found: install it, or name its file in the environment variable CISDOCK_LIBRARY\n  " + "\n  ".join(failures))


_library: Optional[Any] = None


def library() -> Any:
    """The one library of this process."""
    global _library
    if _library is None:
        _library = load()
    return _library
