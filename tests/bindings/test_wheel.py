# SPDX-License-Identifier: Apache-2.0
"""The wheel: built as pip builds it, carrying the library and what it needs, used where nothing of that is installed."""
import os
import re
import subprocess
import sys
import zipfile

import pytest

import made
from corpus import SOURCE_ROOT


def lacking(done):
    text = f"pip could not do it:\n{done.stdout}\n{done.stderr}"
    if re.search(r"ConnectionError|NewConnectionError|No matching distribution|Temporary failure", text) and not os.environ.get("CI"):
        pytest.skip(text[-400:])
    pytest.fail(text[-4000:])


def pip(python, *arguments):
    done = subprocess.run([str(python), "-m", "pip", "-q", "--disable-pip-version-check", *map(str, arguments)], capture_output=True, text=True, timeout=1200)
    if done.returncode:
        lacking(done)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    pip(sys.executable, "wheel", "--no-deps", "-w", folder, SOURCE_ROOT / "bindings" / "python")
    found = list(folder.glob("*.whl"))
    assert len(found) == 1
    return found[0]


def test_name_and_content(wheel):
    assert re.fullmatch(r"cisdock-[\d.]+-py3-none-linux_\w+\.whl", wheel.name)
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("py.typed", "libcisdock.so.0", "libyajl.so.2", "libtar.so.0", "libpcre2-8.so.0"):
        assert any(name.endswith(part) for name in names), part
    assert not [name for name in names if re.search(r"\.(h|a|pc)$", name) or "subprojects" in name]


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip(folder / "bin" / "python", "install", "--no-index", wheel)
    return folder / "bin" / "python"


def run(python, *arguments, cwd):
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "CISDOCK_LIBRARY", "LD_LIBRARY_PATH")}
    done = subprocess.run([str(python), *arguments], capture_output=True, text=True, cwd=cwd, env=env, timeout=120)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_readme_example(python, tmp_path):
    (tmp_path / "image.tar").write_bytes(made.docker_archive(*made.small_image()))
    text = re.search(r"```python\n(.*?)```", (SOURCE_ROOT / "README.md").read_text(), re.S).group(1)
    assert "4.1 " in run(python, "-c", text, cwd=tmp_path)
    assert "4.1 " in run(python, "-m", "cisdock", "scan", "image.tar", cwd=tmp_path)


def test_its_own_libraries_are_used(python, tmp_path):
    loaded = run(python, "-c", "import cisdock; cisdock.library(); print(open('/proc/self/maps').read())", cwd=tmp_path)
    paths = {line.split()[-1] for line in loaded.splitlines() if ".so" in line}
    for name in ("libcisdock.so", "libyajl.so", "libtar.so", "libpcre2-8.so", "libcrypto.so"):
        assert any(name in path and "cisdock.mesonpy.libs" in path for path in paths), name
