# SPDX-License-Identifier: Apache-2.0
"""The binary interface, as lists that only grow: symbols, constants, offsets of public structs, and abidiff's view.

`python3 abi.py LIBRARY` (with PYTHONPATH=tests/tools) writes the lists anew after a deliberate addition; a removal or a
change is never written over: it must be taken out by hand, with the ABI number raised."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import headers
from corpus import SOURCE_ROOT

HERE = pathlib.Path(__file__).resolve().parent
SYMBOLS, CONSTANTS, OFFSETS = (HERE / "baseline" / name for name in ("symbols.tsv", "constants.tsv", "offsets.tsv"))
XML = HERE / "baseline" / "libcisdock.abi.xml"
FIXED_SUFFIX = re.compile(r"^CISDOCK_(VERSION|ABI)")  # these change with every release


def version():
    text = (SOURCE_ROOT / "include/cisdock/version.h").read_text()
    return re.search(r'CISDOCK_VERSION_STRING "(\d+\.\d+)', text).group(1)


def read(path):
    """First column -> the rest, of a list with tabs."""
    rows = [line.split("\t") for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return {row[0]: row[1:] for row in rows}


def exported(library):
    out = subprocess.run(["nm", "-D", "--defined-only", str(library)], check=True, capture_output=True, text=True).stdout
    names = {line.split()[-1].split("@")[0] for line in out.splitlines()}
    return {name for name in names if not name.startswith("CISDOCK_")}


def offsets(include):
    """'struct.member' -> offset and size, asked of the compiler."""
    program = ["#include <cisdock/cisdock.h>", "#include <stdio.h>", "int main(void) {"]
    for struct, members in headers.structs(include).items():
        program.append(f'printf("{struct}\\t%zu\\t-\\n", sizeof({struct}));')
        for member in members:
            name = headers.member_name(member)
            program.append(f'printf("{struct}.{name}\\t%zu\\t%zu\\n", offsetof({struct}, {name}), sizeof((({struct} *)0)->{name}));')
    program.append("return 0; }")
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "offsets.c"
        source.write_text("\n".join(program))
        binary = pathlib.Path(folder) / "offsets"
        subprocess.run([*os.environ.get("CC", "cc").split(), f"-I{include}", "-o", str(binary), str(source)], check=True, capture_output=True)
        out = subprocess.run([str(binary)], check=True, capture_output=True, text=True).stdout
    return {row[0]: row[1:] for row in (line.split("\t") for line in out.splitlines())}


def check_symbols(found, listed):
    """What is wrong between the exported symbols and the list."""
    gone = [f"removed symbol: {name}" for name in sorted(set(listed) - set(found))]
    return gone + [f"symbol not in the list: {name}" for name in sorted(set(found) - set(listed))]


def check_constants(found, listed):
    wrong = []
    for name, (value, _) in listed.items():
        if name not in found:
            wrong.append(f"removed constant: {name}")
        elif found[name] != int(value):
            wrong.append(f"renumbered constant: {name} was {value}, is {found[name]}")
    return wrong + [f"constant not in the list: {name}" for name in found if name not in listed and not FIXED_SUFFIX.match(name)]


def check_offsets(found, listed):
    """Members never move; only a struct's own size may grow."""
    wrong = []
    for name, row in listed.items():
        if name not in found:
            wrong.append(f"removed member: {name}")
        elif "." in name and found[name] != row:
            wrong.append(f"moved or resized member: {name} was {row}, is {found[name]}")
        elif "." not in name and int(found[name][0]) < int(row[0]):
            wrong.append(f"shrunk struct: {name}")
    return wrong + [f"member not in the list: {name}" for name in found if name not in listed]


def growth_rules():
    """Tables of callbacks may grow at their end: hosts say with struct_size what they know. Each by its name: Debian 12's
    abidiff crashes on rules with patterns."""
    return "".join(f"[suppress_type]\n  name = {name}\n  has_data_member_inserted_at = end\n\n" for name in headers.structs())


def abidiff(library):
    """(status, output) of abidiff against the baseline; growth at a struct's end is allowed."""
    with tempfile.NamedTemporaryFile("w", suffix=".abignore") as rules:
        rules.write(growth_rules())
        rules.flush()
        done = subprocess.run(["abidiff", "--suppressions", rules.name, "--no-added-syms",
                               "--headers-dir2", str(SOURCE_ROOT / "include"), str(XML), str(library)], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def write_list(path, head, rows):
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"# {head}\n" + "".join("\t".join(map(str, row)) + "\n" for row in rows))


def update(library):
    old = read(SYMBOLS) if SYMBOLS.exists() else {}
    write_list(SYMBOLS, "symbol, since", [(n, (old.get(n) or [version()])[0]) for n in sorted(set(old) | exported(library))])
    old = read(CONSTANTS) if CONSTANTS.exists() else {}
    found = {n: v for n, v in headers.constants().items() if not FIXED_SUFFIX.match(n)}
    rows = {**{n: (v, version()) for n, v in found.items()}, **{n: tuple(row) for n, row in old.items()}}
    write_list(CONSTANTS, "constant, value, since", [(n, *rows[n]) for n in sorted(rows)])
    old = read(OFFSETS) if OFFSETS.exists() else {}
    write_list(OFFSETS, "member, offset, size", [(n, *row) for n, row in {**offsets(SOURCE_ROOT / "include"), **old}.items()])
    if shutil.which("abidw"):
        subprocess.run(["abidw", "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs", "--exported-interfaces-only",
                        "--drop-private-types",
                        "--headers-dir", str(SOURCE_ROOT / "include"), "--out-file", str(XML), str(library)], check=True)


if __name__ == "__main__":
    update(sys.argv[1])
