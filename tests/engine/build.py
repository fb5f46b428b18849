# SPDX-License-Identifier: Apache-2.0
"""Builds the images of cases.py with a real dockerd (classic and BuildKit, in namespaces of its own), buildah and podman.

`build_all(folder)` leaves NAME.BUILDER.tar there and says which builders are lacking. Root is needed."""
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import io

from cases import builds

PASSWD = "root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0:another root:/root:/bin/sh\napp:x:1000:1000:app:/:/bin/sh\n"
MANAGER = "#!/bin/sh\nexit 0\n"

NAMESPACE = ["unshare", "-m", "-p", "-n", "-u", "-i", "--fork", "--kill-child", "--mount-proc", "env", "-i",
             "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"]

DOCKERD = r"""
set -e
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p "$W/varlib" "$W/etc"; mount --bind "$W/varlib" /var/lib
cp -a /etc/. "$W/etc"; mount --bind "$W/etc" /etc; rm -f /etc/docker/daemon.json
mount --make-rshared /
ip link set lo up
mkdir -p /run/containerd
containerd >"$W/containerd.log" 2>&1 &
dockerd $DOCKERD_FLAGS -H unix:///run/docker.sock --containerd=/run/containerd/containerd.sock >"$W/dockerd.log" 2>&1 &
daemon=$!
for i in $(seq 100); do docker version >/dev/null 2>&1 && break; sleep 0.2; done
docker version >/dev/null
. "$W/work.sh"
kill $daemon; wait $daemon || true
"""


class Unable(Exception):
    """A builder cannot run on this machine."""


def rootfs(path):
    """The base: busybox, accounts, stand-in package managers."""
    with tarfile.open(path, "w") as tar:
        def put(name, text, mode=0o644, kind=tarfile.REGTYPE, link=""):
            data = text if isinstance(text, bytes) else text.encode()
            info = tarfile.TarInfo(name)
            info.mode, info.type, info.linkname = mode, kind, link
            info.size = len(data) if kind == tarfile.REGTYPE else 0
            tar.addfile(info, io.BytesIO(data))
        for folder in ("bin", "etc", "usr", "usr/bin", "root", "srv", "tmp"):
            put(folder, b"", 0o755, tarfile.DIRTYPE)
        put("bin/busybox", pathlib.Path("/bin/busybox").read_bytes(), 0o755)
        for tool in ("sh", "cp", "chmod", "rm", "echo", "true", "mkdir", "cat"):
            put(f"bin/{tool}", b"", 0o777, tarfile.SYMTYPE, "busybox")
        for manager in ("apt-get", "apk", "yum"):
            put(f"usr/bin/{manager}", MANAGER, 0o755)
        put("etc/passwd", PASSWD)
        put("etc/group", "root:x:0:\napp:x:1000:\n")


def context(folder, case):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Dockerfile").write_text(case.dockerfile)
    for name, (mode, text) in case.files.items():
        (folder / name).write_text(text)
        (folder / name).chmod(mode)


def lacking(builder):
    need = {"classic": ["dockerd", "containerd", "docker", "unshare", "ip"], "buildkit": ["dockerd", "containerd", "docker", "unshare", "ip"],
            "buildah": ["buildah"], "podman": ["podman"]}[builder]
    if os.geteuid() != 0:
        return "not root"
    missing = [tool for tool in need if not shutil.which(tool)]
    if builder in ("classic", "buildkit") and not missing and subprocess.run([*NAMESPACE, "mount", "--make-rprivate", "/"], capture_output=True).returncode:
        missing.append("namespaces of its own (a chroot that is no mount point has none)")
    cgroups = pathlib.Path("/sys/fs/cgroup")
    if builder in ("classic", "buildkit") and not (cgroups.is_dir() and any(cgroups.iterdir())):
        missing.append("control groups (/sys/fs/cgroup is empty)")
    if not pathlib.Path("/bin/busybox").exists():
        missing.append("busybox-static")
    return ", ".join(missing)


def run_in_engine(work, script, flags="--iptables=false --ip6tables=false --bridge=none"):
    """Runs shell text beside a dockerd in namespaces of its own; `work` is $W there."""
    (work / "work.sh").write_text(script)
    (work / "setup.sh").write_text(DOCKERD)
    done = subprocess.run([*NAMESPACE, f"W={work}", f"DOCKERD_FLAGS={flags}", "bash", str(work / "setup.sh")],
                          capture_output=True, text=True, timeout=900)
    if done.returncode:
        logs = "".join((work / log).read_text(errors="replace")[-2000:] for log in ("containerd.log", "dockerd.log") if (work / log).exists())
        raise RuntimeError(f"the engine's script ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}\n{logs}")


def build_docker(work, out, pairs):
    rootfs(work / "rootfs.tar")
    lines = ["export DOCKER_BUILDKIT=0",
             f"mkdir -p $W/base && cp $W/rootfs.tar $W/base && printf 'FROM scratch\\nADD rootfs.tar /\\nCMD [\"sh\"]\\n' > $W/base/Dockerfile && docker build -q -t base $W/base",
             "mkdir -p $W/healthy && printf 'FROM base\\nHEALTHCHECK CMD true\\n' > $W/healthy/Dockerfile && docker build -q -t healthy $W/healthy"]
    for builder, case in pairs:
        folder = work / "contexts" / case.name
        context(folder, case)
        flag = 1 if builder == "buildkit" else 0
        tag = f"test/{case.name}:{builder}"
        lines.append(f"DOCKER_BUILDKIT={flag} docker build --network none -q -t {tag} {folder} && docker save -o {out}/{case.name}.{builder}.tar {tag}")
    run_in_engine(work, "\n".join(lines) + "\n")


def build_daemonless(work, out, builder, pairs):
    with tempfile.TemporaryDirectory(prefix="run-") as runroot:  # podman takes no more than 50 characters
        build_in_store(work, out, builder, pairs, ["--root", str(work / "store"), "--runroot", runroot])


def build_in_store(work, out, builder, pairs, store):
    environment = {**os.environ, "STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"}
    build = ["buildah", *store, "bud", "--isolation", "chroot"] if builder == "buildah" else \
        ["podman", *store, "--cgroup-manager=cgroupfs", "build", "--isolation", "chroot", "--format", "docker"]

    def run(*command):
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
        if done.returncode:
            raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    (work / "base").mkdir(parents=True)
    rootfs(work / "base" / "rootfs.tar")
    (work / "base" / "Dockerfile").write_text('FROM scratch\nADD rootfs.tar /\nCMD ["sh"]\n')
    try:
        run(*build, "-t", "localhost/base", str(work / "base"))
    except RuntimeError as error:  # where not even the base can be made, the machine lacks something (mounts in a plain chroot)
        raise Unable(str(error).strip().splitlines()[-1]) from error
    for _, case in pairs:
        folder = work / "contexts" / case.name
        context(folder, case)
        tag = f"localhost/{case.name}"
        dockerfile = folder / "Dockerfile"
        dockerfile.write_text(dockerfile.read_text().replace("FROM base", "FROM localhost/base"))
        run(*build, "--pull-never" if builder == "buildah" else "--pull=never", "-t", tag, str(folder))
        target = out / f"{case.name}.{builder}.tar"
        if builder == "buildah":
            run("buildah", *store, "push", tag, f"oci-archive:{target}:{case.name}")
        else:
            run("podman", *store, "save", "--format", "docker-archive", "-o", str(target), tag)


def build_all(work, out):
    """{builder: what is lacking} of the builders that could not run."""
    missing = {}
    out.mkdir(parents=True, exist_ok=True)
    docker = [pair for pair in builds() if pair[0] in ("classic", "buildkit")]
    lack = lacking("classic")
    if lack:
        missing["classic"] = missing["buildkit"] = lack
    else:
        (work / "docker").mkdir(parents=True)
        build_docker(work / "docker", out, docker)
    for builder in ("buildah", "podman"):
        lack = lacking(builder)
        if lack:
            missing[builder] = lack
            continue
        (work / builder).mkdir(parents=True)
        try:
            build_daemonless(work / builder, out, builder, [pair for pair in builds() if pair[0] == builder])
        except Unable as error:
            missing[builder] = str(error)
    return missing


if __name__ == "__main__":
    import sys
    target = pathlib.Path(sys.argv[1])
    print(build_all(target / "work", target / "out"))
