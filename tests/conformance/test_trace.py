# SPDX-License-Identifier: Apache-2.0
"""What a scan does to the system, by a trace of its calls: it opens its IMAGE and what the loader loads, nothing else (libcrypto
reads no configuration file), starts no process or thread and opens no socket."""
import re
import shutil
import subprocess
import tarfile

import pytest

from corpus import PROGRAM

LOADED = re.compile(r"^(/etc/ld\.so\.|/proc/self/|/sys/fs/cgroup/).*|.*\.so(\.[\d.]+)?$")


def test_only_the_image_is_opened(tmp_path):
    if not shutil.which("strace"):
        pytest.skip("strace is lacking")
    image, log = tmp_path / "root.tar", tmp_path / "log"
    with tarfile.open(image, "w") as archive:
        folder = tarfile.TarInfo("etc")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    run = subprocess.run(["strace", "-f", "-o", log, "-e", "trace=open,openat,socket,connect,clone,clone3,fork,vfork,execve",
                          PROGRAM, "scan", "--format", "json", image], capture_output=True, timeout=120)
    lines = log.read_text().splitlines() if log.exists() else []
    if not any("execve" in line for line in lines):
        pytest.skip("processes may not be traced here")
    assert run.returncode in (0, 1), run.stderr
    calls = [line.split(maxsplit=1)[1] for line in lines if "+++" not in line and "---" not in line]
    opened = [name for call in calls if call.startswith("open") for name in re.findall(r'"([^"]*)"', call)[:1]]
    assert str(image) in opened
    own = {str(image), ".cisdockignore"}  # the program looks for its own exceptions where it is called
    assert [name for name in opened if name not in own and not LOADED.match(name)] == []
    assert [call for call in calls if not call.startswith(("open", "execve"))] == []
    assert sum(call.startswith("execve") for call in calls) == 1
