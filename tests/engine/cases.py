# SPDX-License-Identifier: Apache-2.0
"""Images that real builders make for the tests: one per rule of section 4 and its opposite.

Each case: a Dockerfile on the base `FROM base`, what its judge must say, and the text that the evidence must show.
The base is busybox with stand-in package managers, so that histories read like real ones while nothing is downloaded."""
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    name: str
    dockerfile: str
    expect: dict                      # id -> verdict
    evidence: dict = field(default_factory=dict)  # id -> text that must stand in the evidence of that recommendation
    files: dict = field(default_factory=dict)     # context files: name -> (mode, text)
    builders: tuple = ("classic", "buildkit")


OK_USER = "USER app\n"
HEALTHY = 'HEALTHCHECK CMD ["true"]\n'
PRIVATE_KEY = ("-----BEGIN RSA PRIVATE KEY-----\n" + "\n".join(
    "MIIEowIBAAKCAQEA7x3kqS0mG5p1hJ9cQ2vYtXb4dFzWnKe8RrUaLwOiPjTsCgHy"[i:] + "MIIEowIBAAKCAQEA7x3kqS0mG5p1hJ9cQ2vYtXb4dFzWnKe8RrUaLwOiPjTsCgHy"[:i]
    for i in range(12)) + "\n-----END RSA PRIVATE KEY-----\n")

CASES = [
    Case("user-named", "FROM base\n" + OK_USER, {"4.1": "pass"}, {"4.1": "app"}, builders=("classic", "buildkit", "buildah", "podman")),
    Case("user-none", "FROM base\nCMD [\"true\"]\n", {"4.1": "fail"}, builders=("classic", "buildkit", "podman")),
    Case("user-alias-of-root", "FROM base\nUSER toor\n", {"4.1": "fail"}, {"4.1": "toor"}),
    Case("user-00", "FROM base\nUSER 00:0\n", {"4.1": "fail"}, {"4.1": "00:0"}, builders=("classic",)),
    Case("user-group-0", "FROM base\nUSER 1000:0\n", {"4.1": "pass"}, {"4.1": "1000:0"}, builders=("buildkit",)),
    Case("health-set", "FROM base\n" + HEALTHY, {"4.6": "pass"}, {"4.6": "HEALTHCHECK"}, builders=("classic", "buildkit", "podman")),
    Case("health-none", "FROM healthy\nHEALTHCHECK NONE\n", {"4.6": "fail"}, {"4.6": "NONE"}),
    Case("health-inherited", "FROM healthy\n" + OK_USER, {"4.6": "pass"}),
    Case("update-alone", "FROM base\nRUN apt-get update\nRUN apt-get install -y curl\n", {"4.7": "warn"}, {"4.7": "apt-get update"},
         builders=("classic", "buildkit", "buildah", "podman")),
    Case("update-and-install", "FROM base\nRUN apt-get update && apt-get install -y curl\n", {"4.7": "pass"}),
    Case("update-in-label", 'FROM base\nLABEL help="run apt-get update first"\nRUN echo "apt-get update"\n', {"4.7": "pass"}),
    Case("setuid-kept", "FROM base\nRUN cp /bin/busybox /usr/bin/tool && chmod 4755 /usr/bin/tool\n", {"4.8": "warn"}, {"4.8": "/usr/bin/tool"},
         builders=("classic", "buildkit", "buildah", "podman")),
    Case("setuid-removed", "FROM base\nRUN cp /bin/busybox /usr/bin/tool && chmod 4755 /usr/bin/tool\nRUN rm /usr/bin/tool\n", {"4.8": "pass"}),
    Case("setuid-replaced", "FROM base\nRUN cp /bin/busybox /usr/bin/tool && chmod 2755 /usr/bin/tool\n"
         "RUN rm /usr/bin/tool && mkdir /usr/bin/tool && echo x > /usr/bin/tool/x\n", {"4.8": "pass"}, builders=("classic",)),
    Case("add-file", "FROM base\nADD hello.txt /srv/hello.txt\n", {"4.9": "warn"}, {"4.9": "ADD"}, {"hello.txt": (0o644, "hello\n")},
         builders=("classic", "buildkit", "buildah", "podman")),
    Case("copy-file", "FROM base\nENV ADDRESS=10.0.0.1\nCOPY hello.txt /srv/hello.txt\n", {"4.9": "pass"}, {}, {"hello.txt": (0o644, "hello\n")}),
    Case("secret-env", "FROM base\nENV DB_PWD=Xk29-vTqp_71Lz\n", {"4.10": "fail"}, {"4.10": "DB_PWD"}),
    Case("secret-placeholder", "FROM base\nENV DB_PWD=changeme KEYBOARD_LAYOUT=us\n", {"4.10": "pass"}),
    Case("secret-key-deleted", "FROM base\nCOPY id_rsa /root/.ssh/id_rsa\nRUN rm /root/.ssh/id_rsa\n", {"4.10": "fail"}, {"4.10": "id_rsa"},
         {"id_rsa": (0o600, PRIVATE_KEY)}, builders=("classic", "buildkit", "podman")),
    Case("secret-free", "FROM base\nCOPY id_rsa.pub /root/.ssh/id_rsa.pub\n", {"4.10": "pass"}, {},
         {"id_rsa.pub": (0o644, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8x example\n")}),
]


def builds():
    """(builder, case) pairs: each becomes one image."""
    return [(builder, case) for case in CASES for builder in case.builders]
