# SPDX-License-Identifier: Apache-2.0
"""Prints precision and recall of the secret search: `python tests/secrets/measure.py [--all]`.

Two sets: the files that trivy tests itself with (labels.tsv says which lines are secrets), a line a case; and the lines of
recipes.py. CISDOCK_DUMP names the program that searches (build/tests/build/dump), CISDOCK_DATA the data.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import recipes

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DUMP = os.environ.get("CISDOCK_DUMP", str(ROOT / "build" / "tests" / "build" / "dump"))


def data_root():
    return pathlib.Path(os.environ.get("CISDOCK_DATA", ROOT.parent / "shared" / "data"))


def dump(*arguments):
    done = subprocess.run([DUMP, *arguments], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def search(rows):
    """Hits for (place, name, text) rows."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for row in rows:
            file.write(json.dumps(list(row)) + "\n")
        file.flush()
        return dump("lines", file.name)[0]


class Score:
    def __init__(self, name):
        self.name, self.right, self.wrong, self.missed, self.silent = name, 0, [], [], 0

    def add(self, is_secret, found, what):
        if is_secret and found:
            self.right += 1
        elif is_secret:
            self.missed.append(what)
        elif found:
            self.wrong.append(what)
        else:
            self.silent += 1

    @property
    def precision(self):
        return self.right / ((self.right + len(self.wrong)) or 1)

    @property
    def recall(self):
        return self.right / ((self.right + len(self.missed)) or 1)

    def __str__(self):
        return (f"{self.name}: precision {self.precision:.3f}, recall {self.recall:.3f} ({self.right} found, {len(self.wrong)} false, "
                f"{len(self.missed)} missed, {self.silent} rightly silent)")


def labels():
    out = {}
    for line in (HERE / "labels.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            name, numbers = line.split("\t")
            out[name] = {int(number) for number in numbers.split(",")}
    return out


def measure_files():
    """A case is a line that is a secret, or a file's hits elsewhere."""
    folder = data_root() / "secrets" / "secrets" / "trivy"
    score, wanted = Score("trivy's test files"), labels()
    files = sorted(path for path in folder.iterdir() if path.is_file())
    for path, doc in zip(files, dump("secrets", "file", *map(str, files))):
        found = {hit["line"] for hit in doc["hits"]}
        for line in wanted.get(path.name, ()):
            score.add(True, line in found, f"{path.name}:{line}")
        others = found - wanted.get(path.name, set())
        for line in others:
            score.add(False, True, f"{path.name}:{line}")
        if not others:
            score.add(False, False, path.name)
    return score


def measure_recipes():
    rows, score = recipes.lines(), Score("lines made from recipes")
    for (place, name, text, is_secret, recipe), hits in zip(rows, search(row[:3] for row in rows)):
        score.add(is_secret, bool(hits), f"{recipe}: {place} {name}={text[:100]!r}")
    return score


def main():
    for score in (measure_files(), measure_recipes()):
        print(score)
        if "--all" in sys.argv:
            for what in score.wrong:
                print("  false:", what)
            for what in score.missed:
                print("  missed:", what)


if __name__ == "__main__":
    main()
