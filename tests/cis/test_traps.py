# SPDX-License-Identifier: Apache-2.0
"""Traps of section 4: images that differ in one point, and the verdict that a correct reader gives. Each case names the
tools that get it wrong, where some are known to."""
import json

import pytest

import made
import scans

PASSWD = ("root:x:0:0:root:/root:/bin/sh\nadmin:x:0:0::/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\n"
          "svc:x:1001:0::/:/bin/false\nodd:x:notanumber:5::/:/bin/sh\n")
GROUP = "root:x:0:\napp:x:1000:\nstaff:x:50:app\n"
BASE = [("etc", {"type": "d"}), ("etc/passwd", {"content": PASSWD}), ("etc/group", {"content": GROUP}),
        ("etc/os-release", {"content": "ID=debian\nVERSION_ID=\"12\"\n"})]
ROOTFS_ADD = "/bin/sh -c #(nop) ADD file:6a5a3ff9 in / "
CMD = {"created_by": "/bin/sh -c #(nop)  CMD [\"bash\"]", "empty_layer": True}


def empty(text):
    return {"created_by": text, "empty_layer": True}


def image(*members, history=(), layers=None, **config):
    """One base layer, then a layer for each history entry that makes one."""
    own = [made.layer(*members)] if members else []
    if layers is not None:
        own = [made.layer(*one) for one in layers]
    stored = [made.layer(*BASE), *own]
    entries = [ROOTFS_ADD, CMD, *history]
    makes = sum(1 for entry in entries if isinstance(entry, str))
    stored += [made.layer(("made%d" % i, {"content": "x"})) for i in range(makes - len(stored))]
    entries += ["RUN /bin/sh -c true # buildkit"] * (len(stored) - makes)
    return made.docker_archive(stored, made.config(stored, entries, **config))


def verdicts(data, *arguments, codes=(0, 1)):
    report = scans.report("--benchmark", "cis-docker-1.13.0", *arguments, "-", data=data, codes=codes)
    return {item["id"]: item for item in report["recommendations"]}


# USER, verdict of 4.1, and who gets it wrong.
USERS = [
    (None, "fail", ""), ("", "fail", ""), ("root", "fail", ""), ("0", "fail", "Dockle"), ("00", "fail", "Trivy, Dockle"),
    ("+0", "fail", "Trivy, Dockle, docker-bench-security"), ("-0", "fail", "Trivy, Dockle"),
    ("0:0", "fail", "docker-bench-security, Dockle"), ("root:root", "fail", "docker-bench-security, Dockle"),
    ("0:1000", "fail", "docker-bench-security, Dockle"), (":1000", "fail", "all that compare texts"),
    ("admin", "fail", "all that do not read passwd"), ("odd", "fail", "all that do not read passwd as runc does"),
    ("app", "pass", "dev-sec profile, unless configured"), ("1000", "pass", ""), ("1000:1000", "pass", ""),
    ("1000:0", "pass", ""), ("svc", "pass", ""), ("4242", "pass", ""), ("app:staff", "pass", ""),
    ("nobody-here", "warn", "all that do not read passwd"), ("app:nogroup-here", "warn", "all that do not read group"),
    ("${APP_USER}", "warn", "all that compare texts"), (" root", "warn", ""), ("4294967296", "warn", ""),
]


@pytest.mark.parametrize("user,verdict,wrong", USERS, ids=[str(row[0]) for row in USERS])
def test_user(user, verdict, wrong):
    data = image(**({} if user is None else {"User": user}))
    item = verdicts(data)["4.1"]
    assert item["verdict"] == verdict, (item["message"], wrong)
    assert "redacted" not in item["message"], item["message"]
    assert item["evidence"][0]["kind"] == "image_config" and item["evidence"][0]["pointer"] == "/config/User"


def test_user_notes():
    """Facts that stand beside the user: group 0, other roots, empty passwords, sudo that asks for none."""
    data = image(("etc/shadow", {"content": "root:*:1:0:9:7:::\napp::1:0:9:7:::\n", "mode": 0o640}),
                 ("etc/sudoers", {"content": "root ALL=(ALL) ALL\napp ALL=(ALL) NOPASSWD: ALL\n# x NOPASSWD\n"}),
                 ("etc/sudoers.d/90-svc", {"content": "%staff ALL=(ALL) NOPASSWD:ALL\n"}),
                 ("etc/sudoers.d/old~", {"content": "%wheel ALL=(ALL) NOPASSWD:ALL\n"}), User="svc")
    item = verdicts(data)["4.1"]
    assert item["verdict"] == "pass"
    for part in ("group is 0", "uid 0: admin", "password is asked of: app", "no password of: app, %staff"):
        assert part in item["message"], item["message"]
    assert "%wheel" not in item["message"] and "redacted" not in item["message"]
    assert {e["path"] for e in item["evidence"] if e["kind"] == "sudo"} == {"/etc/sudoers", "/etc/sudoers.d/90-svc"}


def test_user_of_a_later_layer():
    """passwd of the last layer counts: a name that meant 1000 below means 0 above."""
    item = verdicts(image(("etc/passwd", {"content": PASSWD.replace("app:x:1000", "app:x:0")}), User="app"))["4.1"]
    assert item["verdict"] == "fail"


HEALTH = [
    ({}, [], "fail", "no check"),
    ({"Healthcheck": None}, [], "fail", "null"),
    ({"Healthcheck": {"Test": ["CMD", "true"]}}, [], "pass", ""),
    ({"Healthcheck": {"Test": ["CMD-SHELL", "true"]}}, [], "pass", ""),
    ({"Healthcheck": {"Test": ["NONE"]}}, [], "fail", "docker-bench-security, Dockle, Trivy pass it"),
    ({"Healthcheck": {"Test": []}}, [], "fail", "docker-bench-security, Dockle"),
    ({"Healthcheck": {"Interval": 30000000000}}, [], "fail", "docker-bench-security, Dockle"),
    ({"Healthcheck": {"Test": ["true"]}}, [], "fail", "engines start no probe of an unknown type"),
]


@pytest.mark.parametrize("config,history,verdict,why", HEALTH, ids=[str(i) for i in range(len(HEALTH))])
def test_health(config, history, verdict, why):
    assert verdicts(image(history=history, **config))["4.6"]["verdict"] == verdict, why


def test_health_is_inherited():
    """Trivy looks only behind the guessed base layers and misses it."""
    check = empty("/bin/sh -c #(nop)  HEALTHCHECK &{[\"CMD-SHELL\" \"true\"] \"30s\" \"3s\" \"0s\" '\\x03'}")
    data = image(history=[check, "COPY a /a # buildkit", empty("CMD [\"/a\"]")], Healthcheck={"Test": ["CMD-SHELL", "true"]})
    item = verdicts(data)["4.6"]
    assert item["verdict"] == "pass"
    assert [e["index"] for e in item["evidence"] if e["kind"] == "history"] == [2]


def oci(history, **config):
    layers = [made.layer(*BASE)]
    document = made.config(layers, history, **config)
    return made.oci_archive(layers, document)


def test_health_in_oci_form():
    """The OCI configuration has no health check: history decides, and where it tells nothing, nobody does."""
    assert verdicts(oci([ROOTFS_ADD, empty("/bin/sh -c #(nop) HEALTHCHECK CMD true")]))["4.6"]["verdict"] == "pass"
    assert verdicts(oci([ROOTFS_ADD, empty("/bin/sh -c #(nop) HEALTHCHECK NONE")]))["4.6"]["verdict"] == "fail"
    assert verdicts(oci([ROOTFS_ADD, CMD]))["4.6"]["verdict"] == "fail"
    item = verdicts(oci(None))["4.6"]
    assert (item["verdict"], item["reason"]) == ("insufficient_evidence", "not_given")


# One build step, verdict of 4.7.
STEPS = [
    ("RUN /bin/sh -c apt-get update # buildkit", "fail", ""),
    ("/bin/sh -c apt-get update", "fail", ""),
    ("|1 A=b /bin/sh -c apt-get update", "fail", ""),
    ("RUN |1 A=b /bin/sh -c apt-get update # buildkit", "fail", ""),
    ("/bin/sh -c apt-get update && apt-get install -y curl", "pass", ""),
    ("/bin/sh -c apt-get update; apt-get install -y curl", "pass", "Dockle splits at && only"),
    ("/bin/sh -c apt update || true", "fail", ""),
    ("/bin/sh -c apk update", "fail", "Dockle knows apt only"),
    ("/bin/sh -c apk add --update curl", "pass", "docker-bench-security finds the word update"),
    ("/bin/sh -c apk add --no-cache curl", "pass", ""),
    ("/bin/sh -c zypper refresh", "fail", "Dockle, docker-bench-security"),
    ("/bin/sh -c pacman -Sy", "fail", "Dockle, docker-bench-security"),
    ("/bin/sh -c yum makecache", "fail", "Dockle, docker-bench-security"),
    ("/bin/sh -c yum -y update", "warn", "Trivy calls it an index update"),
    ("/bin/sh -c yum -y update && yum -y install curl", "pass", ""),
    ("/bin/sh -c echo apt-get update", "pass", "docker-bench-security"),
    ("/bin/sh -c #(nop)  LABEL note=apt-get update", "pass", "docker-bench-security"),
    ("RUN /bin/sh -c sudo -E apt-get -qq update # buildkit", "fail", ""),
    ("RUN /bin/sh -c sh -c 'apt-get update' # buildkit", "fail", ""),
    ("RUN /bin/sh -c update-ca-certificates # buildkit", "pass", "docker-bench-security"),
    ("RUN /bin/sh -c apt-get update # buildkit\n", "fail", ""),
    ("RUN /bin/sh -c <<EOF (apt-get update...) # buildkit", "insufficient_evidence", "what the history cuts off nobody knows"),
    ("RUN /bin/sh -c set -e\napt-get update\napt-get install -y curl # buildkit", "pass", "tools that read lines"),
]


@pytest.mark.parametrize("step,verdict,wrong", STEPS, ids=[row[0][:60].replace("\n", " ") for row in STEPS])
def test_lone_update(step, verdict, wrong):
    history = [empty(step)] if "LABEL" in step else [step]
    item = verdicts(image(history=history))["4.7"]
    assert item["verdict"] == verdict, (item["message"], wrong)
    if verdict in ("fail", "warn"):
        assert 2 in [e["index"] for e in item["evidence"] if e["kind"] == "history"]


# History behind the base's, verdict of 4.9.
ADDS = [
    ([], "pass", ""),
    (["COPY a /a # buildkit"], "pass", ""),
    (["ADD a /a # buildkit"], "warn", "Dockle was blind to BuildKit"),
    (["/bin/sh -c #(nop) ADD file:11242ccade in /etc/app.conf "], "warn", "Trivy exempts file:, multi:, dir:"),
    (["/bin/sh -c #(nop) ADD dir:11242ccade in /app "], "warn", "Trivy"),
    ([empty("/bin/sh -c #(nop)  ONBUILD COPY . /app")], "pass", ""),
    (["ADD https://example.com/x.tgz /opt/ # buildkit"], "warn", "Trivy passes a remote ADD, the riskiest case"),
    ([empty("ENV ADDRESS=here")], "pass", "a search for ADD"),
    (["RUN /bin/sh -c ADD=1 sh x # buildkit"], "pass", "a search for ADD"),
    (["/bin/sh -c apk add curl"], "pass", "a search for add"),
]


@pytest.mark.parametrize("history,verdict,wrong", ADDS, ids=[str(i) for i in range(len(ADDS))])
def test_add(history, verdict, wrong):
    item = verdicts(image(history=history))["4.9"]
    assert item["verdict"] == verdict, (item["message"], wrong)
    if verdict == "warn":
        assert [(e["index"], e["layer"]) for e in item["evidence"] if e["kind"] == "history"] == [(2, 1)]


def test_onbuild():
    """What an ONBUILD will do in every image that is built on this one."""
    items = verdicts(image(history=[empty("/bin/sh -c #(nop)  ONBUILD ADD . /app"), empty("/bin/sh -c #(nop)  ONBUILD RUN apt-get update")]))
    assert items["4.9"]["verdict"] == "warn" and [e["index"] for e in items["4.9"]["evidence"]] == [2]
    assert items["4.7"]["verdict"] == "fail" and [e["index"] for e in items["4.7"]["evidence"]] == [3]


def test_add_behind_labels():
    """Base images that begin with labels (ubuntu since 2023): Dockle and docker-bench-security report their rootfs ADD."""
    layers = [made.layer(*BASE)]
    history = [empty("/bin/sh -c #(nop)  ARG RELEASE"), empty("/bin/sh -c #(nop)  LABEL org.opencontainers.image.version=22.04"), ROOTFS_ADD, CMD]
    item = verdicts(made.docker_archive(layers, made.config(layers, history)))["4.9"]
    assert item["verdict"] == "pass", item["message"]


def layer_of(report_item, path):
    return [e for thing in [report_item, *report_item["objects"]] for e in thing["evidence"] if e["kind"] == "file" and e["path"] == path]


SETID = ("usr/bin/tool", {"mode": 0o4755, "content": "x"})
REMOVALS = {
    "whiteout": [("usr/bin/.wh.tool", {})],
    "whiteout of the folder": [("usr/.wh.bin", {})],
    "opaque folder": [("usr/bin", {"type": "d"}), ("usr/bin/.wh..wh..opq", {})],
    "replaced by a plain file": [("usr/bin/tool", {"content": "y"})],
    "replaced by a link": [("usr/bin/tool", {"type": "l", "link": "other"})],
    "replaced by a folder": [("usr/bin/tool", {"type": "d"})],
    "folder replaced by a link": [("usr/bin", {"type": "l", "link": "/bin"})],
}


@pytest.mark.parametrize("how", REMOVALS)
def test_setid_removed(how):
    item = verdicts(image(layers=[[("usr/bin", {"type": "d"}), SETID], REMOVALS[how]]))["4.8"]
    assert item["verdict"] == "pass", item["message"]
    assert [e["layer"] for e in layer_of(item, "/usr/bin/tool")][:1] == [1], "the lower layer still holds it: told"


SETID_KEPT = [
    ("setuid", [SETID], "warn"), ("setgid", [("usr/bin/tool", {"mode": 0o2755, "content": "x"})], "warn"),
    ("setgid without group execute", [("usr/bin/tool", {"mode": 0o2745, "content": "x"})], "pass"),
    ("folder", [("var/mail", {"type": "d", "mode": 0o2775})], "pass"), ("sticky", [("tmp", {"type": "d", "mode": 0o1777})], "pass"),
    ("below bin", [("bin/tool", SETID[1])], "warn"), ("symbolic link", [("usr/bin/tool", {"type": "l", "link": "x", "mode": 0o4777})], "pass"),
]


@pytest.mark.parametrize("name,members,verdict", SETID_KEPT, ids=[row[0] for row in SETID_KEPT])
def test_setid(name, members, verdict):
    assert verdicts(image(layers=[members]))["4.8"]["verdict"] == verdict


def test_setid_by_hard_link():
    """A second name of a set-id file is as good as the first."""
    item = verdicts(image(layers=[[SETID, ("usr/bin/again", {"type": "h", "link": "usr/bin/tool"})]]))["4.8"]
    assert {thing["id"] for thing in item["objects"] if thing["verdict"] == "warn"} == {"/usr/bin/tool", "/usr/bin/again"}


def test_setid_usual():
    item = verdicts(image(layers=[[("usr/bin/passwd", SETID[1]), SETID]]))["4.8"]
    usual = {e["path"]: e["usual"] for e in item["evidence"] if e["kind"] == "file"}
    assert usual == {"/usr/bin/passwd": True, "/usr/bin/tool": False}


def test_a_damaged_layer_is_no_clean_one():
    """What could not be read is said; nothing found in the rest is no pass."""
    good = made.layer(*BASE)
    cut = made.layer(("usr/bin/a", {"content": "x" * 5000}), SETID)[:3000]
    data = made.docker_archive([good, cut], made.config([good, cut], [ROOTFS_ADD, CMD, "RUN /bin/sh -c true # buildkit"], User="app"))
    report = scans.report("--benchmark", "cis-docker-1.13.0", "-", data=data, codes=(3,))
    items = {item["id"]: item for item in report["recommendations"]}
    for ident in ("4.8", "4.10"):
        assert items[ident]["verdict"] == "insufficient_evidence" and items[ident]["reason"], ident
    assert any(problem["severity"] == "error" for problem in report["problems"])


TOKEN = "npm_" + "0123456789abcdefghijABCDEFGHIJ" + "012345"
SECRETS = [
    ("KEYBOARD_LAYOUT", {"Env": ["KEYBOARD_LAYOUT=us", "PATH=/bin"]}, [], "pass", "Dockle matches KEY"),
    ("keyutils", {}, ["/bin/sh -c apk add keyutils=1.6.3-r1"], "pass", "tools that match names"),
    ("DB_PWD", {"Env": ["DB_PWD=Xk29-vTqp_71Lz"]}, [], "fail", "tools that match PASSWORD only"),
    ("URL", {"Env": ["MIRROR=https://robot:Zq8rT5vWx2@mirror.example/simple"]}, [], "fail", ""),
    ("label", {"Labels": {"build.token": TOKEN}}, [], "fail", "tools that read ENV only"),
    ("build argument", {}, [f"RUN |1 NPM_TOKEN={TOKEN} /bin/sh -c npm ci # buildkit"], "fail", "tools that read ENV only"),
]


@pytest.mark.parametrize("name,config,history,verdict,wrong", SECRETS, ids=[row[0] for row in SECRETS])
def test_secrets(name, config, history, verdict, wrong):
    data = image(history=history, **config)
    item = verdicts(data)["4.10"]
    assert item["verdict"] == verdict, (item["message"], wrong)
    text = json.dumps(scans.report("--benchmark", "cis-docker-1.13.0", "-", data=data))
    for value in (TOKEN, "Xk29-vTqp_71Lz", "Zq8rT5vWx2"):
        assert value not in text


KEY = "-----BEGIN RSA PRIVATE KEY-----\n" + "\n".join("MIIEpAIBAAKCAQEA7bq4q0f1Wv5n2sT3uXyZ0123456789abcdefghijklmnopqr" for _ in range(8)) + "\n-----END RSA PRIVATE KEY-----\n"


def test_a_deleted_key_is_still_in_its_layer():
    """Trivy and docker scan the final file system; the layer still has it."""
    data = image(layers=[[("root/.ssh/id_rsa", {"content": KEY, "mode": 0o600})], [("root/.ssh/.wh.id_rsa", {})]],
                 history=["COPY id_rsa /root/.ssh/id_rsa # buildkit", "RUN /bin/sh -c rm /root/.ssh/id_rsa # buildkit"])
    item = verdicts(data)["4.10"]
    assert item["verdict"] == "fail"
    hit = [e for e in item["evidence"] if e["kind"] == "secret"][0]
    assert (hit["path"], hit["layer"], hit["deleted"], hit["history"]) == ("/root/.ssh/id_rsa", 1, True, 2)


def test_windows():
    layers = [made.layer("Files/a")]

    def judge(**config):
        document = json.loads(made.config(layers, [ROOTFS_ADD], **config))
        document["os"] = "windows"
        data = made.docker_archive(layers, json.dumps(document).encode())
        return verdicts(data, "--platform", "windows/amd64")

    assert judge()["4.1"]["verdict"] == "fail"
    assert judge(User="ContainerAdministrator")["4.1"]["verdict"] == "fail"
    assert judge(User="ContainerUser")["4.1"]["verdict"] == "pass"
    assert judge(User="ContainerUser")["4.8"]["verdict"] == "not_applicable"


def test_dockerfile_alone(tmp_path):
    """A Dockerfile is a forecast: what its base decides is not known."""
    path = tmp_path / "Dockerfile"
    path.write_text("FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl\nADD conf /etc/app.conf\n"
                    "ADD --checksum=sha256:%s https://example.com/x /x\nENV DB_PWD=Xk29-vTqp_71Lz\n" % ("0" * 64))
    report = scans.report("--benchmark", "cis-docker-1.13.0", "--dockerfile", path)
    items = {item["id"]: item for item in report["recommendations"]}
    assert report["image"] is None
    assert {k: items[k]["verdict"] for k in ("4.1", "4.6", "4.7", "4.8", "4.9", "4.10")} == {
        "4.1": "warn", "4.6": "warn", "4.7": "fail", "4.8": "insufficient_evidence", "4.9": "warn", "4.10": "fail"}
    assert items["4.7"]["basis"] == "forecast"
    assert [e["line"] for e in items["4.7"]["evidence"] if e["kind"] == "dockerfile"] == [2]
    assert sorted(e["line"] for e in items["4.9"]["evidence"] if e["kind"] == "dockerfile") == [4, 5]
    assert "Xk29-vTqp_71Lz" not in json.dumps(report)


def test_what_the_history_does_not_tell():
    """A builder that tells no instructions: 4.7 and 4.9 cannot be judged, 4.10 has searched all the same. A history whose
    entries are no texts is damaged: nothing that needs it is judged."""
    layers = [made.layer(*BASE)]
    items = verdicts(made.docker_archive(layers, made.config(layers, ["bazel build ..."], User="app")))
    assert {k: (items[k]["verdict"], items[k]["reason"]) for k in ("4.7", "4.9", "4.10")} == {
        "4.7": ("insufficient_evidence", "not_given"), "4.9": ("insufficient_evidence", "not_given"), "4.10": ("pass", None)}
    items = verdicts(made.docker_archive(layers, made.config(layers, [{"created_by": 7}], User="app")), codes=(0, 1, 3))
    assert {k: (items[k]["verdict"], items[k]["reason"]) for k in ("4.7", "4.9", "4.10")} == {
        k: ("insufficient_evidence", "damaged") for k in ("4.7", "4.9", "4.10")}
    assert items["4.1"]["verdict"] == "pass"


def test_a_dockerfile_of_another_image(tmp_path):
    """It is told, the history is judged, and a secret in it is still found."""
    path = tmp_path / "Dockerfile"
    path.write_text("FROM other\nRUN make all\nRUN apt-get update\nENV DB_PWD=Xk29-vTqp_71Lz\nCOPY a /b\nFOO bar\n")
    report = scans.report("--benchmark", "cis-docker-1.13.0", "--dockerfile", path, "-",
                          data=image(history=["/bin/sh -c echo hello", "COPY x /y # buildkit"]))
    items = {item["id"]: item for item in report["recommendations"]}
    assert items["4.7"]["verdict"] == "pass" and items["4.10"]["verdict"] == "fail"
    messages = [p["message"] for p in report["problems"] if p["document"] == "Dockerfile"]
    assert any("does not fit" in m for m in messages) and any("line 6" in m for m in messages), report["problems"]
    assert "Xk29-vTqp_71Lz" not in json.dumps(report)
