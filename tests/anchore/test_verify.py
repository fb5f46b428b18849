# SPDX-License-Identifier: Apache-2.0
"""packages.verify on images, against another computation: the layers are merged here, the package databases read here (RPM's by
rpm itself), and each file compared with what they say. In the engine's mode the rules are those of its analyzers and of its gate."""
import base64
import contextlib
import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile

import pytest

import corpus
import made
import scans

BUNDLE = {"id": "b", "version": "1_0", "whitelists": [], "mappings": [
    {"id": "m", "name": "m", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"}, "policy_ids": ["p"], "whitelist_ids": []}]}


def bundle(tmp_path, **params):
    path = tmp_path / "bundle.json"
    rule = {"id": "r", "gate": "packages", "trigger": "verify", "action": "STOP", "params": [{"name": k, "value": v} for k, v in params.items()]}
    path.write_text(json.dumps(dict(BUNDLE, policies=[{"id": "p", "version": "1_0", "rules": [rule]}])))
    return path


def rows(report):
    """{(package, path, state)} of the matches, and the reasons of what could not be judged."""
    found, words = set(), ("VERIFY check against package db for package '", "' failed on entry '", "' with status: '")
    for match in report["policy"]["matches"]:
        rest = match["message"]
        assert rest.startswith(words[0]) and rest.endswith("'"), rest
        package, rest = rest[len(words[0]):-1].split(words[1])
        found.add((package, *rest.split(words[2])))
    return found


def scan(image, path, compat):
    return scans.report(image, "--bundle", path, "--compat", compat, codes=(0, 1, 3))


# --- the merged tree: {path: (type, mode, size, link, {algorithm: digest}, content)} ---

def opened(data):
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def layers_of(path):
    """Unpacked layers of a docker archive, an OCI layout, or a root file system."""
    if os.path.isdir(path):
        files = {os.path.relpath(os.path.join(top, n), path): open(os.path.join(top, n), "rb").read() for top, _, names in os.walk(path) for n in names}
    else:
        data = opened(open(path, "rb").read())
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            names = {m.name for m in tar}
            if "manifest.json" not in names and "index.json" not in names:
                return [data]
            files = {m.name: tar.extractfile(m).read() for m in tar if m.isreg()}
    if "index.json" in files:
        blob = lambda digest: files["blobs/" + digest.replace(":", "/")]  # noqa: E731
        manifest = json.loads(blob(json.loads(files["index.json"])["manifests"][0]["digest"]))
        return [opened(blob(layer["digest"])) for layer in manifest["layers"]]
    return [opened(files[name]) for name in json.loads(files["manifest.json"])[0]["Layers"]]


def clean(name):
    return "/".join(p for p in name.split("/") if p not in ("", "."))


def entry(tar, member, tree):
    kinds = {tarfile.DIRTYPE: "d", tarfile.SYMTYPE: "l", tarfile.REGTYPE: "f", tarfile.AREGTYPE: "f"}
    if member.islnk():
        return tree[clean(member.linkname)]
    content = tar.extractfile(member).read() if member.isreg() else b""
    digests = {a: hashlib.new(a, content).hexdigest() for a in ("md5", "sha1", "sha256")} if member.isreg() else {}
    return (kinds.get(member.type, "?"), member.mode & 0o7777, len(content), member.linkname, digests, content)


def merged(layers):
    tree = {}
    for data in layers:
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            members = [(clean(m.name), m) for m in tar if clean(m.name)]
            gone = []
            for path, member in members:
                folder, _, name = path.rpartition("/")
                if name == ".wh..wh..opq":
                    gone.append((folder + "/" if folder else "", True))
                elif name.startswith(".wh."):
                    gone.append((f"{folder}/{name[4:]}".lstrip("/"), False))
            for top, below in gone:
                for path in [p for p in tree if (p.startswith(top) if below else p == top or p.startswith(top + "/"))]:
                    del tree[path]
            for path, member in members:
                if not path.rpartition("/")[2].startswith(".wh."):
                    tree[path] = entry(tar, member, tree)
                    if tree[path][0] != "d":
                        for child in [p for p in tree if p.startswith(path + "/")]:
                            del tree[child]
    return tree


def followed(tree, path, hops=0):
    """The entry of a path whose folders may be links."""
    parts, at = clean(path).split("/"), ""
    for i, part in enumerate(parts):
        here = f"{at}/{part}".lstrip("/")
        about = tree.get(here)
        if about and about[0] == "l" and i + 1 < len(parts) and hops < 8:
            target = about[3] if about[3].startswith("/") else f"{at}/{about[3]}"
            return followed(tree, os.path.normpath("/" + target + "/" + "/".join(parts[i + 1:])), hops + 1)
        at = here
    return tree.get(at)


# --- records: (package, path, algorithm, digest, mode, size, flags) ---

def installed_dpkg(tree):
    if "var/lib/dpkg/status" not in tree:
        return {}
    found = {}
    for paragraph in tree["var/lib/dpkg/status"][5].decode().split("\n\n"):
        fields, last = {}, None
        for line in paragraph.splitlines():
            if line[:1] in " \t":
                fields[last] = fields[last] + "\n" + line.strip()
            else:
                last, _, value = line.partition(":")
                fields[last] = value.strip()
        if fields.get("Status", "").endswith(" installed"):
            found[fields["Package"]] = fields
    return found


def md5sums(tree, folder):
    for path, about in tree.items():
        if path.startswith(folder + "/") and path.endswith(".md5sums") and about[0] == "f":
            package = path.rpartition("/")[2][:-8].split(":")[0]
            for line in about[5].decode().splitlines():
                yield package, line[34:].lstrip(), line[:32]


def dpkg_records(tree):
    installed = installed_dpkg(tree)
    for package, path, digest in md5sums(tree, "var/lib/dpkg/info"):
        if package in installed:
            yield package, "/" + clean(path), "md5", digest, 0, 0, set()
    for package, fields in installed.items():
        for line in fields.get("Conffiles", "").splitlines():
            words = line.split()
            if len(words) == 2 and len(words[1]) == 32:
                yield package, words[0], "md5", words[1], 0, 0, {"config"}


def distroless_records(tree):
    for package, path, digest in md5sums(tree, "var/lib/dpkg/status.d"):
        yield package, "/" + clean(path), "md5", digest, 0, 0, set()


def apk_records(tree, place="lib/apk/db/installed"):
    for paragraph in tree[place][5].decode().split("\n\n"):
        package, folder, name, mode = None, "", None, None
        for line in paragraph.splitlines() + ["F:"]:
            kind, value = line[0], line[2:]
            if kind in "FR" and name is not None:
                flags = {"protected"} if (folder + "/").startswith("etc/") and not (folder + "/").startswith("etc/init.d/") else set()
                yield package, "/" + (folder + "/" if folder else "") + name, "sha1", digest, int(mode or "644", 8), 0, flags | (set() if mode else {"implied"})
                name, mode = None, None
            if kind == "P":
                package = value
            elif kind == "F":
                folder = value
            elif kind == "R":
                name = value
            elif kind == "a":
                mode = value.split(":")[2]
            elif kind == "Z":
                digest = base64.b64decode(value[2:]).hex()


def ndb_headers(data):
    """(number, header) of RPM's ndb, which Debian's rpm lacks: slots of 16 bytes, each naming a blob."""
    word = lambda at: int.from_bytes(data[at:at + 4], "little")  # noqa: E731
    assert data[:4] == b"RpmP"
    for at in range(32, word(12) * 4096, 16):
        number, blob = word(at + 4), word(at + 8) * 16
        if number and blob:
            yield number, data[blob + 16:blob + 16 + word(blob + 12)]


def rpm_database(tree, folder):
    """Writes the image's database to a folder; the back end that reads it there."""
    place = next(p for p in ("var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm") if any(path.startswith(p + "/") for path in tree))
    if place + "/Packages.db" in tree:
        subprocess.run(["rpm", "--dbpath", str(folder), "--define", "_db_backend sqlite", "--initdb"], check=True)
        with contextlib.closing(sqlite3.connect(folder / "rpmdb.sqlite")) as table:
            table.executemany("INSERT INTO Packages VALUES(?,?)", ndb_headers(tree[place + "/Packages.db"][5]))
            table.commit()
        return "sqlite"
    for path, about in tree.items():
        if path.startswith(place + "/") and about[0] == "f":
            (folder / path.rpartition("/")[2]).write_bytes(about[5])
    return "sqlite" if (folder / "rpmdb.sqlite").exists() else "bdb_ro"


def rpm_records(tree, tmp_path):
    folder = tmp_path / "rpmdb"
    folder.mkdir()
    backend = rpm_database(tree, folder)
    tags = ["=NAME", "FILENAMES", "FILEDIGESTS", "FILEMODES", "FILESIZES", "FILEFLAGS", "FILESTATES", "FILEVERIFYFLAGS"]
    query = "[" + "\\t".join("%{" + tag + "}" for tag in tags) + "\\t%{=FILEDIGESTALGO}\\n]"
    out = subprocess.run(["rpm", "--dbpath", str(folder), "--define", f"_db_backend {backend}", "-qa", "--qf", query], stdout=subprocess.PIPE, text=True, check=True).stdout
    for line in out.splitlines():
        fields = line.split("\t")
        if len(fields) != 9:
            continue
        package, path, digest, mode, size, flags, state, verify, algorithm = fields
        flags, verify = int(flags), int(verify)
        words = {word for bit, word in ((1, "config"), (8, "missing fine"), (64, "ghost")) if flags & bit}
        words |= {word for bit, word in ((1, "any digest"), (2, "any size"), (64, "any mode")) if not verify & bit}
        words |= {"left out"} if state not in ("normal", "0", "(none)") else set()
        yield package, path.replace("(none)", "", 1) if path.startswith("(none)") else path, {"8": "sha256", "1": "md5"}.get(algorithm, "md5"), digest, int(mode) & 0xffff, int(size), words


# --- comparing ---

def intended(tree, records):
    found = {}
    for package, path, algorithm, digest, mode, size, flags in records:
        state, about = None, followed(tree, path)
        if about is None:
            state = None if flags & {"ghost", "missing fine", "left out"} else "missing"
        elif not flags & {"config", "left out"}:
            state = "changed" if changed(about, algorithm, digest, mode, size, flags) else None
        found[package, path] = state
    return {(package, path, state) for (package, path), state in found.items() if state}


def changed(about, algorithm, digest, mode, size, flags):
    kind, have, length, link, digests, _ = about
    types = {"f": 0o100000, "d": 0o040000, "l": 0o120000}
    if mode & 0o170000 and mode & 0o170000 != types.get(kind):
        return True
    if not mode & 0o170000 and kind != "f":
        return not (algorithm == "sha1" and kind == "l" and hashlib.sha1(link.encode()).hexdigest() == digest)
    content = kind == "f" and not flags & {"ghost", "protected"}
    if content and digest and "any digest" not in flags and digests[algorithm] != digest:
        return True
    if mode and kind in "fd" and "any mode" not in flags and mode & 0o7777 != have:
        return True
    return content and "any size" not in flags and 0 < size != length > 0


def engine(table, records, no_digest):
    """As anchore-engine 1.1.0 has it: paths are text, digests of apk get lost, modes are compared in octal digits."""
    found = {}
    for package, path, algorithm, digest, mode, size, flags in records:
        about, state = table.get(path), None
        if about is None:
            state = "missing"
        elif "config" not in flags and about[0] in "fd":
            bits = about[1] | (0o100000 if about[0] == "f" else 0o040000)
            a, b = "%o" % bits, "%o" % mode
            n = min(len(a), len(b))
            other = mode and "implied" not in flags and a[-n:] != b[-n:]
            differs = about[0] == "f" and digest and not no_digest and about[4][algorithm] != digest
            state = "changed" if differs or other or (about[0] == "f" and 0 < size != about[2] > 0) else None
        found[package, path] = state
    return {(package, path, state) for (package, path), state in found.items() if state}


def table_of(tree):
    return {"/" + path: about for path, about in tree.items()}


IMAGES = ["alpine-3.10-x86_64.rootfs.tar.gz", "alpine-3.12-x86.rootfs.tar.gz", "alpine-3.15-s390x.rootfs.tar.gz", "alpine-3.20-x86_64.rootfs.tar.gz",
          "made-deb12-minbase.oci", "made-distroless.oci.tar", "made-rpm-sqlite.docker.tar", "made-rpmdb-bdb-sle15.oci", "made-rpmdb-sle15.oci", "made-rpmdb-mariner2.oci"]


def records_of(name, tree, tmp_path):
    if "alpine" in name:
        return list(apk_records(tree))
    if "deb12" in name:
        return list(dpkg_records(tree))
    if "distroless" in name:
        return list(distroless_records(tree))
    if not shutil.which("rpm"):
        pytest.skip("rpm is lacking")
    return list(rpm_records(tree, tmp_path))


@pytest.mark.parametrize("name", IMAGES)
def test_image(name, tmp_path):
    image = corpus.folder("images") / name
    tree = merged(layers_of(image))
    records = records_of(name, tree, tmp_path)
    assert len(records) >= 3
    path = bundle(tmp_path)
    report = scan(image, path, "intended")
    assert rows(report) == intended(tree, records) and not report["policy"]["problems"]
    # Of RPM's databases the engine's own rpm reads Berkeley DB alone, and of dpkg's it knows not the form of distroless images.
    seen = "alpine" in name or "deb12" in name or "bdb" in name
    assert rows(scan(image, path, "anchore-1.1")) == (engine(table_of(tree), records, "alpine" in name) if seen else set())


def wrapped(tmp_path, base, *layers):
    """A docker archive of a root file system and layers over it."""
    all_layers = [opened(base.read_bytes()) if hasattr(base, "read_bytes") else base, *layers]
    image = tmp_path / "changed.tar"
    image.write_bytes(made.docker_archive(all_layers, made.config(all_layers)))
    return image


def check_changed(image, tmp_path, records, want, lost=(), params=None, engine_rows=None):
    """The rows that a change of the image must bring, and nothing else; `lost`: of them the engine does not see these."""
    tree = merged(layers_of(image))
    path = bundle(tmp_path, **(params or {}))
    found = rows(scan(image, path, "intended"))
    assert found == want
    if params is None:
        assert found == intended(tree, records(tree))
    assert rows(scan(image, path, "anchore-1.1")) == (want - set(lost) if engine_rows is None else engine_rows)


def test_changed_alpine(tmp_path):
    base = corpus.folder("images") / "alpine-3.20-x86_64.rootfs.tar.gz"
    tree = merged(layers_of(base))
    busybox, passwd = tree["bin/busybox"], tree["etc/passwd"]
    upper = made.layer(("bin/busybox", {"content": busybox[5] + b"x", "mode": 0o755}),           # changed
                       ("etc/passwd", {"content": passwd[5] + b"evil:x:0:0::/:/bin/sh\n"}),      # the host's own to change
                       ("sbin/.wh.apk", {}), ("bin/.wh.ls", {}),                                   # gone: a file, a link
                       ("bin/sh", {"type": "l", "link": "/tmp/sh"}),                              # leads elsewhere
                       ("usr/bin/getent", {"content": tree["usr/bin/getent"][5], "mode": 0o4755}),  # a mode that is told
                       ("etc/init.d/x", {}))
    want = {("busybox", "/bin/busybox", "changed"), ("apk-tools", "/sbin/apk", "missing"), ("busybox-binsh", "/bin/sh", "changed"),
            ("musl-utils", "/usr/bin/getent", "changed")}
    names = {path: package for package, path, *_ in apk_records(tree)}
    if "/bin/ls" in names:
        want.add((names["/bin/ls"], "/bin/ls", "missing"))
    image = wrapped(tmp_path, base, upper)
    lost = {("busybox", "/bin/busybox", "changed"), ("busybox-binsh", "/bin/sh", "changed"), ("musl-utils", "/usr/bin/getent", "changed")}
    check_changed(image, tmp_path, apk_records, want, lost)
    check_changed(image, tmp_path, apk_records, {w for w in want if w[2] == "missing"}, params={"check": "missing"})
    check_changed(image, tmp_path, apk_records, {w for w in want if w[2] == "changed"}, lost, params={"check": "changed"})
    check_changed(image, tmp_path, apk_records, {w for w in want if w[0] == "apk-tools"}, params={"only_packages": "apk-tools, nothing"})
    check_changed(image, tmp_path, apk_records, {w for w in want if w[1].startswith("/usr")}, lost, params={"only_directories": "/usr"})


def test_changed_debian(tmp_path):
    image = corpus.folder("images") / "made-deb12-minbase.oci"
    layers = layers_of(image)
    tree = merged(layers)
    before = intended(tree, dpkg_records(tree))
    cat, login = tree["usr/bin/cat"], tree["usr/bin/chsh"]
    upper = made.layer(("usr/bin/cat", {"content": cat[5] + b"x", "mode": cat[1]}), ("usr/bin/.wh.dd", {}), ("usr/bin/chsh", {"content": login[5], "mode": 0o777}),
                       ("usr/bin/env", {"type": "l", "link": "cat"}), ("etc/debconf.conf", {"content": "another\n"}), ("etc/.wh.adduser.conf", {}))
    path, changed_image = bundle(tmp_path), tmp_path / "deb.tar"
    changed_image.write_bytes(made.docker_archive(layers + [upper], made.config(layers + [upper])))
    after = merged(layers + [upper])
    found = rows(scan(changed_image, path, "intended"))
    assert found == intended(after, dpkg_records(after))
    new = {("coreutils", "/bin/cat", "changed"), ("coreutils", "/bin/dd", "missing"), ("coreutils", "/usr/bin/env", "changed"), ("adduser", "/etc/adduser.conf", "missing")}
    assert found - before == new & found and {w[1:] for w in found - before} >= {("/etc/adduser.conf", "missing"), ("/usr/bin/env", "changed")}, found - before
    assert rows(scan(changed_image, path, "anchore-1.1")) == engine(table_of(after), list(dpkg_records(after)), False)


RPM_CHANGES = (("foo/aaaa", {"content": "another\n"}), ("a/.wh.noCaps", {}), ("a/emptyCaps1", {"content": "a\n", "mode": 0o700}))


def test_changed_rpm(tmp_path):
    """rpm itself is the judge: what its -V tells of digests, sizes, modes and missing files."""
    if not shutil.which("rpm") or os.geteuid() != 0:
        pytest.skip("rpm --verify in another root needs rpm and the rights to change the root")
    base = layers_of(corpus.folder("images") / "made-rpm-sqlite.docker.tar")
    upper = made.layer(*RPM_CHANGES)
    image, root = tmp_path / "rpm.tar", tmp_path / "root"
    image.write_bytes(made.docker_archive(base + [upper], made.config(base + [upper])))
    for path, about in merged(base + [upper]).items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if about[0] == "d":
            place.mkdir(exist_ok=True)
        elif about[0] == "f":
            place.write_bytes(about[5])
        elif about[0] == "l":
            place.symlink_to(about[3])
        if about[0] in "fd":
            place.chmod(about[1])
    out = subprocess.run(["rpm", "-Va", "--nodeps", "--root", str(root), "--dbpath", "/var/lib/rpm"], stdout=subprocess.PIPE, text=True).stdout
    want = set()
    for line in out.splitlines():
        word, path = line.split(None, 1)[0], line[line.index("/"):]
        if word == "missing":
            want.add((path, "missing"))
        elif set(word[:3]) & set("S5M"):
            want.add((path, "changed"))
    assert {state for _, state in want} == {"missing", "changed"}
    found = rows(scan(image, bundle(tmp_path), "intended"))
    assert {w[1:] for w in found} == want


STATUS = "Package: a\nStatus: install ok installed\nVersion: 1\nConffiles:\n /etc/a.conf %s\n /etc/gone.conf %s obsolete\n\nPackage: b\nStatus: deinstall ok config-files\nVersion: 1\nConffiles:\n /etc/b.conf %s\n\n" % (("0" * 32,) * 3)


def sums(**files):
    return "".join(f"{hashlib.md5(content.encode()).hexdigest()}  {path}\n" for path, content in files.items())


def dpkg_layer(lines, *members, status=STATUS):
    return made.layer(("etc/os-release", {"content": "ID=debian\nVERSION_ID=12\n"}), ("var/lib/dpkg/status", {"content": status}),
                      ("var/lib/dpkg/info/a:amd64.md5sums", {"content": lines}), *members)


def both(tmp_path, *layers):
    image = tmp_path / "made.tar"
    image.write_bytes(made.docker_archive(list(layers), made.config(list(layers))))
    path = bundle(tmp_path)
    one, two = scan(image, path, "intended"), scan(image, path, "anchore-1.1")
    return rows(one), rows(two), one, two


def digest(text):
    return hashlib.md5(text.encode()).hexdigest()


# What the engine makes of it, and what was meant: by the code of its analyzers and gate.
ODDITIES = {
    "a linked folder (RECORDS_AS_TEXT)": (
        [dpkg_layer(f"{digest('x')}  bin/x\n", ("usr/bin/x", {"content": "x"}), ("bin", {"type": "l", "link": "usr/bin"}), ("etc/a.conf", {}))],
        set(), {("a", "/bin/x", "missing")}),
    "a slash in front (RECORDS_AS_TEXT)": (
        [dpkg_layer(f"{digest('x')}  /srv/x\n{digest('y')}  ./srv/y\n", ("srv/x", {"content": "x"}), ("srv/y", {"content": "y"}), ("etc/a.conf", {}))],
        set(), {("a", "\\/srv/x", "missing"), ("a", "/./srv/y", "missing")}),
    "a link in place of a file (RECORD_KINDS_IGNORED)": (
        [dpkg_layer(f"{digest('x')}  srv/x\n", ("srv/x", {"type": "l", "link": "y"}), ("etc/a.conf", {}))],
        {("a", "/srv/x", "changed")}, set()),
    "a blank in a name (RECORDS_OF_FAMILY)": (
        [dpkg_layer(f"{digest('x')}  srv/x y\n", ("srv/x y", {"content": "z"}), ("etc/a.conf", {}))],
        {("a", "/srv/x y", "changed")}, set()),
    "settings: only whether they are there": (
        [dpkg_layer(f"{digest('x')}  srv/x\n", ("srv/x", {"content": "x"}), ("etc/a.conf", {"content": "changed"})), made.layer("etc/.wh.a.conf")],
        {("a", "/etc/a.conf", "missing")}, {("a", "/etc/a.conf", "missing")}),
    "dpkg's database in an image of another family (RECORDS_OF_FAMILY)": (
        [dpkg_layer(f"{digest('x')}  srv/x\n", ("srv/x", {"content": "y"}), ("etc/a.conf", {})), made.layer(("etc/os-release", {"content": "ID=alpine\n"}))],
        {("a", "/srv/x", "changed")}, set()),
    "a database that an upper layer replaces": (
        [dpkg_layer(f"{digest('x')}  srv/x\n", ("srv/x", {"content": "y"}), ("etc/a.conf", {})),
         made.layer(("var/lib/dpkg/info/a:amd64.md5sums", {"content": f"{digest('y')}  srv/x\n"}))],
        set(), set()),
}


@pytest.mark.parametrize("name", ODDITIES)
def test_oddity(name, tmp_path):
    layers, meant, engine_has = ODDITIES[name]
    one, two, *_ = both(tmp_path, *layers)
    assert (one, two) == (meant, engine_has)


def reasons(report):
    return [p["message"] for p in report["policy"]["problems"]]


def test_absence_is_no_pass(tmp_path):
    """Packages, and nothing that their files could be compared with."""
    slim = made.layer(("etc/os-release", {"content": "ID=debian\n"}), ("var/lib/dpkg/status", {"content": STATUS.replace("Conffiles", "X-Conffiles")}), ("bin/x", {}))
    one, two, meant, engines = both(tmp_path, slim)
    assert one == two == set()
    assert meant["policy"]["final_action"] == "stop" and "what the package database says of files" in str(meant["policy"]), meant["policy"]
    assert engines["policy"]["final_action"] == "go"
    _, _, meant, _ = both(tmp_path, dpkg_layer("no list of digests\n", ("etc/a.conf", {})))
    assert meant["policy"]["final_action"] == "stop" and meant["problems"], meant
    _, _, meant, _ = both(tmp_path, made.layer("usr/bin/x"))
    assert meant["policy"]["final_action"] == "go", "where there are no packages there is nothing to verify"


def test_a_list_that_was_taken_away_is_missed(tmp_path):
    """Who changes a file may remove what would tell; a package without files has no list in any layer."""
    status = STATUS + "Package: meta\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\nPackage: b2\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n\n"
    base = dpkg_layer(f"{digest('x')}  srv/x\n", ("srv/x", {"content": "x"}), ("etc/a.conf", {}), ("var/lib/dpkg/info/b2:amd64.md5sums", {"content": f"{digest('y')}  srv/y\n"}), ("srv/y", {"content": "y"}), status=status)
    _, _, meant, _ = both(tmp_path, base)
    assert meant["policy"]["final_action"] == "go", meant["policy"]
    _, _, meant, _ = both(tmp_path, base, made.layer(("var/lib/dpkg/info/meta.md5sums", {"content": ""})))
    assert meant["policy"]["final_action"] == "go", "an empty list"
    _, _, meant, engines = both(tmp_path, base, made.layer("var/lib/dpkg/info/.wh.b2:amd64.md5sums", ("srv/y", {"content": "changed"})))
    assert meant["policy"]["final_action"] == "stop" and not meant["policy"]["matches"] and engines["policy"]["final_action"] == "go", meant["policy"]


def test_collected_only_when_asked(tmp_path):
    """The cache's facts of a plan without records are read again, and serve both plans then."""
    layers = [dpkg_layer(f"{digest('x')}  srv/x\n", ("srv/x", {"content": "y"}), ("etc/a.conf", {}))]
    image, cache = tmp_path / "made.tar", tmp_path / "cache"
    image.write_bytes(made.docker_archive(layers, made.config(layers)))
    cache.mkdir()
    scans.report(image, "--cache", cache)
    small = sum(f.stat().st_size for f in cache.iterdir())
    for _ in range(2):
        assert rows(scans.report(image, "--bundle", bundle(tmp_path), "--compat", "intended", "--cache", cache)) == {("a", "/srv/x", "changed")}
    large = sum(f.stat().st_size for f in cache.iterdir())
    assert small < large < small + 600
    scans.report(image, "--cache", cache)
    assert sum(f.stat().st_size for f in cache.iterdir()) == large


def test_explain_tells_the_need(tmp_path):
    done = subprocess.run([corpus.PROGRAM, "bundle", "explain", str(bundle(tmp_path)), "--tag", "x:1"], stdout=subprocess.PIPE, text=True, check=True)
    assert "what package databases say of files" in done.stdout
