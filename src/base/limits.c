/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"

#include <stddef.h>

static const cdk_option options[CDK_LIMIT_COUNT] = {
#define CDK_OPTION(name, key, def, min, max, unit, text) {#name, unit, text, key, def, min, max},
#include "base/options.def"
#undef CDK_OPTION
};

void cdk_limits_init(cdk_limits *limits)
{
    for (int i = 0; i < CDK_LIMIT_COUNT; i++) limits->v[i] = options[i].def;
}

const cdk_option *cdk_option_of(cdk_limit limit)
{
    return &options[limit];
}

const cdk_option *cdk_option_by_key(int32_t key)
{
    for (int i = 0; i < CDK_LIMIT_COUNT; i++)
        if (options[i].key == key) return &options[i];
    return NULL;
}

bool cdk_limits_set(cdk_limits *limits, int32_t key, uint64_t value)
{
    const cdk_option *option = cdk_option_by_key(key);
    if (!option || value < option->min || value > option->max) return false;
    limits->v[option - options] = value;
    return true;
}

bool cdk_limits_get(const cdk_limits *limits, int32_t key, uint64_t *value)
{
    const cdk_option *option = cdk_option_by_key(key);
    if (!option) return false;
    *value = limits->v[option - options];
    return true;
}
