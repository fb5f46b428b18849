/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/benchmark.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

/* Ids in order of age, and how many recommendations each version has, as published. */
static const struct {
    const char *id;
    uint32_t count;
    bool scored;
} versions[] = {
    {"cis-docker-1.11.0", 83, true},           {"cis-docker-1.12.0", 99, true}, {"cis-docker-1.13.0", 104, true},
    {"cis-docker-ce-17.06-1.1.0", 105, true},  {"cis-docker-1.2.0", 115, true}, {"cis-docker-1.3.1", 116, false},
    {"cis-docker-1.4.0", 117, false},          {"cis-docker-1.5.0", 117, false}, {"cis-docker-1.6.0", 117, false},
    {"cis-docker-1.7.0", 117, false},          {"cis-docker-1.8.0", 118, false},
};

static void test_versions(void **state)
{
    (void)state;
    assert_int_equal(cdk_benchmark_count(), sizeof versions / sizeof *versions);
    for (uint32_t i = 0; i < cdk_benchmark_count(); i++) {
        const cdk_benchmark *benchmark = cdk_benchmark_at(i);
        assert_string_equal(benchmark->id, versions[i].id);
        assert_int_equal(benchmark->count, versions[i].count);
        assert_int_equal(benchmark->has_scored_marks, versions[i].scored);
        assert_ptr_equal(cdk_benchmark_find(cdk_str_of(benchmark->id)), benchmark);
    }
    assert_null(cdk_benchmark_find(CDK_STR("cis-docker-1.3.0")));
    assert_null(cdk_benchmark_at(cdk_benchmark_count()));
}

static void test_marks_fit_the_scheme(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < cdk_benchmark_count(); i++) {
        const cdk_benchmark *benchmark = cdk_benchmark_at(i);
        for (uint32_t n = 0; n < benchmark->count; n++) {
            const cdk_recommendation *item = &benchmark->items[n];
            assert_true(item->level_count > 0);
            if (benchmark->has_scored_marks)
                assert_int_equal(item->assessment, CDK_ASSESS_NONE);
            else
                assert_int_equal(item->scored, CDK_UNKNOWN);
        }
    }
}

/* No rule of the catalogue names a trigger that does not exist, and nothing is left without words. */
static void test_each_item_is_served_or_says_why_not(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < cdk_benchmark_count(); i++) {
        const cdk_benchmark *benchmark = cdk_benchmark_at(i);
        for (uint32_t n = 0; n < benchmark->count; n++) {
            const cdk_recommendation *item = &benchmark->items[n];
            const cdk_slug *slug = item->slug;
            assert_ptr_equal(cdk_slug_find(cdk_str_of(slug->slug)), slug);
            assert_true(slug->rationale[0] && slug->remediation[0] && slug->evidence[0]);
            assert_true(item->rule_count > 0 || slug->manual);
            for (uint32_t k = 0; k < item->rule_count; k++) assert_non_null(cdk_bench_rule_trigger(&item->rules[k]));
        }
    }
    assert_null(cdk_slug_find(CDK_STR("no-such-slug")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_versions), cmocka_unit_test(test_marks_fit_the_scheme),
                                       cmocka_unit_test(test_each_item_is_served_or_says_why_not)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
