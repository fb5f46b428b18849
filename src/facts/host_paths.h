/* SPDX-License-Identifier: Apache-2.0 */
/* Where the files of a docker host are, as far as its own settings tell. */
#ifndef CDK_FACTS_HOST_PATHS_H
#define CDK_FACTS_HOST_PATHS_H

#include "facts/daemon_settings.h"

typedef enum cdk_host_object {
#define CDK_HOST_OBJECT(id, name, way, path, option) CDK_HO_##id,
#include "facts/host_object.def"
#undef CDK_HOST_OBJECT
    CDK_HO_COUNT
} cdk_host_object;

typedef enum cdk_paths_state {
    CDK_PATHS_KNOWN,
    CDK_PATHS_NONE,     /* there is no such object here: `why` */
    CDK_PATHS_UNKNOWN,  /* `lacks` would tell */
    CDK_PATHS_CONFLICT  /* the settings that name it contradict each other */
} cdk_paths_state;

typedef struct cdk_host_paths {
    cdk_paths_state state;
    const cdk_str *items; /* candidates of which any may exist (a unit), or all that count */
    uint32_t count;
    bool assumed;         /* the default, as nothing that was given tells */
    const char *why;
    cdk_evidence_kind lacks;
} cdk_host_paths;

bool cdk_host_object_by_name(cdk_str name, cdk_host_object *out);
/* Failure: memory. */
int32_t cdk_host_paths_of(const cdk_env *env, cdk_arena *arena, const cdk_evidence *evidence, cdk_host_object object,
                          cdk_host_paths *out);

#endif
