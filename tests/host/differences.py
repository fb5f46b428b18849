# SPDX-License-Identifier: Apache-2.0
"""Where our verdicts and those of others differ, whose side is right by the benchmark's meaning, and why.

A row speaks for a control, whatever the set-up: OTHER is what the other side says, OURS what we say. A difference that no
row names fails the test, and so does a row that no set-up needs."""

# (control, word in expected.json, our verdict, who is right, why)
EXPECTED = [
    ("2.13", "pass", "warn", "ours",
     "The item asks for a remote place, so that logs outlive the host. syslog at a loopback address is this very host: whether "
     "it forwards anything, the evidence does not show. A pass would rest on what nobody has seen; a fail would too."),
    ("5.4", "pass", "fail", "ours",
     "--privileged gives all capabilities without naming any in CapAdd. The item asks that capabilities be restricted, "
     "whichever option lifted them; the other reading looks at CapAdd alone, as the item's example command does. The same "
     "reading counts privileged containers in 5.22 though SecurityOpt names no profile: it cannot leave them out here."),
    ("5.14", "pass", "not_applicable", "ours",
     "No container publishes a port: there is no object that the item speaks of. A pass would count towards the score for "
     "something that is not there. The other reading says not_applicable in the same situation elsewhere (no certificate "
     "files, swarm mode off, no AppArmor)."),
    ("5.18", "pass", "fail", "ours",
     "--privileged exposes all devices of the host without naming any in Devices; the item is about devices that are exposed, "
     "and none is exposed more than by this. As in 5.4, the other reading looks at one member of two that decide."),
    ("5.18", "manual", "fail", "ours",
     "The same container beside one with --device: what is privileged fails, what a person must judge stays a question."),
]

# Containers that one side names and the other does not, where both give the same word.
# (control, who names them, why)
ITEMS = [
    ("2.5", "expected", "A loopback network that was named on purpose is no registry without TLS beyond this host; the other registry fails."),
    ("2.10", "expected", "The setting itself is our finding; it has no object beside the daemon."),
    ("2.13", "expected", "The same: the driver stands in the message and the evidence."),
    ("5.4", "ours", "Containers that keep NET_RAW are warned of from 1.6.0 on, and privileged ones fail."),
    ("7.2", "ours", "Port 7946 of the gossip between nodes is listened on at all addresses as well as 2377."),
]

# docker-bench-security, newest version: (control, its word, our verdict, why ours is right)
DOCKER_BENCH = [
    ("1.1.1", "PASS", "fail", "a bind of the root file system onto itself is a mount point, but no file system of its own"),
    ("1.1.3", "WARN", "pass", "the daemon runs from /usr/sbin here; it looks for a rule about /usr/bin only"),
    ("1.1.4", "PASS", "fail", "a rule about a socket inside does not watch the folder; it searches for text"),
    ("1.1.5", "PASS", "fail", "/var/lib/docker2 is another folder; it searches for text"),
    ("1.1.7", "PASS", "fail", "a rule about docker.service.d is none about docker.service; it searches for text"),
    ("1.1.11", "WARN", "pass", "a watch on the folder above covers the file"),
    ("1.1.12", "PASS", "fail", "the rule is a `never` rule: it switches the audit of the file off"),
    ("1.1.14", "PASS", "fail", "a rule about containerd-shim-runc-v2 is none about containerd; it searches for text"),
    ("1.1.15", "PASS", "fail", "the same for containerd-shim"),
    ("2.2", "WARN", "pass", "--icc=0 switches it off; it knows --icc=false only"),
    ("2.3", "PASS", "fail", "it does not see --log-level on the command line where jq is there"),
    ("2.7", "INFO", "fail", "TCP on loopback without TLS is open to every local account and to containers on the host's network"),
    ("2.7", "WARN", "pass", "tlsverify in daemon.json counts as much as on the command line"),
    ("2.10", "PASS", "fail", "cgroup-parent in daemon.json is not seen by it"),
    ("2.13", "PASS", "fail", "the driver local keeps logs on the host"),
    ("2.13", "PASS", "warn", "syslog at a loopback address is this host"),
    ("2.14", "PASS", "fail", "--no-new-privileges=false is off; it looks for the option's name"),
    ("2.15", "PASS", "fail", "--live-restore=false is off; it looks for the option's name"),
    ("2.15", "PASS", "not_applicable", "swarm mode and live restore exclude each other: there is nothing to be met"),
    ("2.16", "WARN", "pass", "--userland-proxy=0 switches it off; it knows =false only"),
    ("2.18", "INFO", "pass", "the engine's own mark says off; it takes the item for retired"),
    ("2.18", "INFO", "fail", "the engine runs with --experimental; it takes the item for retired"),
    ("3.2", "PASS", "fail", "0622 lets others write; it compares the digits as a number"),
    ("3.4", "PASS", "fail", "0577 lets others write; it compares the digits as a number"),
    ("3.6", "PASS", "fail", "0737 lets others write; it compares the digits as a number"),
    ("3.7", "PASS", "fail", "the group is no root; it asks for the user only"),
    ("3.8", "PASS", "fail", "0437 lets others write, and client.cert and client.key count, too; it looks at *.crt only"),
    ("3.16", "PASS", "fail", "0606 lets all others write; it compares the digits as a number"),
    ("3.18", "PASS", "fail", "0606 lets all others write; it compares the digits as a number"),
    ("3.21", "PASS", "fail", "0466 lets others write; it compares the digits as a number"),
    ("4.1", "INFO", "fail", "it looks at running containers only"),
    ("5.2", "WARN", "not_applicable", "the host has no AppArmor"),
    ("5.3", "WARN", "not_applicable", "the host has no SELinux"),
    ("5.5", "PASS", "fail", "the privileged container does not run; it looks at running containers only"),
    ("5.14", "PASS", "not_applicable", "no port is published"),
    ("5.15", "PASS", "fail", "a service restarts its tasks without a bound; it looks at the task's own empty policy"),
    ("5.18", "INFO", "fail", "a privileged container has all devices"),
    ("5.19", "PASS", "warn", "a container that overrides the defaults needs a reason; it reads the item the other way round"),
    ("5.19", "INFO", "pass", "where nothing overrides the defaults the item is met; it reads the item the other way round"),
    ("5.26", "PASS", "fail", "=false after the option's name, or a daemon default that is off, is off"),
    ("5.32", "PASS", "fail", "the socket is mounted with the folder that holds it"),
    ("7.1", "PASS", "not_applicable", "swarm mode is off"), ("7.2", "PASS", "not_applicable", "swarm mode is off"),
    ("7.3", "PASS", "not_applicable", "swarm mode is off"), ("7.4", "PASS", "not_applicable", "swarm mode is off"),
    ("7.4", "PASS", "manual", "that secrets exist does not show that services use no others: it counts them"),
    ("7.5", "PASS", "not_applicable", "swarm mode is off"), ("7.6", "PASS", "not_applicable", "swarm mode is off"),
    ("7.7", "PASS", "not_applicable", "swarm mode is off"), ("7.8", "PASS", "not_applicable", "swarm mode is off"),
    ("7.9", "PASS", "not_applicable", "swarm mode is off"),
]
