# SPDX-License-Identifier: Apache-2.0
"""`cisdock facts` of a made image, for runs without the corpus: what it says, what it hides, what its cache saves."""
import json
import subprocess

import pytest

import corpus
import made


def facts(*arguments):
    done = subprocess.run([corpus.PROGRAM, "facts", *map(str, arguments)], stdout=subprocess.PIPE, check=True, timeout=60)
    return done.stdout


@pytest.fixture(name="image")
def made_image(tmp_path):
    path = tmp_path / "image.tar"
    path.write_bytes(made.docker_archive(*made.small_image()))
    return path


def test_what_it_says(image):
    one = json.loads(facts(image))["images"][0]
    assert one["setuid"] == ["usr/bin/copy", "usr/bin/su"]  # a hard link into the lower layer has its mode
    assert one["setgid"] == []                              # the whiteout took it
    assert one["passwd"]["uid0"] == ["root", "toor"]
    assert one["os_release"] == {"ID": "debian", "VERSION_ID": "12"}
    assert [p["name"] for p in one["packages"]] == sorted(f"p{i}" for i in range(20))
    assert [(layer["entries"], layer["whiteouts"], layer["opaques"]) for layer in one["layers"]] == [(9, 0, 0), (4, 1, 1)]


def test_redact_hides_values_and_nothing_else(image):
    plain, hidden = facts(image).decode(), facts("--redact", image).decode()
    assert "Xk29-vTqp_71Lz" in plain and "Xk29-vTqp_71Lz" not in hidden
    lines = [(a, b) for a, b in zip(plain.splitlines(), hidden.splitlines()) if a != b]
    assert len(lines) == 1 and '"DB_PWD=[redacted' in lines[0][1]


def test_a_cache_gives_the_same_and_damage_in_it_is_a_miss(image, tmp_path):
    cache = tmp_path / "cache"
    first = facts("--cache", cache, image)
    values = sorted(cache.iterdir())
    assert len(values) == 2
    assert facts("--cache", cache, image) == first
    for value in values:
        content = bytearray(value.read_bytes())
        content[len(content) // 2] ^= 1
        value.write_bytes(content)
    assert facts("--cache", cache, image) == first
    values[0].write_bytes(values[1].read_bytes())
    assert facts("--cache", cache, image) == first == facts(image)


def test_all_forms_have_the_same_facts(image, tmp_path):
    layers, config = made.small_image()
    forms = {"gzip.tar": made.docker_archive(layers, config, packed=True), "oci.tar": made.oci_archive(layers, config),
             "plain-oci.tar": made.oci_archive(layers, config, packed=False)}
    differ = {"layers", "tags", "manifest_digest"}


    def alike(document):
        one = {k: v for k, v in json.loads(document)["images"][0].items() if k not in differ}
        one["evidence"].pop("oci_config")  # of the form too
        return one

    whole = alike(facts(image))
    for name, content in forms.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert alike(facts(path)) == whole


def rootfs(tmp_path, *members):
    path = tmp_path / "rootfs.tar"
    path.write_bytes(made.layer(*members))
    return path


SETUID = ("usr/bin/su", {"mode": 0o4755})
OWNED = {
    "dpkg": [("var/lib/dpkg/status", {"content": "Package: login\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n"}),
             ("var/lib/dpkg/info/login:amd64.list", {"content": "/.\n/bin\n/bin/su\n"})],
    "distroless": [("var/lib/dpkg/status.d/login", {"content": "Package: login\nVersion: 1\n"}),
                   ("var/lib/dpkg/status.d/login.md5sums", {"content": "0123456789abcdef0123456789abcdef  usr/bin/su\n"})],
    "apk": [("lib/apk/db/installed", {"content": "P:login\nV:1\nF:usr/bin\nR:other\nR:su\n\n"})],
}


@pytest.mark.parametrize("how", OWNED)
@pytest.mark.parametrize("files_first", [True, False])
def test_whose_a_setuid_file_is(how, files_first, tmp_path):
    members = [SETUID, *OWNED[how]] if files_first else [*OWNED[how], SETUID]
    image = rootfs(tmp_path, *members)
    done = subprocess.run([corpus.PROGRAM, "scan", "--only", "4.8", "--format", "json", str(image)], stdout=subprocess.PIPE, timeout=60)
    judged = json.loads(done.stdout)["recommendations"]
    evidence = [e for r in judged for e in [*r["evidence"], *(e for o in r["objects"] for e in o["evidence"])]]
    assert [e["package"] for e in evidence if e.get("path") == "/usr/bin/su"][:1] == ["login"]
