# SPDX-License-Identifier: Apache-2.0
"""Reads the public headers: functions with their comments and parameters, callback tables, constants."""
import re
from dataclasses import dataclass

from corpus import SOURCE_ROOT

FUNCTION = re.compile(r"(?:/\*\*(?P<doc>(?:(?!\*/).)*)\*/\s*)?CISDOCK_API\s+(?P<returns>[\w\s]+?[\s*]+)(?P<name>cisdock_\w+)\s*\((?P<params>[^;]*)\)\s*;", re.S)
STRUCT = re.compile(r"typedef struct (cisdock_\w+) \{(.*?)\n\}\s*\1;", re.S)
DEFINE = re.compile(r"^#define\s+(CISDOCK_\w+)[ \t]+(\(?-?\w+\)?)", re.M)


@dataclass
class Function:
    header: str
    name: str
    returns: str
    params: list  # (type, name)
    doc: str


def header_paths():
    return sorted((SOURCE_ROOT / "include" / "cisdock").glob("*.h"))


def _params(text):
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S).strip()
    if text in ("", "void"):
        return []
    out = []
    depth, start = 0, 0
    parts = []
    for i, c in enumerate(text + ","):
        depth += (c == "(") - (c == ")")
        if c == "," and depth == 0:
            parts.append(" ".join(text[start:i].split()))
            start = i + 1
    for part in parts:
        pointer = re.search(r"\(\*\s*(\w+)\s*\)", part)
        name = pointer.group(1) if pointer else re.search(r"(\w+)(?:\[\w*\])?$", part).group(1)
        out.append((part[: part.rindex(name)].strip() if not pointer else part, name))
    return out


def functions():
    found = []
    for path in header_paths():
        for m in FUNCTION.finditer(path.read_text()):
            doc = re.sub(r"^\s*\* ?", "", m.group("doc") or "", flags=re.M).strip()
            found.append(Function(path.name, m.group("name"), " ".join(m.group("returns").split()), _params(m.group("params")), doc))
    return found


def structs(include=None):
    """Callback tables and other public structs: name -> list of member declarations in order."""
    out = {}
    for path in sorted((include or SOURCE_ROOT / "include").glob("cisdock/*.h")):
        for name, body in STRUCT.findall(path.read_text()):
            body = re.sub(r"/\*.*?\*/", " ", body, flags=re.S)
            out[name] = [" ".join(member.split()) for member in body.split(";") if member.strip()]
    return out


def member_name(declaration):
    pointer = re.search(r"\(\*\s*(\w+)\s*\)", declaration)
    return pointer.group(1) if pointer else re.search(r"(\w+)(?:\[\w*\])?$", declaration).group(1)


def constants():
    out = {}
    for path in header_paths():
        for name, value in DEFINE.findall(path.read_text()):
            try:
                out[name] = int(value.strip("()"), 0)
            except ValueError:
                pass
    return out
