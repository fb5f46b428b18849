# SPDX-License-Identifier: Apache-2.0
"""Patterns of Python's re as the library reads them, each judged by Python's own re when the test runs."""
import os
import random
import re
import subprocess
import sys
import warnings

import pytest

TOOL = os.path.join(os.environ["CISDOCK_BUILD_ROOT"], "tests", "anchore", "regex-tool")
HOW = {"match": 0, "search": 1, "fullmatch": 2}
warnings.simplefilter("ignore")


def judge(rows):
    """rows of (pattern, text, how), both str or both bytes -> the tool's answers."""
    lines = []
    for pattern, text, how in rows:
        kind = isinstance(pattern, bytes)
        raw = [x if kind else x.encode("utf-8", "surrogateescape") for x in (pattern, text)]
        lines.append("%d %d %s %s" % (kind, HOW[how], raw[0].hex() or "-", raw[1].hex() or "-"))
    run = subprocess.run([TOOL], input="\n".join(lines) + "\n", stdout=subprocess.PIPE, text=True, check=True)
    return run.stdout.splitlines()


def python(pattern, text, how):
    try:
        found = getattr(re, how)(pattern, text)
    except (re.error, OverflowError, RuntimeError):
        return "E"
    if not found:
        return "0"
    if isinstance(text, bytes):
        return "1 %d %d" % found.span()
    return "1 %d %d" % tuple(len(text[:at].encode("utf-8", "surrogateescape")) for at in found.span())


AWS_KEY = r"(?i).*aws_access_key_id( *=+ *).*(?<![A-Z0-9])[A-Z0-9]{20}(?![A-Z0-9]).*"
AWS_SECRET = r"(?i).*aws_secret_access_key( *=+ *).*(?<![A-Za-z0-9/+=])[A-Za-z0-9/+=]{40}(?![A-Za-z0-9/+=]).*"
PRIV = r"(?i)-+BEGIN(.*)PRIVATE KEY-+"
AUTH = r'(?i).*"auth": *".+"'
API = r"(?i).*api(-|_)key( *=+ *).*(?<![A-Z0-9])[A-Z0-9]{20,60}(?![A-Z0-9]).*"
APT = r"(\s*/bin/sh\s*-c\s*)*\s*apt(-get)*.*up(date|grade)\s*$"

# pattern, texts: each pair with match, search and fullmatch.
PAIRS = [
    (AWS_KEY, ["AWS_ACCESS_KEY_ID = ABCDEFGHIJ0123456789", "aws_access_key_id=abcdefghij0123456789x", "x aws_access_key_id == ABCDEFGHIJ0123456789\n"]),
    (AWS_SECRET, ["aws_secret_access_key = " + "a" * 40, "aws_secret_access_key = " + "a" * 41, "aws_secret_access_key=/" + "b" * 39 + " #"]),
    (PRIV, ["-----BEGIN RSA PRIVATE KEY-----", " -----begin private key-", "-BEGIN\nPRIVATE KEY-", "--Begin OpenSSH Private Key----\n"]),
    (AUTH, ['{"auth": "dXNlcjpwYXNz"}', '"auth":""', '\t"AUTH":   "x"']),
    (API, ["api_key=" + "A1" * 15, "API-KEY == " + "z" * 61, "apikey=" + "A" * 30]),
    (APT, ["apt-get update", "/bin/sh -c apt upgrade ", "apt-get update && apt-get install x", "apt update\n", "apt\nupdate"]),
    (r"\s*USER\s+\[?([^\]]+)\]?\s*", ["USER app", "USER [app]", "user app", "USER\u00a0root", "USER "]),
    (r"^/bin/sh -c #\(nop\) +(.*)", ["/bin/sh -c #(nop)  CMD [\"sh\"]", "/bin/sh -c #(nop)CMD", "/bin/sh -c #(nop) a\nb"]),
    (r"a$", ["a", "a\n", "a\n\n", "ab"]),
    (r"(?m)a$", ["a\nb", "b\na", "a\n", "a\n\n"]),
    (r"(?m)^b", ["a\nb", "b", "a\n", "\nb"]),
    (r"(?m)^", ["", "\n", "a\n"]),
    (r"x(?m)^", ["x"]),
    (r"a\Z", ["a", "a\n"]),
    (r"\Aa", ["a", "ba", "\na"]),
    (r"a.b", ["axb", "a\nb", "a\rb", "a\u2028b", "a\x00b", "a\u00e4b"]),
    (r"(?s)a.b", ["a\nb", "a\rb"]),
    (r"a{,3}b", ["aaab", "aaaab", "b", "a{,3}b"]),
    (r"a{2,}b", ["ab", "aab", "aaaaab"]),
    (r"a{2}", ["a", "aa", "aaa"]),
    (r"a{,}b", ["b", "aaab", "a{,}b"]),
    (r"a{}b", ["a{}b", "b", "ab"]),
    (r"a{1,2", ["a{1,2", "a"]),
    (r"a{x}", ["a{x}", "ax"]),
    (r"a{ 1}", ["a{ 1}", "a"]),
    (r"{", ["{"]),
    (r"{1}", ["{1}"]),
    (r"x{2,1}", ["xx"]),
    (r"a{3}?", ["aaaa"]),
    (r"a*?b", ["aab", "b"]),
    (r"a+?", ["aa"]),
    (r"a??b", ["ab"]),
    (r"a**", ["a"]),
    (r"a*??", ["a"]),
    (r"(?:a*)*b", ["aab", "b"]),
    (r"*a", ["a"]),
    (r"+", ["+"]),
    (r"^*", ["a"]),
    (r"\b+", ["a"]),
    (r"(?=a)*b", ["b", "ab"]),
    (r"(a", ["a"]),
    (r"a)", ["a"]),
    (r"(?:", [""]),
    (r"()", ["", "a"]),
    (r"(|a)b", ["b", "ab"]),
    (r"", ["", "a"]),
    (r"a||b", ["", "b"]),
    (r"[a-c]", ["b", "d", "-"]),
    (r"[a-]", ["-", "a", "b"]),
    (r"[-a]", ["-", "a"]),
    (r"[]a]", ["]", "a"]),
    (r"[^]a]", ["b", "]", "\n"]),
    (r"[a", ["a"]),
    (r"[]", ["a"]),
    (r"[z-a]", ["b"]),
    (r"[\d-z]", ["5"]),
    (r"[a-\d]", ["5"]),
    (r"[\w-]", ["-", "_", "\u00e9", "."]),
    (r"[\W]", [".", "a", "\u00e9"]),
    (r"[^\W\d]", ["a", "1", "_", "\u00df"]),
    (r"[\s\S]", ["\n", "\u20ac"]),
    (r"[\b]", ["\b", "b"]),
    (r"[[:alpha:]]", ["a", ":", "l]", "[]"]),
    (r"[[.a.]]", [".]", "a]"]),
    (r"[a[b]", ["[", "b", "a"]),
    (r"[&&a]", ["&", "a"]),
    (r"[\Q]", ["Q"]),
    (r"\Qa.b\E", ["a.b"]),
    (r"\h", [" "]), (r"\R", ["\n"]), (r"\K", ["K"]), (r"\G", [""]), (r"\X", ["x"]), (r"\C", ["x"]), (r"\z", [""]), (r"\N", ["x"]),
    (r"\pL", ["a"]), (r"\e", ["\x1b"]), (r"\cA", ["\x01"]), (r"\o{101}", ["A"]), (r"\x{41}", ["A"]), (r"\g1", ["a"]), (r"\k<a>", ["a"]),
    (r"\x41", ["A"]), (r"\x4", ["A"]), (r"\u0041", ["A"]), (r"\u00e9", ["\u00e9"]), (r"\U0001F600", ["\U0001F600"]), (r"\U00110000", ["a"]),
    (r"\101", ["A"]), (r"\0", ["\x00"]), (r"\08", ["\x008"]), (r"\400", ["a"]), (r"[\101]", ["A"]), (r"[\8]", ["8"]), (r"[\x41-\x43]", ["B"]),
    (r"\-\_\!\%\"\'\,\/\:\;\<\=\>\@\`\~", ["-_!%\"',/:;<=>@`~"]),
    (r"\ ", [" "]), (r"\é", ["é"]), ("a\\", ["a"]),
    (r"(a)\1", ["aa", "ab"]),
    (r"(a)\10", ["aa0"]),
    (r"\1(a)", ["aa"]),
    (r"(a\1)", ["aa"]),
    (r"(a)|b\1", ["b", "a", "ba"]),
    (r"(?P<n>a)(?P=n)", ["aa", "ab"]),
    (r"(?P<n>a)(?P<n>b)", ["ab"]),
    (r"(?P<1n>a)", ["a"]),
    (r"(?P<>a)", ["a"]),
    (r"(?P=n)", ["a"]),
    (r"(?P>n)", ["a"]),
    (r"(?P<n", ["a"]),
    (r"(?<n>a)", ["a"]),
    (r"(?'n'a)", ["a"]),
    (r"(?R)", ["a"]), (r"(?0)", ["a"]), (r"a(?1)", ["a"]), (r"(a)(?1)", ["aa"]), (r"(?&n)", ["a"]), (r"(?|a|b)", ["a"]), (r"(*UTF)a", ["a"]),
    (r"(?C1)a", ["a"]), (r"(?^i)a", ["a"]), (r"(?~a)", ["a"]), (r"(*ACCEPT)", ["a"]), (r"a(*SKIP)b", ["ab"]),
    (r"(?#comment)a", ["a"]), (r"(?#com\)x)a", ["xa", "a"]), (r"(?#x", ["a"]), (r"a(?#c)*b", ["aab", "b"]),
    (r"(?=a)a", ["a"]), (r"(?!a).", ["a", "b"]), (r"(?<=a)b", ["ab", "b"]), (r"(?<!a)b", ["ab", "cb"]),
    (r"(?<=a|bc)d", ["ad"]), (r"(?<=a|b)d", ["ad", "cd"]), (r"(?<=a+)b", ["ab"]), (r"(?<=(?:ab|cd)e)f", ["abef", "cdef"]), (r"(?<=a{2})b", ["aab", "ab"]),
    (r"(?<=a{1,2})b", ["aab"]), (r"(?<=\b)a", ["a"]), (r"(?<=^)a", ["a"]), (r"(?<=(a))b", ["ab"]), (r"(?<=(a)\1)b", ["aab"]), (r"(a)(?<=\1)b", ["ab"]), (r"(?<=)a", ["a"]),
    (r"(a)?(?(1)b|c)", ["ab", "c", "ac", "b"]), (r"(?P<q>a)?(?(q)b|c)", ["ab", "c"]), (r"(a)?(?(1)b)", ["ab", "a", ""]), (r"(?(1)a|b)(c)", ["bc"]),
    (r"(?(2)a)", ["a"]), (r"(?(0)a)", ["a"]), (r"(?(x)a)", ["a"]), (r"(a)(?(1)a|b|c)", ["aa"]), (r"(?(R)a)", ["a"]), (r"(?(?=a)b)", ["b"]),
    (r"(?i)abc", ["ABC", "aBc"]), (r"(?i)\u00e9", ["\u00c9"]), (r"(?i)stra\u00dfe", ["STRASSE", "STRA\u1e9eE"]), (r"(?i)k", ["\u212a", "K"]), (r"(?i)s", ["\u017f"]),
    (r"(?i)i", ["\u0130", "\u0131", "I"]), (r"(?i)[a-z]", ["\u0130", "\u0131", "\u212a", "\u017f", "M"]), (r"(?i)[^a-z]", ["\u0130", "A", "1"]), (r"(?i)\u0131", ["I", "i"]),
    (r"(?ia)k", ["\u212a", "K"]), (r"(?ia)[a-f]", ["B", "b"]), (r"(?ia)\u00e9", ["\u00c9"]), (r"(?i:a)b", ["Ab", "AB"]), (r"(?i)a(?-i:b)c", ["AbC", "ABC"]),
    (r"(?i:a(?-i:b)c)", ["AbC", "ABC"]), (r"(?i-s:a.)", ["Ab", "A\n"]), (r"(?s:a.)b.", ["a\nbx", "a\nb\n"]), (r"(?-i)a", ["a"]), (r"(?i-i:a)", ["a"]), (r"(?L)a", ["a"]),
    (r"(?au)a", ["a"]), (r"(?u)\w", ["\u00e9"]), (r"(?a)\w", ["\u00e9", "e"]), (r"(?a)\d", ["\u0663", "3"]), (r"\d", ["\u0663", "3", "\u00b2"]), (r"(?a)\s", ["\u00a0", "\x1c", " "]),
    (r"\s", ["\u00a0", "\x1c", "\u200b", "\u180e", "\u2028", "\x85", "\u3000"]), (r"\S", ["\x1d", "a", "\u2003"]), (r"\w", ["\u00b2", "\u2160", "\u0301", "_", "\u203f"]), (r"\W", ["\u203f", "a"]),
    (r"\bfoo\b", ["foo", "xfoo", "foo bar", "\u00e9foo"]), (r"\Bo", ["fo", "o"]), (r"(?a)\bfoo", ["\u00e9foo"]), (r"\b", ["", "a"]),
    (r"(?x) a b # comment \) ( \n c", ["abc", "ab"]), ("(?x)a #c\n b", ["ab"]), (r"(?x)a\ b", ["a b"]), (r"(?x)[ ]a", [" a"]), (r"(?x:a b)c d", ["abc d"]), (r"(?x) a *", ["aa"]), (r"(?x) a * *", ["aa"]),
    (r"(?x)a {2}", ["aa"]), ("(?x)#", [""]), (r"(?z)a", ["a"]), (r"(?i", ["a"]), (r"(?i-", ["a"]), (r"(?", ["a"]), (r"(?P", ["a"]), (r"(?<", ["a"]), (r"(?<=", ["a"]), (r"(?x", ["a"]),
    (r"a|b|", ["b", "c"]), (r"(a|ab)(c|bcd)(d*)", ["abcd"]), (r"[\u0041-\u0043]", ["B"]), (r"[^\u00e9]", ["\u00e9", "e"]), ("\u00e9+", ["\u00e9\u00e9"]), (r"[\]\\]", ["]", "\\"]), (r"a\/b", ["a/b"]),
    (r"\$", ["$"]), (r".*\\\$", ["x \\$ y", "x \\"]), (r"v(\d+)", ["v12", "v"]), (r"(.*?)/(.*)", ["a/b/c", "ab"]), (r"(.*)@(.*)", ["a@b@c"]), (r"^([0-9]+)([kmgt]b)?$", ["10kb", "10", "10KB", "10kb\n"]),
    (r"^\s*-*(\d)*(\.\d*)?\s*$", ["-1.5", "--1", ".", "", "1.5x"]), (r"^\s*(\s*([^,]+)\s*,)*\s*([^,]+){1}\s*$", ["a,b", "a,", ",a", "a"]), (r"^\s*[\d]+\s*$", [" 12 ", "1 2"]),
]
BYTES = [
    (b"(?i)caf\xc3\xa9", [b"CAF\xc3\xa9", b"caf\xc3\x89"]), (rb"\w", [b"\xe9", b"a"]), (rb"\xff", [b"\xff"]), (rb"\s", [b"\xa0", b"\x1c", b"\x0b", b" "]), (rb"[\x80-\xff]", [b"\x90", b"a"]),
    (rb"\u0041", [b"A"]), (rb"(?u)a", [b"a"]), (rb"(?a)a", [b"a"]), (rb".", [b"\xff", b"\n"]), (rb"[^a]", [b"\n", b"\xfe", b"a"]), (rb"\d+", [b"12", b"\xd9\xa3"]), (rb"\b\w", [b"\xe9a", b"a"]),
    (rb"(?i)[\xe0-\xef]", [b"\xc0", b"\xe1"]), (rb"\S\D\W", [b"ab.", b"1a!"]), (b"a\x00b", [b"a\x00b"]), (AWS_KEY.encode(), [b"aws_access_key_id=ABCDEFGHIJ0123456789\xff\n"]), (PRIV.encode(), [b"-----BEGIN \xff PRIVATE KEY-----"]),
]
# Where the re that runs the test is not that of Python 3.8, which ran the engine: rejected by 3.8, or accepted by it alone.
REJECTED_BY_38 = [r"a++", r"a*+", r"a?+", r"a{1,2}+", r"(?>a)"]
ACCEPTED_BY_38 = [("a(?i)b", "AB", "1 0 2"), ("a(?s).", "a\n", "1 0 2"), ("(?:a(?i))b", "AB", "1 0 2")]
UNSUPPORTED = [r"\N{DIGIT ONE}", r"a{70000}", "(?:" * 150 + "a" + ")" * 150]


def rows():
    for pattern, texts in PAIRS + BYTES:
        for text in texts:
            for how in HOW:
                yield pattern, text, how


def old_grammar(pattern):
    return sys.version_info >= (3, 11) and pattern in ("x(?m)^",)


def test_table_is_large():
    assert len(PAIRS) + len(BYTES) >= 150
    assert sum(len(texts) for _, texts in PAIRS + BYTES) >= 300


def test_as_python():
    table = [row for row in rows() if not old_grammar(row[0])]
    answers = judge(table)
    assert len(answers) == len(table)
    wrong = [(row, mine, python(*row)) for row, mine in zip(table, answers) if mine != python(*row)]
    assert not wrong, wrong[:20]


def test_bytes_that_are_no_text():
    """To Python they are lone surrogates: characters that only `.` and negated classes accept, and no place to begin anew."""
    patterns = ("a+", "a+$", ".*a", "[^b]+", r"\W+", r"\S.", r"\w", r"b.a", "(?i)A$", r"\Aa", r"\ba", r"(a|a*)+\x1a", "[\\x00-\\x20]+a?",
                r"[\x80-\U0010ffff]+", r"[^\x00-\x7f]a", r"\xe1", "(?i)\xe1", r"[\ud000-\ue000]+a", r"(.)(a|b)")
    texts = (b"aa\xe1aa", b"b\xe1a", b"\xe1aa", b"aa\xe1", b"\xff\xfe", b"b\xe1b\xe1aaa\n", b"\xf0\x9f\x98a", b"\xed\xa0\x80a")
    table = [(p, t.decode("utf-8", "surrogateescape"), how) for p in patterns for t in texts for how in HOW]
    wrong = [(row, mine, python(*row)) for row, mine in zip(table, judge(table)) if mine != python(*row)]
    assert not wrong, wrong[:20]


def test_as_python_38():
    answers = judge([(p, "a", "match") for p in REJECTED_BY_38 + UNSUPPORTED])
    assert set(answers) == {"E"}
    assert judge([(p, t, "match") for p, t, _ in ACCEPTED_BY_38]) == [want for _, _, want in ACCEPTED_BY_38]


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(a|a)*$", r"(a|aa)+$", r"(?:a*)*b", r"(.*)*x", r"^(([a-z])+.)+[A-Z]([a-z])+$", r"(\w+\s?)*$", r"(x+x+)+y"])
def test_catastrophic_patterns_end(pattern):
    text = ("a" * 40 if "x+" not in pattern else "x" * 40) + "!"
    assert judge([(pattern, text, "match")])[0] in ("L", "0") or pattern == r"(.*)*x"


ATOMS = ["a", "b", "A", r"\d", r"\w", r"\s", ".", "[ab]", "[^a]", "[a-c0-9]", "(a)", "(?:ab|b)", "(?P<x>b)", r"\b", "^", "$", r"\Z", "(?=a)", "(?!b)", "(?<=a)", "(?<!b)", r"\1", "(", ")",
         "|", "é", "[é-ü]", r"\S", "(?i:a)", "(?#c)", "{", "}", "{2}", "{,2}", "{1,}", "*", "+", "?", "*?", "[", "]", "-", r"\.", "\n", " ", "1", "(?(1)a|b)", "(b|)", r"[\W]", "(?m)", "(?s)"]


def test_random_patterns():
    chance = random.Random(20230126)
    table = []
    for _ in range(6000):
        pattern = "".join(chance.choice(ATOMS) for _ in range(chance.randint(1, 7)))
        if "(?m)" in pattern[1:] or "(?s)" in pattern[1:] or re.search(r"[*+?}]\+", pattern):
            continue
        text = "".join(chance.choice("abAé 1\n.-_") for _ in range(chance.randint(0, 7)))
        table.append((pattern, text, chance.choice(list(HOW))))
    answers = judge(table)
    wrong = [(row, mine, python(*row)) for row, mine in zip(table, answers) if mine.split()[0] != python(*row).split()[0]]
    assert not wrong, (len(wrong), wrong[:20])
