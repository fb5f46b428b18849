# SPDX-License-Identifier: Apache-2.0
"""Taking evidence away, or damaging it, never turns a verdict that is not clean into a clean one, and changes nothing about
objects that it does not speak of. Each value that some check can read, in real documents and in those of each slug's cases."""
import functools
import json
import os
import re
import zlib

import pytest

import cisdock
import corpus
import setups
import slug_cases
from mutations import CLEAN, damages, changed, nodes, pointer

# All of them take some minutes: then `CISDOCK_EVERY_MUTATION=1`; else one of so many, always the same.
ONE_OF = 1 if os.environ.get("CISDOCK_EVERY_MUTATION") else 4
DENIED = object()
TEXTS = (("dropped", None), ("denied", DENIED), ("garbage", b"\x01\xff garbage \x02 {["), ("empty", b""))
SLICE = 3
SEEN = set()  # of all real hosts: much of them is the same

# (slug, document, part of the pointer or how it was damaged, why a clean verdict may follow)
ALLOWED = [
    (r"daemon-.*|file-tls-.*", "daemon.json", "empty", "dockerd takes an empty file for one that sets nothing"),
    (r"rt-no-exec-.*", "exec-log.txt", "garbage|empty", "that the log is whole was claimed, and what is no command holds none"),
    (r"host-trusted-users", "group-docker.txt", "empty", "getent prints nothing where there is no such group"),
    (r"audit-.*", "stat.json", "dropped|denied|garbage|empty|/path|taken away", "a rule for the path is there; that the path is not was the reason not to judge it"),
]


def program_members():
    """Names of members that some source of the library spells: no other can be read."""
    names = set()
    for folder in ("checks", "facts", "bundle"):
        for path in (corpus.SOURCE_ROOT / "src" / folder).glob("*.*"):
            text = path.read_text(encoding="utf-8")
            names.update(part for word in re.findall(r'"([A-Za-z0-9_./-]+)"', text) for part in re.split(r"[./]", word) + [word])
            names.update(re.findall(r"CDK_HOST_CONFIG\((\w+)\)", text))
    return names


@functools.lru_cache(maxsize=None)
def can_be_read(path):
    known = members()
    return all(isinstance(part, int) or part in known or (n and path[n - 1] in CHOSEN_NAMES) or n == 0 for n, part in enumerate(path))


CHOSEN_NAMES = {"Labels", "Ports", "PortBindings", "Networks", "ExposedPorts", "Options", "IndexConfigs"}


@functools.lru_cache(maxsize=None)
def members():
    return program_members()


class Judge:
    """Verdicts in this process: slug to (verdict, object to the set of its verdicts)."""

    def __init__(self, benchmark):
        self.context = cisdock.Context()
        self.bundle = cisdock.Bundle.builtin(self.context, benchmark)
        self.selection = cisdock.Selection.new(self.context, scope="host")
        files = self.context._library  # pylint: disable=protected-access
        self.kinds = [(files.cisdock_evidence_file_name(i).decode(), files.cisdock_evidence_file_kind(i).decode())
                      for i in range(files.cisdock_evidence_file_count())]

    def __call__(self, documents):
        evidence = cisdock.Evidence.new(self.context)
        for name, kind in self.kinds:
            if documents.get(name) is DENIED:
                evidence.mark(kind, "denied")
            elif documents.get(name) is not None:
                evidence.add(kind, documents[name])
        found = {}
        for item in self.bundle.evaluate(None, evidence, self.selection).recommendations:
            objects = {}
            for o in item.objects:
                objects.setdefault((o.kind, o.id or o.name), set()).add(o.verdict)
            found[item.slug] = item.verdict, objects
        return found


@functools.lru_cache(maxsize=None)
def judge_of(benchmark):
    return Judge(benchmark)


def whitened(before, after):
    """What was not clean and is now: (slug, object or None)."""
    for slug, (verdict, objects) in before.items():
        now, others = after[slug]
        if verdict not in CLEAN and now in CLEAN:
            yield slug, None
        for key, words in objects.items():
            if key[1] and key in others and not words <= CLEAN and others[key] <= CLEAN:
                yield slug, key


def strangers(before, after, index, ids):
    """Containers beside the damaged one whose verdicts changed."""
    own = ("container", ids[index])
    for slug, (_, objects) in before.items():
        for key, words in objects.items():
            if key[0] == "container" and key != own and key[1] in ids and after[slug][1].get(key, words) != words:
                yield slug, key


def allowed(slug, document, where, how):
    return any(re.fullmatch(row[0], slug) and row[1] == document and re.search(row[2], f"{where} {how}") for row in ALLOWED)


def shape_of(name, path, value):
    """What makes one value like another: names and times are all alike, words that mean something are not."""
    chosen = isinstance(value, str) and len(value) > 24 or path[-1] in ("Name", "Hostname", "HostPort", "Image")
    what = type(value).__name__ if chosen else len(value) if isinstance(value, (dict, list)) else value
    if name == "stat.json":
        what = path[0]  # each answer is about another file
    return name, tuple("#" if isinstance(part, int) or len(part) > 40 else part for part in path), str(what)


def mutations(documents, seen):
    """(document, pointer, how, text, index of the container or None)"""
    for name, text in documents.items():
        root = json.loads(text) if name.endswith(".json") and name != "evidence.json" else None
        for path, value in nodes(root):
            shape = shape_of(name, path, value)
            if not can_be_read(path) or shape in seen or zlib.crc32(str(shape).encode()) % ONE_OF:
                continue
            seen.add(shape)
            for how, replacement in damages(path, value):
                if name != "daemon.json" or how not in ("taken away", "null"):  # another configuration, not a loss
                    yield name, pointer(path), how, json.dumps(changed(root, path, replacement)).encode(), path[0] if name == "containers.json" else None
        for how, other in TEXTS if name != "evidence.json" else ():
            yield name, "", how, other, None
        if root:
            yield name, "", "cut", text[:len(text) // 2], None
        lines = text.splitlines(keepends=True) if name in ("mounts.txt", "mountinfo", "listen.txt") else []
        for n in range(len(lines)):
            yield name, "", f"line {n + 1} taken away", b"".join(lines[:n] + lines[n + 1:]), None


def container_ids(documents):
    found = json.loads(documents.get("containers.json") or b"[]")
    return [c.get("Id") if isinstance(c, dict) else None for c in found] if isinstance(found, list) else []


def check(documents, seen, benchmark="cis-docker-1.8.0"):
    """How many mutations were judged; fails with what a mutation whitened."""
    judge = judge_of(benchmark)
    before, wrong, count, ids = judge(documents), [], 0, container_ids(documents)
    for name, where, how, text, index in mutations(documents, seen):
        after = judge({**documents, name: text})
        count += 1
        wrong += [(slug, name, where, how, key) for slug, key in whitened(before, after) if not allowed(slug, name, where, how)]
        if index is not None and len(ids) > index and how != "a text":
            wrong += [(slug, name, where, how, key, "stranger") for slug, key in strangers(before, after, index, ids)]
    assert not wrong, "\n".join(map(str, wrong[:30]))
    return count


def documents_of(name):
    folder = setups.folder(name) / "evidence"
    kinds = dict(judge_of("cis-docker-1.8.0").kinds)
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.name in kinds and path.name not in ("info-cli.json", "stat.tsv")}
    return found


def slices(documents):
    """The same host with few containers at a time, so that each judgement is short; images and histories once."""
    containers = json.loads(documents.get("containers.json", b"[]"))
    for at in range(0, max(len(containers), 1), SLICE):
        part = dict(documents)
        if containers:
            part["containers.json"] = json.dumps(containers[at:at + SLICE]).encode()
        if at:
            for other in ("images.json", "image-history.json"):
                part.pop(other, None)
        yield part


@pytest.mark.parametrize("name", setups.names())
def test_real_hosts(name):
    setups.folder(name)
    assert sum(check(part, SEEN) for part in slices(documents_of(name))) > 50


def case_documents():
    manifest = json.dumps({"schema": "cisdock.evidence/1", "complete": slug_cases.COMPLETE}).encode()
    for slug, cases in slug_cases.CASES.items():
        for word, case in cases.items():
            evidence = case[0] if isinstance(case, tuple) else case
            if not isinstance(evidence, str) and evidence and word not in CLEAN:
                yield slug, {"evidence.json": manifest,
                             **{name: (text if isinstance(text, str) else json.dumps(text)).encode() for name, text in evidence.items()}}


@pytest.mark.parametrize("benchmark", ["cis-docker-1.8.0", "cis-docker-1.13.0"])
def test_cases_of_each_slug(benchmark):
    seen, count = set(), 0
    for slug, documents in case_documents():
        if benchmark == "cis-docker-1.8.0" or slug not in judge_of("cis-docker-1.8.0")({}):
            count += check(documents, seen, benchmark)
    assert count > 50, count
