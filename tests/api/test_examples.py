# SPDX-License-Identifier: Apache-2.0
"""Each example of examples/ is run, and README's code is compiled and run as it stands."""
import json
import os
import re
import subprocess
import sys

import pytest

import made
from corpus import BUILD_ROOT, PROGRAM, SOURCE_ROOT


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("image") / "image.tar"
    path.write_bytes(made.docker_archive(*made.small_image()))
    return path


def run(name, *arguments, **more):
    return subprocess.run([BUILD_ROOT / "examples" / name, *map(str, arguments)], capture_output=True, timeout=60, **more)


@pytest.fixture(scope="module")
def expected(archive):
    return subprocess.run([PROGRAM, "scan", "--format", "json", archive], capture_output=True).stdout


def test_scan_archive(archive):
    done = run("scan_archive", archive)
    assert done.returncode == 0 and done.stdout.decode().split()[:1] == ["4.1"]
    assert run("scan_archive", SOURCE_ROOT / "README.md").returncode == 3


def test_scan_pipe(archive, expected):
    with open(archive, "rb") as file:
        assert run("scan_pipe", stdin=file).stdout == expected


def test_pthread_executor(archive, expected):
    assert run("pthread_executor", archive).stdout == expected


def test_scan_blobs(tmp_path):
    layers, config = made.small_image()
    blobs, index = made.oci_blobs(layers, config)
    (tmp_path / "blobs" / "sha256").mkdir(parents=True)
    for digest, data in blobs.items():
        (tmp_path / "blobs" / "sha256" / digest.partition(":")[2]).write_bytes(data)
    (tmp_path / "index.json").write_bytes(index)
    (tmp_path / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
    done = run("scan_blobs", tmp_path)
    assert json.loads(done.stdout)["image"]["id"] == made.sha256(config)


def test_cache_dir(archive, expected, tmp_path):
    first, second = run("cache_dir", tmp_path, archive), run("cache_dir", tmp_path, archive)
    assert first.stdout == second.stdout == expected
    assert first.stderr == b"found 0, kept 2\n" and second.stderr == b"found 2, kept 0\n"


def test_budget_allocator(archive, expected):
    assert run("budget_allocator", 100000000, archive).stdout == expected
    for budget in (0, 1000, 20000, 100000, 200000):
        done = run("budget_allocator", budget, archive)
        assert done.returncode == 3 and b"memory" in done.stderr, budget


def test_cancel(archive, expected):
    assert run("cancel", 1000000, archive).stdout == expected
    assert run("cancel", 3, archive).returncode == 130


def code(language):
    return re.search(r"```%s\n(.*?)```" % language, (SOURCE_ROOT / "README.md").read_text(), re.S).group(1)


def test_readme_c(archive, tmp_path):
    (tmp_path / "example.c").write_text(code("c"))
    library = BUILD_ROOT / "src"
    subprocess.run([*os.environ.get("CC", "cc").split(), "-std=c11", "-Wall", "-Wextra", "-Werror", f"-I{SOURCE_ROOT / 'include'}", tmp_path / "example.c",
                    f"-L{library}", "-lcisdock", f"-Wl,-rpath,{library}", "-o", tmp_path / "example"], check=True)
    done = subprocess.run([tmp_path / "example", archive], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.startswith("4.1 ")
    assert subprocess.run([tmp_path / "example"], capture_output=True).returncode == 3


def test_readme_python(archive):
    text = code("python")
    assert len(text.strip().splitlines()) == 5
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, cwd=archive.parent)
    assert done.returncode == 0 and "4.1 " in done.stdout, done.stderr


def test_readme_is_honest():
    text = (SOURCE_ROOT / "README.md").read_text()
    assert "not affiliated with or certified by CIS" in text
    for name in re.findall(r"`((?:examples|tests|bindings)/[\w./-]+)`", text):
        assert (SOURCE_ROOT / name).exists(), name
