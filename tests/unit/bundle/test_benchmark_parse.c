/* SPDX-License-Identifier: Apache-2.0 */
/* The benchmark that a bundle carries: what is taken, what is told and left out. */
#include "bundle/bundle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static cdk_mem mem;
static cdk_arena arena;
static cdk_limits limits;
static cisdock_hooks hooks = {.struct_size = sizeof hooks};
static cdk_error error;
static cdk_env env = {.mem = &mem, .limits = &limits, .hooks = &hooks, .error = &error};

static int begin(void **state)
{
    (void)state;
    cdk_mem_init(&mem, NULL);
    cdk_arena_init(&arena, &mem);
    cdk_limits_init(&limits);
    return 0;
}

static int end(void **state)
{
    (void)state;
    cdk_arena_free(&arena);
    return mem.used_bytes != 0;
}

static const cdk_benchmark *parse(const char *text, cdk_problems *problems)
{
    cdk_json *root;
    const cdk_benchmark *benchmark;
    assert_int_equal(cdk_json_parse(&env, &arena, cdk_str_of(text), "bundle", &root), CISDOCK_OK);
    assert_int_equal(cdk_benchmark_parse(&env, &arena, root, "bundle", problems, &benchmark), CISDOCK_OK);
    return benchmark;
}

static void test_what_is_taken(void **state)
{
    (void)state;
    cdk_problems problems = {0};
    const cdk_benchmark *b = parse(
        "{\"id\":\"own-1\",\"title\":\"Own\",\"version\":\"1\",\"recommendations\":["
        "{\"id\":\"4.8\",\"slug\":\"s\",\"title\":\"T\",\"scored\":true,\"levels\":[{\"target\":\"docker\",\"level\":2},{\"target\":\"swarm\",\"level\":1}],"
        "\"rationale\":\"why\",\"remediation\":\"how\",\"evidence\":\"what\",\"manual\":\"who\"},"
        "{\"id\":\"own\",\"assessment\":\"manual\",\"section\":\"Z\"}]}",
        &problems);
    assert_int_equal(problems.count, 0);
    assert_int_equal(b->count, 2);
    assert_false(b->has_scored_marks);
    assert_string_equal(b->items[0].section, "4");
    assert_int_equal(b->items[0].level_count, 2);
    assert_int_equal(b->items[0].scored, CDK_YES);
    assert_string_equal(b->items[0].slug->manual, "who");
    assert_string_equal(b->items[1].section, "Z");
    assert_string_equal(b->items[1].title, "own");
    assert_int_equal(b->items[1].levels[0].level, 1);
    assert_int_equal(b->items[1].assessment, CDK_ASSESS_MANUAL);
}

static void test_what_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t problems;
        int count; /* -1: no benchmark */
    } rows[] = {
        {"{}", 1, -1},
        {"{\"recommendations\":7}", 1, -1},
        {"{\"recommendations\":[]}", 0, 0},
        {"{\"recommendations\":[{\"title\":\"no id\"}]}", 1, 0},
        {"{\"recommendations\":[{\"id\":\"a\"},{\"id\":\"a\"}]}", 1, 1},
        {"{\"recommendations\":[{\"id\":\"\"},5,null]}", 3, 0},
        {"{\"recommendations\":[{\"id\":\"a\",\"levels\":[{\"target\":\"moon\",\"level\":1},{\"target\":\"docker\",\"level\":3}]}]}", 2, 1},
        {"{\"recommendations\":[{\"id\":\"a\",\"assessment\":\"maybe\"}]}", 1, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cdk_problems problems = {0};
        const cdk_benchmark *b = parse(rows[i].text, &problems);
        assert_int_equal(problems.count, rows[i].problems);
        assert_int_equal(b ? (int)b->count : -1, rows[i].count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_taken, begin, end),
        cmocka_unit_test_setup_teardown(test_what_is_told, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
