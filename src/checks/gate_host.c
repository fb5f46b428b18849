/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_host.h"

#include "checks/gates.h"

static const cdk_param_spec audit_params[] = {
    {"path", CDK_P_STRING, true, NULL, NULL, "what must be watched: a path, or docker.service, docker.socket, docker.sock, containerd.sock"},
    {"also", CDK_P_LIST, false, NULL, NULL, "other paths of the same thing"},
    {"program", CDK_P_BOOL, false, NULL, "false", "it is a program: watching its execution is enough"},
    {"required", CDK_P_BOOL, false, NULL, "false", "its absence is a gap in the evidence, not a fact of the host"},
};

static const cdk_trigger triggers[] = {
    {.name = "audit", .description = "the kernel's audit watches a file", .params = audit_params, .param_count = 4, .evaluate = cdk_host_audit},
    {.name = "partition", .description = "the data folder lies on a file system of its own", .evaluate = cdk_host_partition},
    {.name = "trusted_users", .description = "who may control the daemon", .evaluate = cdk_host_trusted_users},
    {.name = "engine_current", .description = "the engine's release is current", .evaluate = cdk_host_engine_current},
    {.name = "kernel", .description = "the kernel is recent enough", .evaluate = cdk_host_kernel},
    {.name = "listeners", .description = "no service listens that is not needed", .evaluate = cdk_host_listeners},
};

const cdk_gate cdk_gate_host = {
    .name = "host",
    .description = "the host beneath the daemon: audit, file systems, accounts, releases, listeners",
    .triggers = triggers,
    .count = sizeof triggers / sizeof *triggers,
};
