# SPDX-License-Identifier: Apache-2.0
"""Writes src/cisdock/_signatures.py from the public headers: `python3 generate_signatures.py [--check]`."""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
HEADERS = HERE.parent.parent / "include" / "cisdock"
TARGET = HERE / "src" / "cisdock" / "_signatures.py"
FUNCTION = re.compile(r"CISDOCK_API\s+([\w\s]+?[\s*]+)(cisdock_\w+)\s*\(([^;]*)\)\s*;", re.S)
CONSTANT = re.compile(r"^#define\s+CISDOCK_(\w+)[ \t]+\(?(-?\d+)\)?", re.M)
NUMBERS = {"int32_t": "i32", "uint32_t": "u32", "int64_t": "i64", "uint64_t": "u64", "size_t": "size", "void": "none"}


def word(kind):
    kind = " ".join(kind.replace("*", " * ").split())
    if kind == "const char *":
        return "str"
    return "ptr" if "*" in kind else NUMBERS[kind]


def parameters(text):
    text = " ".join(text.split())
    if text == "void":
        return []
    return [word(re.sub(r"\w+$", "", part.strip())) for part in text.split(",")]


def render():
    functions, constants = {}, {}
    for path in sorted(HEADERS.glob("*.h")):
        text = path.read_text()
        for returns, name, params in FUNCTION.findall(text):
            functions[name] = f"{word(returns)}({','.join(parameters(params))})"
        constants.update({name: int(value) for name, value in CONSTANT.findall(text)})
    lines = ["# SPDX-License-Identifier: Apache-2.0", '"""Made by generate_signatures.py from the public headers; a test compares the two."""',
             "from typing import Dict, Final", "", "SIGNATURES: Final[Dict[str, str]] = {"]
    lines += [f'    "{name}": "{signature}",' for name, signature in sorted(functions.items())]
    lines += ["}", "", "CONSTANTS: Final[Dict[str, int]] = {"]
    lines += [f'    "{name}": {value},' for name, value in sorted(constants.items())]
    return "\n".join(lines + ["}", ""])


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.read_text() == render() else f"{TARGET} is not what the headers say: run {sys.argv[0]}")
    TARGET.write_text(render())
