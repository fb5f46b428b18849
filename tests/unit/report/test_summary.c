/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

typedef struct cdk_fixture {
    cdk_mem mem;
    cdk_arena arena;
    cdk_recommendation items[128];
    cdk_finding findings[128];
    cdk_benchmark benchmark;
    cdk_evaluation evaluation;
} cdk_fixture;

static cdk_fixture fixture;

static int begin(void **state)
{
    fixture = (cdk_fixture){0};
    cdk_mem_init(&fixture.mem, NULL);
    cdk_arena_init(&fixture.arena, &fixture.mem);
    fixture.benchmark = (cdk_benchmark){.id = "b", .has_scored_marks = true, .items = fixture.items};
    fixture.evaluation = (cdk_evaluation){.benchmark = &fixture.benchmark, .findings = fixture.findings};
    *state = &fixture;
    return 0;
}

static int end(void **state)
{
    (void)state;
    cdk_arena_free(&fixture.arena);
    return fixture.mem.used_bytes != 0;
}

static void add(const char *section, cdk_verdict verdict, cdk_tri scored, uint8_t level, uint32_t times)
{
    for (uint32_t i = 0; i < times; i++) {
        uint32_t n = fixture.evaluation.finding_count++;
        fixture.items[n] = (cdk_recommendation){.section = section, .scored = scored, .title = "t"};
        fixture.findings[n] = (cdk_finding){.recommendation = &fixture.items[n], .verdict = verdict, .level = level};
    }
}

/* scoring.md, "Worked example": 104 items, of which one image decides six. */
static void test_worked_example(void **state)
{
    (void)state;
    add("4", CDK_PASS, CDK_YES, 1, 3);
    add("4", CDK_FAIL, CDK_YES, 1, 2);
    add("4", CDK_WARN, CDK_YES, 2, 1);
    add("4", CDK_MANUAL, CDK_YES, 1, 3);
    add("4", CDK_INSUFFICIENT, CDK_YES, 1, 2);
    add("5", CDK_INSUFFICIENT, CDK_YES, 1, 93);
    cdk_summary *summary = cdk_summary_new(&fixture.arena, &fixture.evaluation);
    assert_non_null(summary);
    assert_int_equal(summary->all.score_tenths, 29);
    assert_int_equal(summary->all.assessed_tenths, 58);
    assert_int_equal(summary->all.assessed_score_tenths, 500);
    assert_int_equal(cdk_counts_total(&summary->all.counts), 104);
    assert_int_equal(cdk_counts_open(&summary->all.counts), 98);
    assert_int_equal(summary->section_count, 2);
    assert_string_equal(summary->sections[0].section, "4");
    assert_int_equal(summary->sections[0].all.score_tenths, 273);
    assert_int_equal(summary->sections[0].all.assessed_tenths, 545);
    assert_int_equal(summary->level_count, 2);
    assert_int_equal(summary->levels[0].level, 1);
    assert_int_equal(summary->levels[1].all.counts.v[CDK_WARN], 1);
    assert_int_equal(summary->docker_bench_score, 1);
}

static void test_nothing_is_null(void **state)
{
    (void)state;
    add("7", CDK_NOT_APPLICABLE, CDK_YES, 1, 4);
    cdk_summary *summary = cdk_summary_new(&fixture.arena, &fixture.evaluation);
    assert_non_null(summary);
    assert_int_equal(summary->all.score_tenths, -1);
    assert_int_equal(summary->all.assessed_tenths, -1);
    assert_int_equal(summary->all.assessed_score_tenths, -1);
}

/* A mark that is not known counts as not scored; with assessment marks "automated" is the flavour. */
static void test_flavours(void **state)
{
    (void)state;
    add("1", CDK_PASS, CDK_YES, 1, 1);
    add("1", CDK_FAIL, CDK_NO, 1, 1);
    add("1", CDK_FAIL, CDK_UNKNOWN, 1, 1);
    cdk_summary *summary = cdk_summary_new(&fixture.arena, &fixture.evaluation);
    assert_int_equal(summary->scored.score_tenths, 1000);
    assert_int_equal(summary->all.score_tenths, 333);
    assert_true(summary->headline_scored);
    assert_int_equal(summary->docker_bench_score, 1);
    fixture.benchmark.has_scored_marks = false;
    fixture.items[1].assessment = CDK_ASSESS_AUTOMATED;
    summary = cdk_summary_new(&fixture.arena, &fixture.evaluation);
    assert_int_equal(cdk_counts_total(&summary->scored.counts), 1);
    assert_int_equal(summary->scored.score_tenths, 0);
    assert_false(summary->headline_scored);
    assert_int_equal(summary->docker_bench_score, -1);
}

/* Half up: 1/16 is 6.25 %, 1/3 is 33.33 %, 2/3 is 66.67 %, 5/8 is 62.5 %. */
static void test_rounding(void **state)
{
    (void)state;
    static const struct {
        uint32_t passed, failed;
        int32_t tenths;
    } rows[] = {{1, 15, 63}, {1, 2, 333}, {2, 1, 667}, {5, 3, 625}, {0, 7, 0}, {7, 0, 1000}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture.evaluation.finding_count = 0;
        add("4", CDK_PASS, CDK_YES, 1, rows[i].passed);
        add("4", CDK_FAIL, CDK_YES, 1, rows[i].failed);
        cdk_summary *summary = cdk_summary_new(&fixture.arena, &fixture.evaluation);
        assert_int_equal(summary->all.score_tenths, rows[i].tenths);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_worked_example, begin, end),
        cmocka_unit_test_setup_teardown(test_nothing_is_null, begin, end),
        cmocka_unit_test_setup_teardown(test_flavours, begin, end),
        cmocka_unit_test_setup_teardown(test_rounding, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
