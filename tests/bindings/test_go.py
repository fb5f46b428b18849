# SPDX-License-Identifier: Apache-2.0
"""The Go module and its host program: vetted, tested under -race and cgocheck, linked both ways, and judging images
straight from a registry."""
import json
import os
import shutil
import socket
import subprocess
import time

import pytest

import corpus
import made

MODULE = corpus.SOURCE_ROOT / "bindings" / "go" / "cisdock"
EXAMPLE = corpus.SOURCE_ROOT / "examples" / "go-registry"
TEN_MINUTES = 600


def version_of(go):
    text = subprocess.run([go, "version"], stdout=subprocess.PIPE, check=True, env=environment()).stdout.decode()
    return tuple(int(part) for part in text.split()[2][2:].split("-")[0].split(".")[:2])


def environment(**more):
    library = str(corpus.BUILD_ROOT / "src")
    return {**os.environ, "PKG_CONFIG_PATH": str(corpus.BUILD_ROOT / "bindings" / "go"), "LD_LIBRARY_PATH": library,
            "GOFLAGS": "-buildvcs=false", "GOTOOLCHAIN": "local", **more}


def compilers():
    """Each Go that is found, once a version: the one in PATH, and the distribution's."""
    found = {}
    for path in (shutil.which("go"), "/usr/bin/go"):
        if path and os.path.exists(path):
            found.setdefault(version_of(path), path)
    return list(found.values()) or [None]


def lacking(what):
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


def run(go, folder, *arguments, **env):
    if go is None:
        lacking("there is no go")
    done = subprocess.run([go, *arguments], cwd=folder, env=environment(**env), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=TEN_MINUTES)
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")
    return done.stdout.decode()


@pytest.mark.parametrize("go", compilers())
def test_package(go):
    run(go, MODULE, "vet", "./...")
    checked = {"GODEBUG": "cgocheck=2"} if go and version_of(go) < (1, 21) else {"GOEXPERIMENT": "cgocheck2"}
    run(go, MODULE, "test", "-count=1", "./...", **checked)
    run(go, MODULE, "test", "-count=1", "-race", "./...")


def test_source_is_formatted():
    if shutil.which("gofmt") is None:
        lacking("there is no gofmt")
    for folder in (MODULE, EXAMPLE):
        assert subprocess.run(["gofmt", "-l", "."], cwd=folder, stdout=subprocess.PIPE, check=True).stdout == b""


def test_static_linking(tmp_path):
    go = compilers()[0]
    binary = tmp_path / "static.test"
    run(go, MODULE, "test", "-c", "-tags", "cisdock_static", "-o", str(binary), ".")
    linked = subprocess.run(["ldd", str(binary)], stdout=subprocess.PIPE, check=True).stdout
    assert b"libcisdock" not in linked
    subprocess.run([str(binary)], check=True, stdout=subprocess.DEVNULL, timeout=TEN_MINUTES)


def test_installed_library(tmp_path):
    """The module against an installation below a folder, as it would stand below /."""
    root = tmp_path / "root"
    subprocess.run(["meson", "install", "-C", str(corpus.BUILD_ROOT), "--no-rebuild", "--destdir", str(root)], check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, "DESTDIR": ""})
    (config,) = root.rglob("libcisdock.pc")
    (library,) = [path for path in root.rglob("libcisdock.so") if path.exists()]
    binary = tmp_path / "installed.test"
    run(compilers()[0], MODULE, "test", "-c", "-o", str(binary), ".", PKG_CONFIG_PATH=str(config.parent), PKG_CONFIG_SYSROOT_DIR=str(root))
    subprocess.run([str(binary)], check=True, stdout=subprocess.DEVNULL, timeout=TEN_MINUTES, env={**os.environ, "LD_LIBRARY_PATH": str(library.parent)})


@pytest.fixture(name="program", scope="module")
def _program(tmp_path_factory):
    go = compilers()[-1]
    if go is None:
        lacking("there is no go")
    download = subprocess.run([go, "mod", "download"], cwd=EXAMPLE, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if download.returncode:
        lacking("go-containerregistry cannot be downloaded: " + download.stdout.decode("utf-8", "replace")[:300])
    binary = tmp_path_factory.mktemp("go") / "go-registry"
    run(go, EXAMPLE, "vet", ".")
    run(go, EXAMPLE, "build", "-o", str(binary), ".")
    return binary


@pytest.fixture(name="registry", scope="module")
def _registry(tmp_path_factory):
    """A registry on loopback: "127.0.0.1:PORT"."""
    for tool in ("docker-registry", "skopeo"):
        if shutil.which(tool) is None:
            lacking(f"there is no {tool}")
    folder = tmp_path_factory.mktemp("registry")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = folder / "config.yml"
    config.write_text(f"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {folder}/data}}}}\n"
                      f"http: {{addr: \"127.0.0.1:{port}\"}}\n")
    server = subprocess.Popen(["docker-registry", "serve", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"127.0.0.1:{port}"
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield address
    server.terminate()
    server.wait()


def copy(source, target):
    subprocess.run(["skopeo", "copy", "-q", "--insecure-policy", "--src-tls-verify=false", "--dest-tls-verify=false", source, target],
                   check=True, timeout=300, stdout=subprocess.DEVNULL)


def judge(program, *names):
    done = subprocess.run([str(program), "-insecure", "-json", *names], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=300, env=environment())
    assert done.returncode in (0, 1), done.stderr.decode()
    decoder, text, reports = json.JSONDecoder(), done.stdout.decode().strip(), []
    while text:
        report, end = decoder.raw_decode(text)
        reports.append(report)
        text = text[end:].strip()
    return reports, done.stderr.decode()


def without_form(report):
    image = report["image"]
    for member in ("manifest_digest", "names"):
        image.pop(member)
    for layer in image["layers"]:
        layer.pop("digest")
        layer.pop("verified")
    return report


# An OCI image goes back into OCI: a docker-archive would lose that its configuration cannot hold a health check.
REAL = [("made-layered.docker.tar", "docker-archive"), ("dive-test-docker-image.tar", "docker-archive"), ("dockle-symbolic.tar", "docker-archive"),
        ("made-layered-zstd.oci", "oci-archive"), ("busybox-musl-amd64.oci", "oci-archive")]


@pytest.mark.parametrize("name,form", REAL)
def test_registry_and_archive_give_the_same(program, registry, tmp_path, name, form):
    path = corpus.folder("images") / name
    source = f"oci:{path}" if path.is_dir() else f"docker-archive:{path}"
    reference = f"{registry}/example/{name.split('.')[0]}:1"
    copy(source, f"docker://{reference}")
    archive = tmp_path / "image.tar"
    copy(f"docker://{reference}", f"{form}:{archive}:example.com/x:1")
    scanned = subprocess.run([corpus.PROGRAM, "scan", "--format", "json", "--tag", reference, str(archive)], stdout=subprocess.PIPE, timeout=300)
    assert scanned.returncode in (0, 1)
    (report,), _ = judge(program, reference)
    assert without_form(report) == without_form(json.loads(scanned.stdout))


def test_shared_layers_are_analyzed_once(program, registry, tmp_path):
    base = [made.layer((f"base/{i}", {"content": str(i)})) for i in range(2)]
    for tag in range(5):
        layers = [*base, made.layer(("app", {"content": f"app {tag}"}))]
        archive = tmp_path / f"{tag}.tar"
        archive.write_bytes(made.docker_archive(layers, made.config(layers, User="app")))
        copy(f"docker-archive:{archive}", f"docker://{registry}/example/shared:{tag}")
    reports, said = judge(program, f"{registry}/example/shared")
    assert len(reports) == 5
    assert "7 layers analyzed, 8 taken from the cache" in said
