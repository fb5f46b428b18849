# SPDX-License-Identifier: Apache-2.0
"""What known layers save: cache.py BUILD FOLDER. Scans the images of make_images.py with an empty cache and again with a
full one; prints the CPU time of both and the bytes that facts take for each path, as a table in Markdown."""
import pathlib
import resource
import subprocess
import sys
import tarfile
import tempfile

IMAGES = ["big.oci.tar", "small.docker.tar"]


def cpu_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def layers_entries(path):
    """Entries of all layers, counted by Python."""
    count = 0
    with tarfile.open(path) as outer:
        for member in outer:
            if not member.isfile():
                continue
            try:
                with tarfile.open(fileobj=outer.extractfile(member)) as layer:
                    count += sum(1 for _ in layer)
            except tarfile.ReadError:
                pass  # a document
    return count


def main():
    program, folder = pathlib.Path(sys.argv[1]) / "examples/cisdock/cisdock", pathlib.Path(sys.argv[2])
    print("| image | first scan s | rescan s | rescan ÷ first (at most 0.03 on big.oci) | stored bytes a path (at most 24 on small) |\n| --- | --- | --- | --- | --- |")
    for name in IMAGES:
        with tempfile.TemporaryDirectory() as cache:
            command = [program, "scan", folder / name, "--cache", cache, "--format", "json"]
            first = cpu_seconds(command)
            again = sorted(cpu_seconds(command) for _ in range(5))[2]
            stored = sum(p.stat().st_size for p in pathlib.Path(cache).iterdir())
        print(f"| {name} | {first:.2f} | {again:.3f} | {again / first:.3f} | {stored / layers_entries(folder / name):.1f} |")


if __name__ == "__main__":
    main()
