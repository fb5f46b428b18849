# SPDX-License-Identifier: Apache-2.0
"""Version orders against vectors of the package managers and of other projects."""
import json
import os
import random
import shutil
import subprocess

import pytest
from corpus import folder

TOOL = os.path.join(os.environ["CISDOCK_BUILD_ROOT"], "tests", "anchore", "version-tool")


def compare(kind, pairs):
    lines = "".join("%s\t%s\t%s\n" % (kind, a, b) for a, b in pairs)
    run = subprocess.run([TOOL], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return run.stdout.decode().split()


def vectors(name):
    """a TAB op TAB b, or a op b; comments and empty lines passed over."""
    rows = []
    for line in (folder("versions") / name).read_text(encoding="utf-8").splitlines():
        parts = line.split("\t") if name.endswith(".tsv") else line.split()
        if line.startswith(("#", "//")) or len(parts) != 3:
            continue
        rows.append(tuple(parts))
    assert rows
    return [(a, {"==": "="}.get(op, op), b) for a, op, b in rows if op in ("<", "=", "==", ">", "invalid")]


@pytest.mark.parametrize("kind, name, least", [
    ("dpkg", "oracle-dpkg.tsv", 1400), ("dpkg", "osv-debian-versions.txt", 20), ("dpkg", "osv-debian-versions-generated.txt", 5000),
    ("rpm", "oracle-rpm.tsv", 2900), ("rpmvercmp", "claircore-rpmvercmp.txt", 80), ("rpm", "osv-redhat-versions.txt", 80),
    ("apk", "apk-tools-version.data", 400), ("apk", "osv-alpine-versions.txt", 500), ("apk", "osv-alpine-versions-generated.txt", 5000),
    ("pep440", "oracle-pep440.tsv", 1400), ("semver", "oracle-semver.tsv", 1100), ("semver-loose", "osv-semver-versions.txt", 80),
    ("gem", "osv-rubygems-versions.txt", 20), ("gem", "osv-rubygems-versions-generated.txt", 2500)])
def test_vectors(kind, name, least):
    rows = vectors(name)
    assert len(rows) >= least
    answers = compare(kind, [(a, b) for a, _, b in rows])
    wrong = [(row, mine) for row, mine in zip(rows, answers) if mine != row[1]]
    assert not wrong, (len(wrong), wrong[:20])
    backwards = compare(kind, [(b, a) for a, _, b in rows])
    assert [{"<": ">", ">": "<"}.get(x, x) for x in backwards] == answers


def test_apk_validity():
    lines = (folder("versions") / "apk-tools-version.data").read_text().splitlines()
    single = [x.strip() for x in lines if len(x.split()) == 1 and not x.startswith("#")]
    bad = [x[1:] for x in single if x.startswith("!") and len(x) > 1]
    good = [x for x in single if not x.startswith("!")]
    assert bad and good
    assert set(compare("apk-strict", [(x, x) for x in bad])) == {"invalid"}
    assert set(compare("apk-strict", [(x, x) for x in good])) == {"="}


def test_rpm_epoch_and_release():
    rows = [("1:1-1", ">", "2-1"), ("0:1-1", "=", "1-1"), ("1-2", ">", "1-1"), ("1.0~rc1-1", "<", "1.0-1"), ("1.0^git1-1", ">", "1.0-1"), ("1-1", ">", "1")]
    assert compare("rpm", [(a, b) for a, _, b in rows]) == [op for _, op, _ in rows]


@pytest.mark.parametrize("name, least, legacy_most", [("osv-pypi-versions.txt", 15, 20), ("osv-pypi-versions-generated.txt", 8000, 130)])
def test_python_vectors(name, least, legacy_most):
    """Texts from before PEP 440 have no order: they are no versions, as in packaging since its release 22."""
    rows = vectors(name)
    answers = compare("pep440", [(a, b) for a, _, b in rows])
    legacy = [row for row, mine in zip(rows, answers) if mine == "invalid"]
    wrong = [(row, mine) for row, mine in zip(rows, answers) if mine not in (row[1], "invalid")]
    assert not wrong and len(rows) - len(legacy) >= least and len(legacy) <= legacy_most, (wrong[:20], len(legacy))
    version = pytest.importorskip("packaging.version")
    for a, _, b in legacy:
        with pytest.raises(version.InvalidVersion):
            [version.Version(x) for x in (a, b)]


def random_texts(seed, pieces, count):
    maker = random.Random(seed)
    return ["".join(maker.choice(pieces) for _ in range(maker.randint(1, 9))) for _ in range(count)]


def test_python_itself():
    """packaging's own parser over texts put together of its pieces."""
    version = pytest.importorskip("packaging.version")
    pieces = ["0", "1", "10", "02", ".", ".", ".", "-", "_", "a", "b", "rc", "c", "alpha", "PRE", "preview", "post", "r", "rev", "dev", "+", "!", "v", "x", " "]
    texts = random_texts(440, pieces, 6000) + ["1." + t for t in random_texts(441, pieces, 6000)]

    def read(text):
        try:
            return version.Version(text)
        except version.InvalidVersion:
            return None
    known = [read(t) for t in texts]
    good = [t for t, v in zip(texts, known) if v]
    assert len(good) > 1000
    assert [m != "invalid" for m in compare("pep440", [(t, t) for t in texts])] == [v is not None for v in known]
    pairs = list(zip(good, good[1:] + good[:1])) + list(zip(good, sorted(good)))
    for (a, b), mine in zip(pairs, compare("pep440", pairs)):
        x, y = version.Version(a), version.Version(b)
        assert mine == ("<" if x < y else ">" if x > y else "="), (a, b)


NPM_SEMVER = "/usr/lib/node_modules/npm/node_modules/semver"


@pytest.mark.skipif(not (shutil.which("node") and os.path.isdir(NPM_SEMVER)), reason="node and npm are not installed")
def test_npm_itself():
    pieces = ["0", "1", "10", "02", ".", ".", "-", "+", "a", "beta", "rc", "v", "-1", "Z", " "]
    texts = random_texts(7, pieces, 2000) + [n + t for n in ("1.2.3", "1.2.3-", "0.10.0+") for t in random_texts(8, pieces, 1500)]
    pairs = list(zip(texts, texts[1:])) + [(t, "1.2.3-beta.1") for t in texts]
    script = "const s=require(%r);for(const [a,b] of JSON.parse(require('fs').readFileSync(0)))console.log(s.valid(a)&&s.valid(b)?'<=>'[s.compare(a,b)+1]:'invalid')" % NPM_SEMVER
    run = subprocess.run(["node", "-e", script], input=json.dumps(pairs).encode(), stdout=subprocess.PIPE, check=True)
    theirs = run.stdout.decode().split()
    wrong = [(p, m, t) for p, m, t in zip(pairs, compare("semver", pairs), theirs) if m != t]
    assert not wrong and theirs.count("invalid") < len(theirs) - 1000, wrong[:10]


@pytest.mark.parametrize("a, op, b", [
    ("1.0-1", "<", "1.0"), ("1.0.0", "=", "1"), ("1.0.a.0", "=", "1.a"), ("1.0.a", "<", "1.0"), ("1.10", ">", "1.9"), ("1.0.b1", ">", "1.0.a.2"),
    ("1-2", "=", "1.pre.2"), ("", "=", "0"), ("1..2", "invalid", "1"), ("a1", "invalid", "1"), ("1.", "invalid", "1"), ("1.2.1_3", "invalid", "1")])
def test_gem_rules(a, op, b):
    """What the documentation of Gem::Version says of its own examples."""
    assert compare("gem", [(a, b)]) == [op]


@pytest.mark.skipif(not shutil.which("dpkg"), reason="dpkg is not installed")
def test_dpkg_itself():
    texts = ["1", "1.0", "1.0-1", "1:0.9", "1.0~rc1", "1.0+b1", "a", "1.a", "0:1", "1-", ":1", "x:1", "-1", "1 2", "", "1:", "2147483648:1"]
    pairs = [(a, b) for a in texts if a for b in texts if b]
    for (a, b), mine in zip(pairs, compare("dpkg", pairs)):
        for op, sign in (("lt", "<"), ("eq", "="), ("gt", ">")):
            run = subprocess.run(["dpkg", "--compare-versions", a, op, b], stderr=subprocess.PIPE)
            if b"error:" in run.stderr or b"warning:" in run.stderr or run.returncode == 2:
                assert mine == "invalid", (a, b)
            else:
                assert (run.returncode == 0) == (mine == sign), (a, b, op, mine)
