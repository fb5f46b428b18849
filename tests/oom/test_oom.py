# SPDX-License-Identifier: Apache-2.0
"""Every allocation fails in turn, over a small image in its forms (see test_oom.c)."""
import subprocess

import pytest

import made
from corpus import BUILD_ROOT

FORMS = {
    "docker": lambda layers, document: made.docker_archive(layers, document),
    "docker-gzip": lambda layers, document: made.docker_archive(layers, document, packed=True),
    "oci-gzip": lambda layers, document: made.oci_archive(layers, document),
}


@pytest.mark.parametrize("form", FORMS)
def test_survived(form, tmp_path):
    path = tmp_path / form
    path.write_bytes(FORMS[form](*made.small_image()))
    done = subprocess.run([BUILD_ROOT / "tests" / "oom" / "oom", path, "1"], capture_output=True, text=True, timeout=800)
    assert done.returncode == 0, done.stderr[-3000:]
    assert " 0 not survived" in done.stdout
