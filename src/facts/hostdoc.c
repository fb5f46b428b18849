/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/hostdoc.h"

#include "facts/argv.h"

int32_t cdk_hostdoc_take(const cdk_env *env, cdk_arena *arena, cdk_evidence_kind kind, cdk_str text, cdk_problems *problems,
                         cdk_hostdoc *into)
{
    switch (kind) {
    case CDK_EV_DOCKERD_ARGV: return cdk_argv_check(env, text);
    case CDK_EV_STAT: return cdk_stat_parse(env, arena, text, problems, &into->stat);
    case CDK_EV_AUDIT_RULES: return cdk_audit_parse(env, arena, text, true, &into->audit);
    case CDK_EV_AUDIT_FILES: return cdk_audit_parse(env, arena, text, false, &into->audit);
    case CDK_EV_MOUNTS: return cdk_mounts_parse(env, arena, text, problems, &into->mounts);
    case CDK_EV_PROCESSES: return cdk_processes_parse(env, arena, text, &into->processes);
    case CDK_EV_LISTENERS: return cdk_listeners_parse(env, arena, text, &into->listeners);
    case CDK_EV_DOCKER_GROUP: return cdk_docker_group_parse(env, arena, text, &into->group);
    default: return CISDOCK_OK;
    }
}
