# SPDX-License-Identifier: Apache-2.0
"""The tar reader against what Python's tarfile, GNU tar and bsdtar make of archives from other projects' test suites."""
import functools
import contextlib
import hashlib
import io
import json
import os
import subprocess
import tarfile

import pytest

from corpus import folder

LIST = os.environ.get("CISDOCK_TAR_LIST")
CONTENT_MAX = 1 << 26

GO = "as Go's archive/tar has it, with which the container engines unpack"
POSIX = "POSIX.1-2017, pax, pax Header Block"
# Where an entry differs from Python's on purpose: (file, index, member): (ours, why we are right).
DIFFERENT = {
    ("go/gnu-incremental.tar", 0, "path"): ("test2/", "GNU headers have times where ustar has a prefix (GNU tar manual, Basic Tar Format); Python joins them to the name"),
    ("go/gnu-incremental.tar", 1, "path"): ("test2/foo", "the same"),
    ("go/gnu-multi-hdrs.tar", 0, "path"): ("GNU2/GNU2/long-path-name", "the last of several long names counts, as in GNU tar and " + GO),
    ("go/gnu-multi-hdrs.tar", 0, "link"): ("GNU4/GNU4/long-linkpath-name", "the same"),
    ("go/pax-bad-hdr-file.tar", 0, "path"): ("foo", "a record without its newline is damaged (" + POSIX + "): GNU tar lists foo too"),
    ("go/pax-global-records.tar", 2, "path"): ("file3", "an empty value takes the record away, not the header's own name, " + GO),
    ("go/pax-global-records.tar", 3, "path"): ("file4", "the same"),
    ("go/pax-nil-sparse-data.tar", 0, "size"): (1000, "GNU.sparse.realsize is the file's size (GNU tar manual, PAX Format, Version 1.0)"),
    ("go/pax-nil-sparse-hole.tar", 0, "size"): (1000, "the same"),
    ("libarchive/test_read_format_gtar_redundant_L.tar", 0, "path"): ("storage/emulated/0/Android/data/" + "x" * 88, "the last of several long names counts: GNU tar lists the same"),
    ("go/pax-sparse-big.tar", 0, "size"): (60000000000, "the same"),
}
# Python turns these v7 folders' flag into another; ours is the one in the header.
V7_FOLDERS = "\0"
# Files that Python does not open or gives up on: (entries, end, why).
NOT_PYTHON = {
    "go/issue11169.tar": (0, "truncated", "an extended header without an entry behind it"),
    "go/issue12435.tar": (0, "truncated", "an extended header that is cut off"),
    "go/pax-path-hdr.tar": (0, "truncated", "an extended header without an entry behind it"),
    "go/writer-big-long.tar": (1, "truncated", "16 GiB of data are missing; GNU tar and bsdtar list the entry and fail too"),
    "libarchive/test_compat_zstd_2.tar.zst": (6, "ok", "Python 3.11 knows no zstd; GNU tar and bsdtar list 6"),
    "libarchive/test_extract.tar.zst": (2, "ok", "Python 3.11 knows no zstd; GNU tar and bsdtar list 2"),
    "libarchive/test_read_format_gtar_sparse_1_17_posix10_modified.tar": (3, "ok", "a map that Python does not read; GNU tar and bsdtar list 3"),
    "libarchive/test_read_format_gtar_sparse_skip_entry.tar": (2, "ok", "as GNU tar lists it"),
    "libarchive/test_read_format_tar_V_negative_size.tar": (0, "bad-tar", "a negative size; GNU tar and bsdtar list nothing either"),
    "libarchive/test_read_format_tar_pax_g_large.tar": (0, "truncated", "a global header longer than the archive"),
}
# Damage that is survived must be told.
NOTED = {"go/pax-bad-hdr-file.tar", "go/pax-nul-xattrs.tar", "libarchive/test_read_pax_empty_val_no_nl.tar", "go/pax-global-records.tar",
         "go/issue11169.tar", "libarchive/test_read_format_gtar_sparse_1_17_posix10_modified.tar",
         "libarchive/test_read_format_gtar_sparse_skip_entry.tar"}
# bsdtar and GNU tar count otherwise: why.
OTHER_COUNTS = {
    ("go/hdr-only.tar", "gnutar"): "links and devices carry no data whatever their size says, as in bsdtar and Python and " + GO,
    ("libarchive/test_compat_solaris_tar_acl.tar", "bsdtar"): "Solaris' A headers are entries of an unknown type to GNU tar, Python and us",
    ("libarchive/test_compat_tar_directory_1.tar", "gnutar"): "a folder carries no data whatever its size says, as in bsdtar and Python",
    ("libarchive/test_read_format_tar_empty_filename.tar", "bsdtar"): "an entry with an empty name is an entry, as in GNU tar and Python",
    ("libarchive/test_read_format_tar_empty_with_gnulabel.tar", "bsdtar"): "a volume label is an entry of an unknown type, as in GNU tar and Python",
    ("libarchive/test_read_format_gtar_sparse_skip_entry.tar", "bsdtar"): "as GNU tar lists it",
}


@functools.cache
def facts():
    return json.loads((folder("tar") / "facts.json").read_text())


@functools.cache
def listing(name):
    out = subprocess.run([LIST, "--content", str(folder("tar") / name)], capture_output=True, text=True, timeout=60)
    assert out.returncode == 0, out.stderr
    lines = [json.loads(line) for line in out.stdout.splitlines()]
    return [x for x in lines if "type" in x], [x for x in lines if "note" in x], lines[-1]


def raw(text):
    """Bytes of a name: the listing and tarfile's latin-1 names as they are, PAX names in UTF-8."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogateescape")


def compared(entry):
    name, flag, size, mode, uid, gid, link = entry
    return {"path": raw(name).rstrip(b"/"), "flag": flag, "size": size, "mode": int(mode, 8) & 0o7777, "uid": uid, "gid": gid, "link": raw(link)}


def ours(entry):
    return {"path": raw(entry["path"]).rstrip(b"/"), "flag": chr(entry["flag"]), "size": entry["size"], "mode": entry["mode"],
            "uid": entry["uid"], "gid": entry["gid"], "link": raw(entry["link"])}


def differences(name, theirs, entries):
    for index, (theirs_one, entry) in enumerate(zip(theirs, entries)):
        want, got = compared(theirs_one), ours(entry)
        if entry["type"] != "f":
            want["size"] = got["size"]  # readers differ in what they print, not in what they do
        if entry["type"] not in "lh":
            want["link"] = got["link"]
        if got["flag"] == V7_FOLDERS and want["flag"] == "5" and entry["type"] == "d":
            want["flag"] = got["flag"]
        for member in want:
            if (name, index, member) in DIFFERENT:
                right = DIFFERENT[name, index, member][0]
                want[member] = raw(right).rstrip(b"/") if isinstance(right, str) else right
            if want[member] != got[member]:
                yield f"{name}[{index}].{member}: Python {want[member]!r}, ours {got[member]!r}"


def test_entries_as_python():
    wrong = []
    for name, readers in facts().items():
        entries, _, end = listing(name)
        if "entries" not in readers["python"]:
            count, status, _ = NOT_PYTHON[name]
            if (len(entries), end["end"]) != (count, status):
                wrong.append(f"{name}: {len(entries)} entries, {end}")
            continue
        if len(entries) != readers["python"]["count"] or end["end"] != "ok":
            wrong.append(f"{name}: {len(entries)} entries of {readers['python']['count']}, {end}")
        wrong += differences(name, readers["python"]["entries"], entries)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("reader", ["bsdtar", "gnutar"])
def test_counts_as_other_readers(reader):
    wrong = {name: (len(listing(name)[0]), readers[reader]) for name, readers in facts().items()
             if len(listing(name)[0]) != readers[reader]["count"] and (name, reader) not in OTHER_COUNTS}
    assert not wrong, wrong


def test_survived_damage_is_told():
    assert {name for name in facts() if listing(name)[1]} == NOTED


def opened(name):
    """The archive, or an empty one where this Python (another than the truth was made with) cannot read it."""
    try:
        return tarfile.open(folder("tar") / name, encoding="latin-1")
    except tarfile.ReadError:
        return contextlib.nullcontext()


def test_contents_as_python():
    """Files as they would be unpacked, holes of sparse ones included."""
    wrong, count = [], 0
    for name, readers in facts().items():
        if "entries" not in readers["python"]:
            continue
        with opened(name) as archive:
            for index, (member, entry) in enumerate(zip(archive.getmembers() if archive else [], listing(name)[0])):
                if entry["type"] != "f" or member.size > CONTENT_MAX or (name, index, "size") in DIFFERENT:
                    continue
                content = archive.extractfile(member).read()
                count += 1
                if hashlib.sha256(content).hexdigest() != entry.get("sha256"):
                    wrong.append(f"{name}: {member.name}: {entry}")
    assert not wrong, "\n".join(wrong)
    assert count > 100


def made_by_tar(tmp_path, form, *options):
    """A sparse file through the machine's own GNU tar: (content, listing)."""
    content = bytearray(3 << 20)
    content[5000:5010] = b"0123456789"
    content[2 << 20:(2 << 20) + 70000] = os.urandom(70000)
    source = tmp_path / "sparse"
    with open(source, "wb") as file:
        for start in range(0, len(content), 4096):
            if any(content[start:start + 4096]):
                file.seek(start)
                file.write(content[start:start + 4096])
        file.truncate(len(content))
    archive = tmp_path / "a.tar"
    subprocess.run(["tar", "--format", form, "--sparse", *options, "-C", tmp_path, "-cf", archive, "sparse"], check=True)
    out = subprocess.run([LIST, "--content", str(archive)], capture_output=True, text=True, check=True).stdout
    return bytes(content), [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize("form", [("gnu",), ("pax", "--sparse-version=0.0"), ("pax", "--sparse-version=0.1"), ("pax", "--sparse-version=1.0")])
def test_sparse_by_gnu_tar(tmp_path, form):
    content, (entry, end) = made_by_tar(tmp_path, *form)
    assert end["end"] == "ok"
    assert entry["sparse"] and entry["path"] == "sparse" and entry["stored"] < len(content) / 10
    assert entry["size"] == entry["content_size"] == len(content)
    assert entry["sha256"] == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("length", [1, 99, 100, 101, 155, 156, 255, 256, 257, 1000, 5000])
def test_names_of_every_length(tmp_path, form, length):
    """Round trip through Python's writer, with a long link beside it. ustar has room for 100 and 155 bytes."""
    name = "/".join(["d" * 49] * (length // 50 + 1))[:length].rstrip("/").ljust(length, "e")
    archive = tmp_path / "a.tar"
    with tarfile.open(archive, "w", format=form) as out:
        for kind, linkname in ((tarfile.REGTYPE, ""), (tarfile.SYMTYPE, name)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname, member.uid, member.mode = kind, linkname, 12345, 0o4711
            try:
                out.addfile(member, io.BytesIO())
            except ValueError:
                pytest.skip("this form has no room for such a name")
    out = subprocess.run([LIST, str(archive)], capture_output=True, text=True, check=True).stdout
    file, link, end = [json.loads(line) for line in out.splitlines()]
    assert end["end"] == "ok"
    assert file["path"] == name and link["path"] == name and link["link"] == name
    assert file["uid"] == 12345 and file["mode"] == 0o4711
