# SPDX-License-Identifier: Apache-2.0
"""Package databases of many makers, each put into a root file system of its own, against the independent truth."""
import io
import json
import subprocess
import tarfile

import pytest

import corpus

PLACES = {"rpm": "var/lib/rpm/", "apk": "lib/apk/db/installed", "dpkg/opkg status": "var/lib/dpkg/status",
          "dpkg-status.d (no Status needed)": "var/lib/dpkg/status.d/one"}


def truth():
    path = corpus.root() / "pkgdb" / "facts.json"
    return json.loads(path.read_text()) if path.is_file() else {None: None}


def rootfs(name, content):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


def packages_of(name, content, tmp_path):
    image = tmp_path / "rootfs.tar"
    image.write_bytes(rootfs(name, content))
    done = subprocess.run([corpus.PROGRAM, "facts", str(image)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return done.returncode, json.loads(done.stdout)["images"][0]["packages"]


@pytest.mark.parametrize("name", truth())
def test_database(name, tmp_path):
    folder = corpus.folder("pkgdb")
    about = truth()[name]
    place = PLACES[about["kind"]] + (name.rpartition("/")[2] if about["kind"] == "rpm" else "")
    status, packages = packages_of(place, (folder / name).read_bytes(), tmp_path)
    if about.get("opens_in_rpm") is False:
        assert (status, packages) == (3, []), "a database that cannot be read is no empty one"
        return
    expected = [{key: value for key, value in package.items() if key != "db"} for package in about["packages"]]
    found = [{key: value for key, value in package.items() if key != "db"} for package in packages]
    by_identity = lambda package: sorted(package.items())  # noqa: E731
    assert sorted(found, key=by_identity) == sorted(expected, key=by_identity)


@pytest.mark.parametrize("name", ["rpm/mariner2/rpmdb.sqlite", "rpm/sle15-bci/Packages.db", "rpm/made-bdb-mariner2-4k-le/Packages",
                                  "rpm/made-bdb-sle15-8k-be/Packages"])
def test_a_cut_database_is_said_to_be_damaged(name, tmp_path):
    content = (corpus.folder("pkgdb") / name).read_bytes()
    for size in (512, len(content) // 3, len(content) * 2 // 3):
        status, packages = packages_of("var/lib/rpm/" + name.rpartition("/")[2], content[:size], tmp_path)
        assert status == 3 and len(packages) < truth()[name]["count"]
