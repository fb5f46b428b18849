# SPDX-License-Identifier: Apache-2.0
"""For each library named: its file and the soname under which it is loaded, a line each."""
import os
import re
import subprocess
import sys


def main(names):
    compiler = os.environ.get("CC", "cc").split()
    for name in names:
        path = subprocess.run([*compiler, f"-print-file-name=lib{name}.so"], check=True, capture_output=True, text=True).stdout.strip()
        if not os.path.isabs(path):
            sys.exit(f"lib{name}.so was not found: is its -dev package installed?")
        path = os.path.realpath(path)
        dynamic = subprocess.run(["readelf", "-d", path], check=True, capture_output=True, text=True).stdout
        print(path, re.search(r"\(SONAME\).*\[(.*)\]", dynamic).group(1))


main(sys.argv[1:])
