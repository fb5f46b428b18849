/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/builtin.h"

#include "cdk_config.h"

uint32_t cdk_benchmark_count(void)
{
#if CDK_BUILTIN_BUNDLES
    return cdk_builtin_benchmark_count;
#else
    return 0;
#endif
}

const cdk_benchmark *cdk_benchmark_at(uint32_t index)
{
#if CDK_BUILTIN_BUNDLES
    if (index < cdk_builtin_benchmark_count) return &cdk_builtin_benchmarks[index];
#else
    (void)index;
#endif
    return NULL;
}

const cdk_benchmark *cdk_benchmark_find(cdk_str id)
{
    for (uint32_t i = 0; i < cdk_benchmark_count(); i++)
        if (cdk_str_is(id, cdk_benchmark_at(i)->id)) return cdk_benchmark_at(i);
    return NULL;
}

const cdk_slug *cdk_slug_find(cdk_str slug)
{
    for (uint32_t i = cdk_benchmark_count(); i > 0; i--) {
        const cdk_benchmark *benchmark = cdk_benchmark_at(i - 1);
        for (uint32_t n = 0; n < benchmark->count; n++)
            if (cdk_str_is(slug, benchmark->items[n].slug->slug)) return benchmark->items[n].slug;
    }
    return NULL;
}

const cdk_trigger *cdk_bench_rule_trigger(const cdk_bench_rule *rule)
{
    if (rule->trigger_row) return rule->trigger_row;
    return cdk_trigger_find(cdk_gate_find(cdk_str_of(rule->gate)), cdk_str_of(rule->trigger));
}
