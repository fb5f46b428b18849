# SPDX-License-Identifier: Apache-2.0
"""Hosts of kinds that no captured set-up shows, put together from the engine's documentation, with the verdicts that the
benchmark means for them."""
import base64
import json

import pytest

import scans
from slug_cases import CONTAINER, HOST_CONFIG, INFO, merged

SYSTEMD = "/usr/bin/dockerd\n-H\nfd://\n--containerd=/run/containerd/containerd.sock\n"
ROOTLESS_OPTIONS = ["name=seccomp,profile=builtin", "name=rootless", "name=cgroupns"]


def running(host=None, **changes):
    return {**merged(CONTAINER, changes), "HostConfig": merged(HOST_CONFIG, host or {})}


def found(path, kind, user, group, mode, **more):
    return {"path": path, "exists": True, "type": kind, "user": user, "group": group, "mode": mode, **more}


def gone(*paths):
    return [{"path": path, "exists": False} for path in paths]


def der(tag, *parts):
    inner = b"".join(parts)
    return bytes([tag]) + (bytes([len(inner)]) if len(inner) < 128 else b"\x81" + bytes([len(inner)])) + inner


def certificate(begin):
    """A certificate as X.509 lays it out, up to its dates and a subject; nobody signs it."""
    name = der(0x30, der(0x31, der(0x30, der(0x06, b"\x55\x04\x03"), der(0x13, b"swarm-ca"))))
    algorithm = der(0x30, der(0x06, b"\x2a\x86\x48\xce\x3d\x04\x03\x02"))
    dates = der(0x30, der(0x17, begin.encode()), der(0x17, b"461119094300Z"))
    body = der(0x30, der(0xa0, der(0x02, b"\x02")), der(0x02, b"\x10\xf3"), algorithm, name, dates, name)
    text = base64.encodebytes(der(0x30, body, algorithm, der(0x03, b"\x00"))).decode()
    return f"-----BEGIN CERTIFICATE-----\n{text}-----END CERTIFICATE-----\n"


ROOT_CERTIFICATE = certificate("261010000000Z")

HOSTS = {
    "rootless": ({
        "info.json": merged(INFO, {"SecurityOptions": ROOTLESS_OPTIONS, "DockerRootDir": "/home/ann/.local/share/docker", "CgroupVersion": "1",
                                   "MemoryLimit": False, "PidsLimit": False, "CPUShares": False}),
        "dockerd.argv": "dockerd\n", "ps.txt": "PID PPID USER COMMAND\n900 890 ann dockerd\n",
        "stat.json": [*gone("/home/ann/.config/docker/daemon.json", "/run/docker.sock"),
                      found("/run/user/1000/docker.sock", "socket", "ann", "ann", "0660", uid=1000, gid=1000)],
        "mounts.txt": "/dev/vda1 / ext4 rw 0 0\n/dev/vdb1 /home ext4 rw 0 0\n",
        "evidence.json": {"complete": ["containers", "stat"], "absent": ["daemon-json"]},
        "containers.json": [running(Mounts=[{"Type": "bind", "Source": "/run/user/1000/docker.sock", "Destination": "/s", "RW": True, "Propagation": "rprivate"}])],
    }, {
        "daemon-rootless": "pass", "daemon-userns-remap": "pass", "host-partition": "fail", "file-daemon-json-mode": "not_applicable",
        "file-docker-sock-mode": "pass", "file-docker-sock-owner": "pass", "rt-memory-limit": "warn", "rt-pids-limit": "warn", "rt-cpu-shares": "warn",
        "rt-no-docker-sock": "fail", "rt-apparmor": "not_applicable", "daemon-userland-proxy": "warn", "daemon-tls": "not_applicable",
    }),
    "user namespaces remapped": ({
        "info.json": merged(INFO, {"SecurityOptions": ["name=apparmor", "name=seccomp,profile=builtin", "name=userns"], "DockerRootDir": "/var/lib/docker/231072.231072"}),
        "mounts.txt": "/dev/vda1 / ext4 rw 0 0\n/dev/vdb1 /var/lib/docker ext4 rw 0 0\n", "auditctl-l.txt": "-w /var/lib/docker -p wa -k docker\n",
        "stat.json": [found("/var/lib/docker", "dir", "root", "root", "0710")],
        "containers.json": [running({"UsernsMode": "host"})],
        "top.json": {"c0ffee": {"Titles": ["UID", "PID", "PPID", "CMD"], "Processes": [["231072", "7", "1", "sleep 1"]]}},
        "evidence.json": {"complete": ["containers", "stat"]},
    }, {"daemon-userns-remap": "pass", "host-partition": "pass", "audit-var-lib-docker": "pass", "rt-no-host-userns": "fail", "rt-no-sshd": "pass",
        "image-user-nonroot": "pass", "daemon-rootless": "warn"}),
    "sockets of systemd, API on TCP by the unit": ({
        "dockerd.argv": SYSTEMD, "docker.socket": "[Socket]\nListenStream=/run/docker.sock\nListenStream=2375\nSocketMode=0660\n",
        "evidence.json": {"absent": ["daemon-json"]},
    }, {"daemon-tls": "fail"}),
    "sockets of systemd": ({
        "dockerd.argv": SYSTEMD, "docker.socket": "[Socket]\nListenStream=2375\nListenStream=\nListenStream=/run/docker.sock\n",
        "docker.service": "[Service]\nEnvironment=DOCKER_TLS_VERIFY=1\nExecStart=/usr/bin/dockerd -H fd://\n",
        "evidence.json": {"absent": ["daemon-json"]},
    }, {"daemon-tls": "not_applicable", "daemon-icc": "fail", "daemon-log-level": "pass", "daemon-live-restore": "fail", "daemon-iptables": "pass",
        "daemon-insecure-registries": "pass", "daemon-authz-plugin": "fail", "daemon-remote-logging": "fail", "daemon-no-new-privileges": "fail",
        "daemon-userland-proxy": "fail", "daemon-cgroup-parent": "pass", "daemon-default-ulimit": "warn", "daemon-userns-remap": "fail",
        # Which driver an engine of unknown age chose is not known.
        "daemon-no-aufs": "insufficient_evidence"}),
    "verification asked for by the daemon's environment": ({
        "dockerd.argv": "/usr/bin/dockerd\n-H\ntcp://10.0.0.1:2376\n",
        "docker.service": "[Service]\nEnvironment=\"DOCKER_TLS_VERIFY=1\" 'DOCKER_CERT_PATH=/srv/tls'\nExecStart=/usr/bin/dockerd -H tcp://10.0.0.1:2376\n",
        "stat.json": [found("/srv/tls/ca.pem", "file", "root", "root", "0444"), found("/srv/tls/key.pem", "file", "root", "root", "0440")],
        "evidence.json": {"absent": ["daemon-json"]},
    }, {"daemon-tls": "pass", "file-tls-ca-mode": "pass", "file-tls-key-mode": "fail", "file-tls-cert-mode": "insufficient_evidence"}),
    "a client's environment proves nothing of the daemon": ({
        "dockerd.argv": "/usr/bin/dockerd\n-H\ntcp://10.0.0.1:2376\n", "environment.txt": "DOCKER_TLS_VERIFY=1\n",
        "evidence.json": {"absent": ["daemon-json"]},
    }, {"daemon-tls": "fail"}),
    "dozens of flags": ({
        "dockerd.argv": "\n".join(["/usr/bin/dockerd", "-D", "-H", "unix:///run/docker.sock", "-G", "ops", "-b", "none", "--dns", "10.0.0.1", "--mtu=1400",
                                   "--log-opt", "syslog-address=tcp+tls://logs.example.test:6514", "--log-driver=syslog", "--default-ulimit", "nofile=10:20",
                                   "--insecure-registry", "127.0.0.0/8", "--insecure-registry=::1/128", "--storage-opt", "dm.basesize=20G",
                                   "--live-restore", "--no-new-privileges=0", "--no-new-privileges", "--userland-proxy=false", "--seccomp-profile",
                                   "/etc/docker/seccomp.json", "--authorization-plugin", "opa", "--cgroup-parent", "", "--exec-opt", "native.cgroupdriver=systemd", ""]),
        "evidence.json": {"absent": ["daemon-json"]},
        "stat.json": [found("/run/docker.sock", "socket", "root", "ops", "0660")],
    }, {"daemon-log-level": "fail", "daemon-icc": "not_applicable", "daemon-remote-logging": "pass", "daemon-default-ulimit": "pass",
        "daemon-insecure-registries": "pass", "daemon-base-device-size": "fail", "daemon-live-restore": "pass", "daemon-no-new-privileges": "pass",
        "daemon-userland-proxy": "pass", "daemon-seccomp-profile": "warn", "daemon-authz-plugin": "pass", "daemon-cgroup-parent": "pass",
        "file-docker-sock-owner": "pass", "daemon-tls": "not_applicable"}),
    "one line instead of a list of arguments": ({
        "dockerd.argv": "/usr/bin/dockerd -H fd:// --iptables=false\n", "evidence.json": {"absent": ["daemon-json"]},
    }, {"daemon-iptables": "insufficient_evidence", "daemon-tls": "insufficient_evidence", "daemon-cgroup-parent": "insufficient_evidence"}),
    "a restart is pending": ({
        "info.json": INFO, "dockerd.argv": SYSTEMD, "daemon.json": {"live-restore": True, "log-driver": "syslog", "log-opts": {"syslog-address": "tcp://10.0.0.9:514"}},
    }, {"daemon-live-restore": "fail", "daemon-remote-logging": "fail"}),
    "docker info of a client that nobody answers": ({
        "info-cli.json": {"ID": "", "Containers": 0, "Images": 0, "Driver": "", "Plugins": {"Authorization": None}, "MemoryLimit": False, "PidsLimit": False,
                          "Debug": False, "LoggingDriver": "", "OSType": "", "RegistryConfig": None, "DockerRootDir": "", "ExperimentalBuild": False,
                          "ServerVersion": "", "Swarm": {"LocalNodeState": "", "ControlAvailable": False}, "LiveRestoreEnabled": False,
                          "SecurityOptions": None, "ClientInfo": {"Version": "28.2.2"}},
        "version.json": {"Client": {"Version": "28.2.2"}, "Server": None},
    }, {"daemon-no-experimental": "insufficient_evidence", "daemon-live-restore": "insufficient_evidence", "daemon-authz-plugin": "insufficient_evidence",
        "daemon-remote-logging": "insufficient_evidence", "host-docker-current": "insufficient_evidence", "swarm-mode-disabled": "insufficient_evidence"}),
    "no containers at all": ({"info.json": merged(INFO, {"Containers": 0}), "containers.json": [], "evidence.json": {"complete": ["containers"]}},
                             {"rt-no-privileged": "not_applicable", "rt-bind-interface": "not_applicable", "rt-health": "not_applicable"}),
    "worker of a swarm": ({
        "info.json": merged(INFO, {"Swarm": {"LocalNodeState": "active", "ControlAvailable": False, "Cluster": None}}),
        "listen.txt": "State Recv-Q Send-Q Local Peer\nLISTEN 0 1 10.0.0.2:7946 0.0.0.0:*\n",
        "networks.json": [{"Name": "ingress", "Id": "aa", "Driver": "overlay", "Scope": "swarm", "Options": {"com.docker.network.driver.overlay.vxlanid_list": "4096"}},
                          {"Name": "old", "Id": "bb", "Driver": "overlay", "Scope": "global", "Options": {}}],
        "evidence.json": {"complete": ["networks"]},
    }, {"swarm-mode-disabled": "fail", "swarm-manager-count": "insufficient_evidence", "swarm-autolock": "insufficient_evidence", "swarm-bind-interface": "pass",
        "swarm-overlay-encrypted": "fail", "daemon-live-restore": "not_applicable", "swarm-node-cert-rotate": "insufficient_evidence"}),
    "secrets of services": ({
        "info.json": merged(INFO, {"Swarm": {"LocalNodeState": "active", "ControlAvailable": True, "Managers": 1}}),
        "secrets.json": [{"ID": "s1", "Spec": {"Name": "db_password"}}],
        "services.json": [{"ID": "v1", "Spec": {"Name": "by-file", "TaskTemplate": {"ContainerSpec": {"Env": ["DB_PASSWORD_FILE=/run/secrets/db"]}}}},
                          {"ID": "v2", "Spec": {"Name": "by-value", "TaskTemplate": {"ContainerSpec": {"Env": ["A=b", "DB_PASSWORD=[redacted]"]}}}}],
    }, {"swarm-secrets": {"db_password": "manual", "by-value": "manual"}}),
    "root certificate of a swarm": ({
        "info.json": merged(INFO, {"Swarm": {"LocalNodeState": "active", "ControlAvailable": True, "Managers": 1, "Cluster": {
            "Spec": {}, "RootRotationInProgress": False, "TLSInfo": {"TrustRoot": ROOT_CERTIFICATE}}}}), "site.json": {"root_ca_max_days": 40},
    }, {"swarm-ca-cert-rotate": "fail"}),
    "young root certificate, told by the swarm": ({
        "info.json": merged(INFO, {"Swarm": {"LocalNodeState": "active", "ControlAvailable": True, "Managers": 1}}),
        "swarm.json": {"RootRotationInProgress": True, "TLSInfo": {"TrustRoot": ROOT_CERTIFICATE}}, "site.json": {"root_ca_max_days": 50},
    }, {"swarm-ca-cert-rotate": "pass"}),
    "a root certificate that cannot be read": ({
        "info.json": merged(INFO, {"Swarm": {"LocalNodeState": "active", "ControlAvailable": True, "Managers": 1}}),
        "swarm.json": {"TLSInfo": {"TrustRoot": ROOT_CERTIFICATE[:200]}}, "site.json": {"root_ca_max_days": 50},
    }, {"swarm-ca-cert-rotate": "insufficient_evidence"}),
    "locked manager": ({"info.json": merged(INFO, {"Swarm": {"LocalNodeState": "locked", "ControlAvailable": False}})},
                       {"swarm-mode-disabled": "warn", "swarm-autolock": "warn"}),
    "IPv6": ({
        "containers.json": [
            running({"PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "80"}]}}, NetworkSettings={"Ports": {"80/tcp": [{"HostIp": "2001:db8::1", "HostPort": "80"}]}}),
            running({"PortBindings": {"81/tcp": [{"HostIp": "::1", "HostPort": "8081"}]}}, Name="/two", Id="bb",
                    NetworkSettings={"Ports": {"81/tcp": [{"HostIp": "0:0:0:0:0:0:0:0", "HostPort": "8081"}]}})],
        "dockerd.argv": SYSTEMD, "daemon.json": {"ip6tables": False, "ipv6": True}, "evidence.json": {"complete": ["containers"]},
    }, {"rt-no-privileged-ports": "fail", "rt-bind-interface": "fail", "daemon-iptables": "warn"}),
    "packet filter of nftables": ({
        "dockerd.argv": SYSTEMD, "daemon.json": {"firewall-backend": "nftables", "iptables": False},
    }, {"daemon-iptables": "fail"}),
    "registries": ({
        "info.json": merged(INFO, {"RegistryConfig": {"InsecureRegistryCIDRs": ["::1/128", "127.0.0.0/8"], "IndexConfigs": {
            "docker.io": {"Secure": True}, "hub.example.test:5000": {"Secure": False}}}}),
    }, {"daemon-insecure-registries": "fail"}),
    "registries of podman, which tells none": ({
        "info.json": {**INFO, "RegistryConfig": {"InsecureRegistryCIDRs": [], "IndexConfigs": {}, "Mirrors": []}},
    }, {"daemon-insecure-registries": "insufficient_evidence"}),
    "an engine before swarm mode": ({
        "info.json": {"Driver": "devicemapper", "SecurityOptions": ["apparmor", "seccomp", "selinux"], "ServerVersion": "1.11.2", "Debug": False,
                      "LoggingDriver": "json-file", "DockerRootDir": "/var/lib/docker", "ExperimentalBuild": False, "MemoryLimit": True},
        "containers.json": [running({"PidsLimit": ..., "DeviceCgroupRules": ..., "DeviceRequests": ..., "SecurityOpt": ["label:type:spc_t", "no-new-privileges"]},
                                    ProcessLabel="system_u:system_r:spc_t:s0")],
        "evidence.json": {"complete": ["containers"]},
    }, {"daemon-no-devicemapper": "fail", "daemon-seccomp-profile": "pass", "rt-selinux": "fail", "rt-apparmor": "pass", "rt-pids-limit": "fail",
        "rt-seccomp-enabled": "pass", "rt-no-new-privileges": "pass"}),
    "profiles of seccomp": ({
        "info.json": INFO,
        "containers.json": [running({"SecurityOpt": ["seccomp={\"defaultAction\":\"SCMP_ACT_LOG\"}"]}, Name="/logs", Id="a"),
                            running({"SecurityOpt": ["seccomp={\"defaultAction\":\"SCMP_ACT_ERRNO\",\"syscalls\":[]}"]}, Name="/own", Id="b"),
                            running({"SecurityOpt": ["seccomp={broken"]}, Name="/broken", Id="c"),
                            running({"SecurityOpt": ["seccomp=unconfined", "seccomp=builtin"]}, Name="/last", Id="d")],
        "evidence.json": {"complete": ["containers"]},
    }, {"rt-seccomp-enabled": {"logs": "fail", "own": "pass", "broken": "error", "last": "pass"}}),
    "processes are not audited at all": ({
        "auditctl-l.txt": "-w /usr/bin/dockerd -p rwxa -k docker\n-w /etc/docker -p wa -k docker\n-a never,task\n",
        "stat.json": [found("/usr/bin/dockerd", "file", "root", "root", "0755"), found("/etc/docker", "dir", "root", "root", "0755")],
    }, {"audit-dockerd": "fail", "audit-etc-docker": "fail"}),
    "names of versions": ({"version.json": {"Version": "17.03.2~ce-0~ubuntu-precise"}, "site.json": {"minimum_versions": {"docker": "17.03.2"}}},
                          {"host-docker-current": "pass"}),
    "a release candidate": ({"version.json": {"Version": "24.0.0-rc.2"}, "site.json": {"minimum_versions": {"docker": "24.0.0"}}}, {"host-docker-current": "fail"}),
    "containers of Windows": ({
        "containers.json": [running(Platform="windows")], "evidence.json": {"complete": ["containers"]},
    }, {"rt-no-host-pid": "not_applicable", "rt-pids-limit": "not_applicable", "rt-cgroup": "not_applicable", "rt-memory-limit": "pass", "rt-no-host-net": "pass"}),
}


def judge(folder, documents):
    for name, content in documents.items():
        (folder / name).write_text(content if isinstance(content, str) else json.dumps(content))
    _, out, _ = scans.run("host", "--evidence", folder, "--benchmark", "cis-docker-1.8.0", "--format", "json", "--now", "2026-11-24T12:00:00Z", codes=(0, 1, 3))
    return {item["slug"]: item for item in scans.check(json.loads(out))["recommendations"]}


def verdict(finding, wanted):
    return {o["name"]: o["verdict"] for o in finding["objects"]} if isinstance(wanted, dict) else finding["verdict"]


@pytest.mark.parametrize("name", HOSTS)
def test_host(name, tmp_path):
    documents, expected = HOSTS[name]
    seen = judge(tmp_path, documents)
    assert {slug: verdict(seen[slug], wanted) for slug, wanted in expected.items()} == expected


@pytest.mark.parametrize("line,privileged,user", [
    ("docker exec --privileged web sh", True, False), ("docker --context prod exec -it -u root web sh", False, True),
    ("bash -c 'docker exec -u0 web sh'", False, True), ("cd x; sudo docker -H tcp://10.0.0.1:2375 container exec --user=0:0 web sh", False, True),
    ("docker compose -f c.yml exec --privileged web sh", True, False), ("docker exec -eU=root web sh -u root --privileged", False, False),
    ("type=EXECVE argc=4 a0=\"docker\" a1=\"exec\" a2=\"--privileged\" a3=\"web\"", True, False),
    ("type=PROCTITLE msg=audit(1.0:1): proctitle=" + "docker\0exec\0-itu\0root\0web".encode().hex().upper(), False, True),
    ('{"ID":"e1","ProcessConfig":{"privileged":true,"user":"0","entrypoint":"sh"}}', True, True),
    ('{"AttachStdin":true,"Cmd":["sh"],"Privileged":false,"User":"app"}', False, False), ("docker run --privileged exec web", False, False),
    ("docker ps | grep exec --privileged", False, False)])
def test_logs_of_commands(line, privileged, user, tmp_path):
    seen = judge(tmp_path, {"exec-log.txt": line + "\n", "evidence.json": {"complete": ["exec-log"]}})
    assert [seen[slug]["verdict"] == "fail" for slug in ("rt-no-exec-privileged", "rt-no-exec-user-root")] == [privileged, user]
    assert {seen[slug]["verdict"] for slug in ("rt-no-exec-privileged", "rt-no-exec-user-root")} <= {"pass", "fail"}
