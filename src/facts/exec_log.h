/* SPDX-License-Identifier: Apache-2.0 */
/* Commands run in containers by "docker exec", one a line of a log: a shell's history, command lines of process accounting,
 * records of the kernel's audit (EXECVE, PROCTITLE), or the engine's own answer or request about an exec as JSON. */
#ifndef CDK_FACTS_EXEC_LOG_H
#define CDK_FACTS_EXEC_LOG_H

#include "base/env.h"
#include "base/str.h"

typedef struct cdk_exec_call {
    bool found;      /* the line holds such a command */
    bool privileged;
    bool has_user;
    cdk_str user;    /* in the arena */
} cdk_exec_call;

/* Failure: memory. */
int32_t cdk_exec_read(const cdk_env *env, cdk_arena *arena, cdk_str line, cdk_exec_call *out);

#endif
