# SPDX-License-Identifier: Apache-2.0
"""Where the large corpus is. Without it tests skip and say what is lacking; where CI is set they fail instead."""
import os
import pathlib

import pytest

SOURCE_ROOT = pathlib.Path(os.environ.get("CISDOCK_SOURCE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
BUILD_ROOT = pathlib.Path(os.environ.get("CISDOCK_BUILD_ROOT", SOURCE_ROOT / "build"))
PROGRAM = os.environ.get("CISDOCK_PROGRAM", str(BUILD_ROOT / "examples" / "cisdock" / "cisdock"))


def root() -> pathlib.Path:
    return pathlib.Path(os.environ.get("CISDOCK_DATA") or SOURCE_ROOT.parent / "shared" / "data")


def folder(name: str) -> pathlib.Path:
    """A folder of the corpus, for use inside a test."""
    path = root() / name
    if not path.is_dir():
        lack = f"the corpus folder '{name}' is missing: set CISDOCK_DATA to the folder that holds it"
        if os.environ.get("CI"):
            pytest.fail(lack)
        pytest.skip(lack)
    return path


def names(name: str, pattern: str) -> list:
    """Files of a corpus folder, to parametrise by. Without the corpus: one None, whose test calls folder() and skips."""
    path = root() / name
    found = sorted(path.glob(pattern)) if path.is_dir() else []
    return found or [None]
