# SPDX-License-Identifier: Apache-2.0
"""The cases of the interface in Python: see twin.h."""
import ctypes
import os
import stat
import sys
import types

import cisdock
from cisdock import errors

FOLDER = sys.argv[1]
LIBRARY = cisdock.library_version and __import__("cisdock._loader", fromlist=["library"]).library()


def text(value):
    return "" if value is None else value


def path(name):
    return os.path.join(FOLDER, name)


def read(name):
    with open(path(name), "rb") as file:
        return file.read()


def raw(value):
    return LIBRARY and (value.decode() if value else "")


def words(value):
    """Raw bytes of a path as the other twins print them."""
    return value.decode() if isinstance(value, bytes) else text(value)


def print_problems(which, problems):
    for p in problems:
        print(f"{which}: problem {p.error_class} {int(p.severity == 'error')} {p.message} path={text(p.path)} document={text(p.document)} "
              f"pointer={text(p.pointer)} offset={-1 if p.offset is None else p.offset} layer={-1 if p.layer is None else p.layer}")


def print_failure(which, action):
    try:
        action()
    except errors.CisdockError as failure:
        place = failure.place
        name = raw(LIBRARY.cisdock_status_name(failure.status))
        print(f"{which}: {name} class={failure.error_class} path={text(place.path)} document={text(place.document)} pointer={text(place.pointer)} "
              f"offset={-1 if place.offset is None else place.offset} layer={-1 if place.layer is None else place.layer} host={failure.host_code} "
              f"{failure.message}")
        if place.digest:
            print(f"{which}: digest {place.digest}")
    else:
        sys.exit(2)


def context(**options):
    return cisdock.Context(**options)


class Pipe:
    def __init__(self, data):
        self.data, self.at = data, 0

    def __call__(self, size):
        piece = self.data[self.at:self.at + size]
        self.at += len(piece)
        return piece


class Access:
    def __init__(self, name):
        self.data = read(name)

    def read_at(self, offset, size):
        return self.data[offset:offset + size]

    def length(self):
        return len(self.data)


def open_image(c, name):
    return cisdock.Image.open(c, Access(name))


def analyze(c, name):
    with open_image(c, name) as image:
        return image.analyze()


def print_image(which, image):
    selected = image.selected
    print(f"{which}: {image.format} {image._text('cisdock_image_codec')} ready={int(image.ready)} "
          f"selected={-1 if selected is None else selected.index} count={len(image.images)}")
    for info in image.images:
        config = image._ask  # the size of the document as it is
        size = len(json_bytes(image, info.index)) if config else 0
        print(f"{which}: {text(info.id)} {text(info.manifest_digest)} {info.platform} config={size}")
        for name in info.names:
            print(f"{which}: name {name}")
        for layer in info.layers:
            print(f"{which}: layer {text(layer['digest'])} {text(layer['diff_id'])} {text(layer['media_type'])} {layer['size']}")
    for digest, reason in image.skipped:
        print(f"{which}: skipped {text(digest)} {text(reason)}")
    print_problems(which, image.problems)


def json_bytes(image, index):
    size = ctypes.c_size_t()
    image._ask("cisdock_image_config", index, ctypes.byref(size))
    return b"x" * size.value


def case_versions():
    print(f"versions: {cisdock.library_version()}")
    for i in range(LIBRARY.cisdock_benchmark_count()):
        b = LIBRARY.cisdock_benchmark_at(i)
        print("versions:", *(raw(getattr(LIBRARY, "cisdock_benchmark_" + what)(b)) for what in ("id", "version", "title")))
    for status in range(0, -18, -1):
        print(f"versions: {raw(LIBRARY.cisdock_status_name(status))} {raw(LIBRARY.cisdock_status_text(status))}")
    for i in range(LIBRARY.cisdock_format_count()):
        print(f"versions: format {raw(LIBRARY.cisdock_format_at(i))}")
    for scheme in ("dpkg", "rpm", "apk", "pep440", "semver", "gem"):
        print(f"versions: order {scheme} {cisdock.compare_versions(scheme, '1.0.0-1', '1.0.0-2')}")


def case_image():
    with context() as c, open_image(c, "docker.tar") as image:
        image.set_source_name("docker.tar")
        print_image("image", image)
        info = image.images[0]
        beyond = cisdock.ImageInfo(image, 9)
        print("image: matches", int(info.matches("docker.io/made/image:1")), int(info.matches("other")), int(info.matches(None, "linux/x86_64")),
              int(beyond.matches()))


def case_pipe():
    with context() as c, cisdock.Image.open(c, Pipe(read("docker.tar"))) as image:
        print_image("pipe", image)
        with image.analyze() as analysis:
            print_image("pipe", image)
            print(f"pipe: files {len(analysis.files())}")


def case_blobs():
    with context() as c, cisdock.Image.open(c, path("oci")) as image:
        print_image("blobs", image)


def case_choice():
    with context() as c, open_image(c, "two.tar") as image:
        print_image("choice", image)
        print_failure("choice", image.analyze)
        print_failure("choice", cisdock.ImageInfo(image, 7).select)
        image.images[1].select()
        with image.analyze() as analysis:
            print(f"choice: {analysis.image_id}")


def case_errors():
    with context() as c:
        for name, ref in (("cut.tar", None), ("text", None), ("bad.tar", None), ("docker.tar", "no/such:name")):
            print_failure("errors", lambda name=name, ref=ref: cisdock.Image.open(c, read(name), name=ref))

        # An exception of a callback comes out unchanged; what the library says of it stands on the context.
        def failing(_size):
            raise KeyError("mine")

        try:
            cisdock.LayerFacts.analyze(c, failing)
        except KeyError:
            failure = errors.from_context(LIBRARY, c.handle, LIBRARY.cisdock_error_status(c.handle))

            def again():
                raise failure

            print_failure("errors", again)
        print_failure("errors", lambda: c.set("MAX_LAYERS", 0))


def case_cancel():
    with context(cancel=lambda: True) as c:
        try:
            cisdock.Image.open(c, read("docker.tar"))
        except cisdock.Cancelled as failure:
            print(f"cancel: {raw(LIBRARY.cisdock_status_name(failure.status))} {failure.error_class}")


def case_plans():
    with context() as c:
        base, documents, everything = cisdock.Plan.base(c), cisdock.Plan.documents(c), cisdock.Plan.everything(c)
        print("plans:", *(int(plan.reads_layers) for plan in (base, documents, everything, documents.merge(base))))


def print_file(which, f):
    print(f"{which}: file {words(f.path)} {f.type} {f.mode:04o} {f.uid} {f.gid} {f.size} {f.mtime} link={words(f.link)} layer={f.layer} "
          f"hard={int(f.hardlink)}")


def print_analysis(which, analysis):
    ask, say = analysis._ask, lambda what, *more: text(analysis._text("cisdock_analysis_" + what, *more))
    print(f"{which}: {say('format')} {text(analysis.image_id)} files={len(analysis.files())}")
    print(f"{which}:", *(say(what) for what in ("manifest_digest", "os", "architecture", "variant")))
    for i in range(ask("cisdock_analysis_layer_count")):
        print(f"{which}: layer {say('layer_digest', i)} {say('layer_diff_id', i)} {ask('cisdock_analysis_layer_verified', i)}")
    for fact in range(1, 7):
        print(f"{which}: known {fact} {ask('cisdock_analysis_known', fact)}")
    for name in analysis.names:
        print(f"{which}: name {name}")
    for f in analysis.files():
        print_file(which, f)
    print_problems(which, analysis.problems)


def case_analysis():
    with context() as c, analyze(c, "docker.tar") as analysis:
        print_analysis("analysis", analysis)
        for p in analysis.packages:
            print(f"analysis: package {p.db} {p.name} {p.version} {p.arch} layer={p.layer} language={int(p.language)}")
        for u in analysis.users:
            print(f"analysis: user {u.name} {-1 if u.uid is None else u.uid} {-1 if u.gid is None else u.gid} {u.home} {u.shell}")
        print_file("analysis", analysis.find("bin/su"))
        print(f"analysis: os-release {text(analysis.os_release('ID'))}")
        print(analysis.to_json(redact=True))


def stored_facts(c, name):
    facts = cisdock.LayerFacts.analyze(c, read(name))
    stored = facts.serialize()
    again = cisdock.LayerFacts.parse(stored, c)
    print(f"layers: {text(again.digest)} {text(again.diff_id)} entries={again.entries} covers={int(again.covers())} stored={len(stored)}")
    try:
        cisdock.LayerFacts.parse(stored[:-1], c)
    except errors.CisdockError:
        return again
    return sys.exit(2)


def case_layers():
    with context() as c:
        lower, upper = stored_facts(c, "layer0.tar"), stored_facts(c, "layer1.tar")
        print_analysis("layers", cisdock.Analysis.from_layers(c, read("config.json"), [lower, upper], "made/image:1"))
        folded = lower.fold(upper)
        print(f"layers: folded layers={folded._ask('cisdock_layer_facts_layers')} entries={folded.entries}")


class Store(cisdock.Cache):
    def __init__(self):
        self.values, self.hits = {}, 0

    def get(self, key):
        value = self.values.get(key)
        self.hits += value is not None
        return value

    def put(self, key, value):
        self.values[key] = value


def case_cache():
    store = Store()
    for _ in range(2):
        with context(cache=store) as c, cisdock.Image.open(c, path("oci")) as image, image.analyze() as analysis:
            print(f"cache: files={len(analysis.files())} stored={len(store.values)} hits={store.hits}")


def case_hooks():
    seen = []
    with context(progress=lambda phase, done, total: seen.append(phase), limits={"MAX_LAYERS": 77}, redaction_key="key") as c:
        layers = ctypes.c_uint64()
        LIBRARY.cisdock_context_get_u64(c.handle, 6, ctypes.byref(layers))
        print(f"hooks: {layers.value}")
        analyze(c, "docker.tar").close()
        now, peak = c.memory()
        print("hooks: phases " + " ".join(dict.fromkeys(seen)) + f", memory was used: {int(peak > now)}")


def case_bundles():
    with context() as c:
        with cisdock.Bundle.builtin(c) as bundle:
            print(f"bundles: {bundle.id} reads={int(bundle.plan().reads_layers)}")
        print_failure("bundles", lambda: cisdock.Bundle.builtin(c, "no-such"))
        with cisdock.Bundle.parse(c, read("bundle.json"), "bundle.json") as bundle:
            print(f"bundles: {bundle.id}", *(text(bundle._text("cisdock_bundle_" + what)) for what in ("name", "version", "compat")),
                  int(bool(bundle._ask("cisdock_bundle_benchmark"))))
            print_problems("bundles", bundle.problems)
            print(bundle.explain("docker.io/made/image:1"))


STATES = ("not_asked", "given", "absent", "denied", "damaged")


class Host:
    def stat(self, name):
        if name != "/etc/docker":
            raise FileNotFoundError(name)
        return types.SimpleNamespace(st_mode=stat.S_IFDIR | 0o755, st_uid=0, st_gid=0, st_size=0)

    def read(self, name):
        raise FileNotFoundError(name)

    def list(self, name):
        raise FileNotFoundError(name)


def case_evidence():
    with context() as c, cisdock.Evidence.new(c) as evidence:
        for i in range(LIBRARY.cisdock_evidence_kind_count()):
            print(f"evidence: kind {raw(LIBRARY.cisdock_evidence_kind_at(i))}")
        evidence.add("info", read("info.json"))
        evidence.mark("containers", "denied")
        print_failure("evidence", lambda: evidence.mark("no such kind", "denied"))
        evidence.add_problem("policy.json", cisdock.ParseError("no object", "bad-json", cisdock.Place(pointer="/a", offset=7)))
        print_failure("evidence", lambda: evidence.add_problem("policy.json", cisdock.ParseError("no object", "no such class")))
        evidence.ask(Host())
        print("evidence:", *(STATES.index(evidence.state(kind)) for kind in ("info", "containers", "images")))
        print("evidence: complete", int(evidence.is_complete("containers")), int(evidence.is_complete("info")))
        print(f"evidence: text {text(evidence.text('stat'))}")
        print_problems("evidence", evidence.problems)
        selection = cisdock.Selection.new(c, scope="host")
        for f in cisdock.Bundle.builtin(c).evaluate(None, evidence, selection):
            print(f"evidence: {f.id} {f.verdict} {text(f.reason)}")


def case_report():
    with context() as c, analyze(c, "docker.tar") as analysis:
        selection = cisdock.Selection.new(c, level=1, skip=["4.2", "4.3"])
        report = cisdock.Bundle.builtin(c, "cis-docker-1.13.0").evaluate(analysis, None, selection)
        for f in report:
            print(f"report: {f.id} {f.slug} {f.title} {f.verdict} {text(f.reason)} {f.basis} {f.confidence} {f.message}")
            print(f"report: fingerprint {f.fingerprint} objects={len(f.objects)}")
            for o in f.objects:
                print(f"report: object {o.kind} {text(o.id)} {text(o.name)} {o.verdict} {text(o.reason)} {text(o.message)}")
        score = report.summary.score_percent
        print(f"report: score {-1 if score is None else round(score * 10)} errors {int(report.has_errors)} "
              f"action {text(report._text('cisdock_report_final_action'))}")
        print_problems("report", report.problems)
        print(report.to_json(), end="")
        print_failure("report", lambda: report.write("no such format"))


def case_policy():
    with context() as c, analyze(c, "docker.tar") as analysis:
        report = cisdock.Bundle.parse(c, read("bundle.json"), "bundle.json").evaluate(analysis)
        policy = report.policy
        print(f"policy: {policy.final_action} {policy.final_action_reason}")
        for m in policy.matches:
            print(f"policy: {text(m.policy_id)} {text(m.rule_id)} {m.gate} {m.trigger} {text(m.trigger_id)} {m.action} {m.message} allowlist={text((m.allowlisted or {}).get('id'))}")
        print(f"policy: outcome {text(report._text('cisdock_report_policy_outcome'))}")


for case in (case_versions, case_image, case_pipe, case_blobs, case_choice, case_errors, case_cancel, case_plans, case_analysis, case_layers,
             case_cache, case_hooks, case_bundles, case_evidence, case_report, case_policy):
    case()
