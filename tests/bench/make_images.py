# SPDX-License-Identifier: Apache-2.0
"""Makes the images that are measured, from this machine's own files: make_images.py FOLDER.

    big.docker.tar   about 600 MB under /usr in five layers, as `docker save` writes it
    big.oci.tar      the same as an OCI layout with gzip layers
    small.docker.tar 300,000 small files in one layer
"""
import hashlib
import io
import json
import os
import pathlib
import stat
import subprocess
import sys
import tarfile

BIG_BYTES = 600_000_000
LAYERS = 5
SMALL_FILES = 300_000
SMALL_MAX = 4096


def found_files(top="/usr"):
    """Files, folders and links, in the order in which engines write layers: each folder's names sorted, what is below a
    folder right behind it."""
    yield top
    try:
        entries = sorted(os.scandir(top), key=lambda entry: os.fsencode(entry.name))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from found_files(entry.path)
        else:
            yield entry.path


def member(path, name):
    info = os.lstat(path)
    entry = tarfile.TarInfo(name)
    entry.mode, entry.mtime = stat.S_IMODE(info.st_mode), int(info.st_mtime)
    if stat.S_ISDIR(info.st_mode):
        entry.type = tarfile.DIRTYPE
    elif stat.S_ISLNK(info.st_mode):
        entry.type, entry.linkname = tarfile.SYMTYPE, os.readlink(path)
    elif stat.S_ISREG(info.st_mode):
        entry.size = info.st_size
    else:
        return None
    return entry


def add(archive, path, name):
    try:
        entry = member(path, name)
        if entry and entry.isreg():
            with open(path, "rb") as file:
                archive.addfile(entry, file)
        elif entry:
            archive.addfile(entry)
        return entry.size if entry else 0
    except OSError:
        return 0


def big_layers(folder):
    files = list(found_files())
    sizes = []
    for path in files:
        info = os.lstat(path)
        sizes.append(info.st_size if stat.S_ISREG(info.st_mode) and info.st_size < 64 << 20 else 0)
    each, at = BIG_BYTES / LAYERS, 0
    step = max(1, int(sum(sizes) / BIG_BYTES * 0.8))  # whole machine's mixture: every so many files
    chosen = [path for index, path in enumerate(files) if (index // 500) % step == 0]
    for layer in range(LAYERS):
        target, size = folder / f"layer{layer}.tar", 0
        with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as archive:
            while at < len(chosen) and size < each:
                if os.lstat(chosen[at]).st_size < 64 << 20:
                    size += add(archive, chosen[at], chosen[at][1:])
                at += 1
        yield target


def small_layer(folder):
    files = [p for p in found_files() if stat.S_ISREG(os.lstat(p).st_mode) and os.lstat(p).st_size <= SMALL_MAX]
    target = folder / "small.tar"
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as archive:
        for index in range(SMALL_FILES):
            add(archive, files[index % len(files)], f"copy{index // len(files)}{files[index % len(files)]}")
    return target


def digest(path):
    return subprocess.run(["sha256sum", path], check=True, capture_output=True, text=True).stdout.split()[0]


def config(diff_ids):
    return json.dumps({"architecture": "amd64", "os": "linux", "config": {"User": "1000", "Env": ["PATH=/usr/bin"]},
                       "rootfs": {"type": "layers", "diff_ids": [f"sha256:{d}" for d in diff_ids]},
                       "history": [{"created_by": f"RUN step {i}"} for i in range(len(diff_ids))]}).encode()


def put(archive, name, content):
    entry = tarfile.TarInfo(name)
    if isinstance(content, bytes):
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
        return
    entry.size = content.stat().st_size
    with open(content, "rb") as file:
        archive.addfile(entry, file)


def docker_archive(target, layers):
    digests = [digest(layer) for layer in layers]
    text = config(digests)
    name = hashlib.sha256(text).hexdigest() + ".json"
    manifest = [{"Config": name, "RepoTags": ["bench:latest"], "Layers": [f"{d}/layer.tar" for d in digests]}]
    with tarfile.open(target, "w") as archive:
        for layer, layer_digest in zip(layers, digests):
            put(archive, f"{layer_digest}/layer.tar", layer)
        put(archive, name, text)
        put(archive, "manifest.json", json.dumps(manifest).encode())


def oci_archive(target, layers):
    def descriptor(media, content):
        size = len(content) if isinstance(content, bytes) else content.stat().st_size
        value = hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else digest(content)
        blobs.append((f"blobs/sha256/{value}", content))
        return {"mediaType": f"application/vnd.oci.image.{media}", "digest": f"sha256:{value}", "size": size}

    blobs, described = [], []
    for layer in layers:
        packed = layer.with_suffix(".tar.gz")
        with open(layer, "rb") as source, open(packed, "wb") as out:
            subprocess.run(["gzip", "-6", "-n"], stdin=source, stdout=out, check=True)
        described.append(descriptor("layer.v1.tar+gzip", packed))
    manifest = json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                           "config": descriptor("config.v1+json", config([digest(layer) for layer in layers])),
                           "layers": described}).encode()
    index = {"schemaVersion": 2, "manifests": [descriptor("manifest.v1+json", manifest)]}
    with tarfile.open(target, "w") as archive:
        put(archive, "oci-layout", b'{"imageLayoutVersion":"1.0.0"}')
        put(archive, "index.json", json.dumps(index).encode())
        for name, content in blobs:
            put(archive, name, content)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    layers = list(big_layers(folder))
    docker_archive(folder / "big.docker.tar", layers)
    oci_archive(folder / "big.oci.tar", layers)
    docker_archive(folder / "small.docker.tar", [small_layer(folder)])
    for path in folder.iterdir():
        if path.name.startswith("layer") or path.name == "small.tar":
            path.unlink()


main()
