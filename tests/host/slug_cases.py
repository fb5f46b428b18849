# SPDX-License-Identifier: Apache-2.0
"""For each slug what makes it pass, fail, not apply, and lack evidence. Evidence is a dict of document to content; a text
instead of evidence says why there can be no such case."""
import copy

COMPLETE = ["containers", "images", "networks", "volumes", "stat", "exec-log"]
NO_SWARM = {"LocalNodeState": "inactive"}
INFO = {"Driver": "overlay2", "DockerRootDir": "/var/lib/docker", "OSType": "linux", "Debug": False, "LoggingDriver": "json-file",
        "SecurityOptions": ["name=seccomp,profile=builtin"], "LiveRestoreEnabled": False, "ExperimentalBuild": False, "Swarm": NO_SWARM,
        "Plugins": {"Authorization": None}, "MemoryLimit": True, "PidsLimit": True, "KernelVersion": "6.1.0", "ServerVersion": "24.0.7",
        "RegistryConfig": {"InsecureRegistryCIDRs": ["127.0.0.0/8"], "IndexConfigs": {"docker.io": {"Secure": True}}},
        "Images": 2, "Containers": 1, "ContainersRunning": 1}
HOST_CONFIG = {"Privileged": False, "CapAdd": None, "CapDrop": ["ALL"], "Binds": None, "NetworkMode": "app", "PidMode": "", "IpcMode": "private",
               "UTSMode": "", "UsernsMode": "", "Memory": 1, "CpuShares": 512, "NanoCpus": 0, "CpuQuota": 0, "CpusetCpus": "", "ReadonlyRootfs": True,
               "PortBindings": {}, "PublishAllPorts": False, "RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 5}, "Devices": [],
               "DeviceCgroupRules": None, "DeviceRequests": None, "Ulimits": None, "SecurityOpt": ["no-new-privileges"], "CgroupParent": "",
               "PidsLimit": 100}
CONTAINER = {"Id": "c0ffee", "Name": "/one", "Image": "sha256:aa", "AppArmorProfile": "docker-default", "ProcessLabel": "system_u:system_r:container_t:s0",
             "Path": "sleep", "Args": ["1"], "State": {"Status": "running", "Running": True, "Health": {"Status": "healthy"}},
             "HostConfig": HOST_CONFIG, "Mounts": [], "Config": {"User": "app", "Healthcheck": {"Test": ["CMD", "true"]}, "Image": "web:1",
                                                                  "Labels": {}, "ExposedPorts": {}},
             "NetworkSettings": {"Ports": {}, "Networks": {"app": {}}}}
NOT_GIVEN = {}


def merged(base, changes):
    """A deep copy with members replaced; None as a value is null, `...` takes the member away."""
    out = copy.deepcopy(base)
    for key, value in changes.items():
        if value is ...:
            out.pop(key, None)
        elif isinstance(value, dict) and isinstance(out.get(key), dict) and value:
            out[key] = merged(out[key], value)
        else:
            out[key] = value
    return out


def info(**changes):
    return {"info.json": merged(INFO, changes)}


def config(argv=("/usr/sbin/dockerd",), **daemon):
    """What is configured, all of it: daemon.json and the command line."""
    return {"daemon.json": daemon, "dockerd.argv": "\n".join(argv) + "\n"}


def container(host=None, **changes):
    return {"containers.json": [{**merged(CONTAINER, changes), "HostConfig": merged(HOST_CONFIG, host or {})}]}


def windows():
    return container(Platform="windows")


NO_CONTAINERS = {"containers.json": []}
NO_LIST = "a list of no containers does not apply; with a container the item always speaks of it"


def stat(*rows):
    """(path, type, uid, gid, mode), or (path, None): it is not there."""
    return {"stat.json": [{"path": r[0], "exists": False} if r[1] is None else
                          {"path": r[0], "exists": True, "type": r[1], "uid": r[2], "gid": r[3], "mode": r[4]} for r in rows]}


def both(*parts):
    out = {}
    for part in parts:
        out.update(part)
    return out


def audit(path, rule=None, missing="not_applicable"):
    """Cases of a watched file; `missing` None: its absence shows that the evidence has a gap."""
    there, rules = stat((path, "file", 0, 0, "0755")), {"auditctl-l.txt": f"-w {rule or path} -p wa -k docker\n"}
    nothing = {"auditctl-l.txt": "No rules\n"}
    gone = both(nothing, stat((path, None)))
    return {"pass": both(there, rules), "fail": both(there, nothing),
            "not_applicable": gone if missing else "a host whose daemon's program is not there was not looked at rightly",
            "insufficient_evidence": there}


def file(path, kind="file", mode="0644", loose="0666", owner=(0, 0), settings=None):
    """Cases of owner and mode."""
    settings = settings or {}
    good = both(settings, stat((path, kind, *owner, mode)))
    gone = both(settings, stat((path, None)))
    owners = {"pass": good, "fail": both(settings, stat((path, kind, 1000, 1000, mode))), "not_applicable": gone, "insufficient_evidence": settings}
    modes = {"pass": good, "fail": both(settings, stat((path, kind, *owner, loose))), "not_applicable": gone, "insufficient_evidence": settings}
    return owners, modes


def swarm(**changes):
    return info(Swarm=merged({"LocalNodeState": "active", "ControlAvailable": True, "Managers": 1, "Cluster": {
        "Spec": {"EncryptionConfig": {"AutoLockManagers": True}, "CAConfig": {"NodeCertExpiry": 7776000000000000}}}}, changes))


def site(**members):
    return {"site.json": {"schema": "cisdock.site/1", **members}}


def attested(slug, answer):
    return site(attestations=[{"recommendation": slug, "answer": answer, "by": "A. Uditor", "date": "2026-01-31"}])


def by_hand(slug, base=None, not_applicable=None, unanswered="manual"):
    """What only a person decides: yes and no are his; without him it stays a question."""
    base = base or {}
    return {"pass": both(base, attested(slug, "yes")), "fail": both(base, attested(slug, "no")),
            "not_applicable": not_applicable or "a person's question is never answered by the absence of a thing",
            "insufficient_evidence": (base, unanswered)}


def of_container(good=None, bad=None, na=None, lacking=None):
    return {"pass": good or container(), "fail": bad, "not_applicable": na or NO_CONTAINERS, "insufficient_evidence": lacking or NOT_GIVEN}


def history(*lines):
    return {"images.json": [{"Id": "sha256:aa", "RepoTags": ["web:1"], "Config": {"Env": [], "Healthcheck": {"Test": ["CMD", "true"]}}}],
            "image-history.json": {"sha256:aa": [{"CreatedBy": line} for line in reversed(lines)]}}


ROOT = "/bin/sh -c #(nop) ADD file:aa in / "
UNITS = "/usr/lib/systemd/system/"
PEM = {"tlsverify": True, "tlscacert": "/etc/docker/tls/ca.pem", "tlscert": "/etc/docker/tls/cert.pem", "tlskey": "/etc/docker/tls/key.pem"}


def tls_file(path, mode, loose):
    owners, modes = file(path, mode=mode, loose=loose, settings=config(**PEM))
    for cases in (owners, modes):
        cases["not_applicable"] = config()
    return owners, modes


CASES = {}
for _slug, _path in {"run-containerd": "/run/containerd", "var-lib-docker": "/var/lib/docker", "etc-docker": "/etc/docker",
                     "docker-service": UNITS + "docker.service", "containerd-sock": "/run/containerd/containerd.sock",
                     "docker-socket": "/run/docker.sock", "etc-default-docker": "/etc/default/docker", "daemon-json": "/etc/docker/daemon.json",
                     "containerd-config": "/etc/containerd/config.toml", "etc-sysconfig-docker": "/etc/sysconfig/docker",
                     "containerd": "/usr/bin/containerd", "containerd-shim": "/usr/bin/containerd-shim",
                     "containerd-shim-runc-v1": "/usr/bin/containerd-shim-runc-v1", "containerd-shim-runc-v2": "/usr/bin/containerd-shim-runc-v2",
                     "runc": "/usr/bin/runc"}.items():
    CASES["audit-" + _slug] = audit(_path)
CASES["audit-dockerd"] = audit("/usr/bin/dockerd", missing=None)

for _slug, _cases in {
        "docker-service": file(UNITS + "docker.service"), "docker-socket-unit": file(UNITS + "docker.socket"),
        "etc-docker": file("/etc/docker", "dir", "0755", "0775"), "tls-ca": tls_file("/etc/docker/tls/ca.pem", "0444", "0644"),
        "tls-cert": tls_file("/etc/docker/tls/cert.pem", "0400", "0644"), "tls-key": tls_file("/etc/docker/tls/key.pem", "0400", "0440"),
        "docker-sock": file("/run/docker.sock", "socket", "0660", "0666", settings={"group-docker.txt": "docker:x:105:\n"}, owner=(0, 105)),
        "daemon-json": file("/etc/docker/daemon.json"), "etc-default-docker": file("/etc/default/docker"),
        "etc-sysconfig-docker": file("/etc/sysconfig/docker"), "containerd-sock": file("/run/containerd/containerd.sock", "socket", "0660", "0661"),
        "registry-cert": file("/etc/docker/certs.d/reg.example/ca.crt", mode="0444", loose="0644")}.items():
    CASES[f"file-{_slug}-owner"], CASES[f"file-{_slug}-mode"] = _cases
for _part in ("owner", "mode"):
    CASES[f"file-registry-cert-{_part}"]["not_applicable"] = stat(("/etc/docker/certs.d", None))

for _slug in ("ops-audits", "ops-monitoring", "ops-backup", "host-hardened"):
    CASES[_slug] = by_hand(_slug)
CASES["ops-image-sprawl"] = by_hand("ops-image-sprawl", info())
CASES["ops-container-sprawl"] = by_hand("ops-container-sprawl", info())
for _slug in ("swarm-secrets", "swarm-autolock-rotate", "swarm-plane-separation"):
    CASES[_slug] = by_hand(_slug, swarm(), info())
for _slug in ("ucp-ldap", "ucp-external-certs", "ucp-client-bundles", "ucp-rbac", "ucp-signed-images", "ucp-session-limit", "ucp-session-lifetime",
              "dtr-scanning"):
    CASES["ee-" + _slug] = by_hand("ee-" + _slug, {"version.json": {"Platform": {"Name": "Docker Engine - Enterprise"}, "Version": "19.03.5"}},
                                   {"version.json": {"Platform": {"Name": "Docker Engine - Community"}, "Version": "24.0.7"}})
# A kind of image evidence that only an image file has; the host's scope answers by a person, or not.
for _slug in ("image-trusted-base", "image-minimal-packages", "image-verified-packages", "image-signed-artifacts"):
    CASES[_slug] = by_hand(_slug)
for _slug in ("image-scan-rebuild", "image-no-setid"):
    _why = "only the image itself decides it, in the scope image: no evidence of a host does, and no person need be asked"
    CASES[_slug] = {"pass": _why, "fail": _why, "not_applicable": _why, "insufficient_evidence": NOT_GIVEN}

ACTIVE = "an active engine has this setting, whatever its value"
CASES.update({
    "host-partition": {"pass": both(info(), {"mounts.txt": "/dev/a / ext4 rw 0 0\n/dev/b /var/lib/docker ext4 rw 0 0\n"}),
                       "fail": both(info(), {"mounts.txt": "/dev/a / ext4 rw 0 0\n"}),
                       "not_applicable": "each engine has a data folder", "insufficient_evidence": info()},
    "host-kernel": {"pass": info(), "fail": info(KernelVersion="2.6.32-754.el6"), "not_applicable": info(OSType="windows"),
                    "insufficient_evidence": info(KernelVersion=...)},
    "host-minimal-services": {"pass": both({"listen.txt": "LISTEN 0 1 0.0.0.0:22 *:*\n"}, site(allowed_listeners=["22/tcp"])),
                              "fail": both({"listen.txt": "LISTEN 0 1 0.0.0.0:23 *:*\n"}, site(allowed_listeners=["22/tcp"])),
                              "not_applicable": "a host without listeners meets the item", "insufficient_evidence": site(allowed_listeners=["22/tcp"])},
    "host-docker-current": {"pass": both(info(), site(minimum_versions={"docker": "24.0.7"})),
                            "fail": both(info(ServerVersion="24.0.7-rc.1"), site(minimum_versions={"docker": "24.0.7"})),
                            "not_applicable": "each engine has a release", "insufficient_evidence": site(minimum_versions={"docker": "24.0.7"})},
    "host-trusted-users": {"pass": both({"group-docker.txt": "docker:x:105:alice\nalice:x:1000:1000::/:/bin/sh\n"}, site(trusted_users=["alice"])),
                           "fail": both({"group-docker.txt": "docker:x:105:alice2\nalice:x:1000:1000::/:/bin/sh\n"}, site(trusted_users=["alice"])),
                           "not_applicable": both({"group-docker.txt": ""}, stat(("/run/docker.sock", "socket", 0, 0, "0660"))),
                           "insufficient_evidence": {"group-docker.txt": "docker:x:105:\n"}},
    "daemon-rootless": {"pass": info(SecurityOptions=["name=rootless"]), "fail": "the item asks for it where it is workable: root is a question (warn)",
                        "not_applicable": ACTIVE, "insufficient_evidence": NOT_GIVEN},
    "daemon-icc": {"pass": {"networks.json": [{"Name": "bridge", "Driver": "bridge", "Options": {"com.docker.network.bridge.enable_icc": "false"}}]},
                   "fail": config(), "not_applicable": config(bridge="none"), "insufficient_evidence": {"daemon.json": {}}},
    "daemon-log-level": {"pass": config(**{"log-level": "info"}), "fail": config(("/usr/sbin/dockerd", "-l", "error")), "not_applicable": ACTIVE,
                         "insufficient_evidence": info()},
    "daemon-iptables": {"pass": config(), "fail": config(("/usr/sbin/dockerd", "--iptables=f")), "not_applicable": ACTIVE,
                        "insufficient_evidence": info()},
    "daemon-insecure-registries": {"pass": info(), "fail": info(RegistryConfig={"InsecureRegistryCIDRs": ["10.0.0.0/8"], "IndexConfigs": {}}),
                                   "not_applicable": "each engine reaches some registry", "insufficient_evidence": {"dockerd.argv": "/usr/sbin/dockerd\n"}},
    "daemon-no-aufs": {"pass": info(), "fail": info(Driver="aufs"), "not_applicable": ACTIVE, "insufficient_evidence": {"daemon.json": {}}},
    "daemon-no-devicemapper": {"pass": info(), "fail": info(Driver="devicemapper"), "not_applicable": ACTIVE, "insufficient_evidence": {"daemon.json": {}}},
    "daemon-tls": {"pass": config(hosts=["tcp://10.0.0.1:2376"], **PEM), "fail": config(hosts=["tcp://127.0.0.1:2375"], tls=True),
                   "not_applicable": config(hosts=["unix:///run/docker.sock"]), "insufficient_evidence": {"daemon.json": {}}},
    "daemon-default-ulimit": {"pass": config(("/usr/sbin/dockerd", "--default-ulimit", "nofile=1:2")), "fail": "none set is a question (warn)",
                              "not_applicable": ACTIVE, "insufficient_evidence": {"daemon.json": {}}},
    "daemon-userns-remap": {"pass": info(SecurityOptions=["name=userns"]), "fail": info(), "not_applicable": ACTIVE, "insufficient_evidence": NOT_GIVEN},
    "daemon-cgroup-parent": {"pass": config(), "fail": config(**{"cgroup-parent": "/x"}), "not_applicable": ACTIVE, "insufficient_evidence": info()},
    "daemon-base-device-size": {"pass": config(), "fail": both(info(Driver="devicemapper"), config(**{"storage-opts": ["dm.basesize=50G"]})),
                                "not_applicable": info(), "insufficient_evidence": info(Driver="devicemapper")},
    "daemon-authz-plugin": {"pass": info(Plugins={"Authorization": ["opa"]}), "fail": info(), "not_applicable": ACTIVE, "insufficient_evidence": NOT_GIVEN},
    "daemon-remote-logging": {"pass": both(info(LoggingDriver="syslog"), config(**{"log-driver": "syslog", "log-opts": {"syslog-address": "tcp://10.0.0.9:514"}})),
                              "fail": info(LoggingDriver="local"), "not_applicable": ACTIVE, "insufficient_evidence": {"daemon.json": {}}},
    "daemon-no-legacy-registry": {"pass": both(info(ServerVersion="1.13.1"), config(**{"disable-legacy-registry": True})),
                                  "fail": both(info(ServerVersion="1.13.1"), config()), "not_applicable": info(), "insufficient_evidence": config()},
    "daemon-no-new-privileges": {"pass": config(**{"no-new-privileges": True}), "fail": config(("/usr/sbin/dockerd", "--no-new-privileges=false")),
                                 "not_applicable": ACTIVE, "insufficient_evidence": info()},
    "daemon-live-restore": {"pass": info(LiveRestoreEnabled=True), "fail": info(), "not_applicable": swarm(), "insufficient_evidence": {"daemon.json": {}}},
    "daemon-userland-proxy": {"pass": config(**{"userland-proxy": False}), "fail": config(), "not_applicable": ACTIVE, "insufficient_evidence": info()},
    "daemon-seccomp-profile": {"pass": info(), "fail": info(SecurityOptions=["name=seccomp,profile=unconfined"]), "not_applicable": ACTIVE,
                               "insufficient_evidence": NOT_GIVEN},
    "daemon-no-experimental": {"pass": info(), "fail": info(ExperimentalBuild=True), "not_applicable": ACTIVE, "insufficient_evidence": NOT_GIVEN},
    "image-user-nonroot": of_container(bad=container(Config={"User": "0:0"})),
    "image-content-trust": {"pass": {"environment.txt": "DOCKER_CONTENT_TRUST=1\n"}, "fail": {"environment.txt": "HOME=/root\n"},
                            "not_applicable": "each client has an environment", "insufficient_evidence": NOT_GIVEN},
    "image-healthcheck": {"pass": history(ROOT), "fail": {"images.json": [{"Id": "sha256:aa", "Config": {"Healthcheck": {"Test": ["NONE"]}}}]},
                          "not_applicable": {"images.json": []}, "insufficient_evidence": NOT_GIVEN},
    "image-no-lone-update": {"pass": history(ROOT, "/bin/sh -c apt-get update && apt-get install -y x"),
                             "fail": "an engine's history does not tell whose step it is: a question (warn); scan the image itself",
                             "not_applicable": {"images.json": []}, "insufficient_evidence": {"images.json": [{"Id": "sha256:aa", "Config": {}}]}},
    "image-copy-not-add": {"pass": history(ROOT, "/bin/sh -c #(nop) COPY file:bb in /x "), "fail": "ADD is a question (warn): it may be needed",
                           "not_applicable": {"images.json": []}, "insufficient_evidence": {"images.json": [{"Id": "sha256:aa", "Config": {}}]}},
    "image-no-secrets": {"pass": "the files of an image are no evidence of a host: scan the image itself",
                         "fail": {"images.json": [{"Id": "sha256:aa", "Config": {"Env": ["AWS_SECRET_ACCESS_KEY=" + "wJa1rXUtnFEMI/K7MDENG/bPxRfiCYzz9Ab3dE5f"]}}]},
                         "not_applicable": {"images.json": []}, "insufficient_evidence": history(ROOT)},
    "rt-apparmor": of_container(both(info(SecurityOptions=["name=apparmor"]), container()),
                                both(info(SecurityOptions=["name=apparmor"]), container(AppArmorProfile="unconfined")), both(info(), container()),
                                container(AppArmorProfile="")),
    "rt-selinux": of_container(both(info(SecurityOptions=["name=selinux"]), container()),
                               both(info(SecurityOptions=["name=selinux"]), container({"SecurityOpt": ["label=disable"]})), both(info(), container()), container()),
    "rt-capabilities": of_container(bad=container({"CapAdd": ["CAP_SYS_ADMIN"]}), na=windows(), lacking=container({"CapAdd": ...})),
    "rt-no-privileged": of_container(bad=container({"Privileged": True})),
    "rt-no-sensitive-mounts": of_container(bad=container({"Binds": ["/etc//:/host/etc:rw"]}, Mounts=[
        {"Type": "bind", "Source": "/etc", "Destination": "/host/etc", "Mode": "rw", "RW": True, "Propagation": "rprivate"}]), na=windows(), lacking=container({"Binds": ...}, Mounts=...)),
    "rt-no-sshd": of_container(both(container(), {"top.json": {"c0ffee": {"Titles": ["PID", "CMD"], "Processes": [["1", "sleep 1"]]}}}),
                               both(container(), {"top.json": {"c0ffee": {"Titles": ["PID", "CMD"], "Processes": [["1", "/bin/sh /usr/sbin/sshd -D"]]}}}),
                               lacking=container()),
    "rt-no-privileged-ports": of_container(bad=container(NetworkSettings={"Ports": {"80/tcp": [{"HostIp": "::", "HostPort": "80"}]}}),
                                           na=container({"NetworkMode": "host"}), lacking=container({"PortBindings": ...}, NetworkSettings={"Ports": ...})),
    "rt-needed-ports-only": of_container(bad=both(container({"PortBindings": {"8080/tcp": [{"HostIp": "", "HostPort": "8080"}]}}, NetworkSettings={
        "Ports": {"8080/tcp": [{"HostIp": "::", "HostPort": "8080"}]}}), site(needed_ports=["443/tcp"]))),
    "rt-no-host-net": of_container(bad=container({"NetworkMode": "host"}), lacking=container({"NetworkMode": ...})),
    "rt-memory-limit": of_container(bad=container({"Memory": 0, "MemoryReservation": 5})),
    "rt-cpu-shares": of_container(bad=container({"CpuShares": 1024})),
    "rt-readonly-rootfs": of_container(bad=container({"ReadonlyRootfs": False})),
    "rt-bind-interface": of_container(container(NetworkSettings={"Ports": {"1/tcp": [{"HostIp": "10.0.0.1", "HostPort": "1024"}]}}),
                                      container(NetworkSettings={"Ports": {"1/tcp": [{"HostIp": "::", "HostPort": "1024"}]}}), container()),
    "rt-restart-policy": of_container(bad=container({"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 0}})),
    "rt-no-host-pid": of_container(bad=container({"PidMode": "host"})),
    "rt-no-host-ipc": of_container(bad=container({"IpcMode": "host"})),
    "rt-no-host-devices": of_container(bad=container({"Devices": [{"PathOnHost": "/dev/sda", "CgroupPermissions": "rwm"}]})),
    "rt-ulimit-override": {**of_container(), "fail": "an override needs a reason: a question (warn)"},
    "rt-no-shared-propagation": of_container(bad=container({"Binds": ["/x:/x:rshared"]}, Mounts=[
        {"Type": "bind", "Source": "/x", "Destination": "/x", "RW": True, "Propagation": "rshared"}]), na=windows()),
    "rt-no-host-uts": of_container(bad=container({"UTSMode": "host"})),
    "rt-seccomp-enabled": of_container(both(info(), container()), container({"SecurityOpt": ["seccomp:unconfined"]}), windows(), container()),
    "rt-no-exec-privileged": {"pass": {"exec-log.txt": "docker exec -it one sh\n"}, "fail": {"exec-log.txt": "docker exec --privileged one sh\n"},
                              "not_applicable": "a log without such commands meets the item", "insufficient_evidence": NOT_GIVEN},
    "rt-no-exec-user-root": {"pass": {"exec-log.txt": "docker exec -u app one sh --user root\n"}, "fail": {"exec-log.txt": "docker container exec -itu root one sh\n"},
                             "not_applicable": "a log without such commands meets the item", "insufficient_evidence": NOT_GIVEN},
    "rt-cgroup": of_container(bad=both(container({"CgroupParent": "/x"}), config()), lacking=container({"CgroupParent": "/x"})),
    "rt-no-new-privileges": of_container(bad=both(container({"SecurityOpt": ["no-new-privileges:false"]}), config(**{"no-new-privileges": True})), na=windows(),
                                         lacking=container({"SecurityOpt": []})),
    "rt-health": of_container(bad=container(Config={"Healthcheck": {"Test": ["NONE"]}}, State={"Health": {"Status": "none"}})),
    "rt-latest-image": of_container(both(container(), site(image_tags={"web:1": "sha256:aa"})), both(container(), site(image_tags={"web:1": "sha256:bb"})),
                                    both(NO_CONTAINERS, site(image_tags={"web:1": "sha256:aa"})), site(image_tags={"web:1": "sha256:aa"})),
    "rt-pids-limit": of_container(bad=container({"PidsLimit": ...})),
    "rt-no-docker0": {**of_container(), "fail": "the default bridge is a question (warn): the item is not scored"},
    "rt-no-host-userns": of_container(bad=container({"UsernsMode": "host"})),
    "rt-no-docker-sock": of_container(bad=container({"Binds": ["/var/run:/r:ro"]}, Mounts=[
        {"Type": "bind", "Source": "/var/run", "Destination": "/r", "RW": False}])),
    "swarm-mode-disabled": {"pass": info(), "fail": swarm(), "not_applicable": "swarm mode is either on or off", "insufficient_evidence": NOT_GIVEN},
    "swarm-manager-count": {"pass": swarm(), "fail": swarm(Managers=2), "not_applicable": info(), "insufficient_evidence": swarm(ControlAvailable=False)},
    "swarm-bind-interface": {"pass": both(swarm(), {"listen.txt": "LISTEN 0 1 10.0.0.1:2377 *:*\n"}), "fail": both(swarm(), {"listen.txt": "LISTEN 0 1 *:2377 *:*\n"}),
                             "not_applicable": info(), "insufficient_evidence": swarm()},
    "swarm-overlay-encrypted": {"pass": both(swarm(), {"networks.json": [{"Name": "o", "Driver": "overlay", "Scope": "swarm", "Options": {"encrypted": ""}}]}),
                                "fail": both(swarm(), {"networks.json": [{"Name": "o", "Driver": "overlay", "Scope": "swarm", "Options": None}]}),
                                "not_applicable": info(), "insufficient_evidence": swarm()},
    "swarm-autolock": {"pass": swarm(), "fail": swarm(Cluster={"Spec": {"EncryptionConfig": {"AutoLockManagers": False}}}), "not_applicable": info(),
                       "insufficient_evidence": swarm(Cluster=None)},
    "swarm-node-cert-rotate": {"pass": both(swarm(), site(node_cert_max_days=90)), "fail": both(swarm(), site(node_cert_max_days=30)), "not_applicable": info(),
                               "insufficient_evidence": swarm(Cluster=None)},
    "swarm-ca-cert-rotate": by_hand("swarm-ca-cert-rotate", swarm(), info()),
})
