# SPDX-License-Identifier: Apache-2.0
"""The program under valgrind: small images in their forms, and a choice of hostile files. No error, nothing lost."""
import os
import shutil
import subprocess

import pytest

import corpus
import made

FORMS = {"docker": lambda l, d: made.docker_archive(l, d), "oci": lambda l, d: made.oci_archive(l, d)}
HOSTILE = ["09-pax-xattr.tar", "31-hardlinks.tar", "37-names.tar", "41-truncated-file.tar", "52-sparse-overlap.tar",
           "60-gzip-cut.tar", "64-zstd-window.oci.tar", "72-config-types.tar", "91-oci-digest.oci.tar"]


def under_valgrind(*arguments, stdin=None):
    if not shutil.which("valgrind"):
        pytest.fail("valgrind is missing") if os.environ.get("CI") else pytest.skip("valgrind is missing")
    done = subprocess.run(["valgrind", "-q", "--error-exitcode=99", "--leak-check=full", "--show-leak-kinds=definite,indirect,possible",
                           corpus.PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=300, stdin=stdin)
    assert done.returncode in (0, 1, 3), done.stderr[-4000:]
    assert "==" not in done.stderr, done.stderr[-4000:]


@pytest.mark.parametrize("form", FORMS)
def test_scan(form, tmp_path):
    path = tmp_path / form
    path.write_bytes(FORMS[form](*made.small_image()))
    under_valgrind("scan", path, "--format", "json")
    under_valgrind("facts", path)
    with open(path, "rb") as stream:
        under_valgrind("scan", "-", stdin=stream)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name):
    under_valgrind("scan", corpus.folder("hostile") / name, "--format", "json")
