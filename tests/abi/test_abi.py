# SPDX-License-Identifier: Apache-2.0
"""The gate: nothing that a host was compiled against may move or vanish. Each gate is shown a broken interface, too."""
import os
import pathlib
import shutil
import subprocess

import pytest

import abi
import headers
from corpus import BUILD_ROOT, SOURCE_ROOT

LIBRARY = pathlib.Path(os.environ["CISDOCK_LIBRARY"])


def test_symbols():
    assert not abi.check_symbols(abi.exported(LIBRARY), abi.read(abi.SYMBOLS))


def test_symbols_are_what_the_headers_declare():
    assert abi.exported(LIBRARY) == {f.name for f in headers.functions()}


def test_constants():
    assert not abi.check_constants(headers.constants(), abi.read(abi.CONSTANTS))


def test_offsets():
    assert not abi.check_offsets(abi.offsets(SOURCE_ROOT / "include"), abi.read(abi.OFFSETS))


def need(tool):
    if not shutil.which(tool):
        pytest.fail(f"{tool} is missing") if os.environ.get("CI") else pytest.skip(f"{tool} is missing")


def test_abidiff():
    need("abidiff")
    status, text = abi.abidiff(LIBRARY)
    assert status == 0, text


def test_soname():
    out = subprocess.run(["readelf", "-d", str(LIBRARY)], check=True, capture_output=True, text=True).stdout
    assert f"[libcisdock.so.{headers.constants()['CISDOCK_ABI']}]" in out


def test_no_state_of_its_own():
    """Writable data of our own objects: none but what relocation needs (tables of pointers, made read-only at start)."""
    out = subprocess.run(["nm", str(BUILD_ROOT / "src" / "libcisdock.a")], capture_output=True, text=True).stdout
    writable = [line for line in out.splitlines() if len(line.split()) == 3 and line.split()[1] in "BbCDd" and not line.split()[2].startswith("__")]
    state = [line for line in writable if line.split()[1] in "BbC"]
    assert not state, state


# --- each gate fails on what it is there for ---

def test_a_removed_symbol_is_noticed():
    found = abi.exported(LIBRARY) - {"cisdock_version"}
    assert abi.check_symbols(found, abi.read(abi.SYMBOLS)) == ["removed symbol: cisdock_version"]


def test_a_renumbered_status_is_noticed():
    found = {**headers.constants(), "CISDOCK_E_LIMIT": -99}
    assert abi.check_constants(found, abi.read(abi.CONSTANTS)) == ["renumbered constant: CISDOCK_E_LIMIT was -6, is -99"]


def test_a_reordered_table_is_noticed(tmp_path):
    include = tmp_path / "include"
    shutil.copytree(SOURCE_ROOT / "include", include)
    path = include / "cisdock" / "io.h"
    text = path.read_text()
    length, read = "int64_t (*length)(void *user);", "int64_t (*read)(void *user, uint8_t *buffer, size_t size);"
    assert length in text and read in text
    path.write_text(text.replace(length, "@").replace(read, length).replace("@", read))
    wrong = abi.check_offsets(abi.offsets(include), abi.read(abi.OFFSETS))
    assert any("cisdock_source.length" in line for line in wrong), wrong


def test_abidiff_notices_a_removed_symbol(tmp_path):
    need("abidiff")
    script = tmp_path / "less.map"
    script.write_text("CISDOCK_0.1 { global: cisdock_*; local: cisdock_version; *; };\n")
    broken = tmp_path / LIBRARY.name
    dependencies = [line.split()[-1].strip("[]") for line in subprocess.run(["readelf", "-d", str(LIBRARY)], check=True, capture_output=True,
                    text=True).stdout.splitlines() if "NEEDED" in line]
    objects = BUILD_ROOT / "src" / "libcisdock.a"
    subprocess.run(["cc", "-shared", "-o", str(broken), "-Wl,-soname,libcisdock.so.0", "-Wl,--whole-archive", str(objects), "-Wl,--no-whole-archive",
                    f"-Wl,--version-script,{script}", *[f"-l:{name}" for name in dependencies]], check=True, capture_output=True)
    status, text = abi.abidiff(broken)
    assert status & 8 and "cisdock_version" in text, (status, text)
