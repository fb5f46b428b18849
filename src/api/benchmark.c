/* SPDX-License-Identifier: Apache-2.0 */
/* Benchmarks and recommendations, as they are. */
#include "bundle/benchmark.h"
#include "report/words.h"

#include <cisdock/benchmark.h>

static const cdk_benchmark *bench_in(const cisdock_benchmark *benchmark)
{
    return (const cdk_benchmark *)benchmark;
}

static const cdk_recommendation *in(const cisdock_recommendation *recommendation)
{
    return (const cdk_recommendation *)recommendation;
}

static const cdk_slug *slug(const cisdock_recommendation *recommendation)
{
    return recommendation ? in(recommendation)->slug : NULL;
}

static const cdk_level *level(const cisdock_recommendation *recommendation, uint32_t index)
{
    return recommendation && index < in(recommendation)->level_count ? &in(recommendation)->levels[index] : NULL;
}

uint32_t cisdock_benchmark_count(void)
{
    return cdk_benchmark_count();
}

const cisdock_benchmark *cisdock_benchmark_at(uint32_t index)
{
    return (const cisdock_benchmark *)cdk_benchmark_at(index);
}

const cisdock_benchmark *cisdock_benchmark_find(const char *id)
{
    if (id) return (const cisdock_benchmark *)cdk_benchmark_find(cdk_str_of(id));
    return cdk_benchmark_count() ? cisdock_benchmark_at(cdk_benchmark_count() - 1) : NULL;
}

const char *cisdock_benchmark_id(const cisdock_benchmark *benchmark)
{
    return benchmark ? bench_in(benchmark)->id : NULL;
}

const char *cisdock_benchmark_version(const cisdock_benchmark *benchmark)
{
    return benchmark ? bench_in(benchmark)->version : NULL;
}

const char *cisdock_benchmark_title(const cisdock_benchmark *benchmark)
{
    return benchmark ? bench_in(benchmark)->title : NULL;
}

uint32_t cisdock_benchmark_order(const cisdock_benchmark *benchmark)
{
    return benchmark ? bench_in(benchmark)->order : 0;
}

const char *cisdock_benchmark_confidence(const cisdock_benchmark *benchmark)
{
    return benchmark ? bench_in(benchmark)->confidence : NULL;
}

uint32_t cisdock_benchmark_recommendation_count(const cisdock_benchmark *benchmark)
{
    return benchmark ? bench_in(benchmark)->count : 0;
}

const cisdock_recommendation *cisdock_benchmark_recommendation_at(const cisdock_benchmark *benchmark, uint32_t index)
{
    if (index >= cisdock_benchmark_recommendation_count(benchmark)) return NULL;
    return (const cisdock_recommendation *)&bench_in(benchmark)->items[index];
}

const char *cisdock_recommendation_id(const cisdock_recommendation *recommendation)
{
    return recommendation ? in(recommendation)->id : NULL;
}

const char *cisdock_recommendation_slug(const cisdock_recommendation *recommendation)
{
    return slug(recommendation) ? slug(recommendation)->slug : NULL;
}

const char *cisdock_recommendation_title(const cisdock_recommendation *recommendation)
{
    return recommendation ? in(recommendation)->title : NULL;
}

const char *cisdock_recommendation_section(const cisdock_recommendation *recommendation)
{
    return recommendation ? in(recommendation)->section : NULL;
}

int32_t cisdock_recommendation_scored(const cisdock_recommendation *recommendation)
{
    static const int8_t marks[] = {[CDK_NO] = 0, [CDK_YES] = 1, [CDK_UNKNOWN] = -1};
    return recommendation ? marks[in(recommendation)->scored] : -1;
}

const char *cisdock_recommendation_assessment(const cisdock_recommendation *recommendation)
{
    static const char *const words[] = {
        [CDK_ASSESS_NONE] = NULL, [CDK_ASSESS_AUTOMATED] = "automated", [CDK_ASSESS_MANUAL] = "manual"};
    return recommendation ? words[in(recommendation)->assessment] : NULL;
}

uint32_t cisdock_recommendation_level_count(const cisdock_recommendation *recommendation)
{
    return recommendation ? in(recommendation)->level_count : 0;
}

const char *cisdock_recommendation_level_target(const cisdock_recommendation *recommendation, uint32_t index)
{
    const cdk_level *found = level(recommendation, index);
    return found ? cdk_target_word(found->target) : NULL;
}

int32_t cisdock_recommendation_level(const cisdock_recommendation *recommendation, uint32_t index)
{
    const cdk_level *found = level(recommendation, index);
    return found ? found->level : 0;
}

const char *cisdock_recommendation_rationale(const cisdock_recommendation *recommendation)
{
    return slug(recommendation) ? slug(recommendation)->rationale : NULL;
}

const char *cisdock_recommendation_remediation(const cisdock_recommendation *recommendation)
{
    return slug(recommendation) ? slug(recommendation)->remediation : NULL;
}

const char *cisdock_recommendation_evidence(const cisdock_recommendation *recommendation)
{
    return slug(recommendation) ? slug(recommendation)->evidence : NULL;
}

const char *cisdock_recommendation_manual(const cisdock_recommendation *recommendation)
{
    return slug(recommendation) ? slug(recommendation)->manual : NULL;
}

const char *cisdock_recommendation_nist(const cisdock_recommendation *recommendation)
{
    return slug(recommendation) ? slug(recommendation)->nist : NULL;
}
