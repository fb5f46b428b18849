# SPDX-License-Identifier: Apache-2.0
"""Images made from text: what a stand-alone test run needs, and what a test wants to differ in one point."""
import gzip
import hashlib
import io
import json
import tarfile


def layer(*members):
    """A layer's tar. A member: (path, {type, mode, uid, gid, content, link}); the type is 'f', 'd', 'l', 'h', 'c', 'p'."""
    kinds = {"f": tarfile.REGTYPE, "d": tarfile.DIRTYPE, "l": tarfile.SYMTYPE, "h": tarfile.LNKTYPE, "c": tarfile.CHRTYPE, "p": tarfile.FIFOTYPE}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for member in members:
            path, about = (member, {}) if isinstance(member, str) else (member[0], dict(member[1]))
            content = about.get("content", b"")
            content = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(path)
            info.type = kinds[about.get("type", "f")]
            info.mode = about.get("mode", 0o755 if info.type == tarfile.DIRTYPE else 0o644)
            info.uid, info.gid = about.get("uid", 0), about.get("gid", 0)
            info.linkname = about.get("link", "")
            info.size = len(content) if info.type == tarfile.REGTYPE else 0
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


def sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def config(layers, history=None, **members):
    """An image configuration over unpacked layers; `members` go into its "config"."""
    document = {"architecture": "amd64", "os": "linux", "config": members,
                "rootfs": {"type": "layers", "diff_ids": [sha256(one) for one in layers]}}
    if history is not None:
        document["history"] = [{"created_by": h} if isinstance(h, str) else h for h in history]
    return json.dumps(document).encode()


def _tar(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def docker_archive(layers, document, names=("made/image:1",), packed=False):
    stored = [gzip.compress(one, 6, mtime=0) if packed else one for one in layers]
    paths = [f"{hashlib.sha256(one).hexdigest()}/layer.tar" for one in stored]
    config_name = hashlib.sha256(document).hexdigest() + ".json"
    manifest = json.dumps([{"Config": config_name, "RepoTags": list(names), "Layers": paths}]).encode()
    return _tar([*dict(zip(paths, stored)).items(), (config_name, document), ("manifest.json", manifest)])


def oci_blobs(layers, document, packed=True):
    """({digest: bytes}, index.json) of an OCI layout."""
    stored = [gzip.compress(one, 6, mtime=0) if packed else one for one in layers]
    media = "application/vnd.oci.image.layer.v1.tar" + ("+gzip" if packed else "")
    manifest = json.dumps({
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": sha256(document), "size": len(document)},
        "layers": [{"mediaType": media, "digest": sha256(one), "size": len(one)} for one in stored]}).encode()
    index = json.dumps({"schemaVersion": 2, "manifests": [{
        "mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": sha256(manifest), "size": len(manifest),
        "annotations": {"org.opencontainers.image.ref.name": "made/image:1"}}]}).encode()
    return {sha256(blob): blob for blob in [*stored, document, manifest]}, index


def oci_archive(layers, document, packed=True):
    blobs, index = oci_blobs(layers, document, packed)
    members = [("oci-layout", b'{"imageLayoutVersion":"1.0.0"}'), ("index.json", index)]
    return _tar(members + [("blobs/" + digest.replace(":", "/"), blob) for digest, blob in blobs.items()])


PASSWD = "root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\n"


def small_image():
    """(layers, config) with a bit of everything: packages, accounts, a whiteout, set-id files, a secret, a health check."""
    status = "".join(f"Package: p{i}\nStatus: install ok installed\nVersion: 1.{i}-1\nArchitecture: amd64\n\n" for i in range(20))
    lower = layer(("etc", {"type": "d"}), ("etc/passwd", {"content": PASSWD}), ("etc/group", {"content": "root:x:0:\n"}),
                  ("etc/os-release", {"content": "ID=debian\nVERSION_ID=\"12\"\n"}),
                  ("var/lib/dpkg/status", {"content": status}), ("usr/bin/su", {"mode": 0o4755, "content": "su"}),
                  ("usr/bin/old", {"mode": 0o2755, "content": "old"}), ("bin", {"type": "l", "link": "usr/bin"}),
                  ("x" * 150 + "/long", {"content": "long"}))
    upper = layer("usr/bin/.wh.old", ("srv/.wh..wh..opq", {}), ("usr/bin/copy", {"type": "h", "link": "usr/bin/su"}),
                  ("root/.npmrc", {"content": "//registry.example/:_authToken=npm_0123456789abcdefghijABCDEFGHIJ012345\n"}))
    history = ["/bin/sh -c #(nop) ADD file:0123 in / ", {"created_by": "/bin/sh -c #(nop)  USER app", "empty_layer": True},
               "RUN /bin/sh -c apt-get update # buildkit"]
    return [lower, upper], config([lower, upper], history, User="app", Env=["PATH=/bin", "DB_PWD=Xk29-vTqp_71Lz"],
                                  Healthcheck={"Test": ["CMD", "true"]}, Labels={"a": "b"}, ExposedPorts={"80/tcp": {}})
