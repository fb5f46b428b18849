# SPDX-License-Identifier: Apache-2.0
"""Measures programs in turn, round after round, so that what disturbs the machine disturbs all: measure.py BUILD IMAGES ROUNDS."""
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

ALLOWED = {"big.docker": 1.3, "big.oci": 1.3, "small.docker": 2.0}
HEAP_BASE, HEAP_ENTRY = 16 << 20, 100


def cpu_seconds(command, **more):
    """(user and system seconds, standard output)."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, **more)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode in (0, 1), (command, process.returncode)
        out.seek(0)
        return usage.ru_utime + usage.ru_stime, out.read()


def heap_peak(build, command):
    with tempfile.NamedTemporaryFile() as file:
        cpu_seconds(command, env=os.environ | {"LD_PRELOAD": str(build / "tests/bench/libheap_peak.so"), "HEAP_PEAK": file.name})
        return int(pathlib.Path(file.name).read_text())


def measure(build, image, rounds):
    scan = [str(build / "examples/cisdock/cisdock"), "scan", "--format", "json", "--fail-on", "never", str(image)]
    programs = {"floor": [str(build / "tests/bench/bench_floor"), str(image)],
                "reader": [str(build / "tests/bench/bench_reader"), str(image)], "scan": scan}
    entries = int(cpu_seconds(programs["floor"])[1])  # warms the page cache
    assert int(cpu_seconds(programs["reader"])[1]) == entries
    times = {name: [] for name in programs}
    for _ in range(rounds):
        for name, command in programs.items():
            times[name].append(cpu_seconds(command)[0])
    return entries, times, heap_peak(build, scan)


def row(name, entries, times, heap):
    ratios = [scan / floor for scan, floor in zip(times["scan"], times["floor"])]
    middle = {program: statistics.median(values) for program, values in times.items()}
    noise = (max(times["floor"]) - min(times["floor"])) / middle["floor"]
    per_entry = max(0, heap - HEAP_BASE) / entries
    return (f"| {name} | {entries} | {middle['floor']:.2f} | {middle['reader']:.2f} | {middle['scan']:.2f} | {statistics.median(ratios):.2f} "
            f"({min(ratios):.2f} to {max(ratios):.2f}) | {ALLOWED[name]} | {noise:.0%} | {heap / 2**20:.1f} | {per_entry:.0f} | {HEAP_ENTRY} |")


def main():
    build, images, rounds = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    print(f"{platform.machine()}, {os.cpu_count()} processors, {rounds} rounds in turn; CPU seconds are medians, one thread\n")
    print("| image | entries | floor s | byte layers s | scan s | scan ÷ floor | at most | floor's spread | heap MiB | bytes an entry beyond 16 MiB | at most |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in ALLOWED:
        print(row(name, *measure(build, images / f"{name}.tar", rounds)), flush=True)


main()
