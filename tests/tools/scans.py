# SPDX-License-Identifier: Apache-2.0
"""Run `cisdock scan` and read its reports, each validated against the report's JSON Schema."""
import functools
import json
import pathlib
import subprocess

import jsonschema

from corpus import PROGRAM, SOURCE_ROOT

SCHEMA = SOURCE_ROOT / "src" / "report" / "cisdock.report.schema.json"


@functools.lru_cache(maxsize=None)
def validator():
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def check(report):
    errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in validator().iter_errors(report)]
    assert not errors, "\n".join(errors[:10])
    return report


def run(*arguments, data=None, codes=(0, 1)):
    """(exit status, standard output, standard error); `data` goes to standard input."""
    done = subprocess.run([PROGRAM, *map(str, arguments)], input=data, capture_output=True, timeout=120)
    assert done.returncode in codes, f"exit {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}"
    return done.returncode, done.stdout, done.stderr


def reports(*arguments, data=None, codes=(0, 1)):
    _, out, _ = run("scan", *arguments, "--format", "json", data=data, codes=codes)
    return [check(json.loads(line)) for line in out.decode().splitlines() if line.strip()]


def report(*arguments, data=None, codes=(0, 1)):
    found = reports(*arguments, data=data, codes=codes)
    assert len(found) == 1, len(found)
    return found[0]


def finding(report, ident):
    """The recommendation with this id."""
    found = [item for item in report["recommendations"] if item["id"] == ident]
    assert len(found) == 1, (ident, [item["id"] for item in report["recommendations"]])
    return found[0]


def unpacked(path, folder):
    """An xz file's content, written below `folder`."""
    import lzma
    target = pathlib.Path(folder) / pathlib.Path(path).stem
    target.write_bytes(lzma.decompress(pathlib.Path(path).read_bytes()))
    return target
