# SPDX-License-Identifier: Apache-2.0
"""The shape of the tree: which layer may include which, who owns a dependency, what stands at the top."""
import pathlib
import re
import subprocess

from corpus import SOURCE_ROOT

LAYERS = ["base", "io", "archive", "image", "layer", "facts", "checks", "bundle", "report", "api"]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
TOP = {"include", "src", "bindings", "examples", "tests", "meson.build", "meson_options.txt", "libcisdock.pc.in",
       "README.md", "LICENSE", "NOTICE", ".gitignore", ".clang-format", ".ci"}

# A third-party header, and the only files that may include it.
OWNERS = {
    r"yajl/": r"src/base/json\.c",
    r"libtar\.h": r"src/archive/tar_header\.c",
    r"zlib\.h": r"src/archive/",
    r"igzip_lib\.h": r"src/archive/",
    r"zstd\.h": r"src/archive/",
    r"lzma\.h": r"src/archive/",
    r"bzlib\.h": r"src/archive/",
    r"openssl/": r"src/base/",
    r"pcre2\.h": r"src/base/",
    r"sqlite3\.h": r"src/layer/",
}
# The library opens no file, starts no process, reads no environment, installs no handler.
FORBIDDEN = re.compile(
    r"\b(fopen|open|openat|socket|connect|fork|vfork|execv\w*|execl\w*|posix_spawn\w*|system|popen|getenv|secure_getenv|"
    r"signal|sigaction|setlocale|dlopen|abort|exit|assert)\s*\(")


def tracked(pattern):
    out = subprocess.run(["git", "-C", str(SOURCE_ROOT), "ls-files", "-co", "--exclude-standard", pattern],
                         capture_output=True, text=True)
    if out.returncode == 0:
        return [SOURCE_ROOT / line for line in out.stdout.splitlines() if (SOURCE_ROOT / line).is_file()]
    return sorted(SOURCE_ROOT.glob(pattern.replace("*", "**/*", 1)))


def sources():
    return [p for p in tracked("src/*") if p.suffix in (".c", ".h", ".def")]


def without_comments(text):
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', " ", text, flags=re.S)


def test_includes_point_downwards():
    wrong = []
    for path in sources():
        layer = path.relative_to(SOURCE_ROOT / "src").parts[0]
        if layer not in LAYERS:
            continue
        for quote, name in INCLUDE.findall(path.read_text()):
            first = name.split("/")[0]
            if quote == '"' and first in LAYERS and LAYERS.index(first) > LAYERS.index(layer):
                wrong.append(f"{path.relative_to(SOURCE_ROOT)} includes {name}")
    assert not wrong, "\n".join(wrong)


def test_the_check_would_notice():
    assert INCLUDE.findall('#include "api/x.h"\n#  include <a.h>\n') == [('"', "api/x.h"), ("<", "a.h")]
    assert FORBIDDEN.search("x = getenv (\"A\")") and not FORBIDDEN.search("cdk_open (a)")


def test_each_dependency_has_its_owner():
    wrong = []
    for path in sources():
        where = str(path.relative_to(SOURCE_ROOT))
        for _, name in INCLUDE.findall(path.read_text()):
            for header, owner in OWNERS.items():
                if re.match(header, name) and not re.match(owner, where):
                    wrong.append(f"{where} includes {name}")
    assert not wrong, "\n".join(wrong)


def test_the_library_stays_in_its_sandbox():
    wrong = []
    for path in sources():
        for hit in FORBIDDEN.finditer(without_comments(path.read_text())):
            wrong.append(f"{path.relative_to(SOURCE_ROOT)}: {hit.group(0)}")
    assert not wrong, "\n".join(wrong)


def test_the_program_uses_the_public_api_alone():
    wrong = []
    for path in tracked("examples/*"):
        if path.suffix in (".c", ".h"):
            wrong += [f"{path.name}: {name}" for quote, name in INCLUDE.findall(path.read_text()) if name.split("/")[0] in LAYERS]
    assert not wrong, "\n".join(wrong)


def test_top_level_is_as_given():
    found = {p.relative_to(SOURCE_ROOT).parts[0] for p in tracked("*")}
    assert found <= TOP, found - TOP


def test_every_source_names_its_licence():
    kinds = {".c", ".h", ".def", ".py", ".go", ".sh", ".build"}
    files = [p for p in tracked("*") if p.suffix in kinds and "seeds" not in p.parts and p.stat().st_size]
    wrong = [str(p.relative_to(SOURCE_ROOT)) for p in files if "SPDX-License-Identifier: Apache-2.0" not in p.read_text(errors="replace")[:400]]
    assert not wrong, wrong


def test_no_function_is_a_monster():
    """House style: a function does one thing. 120 lines are the hard limit, 40 the aim (see the summary below)."""
    long = []
    for path in sources():
        if path.suffix != ".c":
            continue
        start = None
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line == "{":
                start = number
            elif line == "}" and start:
                if number - start > 80:
                    long.append(f"{path.relative_to(SOURCE_ROOT)}:{start}: {number - start} lines")
                start = None
    assert not long, "\n".join(long)


def test_files_have_one_subject():
    big = [f"{p.relative_to(SOURCE_ROOT)}: {n} lines" for p in sources()
           if p.suffix == ".c" and (n := len(p.read_text().splitlines())) > 600]
    assert not big, "\n".join(big)


def test_every_test_is_registered():
    """A test file that no meson.build names never runs, and nobody notices."""
    lost = []
    for path in [*tracked("tests/*.py"), *tracked("tests/*.c")]:
        if not path.name.startswith("test_"):
            continue
        listing = (path.parent / "meson.build")
        name = path.stem.removeprefix("test_")
        if not listing.exists() or not re.search(r"['/_]%s['.]" % re.escape(name), listing.read_text()):
            lost.append(str(path.relative_to(SOURCE_ROOT)))
    assert not lost, lost
