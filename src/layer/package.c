/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/reading.h"

bool cdk_package_add(cdk_reading *reading, const cdk_str texts[CDK_PKG_TEXTS], uint64_t installed_size, cdk_taken *taken)
{
    cdk_layer_facts *facts = reading->facts;
    cdk_package_row row = {.installed_size = installed_size};
    for (size_t i = 0; i < CDK_PKG_TEXTS; i++)
        if (!cdk_layer_str_add(reading->env, facts, texts[i], &row.text[i])) return false;
    if (!cdk_grow(facts->mem, (void **)&facts->packages, &facts->package_cap, facts->package_count + 1, sizeof row)) {
        cdk_fail_memory(reading->env);
        return false;
    }
    if (!taken->count) taken->first = (uint32_t)facts->package_count;
    taken->count++;
    facts->packages[facts->package_count++] = row;
    return true;
}
