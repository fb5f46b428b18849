/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_container.h"

#include "checks/gates.h"

static const cdk_param_spec namespace_params[] = {
    {"namespace", CDK_P_ENUM, true, "NetworkMode|PidMode|IpcMode|UTSMode|UsernsMode", NULL, "member of HostConfig that tells it"},
};
static const cdk_param_spec capability_params[] = {
    {"net_raw", CDK_P_BOOL, false, NULL, "false", "warn where NET_RAW is not dropped"},
};
static const cdk_param_spec exec_params[] = {
    {"option", CDK_P_ENUM, true, "privileged|user", NULL, "option of docker exec that must not be used"},
    {"users", CDK_P_ENUM, false, "root|any", "root", "which users count"},
};

static const cdk_trigger triggers[] = {
    {.name = "user", .description = "the container's user is not root", .evaluate = cdk_container_user},
    {.name = "apparmor", .description = "an AppArmor profile confines it", .evaluate = cdk_container_apparmor},
    {.name = "selinux", .description = "an SELinux label confines it", .evaluate = cdk_container_selinux},
    {.name = "capabilities", .description = "no capability is added that is not needed", .params = capability_params, .param_count = 1,
     .evaluate = cdk_container_capabilities},
    {.name = "privileged", .description = "it does not run privileged", .evaluate = cdk_container_privileged},
    {.name = "sensitive_mounts", .description = "no folder that makes up the host is mounted", .evaluate = cdk_container_sensitive_mounts},
    {.name = "sshd", .description = "no SSH server runs inside", .evaluate = cdk_container_sshd},
    {.name = "privileged_ports", .description = "no host port below 1024 is mapped", .evaluate = cdk_container_privileged_ports},
    {.name = "needed_ports", .description = "only needed ports are published", .evaluate = cdk_container_needed_ports},
    {.name = "namespace", .description = "a namespace of the host is not shared", .params = namespace_params, .param_count = 1,
     .evaluate = cdk_container_namespace},
    {.name = "memory", .description = "memory is limited", .evaluate = cdk_container_memory},
    {.name = "cpu", .description = "CPU time has a priority or limit", .evaluate = cdk_container_cpu},
    {.name = "readonly_rootfs", .description = "the root file system is read-only", .evaluate = cdk_container_readonly_rootfs},
    {.name = "bind_interface", .description = "ports are published on named interfaces", .evaluate = cdk_container_bind_interface},
    {.name = "restart_policy", .description = "restarts on failure are bounded", .evaluate = cdk_container_restart_policy},
    {.name = "devices", .description = "no device of the host is passed in", .evaluate = cdk_container_devices},
    {.name = "ulimits", .description = "the default ulimits are in force", .evaluate = cdk_container_ulimits},
    {.name = "propagation", .description = "no mount is shared with the host", .evaluate = cdk_container_propagation},
    {.name = "seccomp", .description = "a seccomp filter is in force", .evaluate = cdk_container_seccomp},
    {.name = "exec", .description = "docker exec is not used with an option", .params = exec_params, .param_count = 2, .evaluate = cdk_container_exec},
    {.name = "cgroup", .description = "it stays in the engine's cgroup", .evaluate = cdk_container_cgroup},
    {.name = "no_new_privileges", .description = "it gains no new privileges", .evaluate = cdk_container_no_new_privileges},
    {.name = "health", .description = "its health is probed", .evaluate = cdk_container_health},
    {.name = "latest_image", .description = "it runs the newest image of its name", .evaluate = cdk_container_latest_image},
    {.name = "pids", .description = "the number of processes is limited", .evaluate = cdk_container_pids},
    {.name = "default_bridge", .description = "it is not attached to the default bridge", .evaluate = cdk_container_default_bridge},
    {.name = "engine_socket", .description = "the engine's socket is not mounted", .evaluate = cdk_container_engine_socket},
};

const cdk_gate cdk_gate_container = {
    .name = "container",
    .description = "how containers were started, from their inspection",
    .triggers = triggers,
    .count = sizeof triggers / sizeof *triggers,
};
