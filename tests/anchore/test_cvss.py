# SPDX-License-Identifier: Apache-2.0
"""Base scores of CVSS vectors, against published scores and, where it is installed, against the Python package cvss."""
import itertools
import os
import random
import subprocess

import pytest

TOOL = os.path.join(os.environ["CISDOCK_BUILD_ROOT"], "tests", "anchore", "cvss-tool")


def score(vectors):
    run = subprocess.run([TOOL], input="".join(v + "\n" for v in vectors).encode(), stdout=subprocess.PIPE, check=True)
    return run.stdout.decode().splitlines()


@pytest.mark.parametrize("vector, expected, why", [
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "100 39 60 Critical", "CVE-2021-44228 in the NVD"),
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "75 39 36 High", "CVE-2014-0160 in the NVD"),
    ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "75 39 36 High", "as the NVD scores a denial of service"),
    ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:N/I:L/A:N", "31 16 14 Low", "as the NVD scores it"),
    ("AV:N/AC:L/Au:N/C:P/I:N/A:N", "50 100 29 Medium", "CVE-2014-0160, version 2, in the NVD"),
    ("AV:N/AC:L/Au:N/C:C/I:C/A:C", "100 100 100 High", "the worst of version 2, which knows no critical"),
    ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", "100 -1 -1 Critical", "the worst of version 4"),
    ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "93 -1 -1 Critical", "the specification's first example"),
    ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", "0 -1 -1 Negligible", "no impact"),
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", "0 39 0 Negligible", "no impact"),
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N", "invalid", "a metric is missing"),
    ("CVSS:3.1/AV:N/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "invalid", "a metric stands twice"),
    ("CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "invalid", "no such value"),
    ("CVSS:9.0/AV:N", "invalid", "no such version"), ("7.5", "invalid", "a number is no vector"), ("", "invalid", "nothing"),
])
def test_known(vector, expected, why):
    assert score([vector]) == [expected], why


def every(names, values):
    return ["/".join("%s:%s" % pair for pair in zip(names, chosen)) for chosen in itertools.product(*values)]


def judge(vectors, kind, parts):
    mine = score(vectors)
    for vector, answer in zip(vectors, mine):
        theirs = kind(vector)
        want = [round(float(theirs.base_score) * 10)]
        if parts:
            want += [round(float(round(x, 1)) * 10) for x in (theirs.esc, max(theirs.isc, 0))]
        assert [int(x) for x in answer.split()[:len(want)]] == want, vector


@pytest.fixture(scope="module")
def judges():
    return pytest.importorskip("cvss")


def test_version_2_all(judges):
    vectors = every(["AV", "AC", "Au", "C", "I", "A"], ["LAN", "HML", "MSN", "NPC", "NPC", "NPC"])
    judge(vectors, judges.CVSS2, False)


@pytest.mark.parametrize("minor", "01")
def test_version_3_all(judges, minor):
    vectors = ["CVSS:3.%s/" % minor + v for v in every(["AV", "AC", "PR", "UI", "S", "C", "I", "A"], ["NALP", "LH", "NLH", "NR", "UC", "HLN", "HLN", "HLN"])]
    judge(vectors, judges.CVSS3, True)


def test_version_4_many(judges):
    vectors = ["CVSS:4.0/" + v for v in every(["AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"],
                                              ["NALP", "LH", "NP", "NLH", "NPA", "HLN", "HLN", "HLN", "HLN", "HLN", "HLN"])]
    judge(random.Random(4).sample(vectors, 12000), judges.CVSS4, False)
