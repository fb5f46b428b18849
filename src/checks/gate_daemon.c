/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_daemon.h"

#include "checks/gates.h"

static const cdk_param_spec driver_params[] = {
    {"driver", CDK_P_STRING, true, NULL, NULL, "storage driver that must not be in use"},
};

static const cdk_trigger triggers[] = {
    {.name = "rootless", .description = "dockerd runs without root", .evaluate = cdk_daemon_rootless},
    {.name = "icc", .description = "containers on the default bridge cannot reach each other freely", .evaluate = cdk_daemon_icc},
    {.name = "log_level", .description = "the daemon logs at level info", .evaluate = cdk_daemon_log_level},
    {.name = "iptables", .description = "the daemon manages the packet filter", .evaluate = cdk_daemon_iptables},
    {.name = "insecure_registries", .description = "each registry is reached with verified TLS", .evaluate = cdk_daemon_insecure_registries},
    {.name = "storage_driver", .description = "a storage driver is not in use", .params = driver_params, .param_count = 1,
     .evaluate = cdk_daemon_storage_driver},
    {.name = "tls", .description = "an API on TCP asks for verified TLS", .evaluate = cdk_daemon_tls},
    {.name = "default_ulimits", .description = "default ulimits are set", .evaluate = cdk_daemon_default_ulimits},
    {.name = "userns_remap", .description = "user namespaces are remapped", .evaluate = cdk_daemon_userns},
    {.name = "cgroup_parent", .description = "the default cgroup parent is left as it is", .evaluate = cdk_daemon_cgroup_parent},
    {.name = "base_device_size", .description = "the base device size is left as it is", .evaluate = cdk_daemon_base_device_size},
    {.name = "authorization", .description = "a plugin authorises requests", .evaluate = cdk_daemon_authorization},
    {.name = "remote_logging", .description = "container logs leave the host", .evaluate = cdk_daemon_remote_logging},
    {.name = "legacy_registry", .description = "the legacy registry protocol is refused", .evaluate = cdk_daemon_legacy_registry},
    {.name = "no_new_privileges", .description = "containers get no new privileges by default", .evaluate = cdk_daemon_no_new_privileges},
    {.name = "live_restore", .description = "containers outlive a restart of the daemon", .evaluate = cdk_daemon_live_restore},
    {.name = "userland_proxy", .description = "the userland proxy is off", .evaluate = cdk_daemon_userland_proxy},
    {.name = "seccomp_profile", .description = "the daemon-wide seccomp profile is the built-in one, or was looked at", .evaluate = cdk_daemon_seccomp},
    {.name = "experimental", .description = "experimental features are off", .evaluate = cdk_daemon_experimental},
};

const cdk_gate cdk_gate_daemon = {
    .name = "daemon",
    .description = "how dockerd runs and is configured: docker info first, then daemon.json and its command line",
    .triggers = triggers,
    .count = sizeof triggers / sizeof *triggers,
};
