# SPDX-License-Identifier: Apache-2.0
"""The Python twins of twins.c: the same cases, the same lines."""
import io
import sys

import cisdock
from cisdock import _hosts

STATES = ("not_asked", "given", "absent", "denied", "damaged")


def status_name(error):
    from cisdock.errors import BY_STATUS
    return cisdock.library().cisdock_status_name(next(status for status, kind in BY_STATUS.items() if kind is type(error))).decode()


def refused(call, *arguments, **more):
    try:
        call(*arguments, **more)
    except cisdock.CisdockError as error:
        print(status_name(error), error.error_class)


def analyze(context, data):
    return cisdock.Image.open(context, data).analyze()


def judge(context, data, benchmark):
    return cisdock.Bundle.builtin(context, benchmark).evaluate(analyze(context, data))


def version(context, data):
    print(cisdock.library_version())


def options(context, data):
    context.set("MAX_LAYERS", 7)
    print("OK")
    refused(context.set, "MAX_LAYERS", 0)


def image(context, data):
    opened = cisdock.Image.open(context, data)
    print(opened.format, len(opened.images), opened.selected.index)
    info = opened.images[0]
    print(*info.names, sep="\n")
    print(info.id, info.platform)
    print(*(layer["diff_id"] for layer in info.layers), sep="\n")


def forward_only(context, data):
    opened = cisdock.Image.open(context, io.BytesIO(data).read)
    print(int(opened.ready), opened.format, len(opened.images))
    refused(context.call, "cisdock_image_select", opened.handle, 0)
    opened.analyze()
    print(int(opened.ready), opened.format, len(opened.images))


def findings(context, data):
    for finding in judge(context, data, "cis-docker-1.13.0").recommendations:
        print(finding.id, finding.slug, finding.verdict, finding.fingerprint)


def numbers(context, data):
    summary = judge(context, data, "cis-docker-1.6.0").summary
    for word in ("pass", "fail", "warn", "not_applicable", "insufficient_evidence", "manual", "error"):
        print(word, summary.all.counts[word])
    print(summary.headline, summary.all.score_percent)


def files(context, data):
    analysis = analyze(context, data)
    for file in analysis.files():
        print(file.path.decode(), file.type, f"{file.mode:04o}")
    if analysis.find("no/such") is None:
        print("NOT_FOUND not-found")


def packages(context, data):
    for package in analyze(context, data).packages:
        print(package.db, package.name, package.version)


def users(context, data):
    for user in analyze(context, data).users:
        print(user.name, user.uid, user.shell)


def no_image(context, data):
    refused(cisdock.Image.open, context, b"this is no image")
    refused(cisdock.Image.open, context, data, name="other:9")


def cancelled(context, data):
    refused(cisdock.Image.open, cisdock.Context(cancel=lambda: True), data)


def evidence(context, data):
    gathered = cisdock.Evidence.new(context)
    gathered.add("info", {})
    gathered.mark("lsm", "denied")
    print(*(STATES.index(gathered.state(kind)) for kind in ("info", "lsm", "stat")))
    refused(gathered.mark, "no-such-kind", "denied")


def benchmarks(context, data):
    library = cisdock.library()
    for index in range(library.cisdock_benchmark_count()):
        print(cisdock.Bundle.builtin(context, library.cisdock_benchmark_id(library.cisdock_benchmark_at(index)).decode()).id)
    refused(cisdock.Bundle.builtin, context, "cis-docker-9")


def bad_bundle(context, data):
    refused(cisdock.Bundle.parse, context, b'{"id": ')


def selection(context, data):
    refused(cisdock.Selection.new, context, scope="moon")
    refused(cisdock.Selection.new, context, level=3)


def layer_facts(context, data):
    facts = cisdock.LayerFacts.analyze(context, data)
    print(facts.diff_id, facts.entries, int(facts.covers()), int(len(facts.serialize()) > 0))
    refused(cisdock.LayerFacts.parse, b"damaged", context)


CASES = [version, options, image, forward_only, findings, numbers, files, packages, users, no_image, cancelled, evidence, benchmarks, bad_bundle,
         selection, layer_facts]

if __name__ == "__main__":
    if len(sys.argv) < 3:
        print(*(case.__name__ for case in CASES), sep="\n")
    else:
        with open(sys.argv[2], "rb") as archive:
            content = archive.read()
        {case.__name__: case for case in CASES}[sys.argv[1]](cisdock.Context(), content)
