# SPDX-License-Identifier: Apache-2.0
"""Version orders against vectors of the package managers and of other projects."""
import os
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
    ("apk", "apk-tools-version.data", 400), ("apk", "osv-alpine-versions.txt", 500), ("apk", "osv-alpine-versions-generated.txt", 5000)])
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
