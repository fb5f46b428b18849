# SPDX-License-Identifier: Apache-2.0
"""Every public function says what it promises, in signatures that any language can call."""
import re

import pytest

import headers

SECTIONS = ["Ownership", "Threads", "Hooks", "Cost", "Since"]
FUNCTIONS = headers.functions()
# The types that a signature may use: fixed widths, sizes, text, bytes, handles and tables by pointer.
FFI_CLEAN = re.compile(r"^(const )?(void|char|u?int(8|32|64)_t|size_t|cisdock_\w+)( ?\*( ?const)?)*( ?\*)*$")


def faults(function):
    doc, wrong = function.doc, []
    if not doc:
        return ["no comment"]
    summary = doc.split("\n\n")[0]
    if summary.startswith("@") or not re.search(r"[.:]\s*$", summary.split("\n@")[0].strip()):
        wrong.append("no one-sentence purpose")
    for _, name in function.params:
        line = re.search(r"@param\[(in|out|in,out)\]\s+%s\s+(.+?)(?=\n@|\n\n|\Z)" % name, doc, re.S)
        if not line:
            wrong.append(f"parameter {name}: no @param with direction")
    pointers = [name for kind, name in function.params if "*" in kind]
    for name in pointers:
        line = re.search(r"@param\[[^\]]+\]\s+%s\s+(.+?)(?=\n@|\n\n|\Z)" % name, doc, re.S)
        if line and not re.search(r"NULL", line.group(1)):
            wrong.append(f"parameter {name}: nullability is not said")
    if function.returns == "int32_t" and not re.search(r"@retval|@return", doc):
        wrong.append("no @retval")
    if function.returns not in ("void", "int32_t") and "@return" not in doc:
        wrong.append("no @return")
    wrong += [f"no @par {section}" for section in SECTIONS if f"@par {section}" not in doc]
    return wrong


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.name)
def test_documented(function):
    assert not faults(function)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.name)
def test_signature_is_ffi_clean(function):
    for kind, name in function.params:
        if "(*" in kind:
            continue
        assert FFI_CLEAN.match(kind), f"{name}: {kind}"


def test_tables_begin_with_their_size():
    for name, members in headers.structs().items():
        assert members[0] == "size_t struct_size", name


def test_the_check_notices_what_is_missing():
    bad = headers.Function("x.h", "cisdock_x", "int32_t", [("void *", "p")], "Do it.\n\n@param[in] p  Thing.\n@par Since 1")
    found = faults(bad)
    assert "no @retval" in found and "no @par Threads" in found and "parameter p: nullability is not said" in found


def test_functions_are_found():
    assert len(FUNCTIONS) > 20
