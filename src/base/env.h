/* SPDX-License-Identifier: Apache-2.0 */
/* What every function that can fail is handed: memory, limits, hooks and the place for its failure.
 * One env belongs to one thread of work; workers get a copy with an error of their own. */
#ifndef CDK_BASE_ENV_H
#define CDK_BASE_ENV_H

#include "base/error.h"
#include "base/limits.h"
#include "base/mem.h"

typedef struct cdk_env {
    cdk_mem *mem;
    const cdk_limits *limits;
    const cisdock_hooks *hooks; /* never NULL; members may be */
    cdk_error *error;
    cdk_str redaction_key; /* key for digests of redacted values; p NULL: none are shown */
} cdk_env;

/* Record a failure and give its status: `return cdk_fail(env, CDK_CLASS_BAD_TAR, &where, "...")`. `where` may be NULL. */
int32_t cdk_fail(const cdk_env *env, cdk_class cls, const cdk_where *where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
int32_t cdk_fail_memory(const cdk_env *env);                                        /* no memory, or budget reached */
int32_t cdk_fail_host(const cdk_env *env, const char *what, int64_t host_code);     /* a callback failed */
int32_t cdk_fail_limit(const cdk_env *env, cdk_limit limit, const cdk_where *where, uint64_t wanted);

/* Asks the host whether to stop; CISDOCK_OK or CISDOCK_E_CANCELLED with the failure set. Call before each I/O and
 * every few thousand items of a long loop. */
int32_t cdk_check_cancel(const cdk_env *env);
void cdk_progress(const cdk_env *env, const char *phase, uint64_t done, uint64_t total);
void cdk_log(const cdk_env *env, int32_t level, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Record a survived fault in `list`, texts copied to `arena`. Beyond MAX_PROBLEMS it is counted, not kept.
 * False only where memory ran out (failure set). */
bool cdk_problem_add(const cdk_env *env, cdk_arena *arena, cdk_problems *list, cdk_class cls, cdk_severity severity,
                     const cdk_where *where, const char *format, ...) __attribute__((format(printf, 7, 8)));
/* The same from the env's last failure. */
bool cdk_problem_from_error(const cdk_env *env, cdk_arena *arena, cdk_problems *list, cdk_severity severity);
/* Copy all of `from` behind `to`; `layer` >= 0 is written over those that name none. */
bool cdk_problems_append(const cdk_env *env, cdk_arena *arena, cdk_problems *to, const cdk_problems *from, int32_t layer);

static inline void cdk_error_clear(const cdk_env *env)
{
    env->error->status = CISDOCK_OK;
    env->error->cls = CDK_CLASS_NONE;
    env->error->message[0] = '\0';
}

#endif
