/* SPDX-License-Identifier: Apache-2.0 */
/* What was read out of the texts of a host. Parts whose document was not given are empty: ask cdk_evidence_state(). */
#ifndef CDK_FACTS_HOSTDOC_H
#define CDK_FACTS_HOSTDOC_H

#include "facts/audit_rules.h"
#include "facts/evidence.h"
#include "facts/host_lists.h"
#include "facts/mounts.h"
#include "facts/stat_table.h"

typedef struct cdk_hostdoc {
    cdk_stat_table stat;
    cdk_audit_rules audit;
    cdk_mounts mounts;
    cdk_processes processes;
    cdk_listeners listeners;
    cdk_docker_group group;
} cdk_hostdoc;

/* Read a text of a kind that is one of these; others are left alone. */
int32_t cdk_hostdoc_take(const cdk_env *env, cdk_arena *arena, cdk_evidence_kind kind, cdk_str text, cdk_problems *problems,
                         cdk_hostdoc *into);

#endif
