# SPDX-License-Identifier: Apache-2.0
"""`cisdock scan` beside another scanner on the same archives, in one interleaved run: peer.py BUILD FOLDER ROUNDS COMMAND...
In COMMAND the word IMAGE stands for the archive: `peer.py build-bench build-bench/images 5 dockle --input IMAGE`. Prints a table
in Markdown: processor time (user and system, of all threads) and the most memory, ratios of medians of the rounds."""
import os
import pathlib
import statistics
import sys


def run(command):
    """(processor seconds, peak MiB)"""
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execvp(command[0], command)
    _, status, usage = os.wait4(pid, 0)
    if os.WIFSIGNALED(status) or os.WEXITSTATUS(status) not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    build, folder, rounds, peer = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
    mine = [str(build / "examples" / "cisdock" / "cisdock"), "scan", "IMAGE"]
    print("| image | ours s | peer s | peer ÷ ours | ours MiB | peer MiB |\n| --- | --- | --- | --- | --- | --- |")
    for image in sorted(folder.glob("*.docker.tar")):
        seen = [[run([str(image) if word == "IMAGE" else word for word in command]) for command in (mine, peer)] for _ in range(rounds)]
        ours, theirs = ([side[i] for side in seen] for i in (0, 1))
        ratios = [b[0] / a[0] for a, b in seen]
        print(f"| {image.name} | {statistics.median(t for t, _ in ours):.2f} | {statistics.median(t for t, _ in theirs):.2f} "
              f"| {statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f}) | {max(m for _, m in ours):.0f} | {max(m for _, m in theirs):.0f} |", flush=True)


if __name__ == "__main__":
    main()
