/* SPDX-License-Identifier: Apache-2.0 */
/* The numeric options of a context: see options.def. */
#ifndef CDK_BASE_LIMITS_H
#define CDK_BASE_LIMITS_H

#include <stdbool.h>
#include <stdint.h>

typedef enum cdk_limit {
#define CDK_OPTION(name, key, def, min, max, unit, text) CDK_LIMIT_##name,
#include "base/options.def"
#undef CDK_OPTION
    CDK_LIMIT_COUNT
} cdk_limit;

typedef struct cdk_limits {
    uint64_t v[CDK_LIMIT_COUNT];
} cdk_limits;

#define CDK_LIMIT(env, NAME) ((env)->limits->v[CDK_LIMIT_##NAME])

typedef struct cdk_option {
    const char *name, *unit, *text;
    int32_t key;
    uint64_t def, min, max;
} cdk_option;

void cdk_limits_init(cdk_limits *limits);                    /* defaults */
const cdk_option *cdk_option_by_key(int32_t key);            /* NULL: no such key */
const cdk_option *cdk_option_of(cdk_limit limit);
bool cdk_limits_set(cdk_limits *limits, int32_t key, uint64_t value); /* false: no such key or out of bounds */
bool cdk_limits_get(const cdk_limits *limits, int32_t key, uint64_t *value);

#endif
