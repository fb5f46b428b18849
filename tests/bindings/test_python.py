# SPDX-License-Identifier: Apache-2.0
"""The Python binding: every form of input, failures as exceptions with their place, callbacks, threads, processes."""
import concurrent.futures
import dataclasses
import gc
import io
import json
import multiprocessing
import os
import pickle
import resource
import threading

import pytest

import cisdock
import made
from cisdock import _hosts


@pytest.fixture(scope="module")
def archive():
    return made.docker_archive(*made.small_image())


@pytest.fixture(scope="module")
def expected(archive):
    return cisdock.scan(archive).to_json()


class Ranges:
    def __init__(self, data, step=None):
        self.data, self.step = data, step

    def read_at(self, offset, size):
        return self.data[offset:offset + min(size, self.step or size)]

    def length(self):
        return len(self.data)


class Pipe(io.RawIOBase):
    def __init__(self, data):
        self.rest = io.BytesIO(data)

    def readable(self):
        return True

    def readinto(self, into):
        return self.rest.readinto(into)


def path_of(archive, tmp_path):
    path = tmp_path / "image.tar"
    path.write_bytes(archive)
    return path


FORMS = {
    "bytes": lambda data, tmp: data,
    "bytearray": lambda data, tmp: bytearray(data),
    "memoryview": lambda data, tmp: memoryview(data),
    "path": path_of,
    "text path": lambda data, tmp: str(path_of(data, tmp)),
    "open file": lambda data, tmp: open(path_of(data, tmp), "rb"),
    "memory file": lambda data, tmp: io.BytesIO(data),
    "pipe": lambda data, tmp: Pipe(data),
    "reader function": lambda data, tmp: io.BytesIO(data).read,
    "random access": lambda data, tmp: Ranges(data),
    "random access, one byte at a time": lambda data, tmp: Ranges(data, 1),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_bytes(form, archive, expected, tmp_path):
    assert cisdock.scan(FORMS[form](archive, tmp_path)).to_json() == expected


def test_findings_are_frozen_values(archive):
    report = cisdock.scan(archive, benchmark="cis-docker-1.13.0")
    first = report.recommendations[0]
    assert first.id == "4.1" and first.slug == "image-user-nonroot" and first.verdict in cisdock_verdicts()
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.verdict = "pass"
    assert report["4.1"] is first and report["image-user-nonroot"] is first
    assert report.summary.headline == "scored" and report.policy is None
    assert len(report) == len(report.recommendations) == sum(report.summary.counts.values())
    assert json.loads(report.to_json())["schema"] == "cisdock.report/1"


def cisdock_verdicts():
    return {"pass", "fail", "warn", "not_applicable", "insufficient_evidence", "manual", "error"}


class Store:
    """A store of blobs over a dictionary."""

    def __init__(self, blobs, index):
        self.blobs, self.index, self.opened = blobs, index, []

    def open_blob(self, digest, size):
        self.opened.append(digest)
        return self.blobs.get(digest)

    def open_document(self, name):
        return {"index.json": self.index, "oci-layout": b'{"imageLayoutVersion":"1.0.0"}'}.get(name)


@pytest.fixture(scope="module")
def store_parts():
    layer = made.layer(("etc/passwd", {"content": "root:x:0:0:root:/root:/bin/sh\n"}), ("bin/su", {"mode": 0o4755}))
    config = made.config([layer], User="app")
    manifest = json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                           "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": made.sha256(config), "size": len(config)},
                           "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": made.sha256(layer), "size": len(layer)}]}).encode()
    index = json.dumps({"schemaVersion": 2, "manifests": [
        {"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": made.sha256(manifest), "size": len(manifest)}]}).encode()
    return {made.sha256(part): part for part in (layer, config, manifest)}, index


def test_store_of_blobs(store_parts):
    store = Store(*store_parts)
    report = cisdock.scan(store)
    assert report["4.8"].verdict != "pass"
    assert len(set(store.opened)) == 3


def test_folder_is_an_oci_layout(store_parts, tmp_path):
    blobs, index = store_parts
    (tmp_path / "blobs" / "sha256").mkdir(parents=True)
    for digest, data in blobs.items():
        (tmp_path / "blobs" / "sha256" / digest.partition(":")[2]).write_bytes(data)
    (tmp_path / "index.json").write_bytes(index)
    (tmp_path / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
    assert cisdock.scan(tmp_path).to_json() == cisdock.scan(Store(blobs, index)).to_json()


@pytest.mark.parametrize("digest", ["sha256:../../outside", "sha256:..", "../x:y", "sha256:a/b", "sha256:", ":x"])
def test_folder_never_leads_out(digest, tmp_path):
    (tmp_path / "outside").write_text("secret")
    (tmp_path / "layout" / "blobs" / "sha256").mkdir(parents=True)
    os.symlink(tmp_path / "outside", tmp_path / "layout" / "blobs" / "sha256" / "link")
    folder = _hosts.Folder(tmp_path / "layout")
    assert folder.open_blob(digest, -1) is None
    assert folder.open_blob("sha256:link", -1) is None


def test_failures_have_class_and_place(archive):
    with pytest.raises(cisdock.Unsupported) as caught:
        cisdock.scan(b"no image at all" * 100)
    assert caught.value.error_class == "not-an-image"
    with pytest.raises(cisdock.CisdockError) as caught:
        cisdock.scan(made.docker_archive([], b'{"config": {"User": }}'))
    assert caught.value.error_class == "bad-json" and caught.value.place.document
    with pytest.raises(cisdock.NotFound, match="cis-docker-1.13.0"):
        cisdock.scan(archive, benchmark="cis-docker-9.9.9")
    with pytest.raises(cisdock.InvalidArgument, match="4.99"):
        cisdock.scan(archive, only="4.99")
    with pytest.raises(cisdock.InvalidArgument, match="MAX_LAYERS"):
        cisdock.Context(limits={"MAX_LAYERS": 0})
    with pytest.raises(cisdock.InvalidArgument, match="there is no option"):
        cisdock.Context(limits={"NO_SUCH": 1})
    with pytest.raises(FileNotFoundError):
        cisdock.scan("/nonexistent/image.tar")
    with pytest.raises(TypeError, match="cannot read"):
        cisdock.scan(4711)
    with pytest.raises(TypeError, match="binary mode"):
        cisdock.scan(io.StringIO("text"))


class Mine(Exception):
    pass


def raising(*_):
    raise Mine("out of a callback")


CALLBACKS = {
    "read": lambda data: {"source": raising},
    "read_at": lambda data: {"source": type("R", (), {"read_at": raising, "length": lambda self: len(data)})()},
    "length": lambda data: {"source": type("R", (), {"read_at": lambda self, o, n: data[o:o + n], "length": raising})()},
    "progress": lambda data: {"source": data, "progress": raising},
    "cancel": lambda data: {"source": data, "cancel": raising},
    "cache": lambda data: {"source": data, "cache": type("C", (cisdock.Cache,), {"get": raising, "put": raising})()},
    "open_blob": lambda data: {"source": type("S", (), {"open_blob": raising, "open_document": raising})()},
}


@pytest.mark.parametrize("name", CALLBACKS)
def test_exceptions_come_out_unchanged(name, archive):
    arguments = CALLBACKS[name](archive)
    with pytest.raises(Mine, match="out of a callback"):
        cisdock.scan(arguments.pop("source"), **arguments)


def test_keyboard_interrupt_comes_out(archive):
    def interrupt(*_):
        raise KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt):
        cisdock.scan(archive, progress=interrupt)


@pytest.mark.parametrize("answer,error", [(lambda n: b"x" * (n + 1), ValueError), (lambda n: "text", TypeError), (lambda n: None, TypeError)])
def test_readers_that_misbehave(answer, error):
    with pytest.raises(error):
        cisdock.scan(answer)


def test_cancel(archive):
    with pytest.raises(cisdock.Cancelled):
        cisdock.scan(archive, cancel=lambda: True)


def test_closed_handles(archive):
    context = cisdock.Context()
    image = cisdock.Image.open(context, archive)
    analysis = image.analyze()
    image.close()
    image.close()
    with pytest.raises(cisdock.Closed, match="image was closed"):
        image.analyze()
    report = cisdock.Bundle.builtin(context).evaluate(analysis)
    context.close()
    assert json.loads(json.dumps([finding.id for finding in cisdock.scan(archive).recommendations]))
    with pytest.raises(cisdock.Closed, match="context was closed"):
        report.to_json()
    analysis.close()
    report.close()


def test_any_closing_order(archive):
    import itertools
    for order in itertools.permutations(range(4)):
        context = cisdock.Context()
        image = cisdock.Image.open(context, archive)
        analysis = image.analyze()
        report = cisdock.Bundle.builtin(context).evaluate(analysis)
        handles = [context, image, analysis, report]
        for place in order:
            handles[place].close()


def test_a_context_in_two_threads(archive):
    context = cisdock.Context()
    inside, go_on = threading.Event(), threading.Event()

    class Slow(Ranges):
        def read_at(self, offset, size):
            inside.set()
            go_on.wait(20)
            return b""

    def hold():
        with pytest.raises(cisdock.CisdockError):
            cisdock.Image.open(context, Slow(archive))

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait(20)
    with pytest.raises(cisdock.Busy):
        cisdock.Image.open(context, archive)
    go_on.set()
    thread.join()
    cisdock.Image.open(context, archive).close()


def test_the_image_as_python_sees_it(archive):
    with cisdock.Context() as context, cisdock.Image.open(context, archive) as image, image.analyze() as analysis:
        assert image.format == "docker-archive" and len(image.images) == 1 and image.selected.index == 0
        info = image.selected
        assert info.platform == "linux/amd64" and info.config["os"] == "linux" and info.layers
        files = analysis.files()
        assert [file.path for file in files] == sorted(file.path for file in files)
        passwd = analysis.find("/etc/passwd")
        assert passwd is not None and passwd.type == "f" and analysis.find("/no/such/file") is None
        assert any(user.uid == 0 for user in analysis.users)
        assert json.loads(analysis.to_json())["opens"] is True


def test_pipe_is_ready_after_analysis(archive):
    with cisdock.Context() as context, cisdock.Image.open(context, io.BytesIO(archive).read) as image:
        assert not image.ready and image.images == [] and image.format == "unknown"
        with pytest.raises(cisdock.CisdockError):
            context.call("cisdock_image_select", image.handle, 0)
        image.analyze().close()
        assert image.ready and len(image.images) == 1


def test_dockerfile_alone():
    report = cisdock.scan(None, dockerfile=b"FROM debian:12\nUSER 0\nADD https://example.org/x /x\n")
    assert report["4.9"].verdict in ("fail", "warn") and report.data["image"] is None


def test_evidence_from_mapping():
    report = cisdock.scan(None, scope="host", evidence={"info": {"LiveRestoreEnabled": False}}, benchmark="cis-docker-1.6.0")
    assert report.data["benchmark"]["scope"] == "host"


class MadeHost:
    """A host of its own making; `denied` may not be looked at."""

    def __init__(self, files, denied=()):
        self.files, self.denied, self.asked = files, denied, []

    def look(self, path):
        self.asked.append(path)
        if path in self.denied:
            raise PermissionError(path)
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path]

    def stat(self, path):
        mode, content = self.look(path)
        return os.stat_result((mode, 0, 0, 1, 0, 0, len(content or b""), 0, 0, 0))

    def read(self, path):
        return self.look(path)[1]

    def list(self, path):
        return [name[len(path) + 1:] for name in self.files if name.startswith(path + "/") and "/" not in name[len(path) + 1:]]


def test_host_that_is_asked():
    files = {"/etc/docker": (0o040755, None), "/etc/docker/daemon.json": (0o100600, b'{"live-restore": true}'), "/etc/docker/certs.d": (0o040755, None),
             "/etc/docker/certs.d/r": (0o040755, None), "/etc/docker/certs.d/r/ca.crt": (0o100666, b"x"), "/etc/group": (0o100644, b"root:x:0:\ndocker:x:999:anna\n")}
    host = MadeHost(files, denied=("/etc/audit/audit.rules",))
    context = cisdock.Context()
    evidence = cisdock.Evidence.new(context)
    evidence.ask(host)
    assert evidence.state("daemon-json") == evidence.state("stat") == evidence.state("docker-group") == "given"
    assert evidence.state("audit-rules-files") == "denied" and evidence.state("containerd-config") == "absent"
    assert not evidence.problems and len(host.asked) < 200
    report = cisdock.Bundle.builtin(context, "cis-docker-1.13.0").evaluate(None, evidence, cisdock.Selection.new(context, scope="host"))
    words = {finding.slug: finding.verdict for finding in report.recommendations}
    assert words["file-etc-docker-owner"] == words["file-etc-docker-mode"] == words["file-daemon-json-mode"] == "pass"
    assert words["file-registry-cert-mode"] == "fail" and words["file-registry-cert-owner"] == "pass"
    with pytest.raises(cisdock.Busy):
        evidence.ask(host)
    with pytest.raises(Mine):
        cisdock.Evidence.new(context).ask(type("H", (), {"stat": raising, "read": raising, "list": raising})())


def scan_length(data):
    return cisdock.scan(data).to_json()


def test_threads_and_processes(archive, expected):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert set(pool.map(scan_length, [archive] * 32)) == {expected}
    for method in ("fork", "spawn"):
        with concurrent.futures.ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
            assert set(pool.map(scan_length, [archive] * 8)) == {expected}


def test_layers_side_by_side_give_the_same(archive, expected):
    assert cisdock.scan(archive, threads=4).to_json() == expected


def test_no_leak(archive):
    for _ in range(50):
        cisdock.scan(archive)
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(1000):
        cisdock.scan(archive)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 4096


def test_memory_returns_to_the_context(archive):
    context = cisdock.Context()
    before = context.memory()[0]
    with cisdock.Image.open(context, archive) as image, image.analyze() as analysis, cisdock.Bundle.builtin(context).evaluate(analysis) as report:
        report.to_json()
    assert context.memory()[0] == before and context.memory()[1] > before


@pytest.mark.parametrize("thing", [cisdock.Context, lambda: cisdock.Plan.base(cisdock.Context())])
def test_handles_do_not_pickle(thing):
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(thing())


@pytest.fixture(scope="module")
def layers():
    return made.small_image()


def test_layer_facts_fold_and_join(layers, expected):
    parts, config = layers
    with cisdock.Context() as context:
        facts = [cisdock.LayerFacts.analyze(context, part) for part in parts]
        assert [one.diff_id for one in facts] == [made.sha256(part) for part in parts] and all(one.covers() for one in facts)
        bundle = cisdock.Bundle.builtin(context)

        def verdicts(analysis):
            return [(finding.id, finding.verdict, finding.message) for finding in bundle.evaluate(analysis).recommendations]

        whole = verdicts(cisdock.Image.open(context, made.docker_archive(parts, config)).analyze())
        assert verdicts(cisdock.Analysis.from_layers(context, config, facts, "made/image:1")) == whole
        assert verdicts(cisdock.Analysis.from_layers(context, config, [facts[0].fold(facts[1])], "made/image:1")) == whole
        with pytest.raises(cisdock.SchemaError, match="names 2 layers"):
            cisdock.Analysis.from_layers(context, config, facts[:1])
        joined = cisdock.Analysis.from_layers(context, config, facts[::-1])
        assert any(problem.error_class == "digest-mismatch" for problem in joined.problems)


def analyzed(part):
    return cisdock.LayerFacts.analyze(cisdock.Context(), part)


def test_layer_facts_pickle(layers):
    parts, config = layers
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        facts = list(pool.map(analyzed, parts))
    assert [one.serialize() for one in facts] == [analyzed(part).serialize() for part in parts]
    context = cisdock.Context()
    analysis = cisdock.Analysis.from_layers(context, config, facts)
    assert analysis.find("/usr/bin/old") is None and analysis.find("/usr/bin/su").mode == 0o4755


def test_damaged_layer_facts_are_refused(layers):
    good = analyzed(layers[0][0]).serialize()
    for at in range(0, len(good), 37):
        bad = bytearray(good)
        bad[at] ^= 0x20
        with pytest.raises((cisdock.SchemaError, cisdock.Unsupported, cisdock.LimitReached)):
            cisdock.LayerFacts.parse(bytes(bad))
        with pytest.raises((cisdock.SchemaError, cisdock.Unsupported)):
            cisdock.LayerFacts.parse(good[:at])


def test_cache_in_a_folder(archive, expected, tmp_path):
    cache = cisdock.FolderCache(tmp_path / "cache")
    assert cisdock.scan(archive, cache=cache).to_json() == expected
    assert len(list((tmp_path / "cache").iterdir())) == 2
    assert cisdock.scan(archive, cache=cache).to_json() == expected


POLICY = {
    "id": "b", "version": "1_0", "name": "b", "whitelists": [],
    "policies": [{"id": "p", "version": "1_0", "name": "p", "rules": [
        {"id": "r", "gate": "dockerfile", "trigger": "effective_user", "action": "STOP",
         "params": [{"name": "users", "value": "app"}, {"name": "type", "value": "blacklist"}]}]}],
    "mappings": [{"name": "all", "registry": "*", "repository": "*", "image": {"type": "tag", "value": "*"}, "policy_ids": ["p"], "whitelist_ids": []}],
    "blacklisted_images": [], "whitelisted_images": []}


def test_policy_bundle(archive):
    report = cisdock.scan(archive, bundle=POLICY, tag="docker.io/made/image:1")
    assert report.policy.final_action == "stop" and report.policy.outcome == "result" and report.asks_to_stop()
    assert [(match.gate, match.trigger, match.action) for match in report.policy.matches] == [("dockerfile", "effective_user", "stop")]
    assert report.summary is None and report.recommendations == ()
    with pytest.raises(cisdock.ParseError) as caught:
        cisdock.scan(archive, bundle=b'{"version": ')
    assert caught.value.place.offset is not None


def test_policy_bundle_and_benchmark(archive):
    both = cisdock.scan(archive, bundle=POLICY, tag="docker.io/made/image:1", benchmark="cis-docker-1.13.0")
    alone = cisdock.scan(archive, benchmark="cis-docker-1.13.0")
    assert both.policy.final_action == "stop"
    assert [(f.id, f.verdict) for f in both.recommendations] == [(f.id, f.verdict) for f in alone.recommendations]


def test_report_without_the_bundle(archive):
    with cisdock.Context() as context, cisdock.Evidence.new(context) as evidence:
        with pytest.raises(cisdock.ParseError) as caught:
            cisdock.Bundle.parse(context, b'{"version": ', "policy.json")
        evidence.add_problem("policy.json", caught.value)
        evidence.add_problem("other.json", FileNotFoundError("it is not there"))
        report = cisdock.scan(archive, evidence=evidence, context=context)
        assert [(p.error_class, p.severity, p.document) for p in report.problems if p.severity == "error"] == [
            ("bad-json", "error", "policy.json"), ("io", "error", "other.json")]
        assert report.has_errors and report.recommendations


def test_module_is_a_program(archive, tmp_path):
    import subprocess
    import sys
    (tmp_path / "image.tar").write_bytes(archive)

    def run(*arguments):
        return subprocess.run([sys.executable, "-m", "cisdock", *map(str, arguments)], capture_output=True, text=True)

    done = run("scan", "--format", "json", tmp_path / "image.tar")
    assert done.returncode == 1 and json.loads(done.stdout)["schema"] == "cisdock.report/1"
    assert run("scan", tmp_path / "none").returncode == 3
    (tmp_path / "policy.json").write_text('{"version": ')
    done = run("scan", "--format", "json", "--bundle", tmp_path / "policy.json", tmp_path / "image.tar")
    report = json.loads(done.stdout)
    assert done.returncode == 3 and report["recommendations"] and report["problems"][0]["class"] == "bad-json" and "policy.json" in done.stderr
    (tmp_path / "policy.json").write_text(json.dumps(POLICY))
    done = run("scan", "--format", "json", "--bundle", tmp_path / "policy.json", "--benchmark", "cis-docker-1.13.0", tmp_path / "image.tar")
    report = json.loads(done.stdout)
    assert report["policy"]["final_action"] == "stop" and report["benchmark"]["id"] == "cis-docker-1.13.0" and report["recommendations"]
    assert run("scan", "--only", "4.99", tmp_path / "image.tar").returncode == 2
    assert run("scan").returncode == 2


def test_types():
    import subprocess
    import sys
    from corpus import SOURCE_ROOT
    done = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--no-incremental", "src/cisdock"], capture_output=True, text=True,
                          cwd=SOURCE_ROOT / "bindings" / "python")
    if "No module named mypy" in done.stderr:
        pytest.skip("mypy is not installed")
    assert done.returncode == 0, done.stdout


def test_versions_of_packages():
    assert cisdock.compare_versions("dpkg", "1:1.0", "2.0") == 1 and cisdock.compare_versions("dpkg", "1.0~rc1", "1.0") == -1
    assert cisdock.compare_versions("rpm", "1.0-1", "1.0-1") == 0 and cisdock.compare_versions("apk", "1.2.3-r0", "1.2.3-r1") == -1
    with pytest.raises(cisdock.ParseError):
        cisdock.compare_versions("dpkg", "no version!", "1")
    with pytest.raises(cisdock.InvalidArgument):
        cisdock.compare_versions("pacman", "1", "1")
