# SPDX-License-Identifier: Apache-2.0
"""Outside programs against the installed library: pkg-config and CMake, shared and static, each language of the headers; and the
library as a Meson subproject."""
import os
import shutil
import subprocess

import pytest

import made
from corpus import BUILD_ROOT, SOURCE_ROOT

PROGRAM = (SOURCE_ROOT / "examples" / "scan_archive.c").read_text()


def run(*command, **more):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=600, **more)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    """The build installed below a folder, as a package would put it below /."""
    root = tmp_path_factory.mktemp("installed")
    run("meson", "install", "-C", BUILD_ROOT, "--no-rebuild", "--destdir", root, env={**os.environ, "DESTDIR": ""})
    found = sorted(root.rglob("libcisdock.pc"))
    assert len(found) == 1
    inner = next(line.split("=", 1)[1].strip() for line in found[0].read_text().splitlines() if line.startswith("prefix="))
    return root / inner.lstrip("/"), found[0].parent


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("image") / "image.tar"
    path.write_bytes(made.docker_archive(*made.small_image()))
    return path


def pkg_config(prefix, *words):
    top, folder = prefix
    env = {**os.environ, "PKG_CONFIG_PATH": f"{folder}:{os.environ.get('PKG_CONFIG_PATH', '')}"}
    return run("pkg-config", f"--define-variable=prefix={top}", *words, "libcisdock", env=env).split()


def check(binary, archive, library_path=None):
    env = {**os.environ, **({"LD_LIBRARY_PATH": str(library_path)} if library_path else {})}
    assert run(binary, archive, env=env).startswith("4.1 ")


LANGUAGES = [("c99", os.environ.get("CC", "cc"), "c"), ("c11", os.environ.get("CC", "cc"), "c"), ("c++17", "c++", "c++")]


@pytest.mark.parametrize("standard,compiler,kind", LANGUAGES, ids=lambda value: value)
def test_pkg_config_shared(prefix, archive, tmp_path, standard, compiler, kind):
    if not shutil.which(compiler.split()[0]):
        pytest.skip(f"no {compiler}")
    (tmp_path / "program.c").write_text(PROGRAM)
    run(*compiler.split(), "-x", kind, f"-std={standard}", "-Wall", "-Werror", tmp_path / "program.c", "-x", "none", *pkg_config(prefix, "--cflags", "--libs"), "-o", tmp_path / "program")
    check(tmp_path / "program", archive, prefix[1].parent)
    assert "libcisdock.so.0" in run("readelf", "-d", tmp_path / "program")


def test_pkg_config_static(prefix, archive, tmp_path):
    """Our own library static, those that it needs as the system has them."""
    (tmp_path / "program.c").write_text(PROGRAM)
    words = pkg_config(prefix, "--static", "--cflags", "--libs")
    words = ["-l:libcisdock.a" if word == "-lcisdock" else word for word in words]
    run("cc", tmp_path / "program.c", *words, "-o", tmp_path / "program")
    check(tmp_path / "program", archive)
    assert "libcisdock" not in run("readelf", "-d", tmp_path / "program")


CMAKE = """cmake_minimum_required(VERSION 3.13)
project(outside C)
find_package(cisdock 0.1 REQUIRED)
add_executable(shared program.c)
target_link_libraries(shared cisdock::cisdock)
add_executable(static program.c)
target_link_libraries(static cisdock::static)
"""


def test_cmake(prefix, archive, tmp_path):
    if not shutil.which("cmake"):
        pytest.skip("no cmake")
    (tmp_path / "program.c").write_text(PROGRAM)
    (tmp_path / "CMakeLists.txt").write_text(CMAKE)
    run("cmake", "-S", tmp_path, "-B", tmp_path / "out", f"-DCMAKE_PREFIX_PATH={prefix[0]}", f"-Dcisdock_DIR={prefix[1].parent / 'cmake' / 'cisdock'}")
    run("cmake", "--build", tmp_path / "out")
    check(tmp_path / "out" / "shared", archive)
    check(tmp_path / "out" / "static", archive)
    (tmp_path / "CMakeLists.txt").write_text(CMAKE.replace("cisdock 0.1", "cisdock 7.0"))
    done = subprocess.run(["cmake", "-S", tmp_path, "-B", tmp_path / "refused", f"-Dcisdock_DIR={prefix[1].parent / 'cmake' / 'cisdock'}"], capture_output=True)
    assert done.returncode != 0


def test_meson_subproject(archive, tmp_path):
    (tmp_path / "subprojects").mkdir()
    (tmp_path / "subprojects" / "libcisdock").symlink_to(SOURCE_ROOT)
    (tmp_path / "program.c").write_text(PROGRAM)
    (tmp_path / "meson.build").write_text(
        "project('outside', 'c')\n"
        "cisdock = dependency('libcisdock', fallback: ['libcisdock', 'cisdock_dep'],\n"
        "  default_options: ['tests=disabled', 'examples=false', 'program=disabled', 'docs=disabled', 'abi_check=disabled', 'go=disabled'])\n"
        "executable('program', 'program.c', dependencies: cisdock)\n")
    run("meson", "setup", tmp_path / "out", tmp_path, "--force-fallback-for=libcisdock")
    run("ninja", "-C", tmp_path / "out", "-j2", "program")
    check(tmp_path / "out" / "program", archive)


def test_what_is_installed(prefix):
    top, _ = prefix
    for name in ("include/cisdock/cisdock.h", "bin/cisdock", "share/man/man1/cisdock.1", "share/bash-completion/completions/cisdock",
                 "share/cisdock/cisdock.facts.schema.json", "share/cisdock/cisdock.report.schema.json"):
        assert (top / name).is_file(), name
    assert not list(top.rglob("*internal*"))
