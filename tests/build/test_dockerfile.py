# SPDX-License-Identifier: Apache-2.0
"""Dockerfiles are read as BuildKit's own frontend reads them.

dockerfiles/*.jsonl hold edge cases with BuildKit's answers (buildkit/main.go, run with `python test_dockerfile.py --record`).
Where Go and BuildKit's module are in place, BuildKit is asked again; with CISDOCK_DOCKERFILES naming a folder of real
Dockerfiles, it is asked about those, too.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
DUMP = os.environ.get("CISDOCK_DUMP", "")
KEYWORDS = set("ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL "
               "USER VOLUME WORKDIR".split())
# Flags that are younger than the BuildKit that is asked, or switched off in its module.
YOUNGER = ("unknown flag: --parents", "unknown flag: --exclude", "unknown flag: --unpack", "unknown flag: --device", "unknown flag: --security")


def lines_of(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[:2000]
    return [json.loads(line) for line in done.stdout.splitlines()]


def in_parts(command, files):
    return [doc for at in range(0, len(files), 200) for doc in lines_of(command + files[at:at + 200])]


def ours(item):
    """One instruction in the form of buildkit/main.go."""
    args = list(item["args"])
    if item["keyword"] in ("RUN", "CMD", "ENTRYPOINT", "SHELL") and not item["exec"]:
        args = [item["text"]] if item["text"] else []
    elif item["keyword"] in ("ENV", "LABEL"):
        args = [part for key, value in item["pairs"] for part in (key, value or "")]
    elif item["keyword"] == "ARG":
        args = [key if value is None else f"{key}={value}" for key, value in item["pairs"]]
    out = {"keyword": item["keyword"], "line": item["line"], "end_line": item["end_line"], "exec": item["exec"], "args": args,
           "flags": [f"--{name}" + ("" if value is None else f"={value}") for name, value in item["flags"]],
           "heredocs": item["heredocs"]}
    if "trigger" in item:
        out["args"] = []
        out["trigger"] = nested(ours(item["trigger"]))
    return out


def nested(item):
    return {key: value for key, value in item.items() if key not in ("line", "end_line")}


def theirs(item):
    out = dict(item)
    if out["keyword"] not in KEYWORDS:
        return {"keyword": "", "exec": False, "args": [], "flags": [], "heredocs": []}
    if out["keyword"] in ("ENV", "LABEL"):
        out["args"] = [part for at, part in enumerate(out["args"]) if at % 3 != 2]
    if out["keyword"] == "HEALTHCHECK" and out["args"]:
        kind = out["args"][0].upper()
        if kind == "NONE":
            out["args"][0] = kind
        elif kind == "CMD":
            out["args"][0] = "CMD" if out["exec"] else "CMD-SHELL"
    if out.get("trigger"):
        out["args"] = []
        out["trigger"] = nested(theirs(out["trigger"]))
    return out


def differences(mine, buildkit, name):
    if bool(mine["refused"]) != bool(buildkit["refused"]):
        if buildkit["refused"] and any(flag in buildkit["refused"] for flag in YOUNGER):
            return []
        return [f"{name}: refused here: {mine['refused']}, by BuildKit: {buildkit['refused']}"]
    if mine["refused"]:
        return []
    if mine["stages"] != buildkit["stages"]:
        return [f"{name}: {mine['stages']} stages, not {buildkit['stages']}"]
    left, right = [ours(i) for i in mine["instructions"]], [theirs(i) for i in buildkit["instructions"]]
    wrong = [f"{name}: {a}\n   not {b}" for a, b in zip(left, right) if a != b]
    return wrong or ([f"{name}: {len(left)} instructions, not {len(right)}"] if len(left) != len(right) else [])


def load(name):
    return [json.loads(line) for line in (HERE / "dockerfiles" / name).read_text().splitlines()]


def write_cases(folder, cases):
    paths = []
    for number, case in enumerate(cases):
        path = folder / f"{number:03}"
        path.write_bytes(case["text"].encode())
        paths.append(str(path))
    return paths


def write_words(folder, words):
    path = folder / "words"
    path.write_text("".join(case["word"] + "\n" for case in words))
    return str(path)


@pytest.fixture(scope="session")
def buildkit(tmp_path_factory):
    """BuildKit's frontend as a program; built offline from the module cache."""
    go = shutil.which("go")
    if not go:
        pytest.skip("go is not installed: BuildKit itself cannot be asked")
    folder = tmp_path_factory.mktemp("buildkit")
    for name in ("main.go", "go.mod"):
        shutil.copy(HERE / "buildkit" / name, folder)
    env = dict(os.environ, GOFLAGS="-mod=mod", GOSUMDB="off")
    if os.environ.get("CISDOCK_ONLINE") != "1":
        env["GOPROXY"] = "off"
    done = subprocess.run([go, "build", "-o", "ask", "."], cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("the module github.com/moby/buildkit is not in Go's cache (CISDOCK_ONLINE=1 fetches it): " + done.stderr.strip()[-200:])
    return str(folder / "ask")


def test_cases(tmp_path):
    cases = load("cases.jsonl")
    docs = lines_of([DUMP, "dockerfile"] + write_cases(tmp_path, cases))
    wrong = [line for case, doc in zip(cases, docs) for line in differences(doc, case["buildkit"], case["name"])]
    assert len(cases) >= 100 and not wrong, "\n".join(wrong)


def same_word(mine, case):
    # BuildKit loses the front of a word when a modifier's own text is quoted: seen with a=${A:+"x y"}.
    lost = case["word"] == 'a=${A:+"x y"}'
    return mine["error"] == case["error"] and (mine["error"] or (mine["result"] == case["result"] and (lost or mine["words"] == case["words"])))


def test_words(tmp_path):
    words = load("words.jsonl")
    (docs,) = lines_of([DUMP, "expand", write_words(tmp_path, words)])
    wrong = [f"{case}: {mine}" for mine, case in zip(docs, words) if not same_word(mine, case)]
    assert len(docs) == len(words) >= 80 and not wrong, "\n".join(wrong)


def test_records_are_buildkits(buildkit, tmp_path):
    cases, words = load("cases.jsonl"), load("words.jsonl")
    docs = lines_of([buildkit] + write_cases(tmp_path, cases))
    for case, doc in zip(cases, docs):
        assert {**case["buildkit"], "file": ""} == {**doc, "file": ""}, case["name"]
    assert lines_of([buildkit, "expand", write_words(tmp_path, words)]) == words


def test_real_dockerfiles(buildkit):
    folder = os.environ.get("CISDOCK_DOCKERFILES")
    if not folder:
        pytest.skip("CISDOCK_DOCKERFILES names no folder of real Dockerfiles")
    files = sorted(str(path) for path in pathlib.Path(folder).iterdir() if path.is_file())
    wrong = []
    for mine, other in zip(in_parts([DUMP, "dockerfile"], files), in_parts([buildkit], files)):
        wrong += differences(mine, other, mine["file"])
    print(f"{len(files)} Dockerfiles, {len(wrong)} differences")
    assert len(files) >= 200 and not wrong, "\n".join(wrong[:20])


def record(program):
    """Write BuildKit's answers beside the cases."""
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        cases, words = load("cases.jsonl"), load("words.jsonl")
        docs = lines_of([program] + write_cases(pathlib.Path(folder), cases))
        made = [json.dumps({"name": c["name"], "text": c["text"], "buildkit": {**d, "file": ""}}) for c, d in zip(cases, docs)]
        (HERE / "dockerfiles" / "cases.jsonl").write_text("\n".join(made) + "\n")
        made = [json.dumps(d) for d in lines_of([program, "expand", write_words(pathlib.Path(folder), words)])]
        (HERE / "dockerfiles" / "words.jsonl").write_text("\n".join(made) + "\n")


if __name__ == "__main__" and sys.argv[1:2] == ["--record"]:
    record(sys.argv[2])
