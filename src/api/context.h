/* SPDX-License-Identifier: Apache-2.0 */
/* The context from inside: what every public call enters, works in and leaves.
 *
 *     cdk_env *env;
 *     int32_t status = cdk_enter(context, &env);
 *     if (status) return status;
 *     ... cdk_layer_call(env, ...) ...
 *     return cdk_leave(context, status);
 */
#ifndef CDK_API_CONTEXT_H
#define CDK_API_CONTEXT_H

#include "base/env.h"

struct cisdock_context {
    cdk_mem mem;
    cdk_limits limits;
    cisdock_hooks hooks;
    cisdock_cache cache;       /* get NULL: none */
    cisdock_executor executor; /* parallel_for NULL: none */
    char *redaction_key;       /* NULL: none */
    cdk_env env;
    cdk_error work;            /* failures of the running call, survived ones included */
    cdk_error error;           /* of the last call that failed */
    _Atomic uint32_t refs;     /* the host's, and one for each handle */
    _Atomic uint32_t busy;     /* a call is running */
};

/* INVALID_ARG for NULL, BUSY where another call is running on it (from another thread, or from a callback). */
int32_t cdk_enter(cisdock_context *context, cdk_env **env);
/* Keeps the details of a failure for cisdock_error_*; gives `status` back. */
int32_t cdk_leave(cisdock_context *context, int32_t status);
/* A failed check of arguments: sets the failure outside of enter and leave, where nothing else was done yet. */
int32_t cdk_bad_argument(cisdock_context *context, const char *what);

void cdk_context_ref(cisdock_context *context);
void cdk_context_unref(cisdock_context *context);

/* Copy a host's table of which the first `least` bytes must be there; members that it is too old for become NULL. */
bool cdk_copy_table(void *to, size_t size, const void *from, size_t least);

#endif
