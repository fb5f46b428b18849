/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/reading.h"

static const struct {
    cdk_class cls;
    cdk_severity severity;
    const char *text;
} oddities[] = {
#define CDK_ODDITY(id, cls, severity, text) {CDK_CLASS_##cls, CDK_##severity, text},
#include "layer/oddities.def"
#undef CDK_ODDITY
};

bool cdk_note_odd(cdk_reading *reading, cdk_entry_oddity oddity, cdk_str path, uint64_t offset)
{
    cdk_odd *odd = &reading->odd[oddity];
    if (odd->count++) return true;
    odd->offset = offset <= INT64_MAX ? (int64_t)offset : -1;
    odd->path = cdk_str_dup(&reading->facts->arena, path);
    if (!odd->path.p) cdk_fail_memory(reading->env);
    return odd->path.p != NULL;
}

int32_t cdk_tell_odd(cdk_reading *reading)
{
    for (size_t i = 0; i < CDK_ODDITY_COUNT; i++) {
        const cdk_odd *odd = &reading->odd[i];
        if (!odd->count) continue;
        cdk_where where = CDK_NOWHERE;
        where.path = odd->path;
        where.offset = odd->offset;
        if (!cdk_problem_add(reading->env, &reading->facts->arena, &reading->facts->problems, oddities[i].cls,
                             oddities[i].severity, &where, "%s (%u in this layer, this is the first)", oddities[i].text,
                             odd->count))
            return reading->env->error->status;
    }
    return CISDOCK_OK;
}
