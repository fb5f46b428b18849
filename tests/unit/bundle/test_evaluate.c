/* SPDX-License-Identifier: Apache-2.0 */
/* Selection, roll-up and fingerprints over a benchmark of four recommendations. */
#include "bundle/bundle.h"
#include "unit.h"


static const char *said_name = "web"; /* of the container that the triggers judge */
static const char *said_id = "c0ffee";

static cdk_outcome *container(cdk_outcome *outcome, const char *name, const char *id)
{
    if (!outcome) return NULL;
    outcome->object_kind = "container";
    outcome->object_name = name;
    outcome->object_id = id;
    return outcome;
}

static int32_t two_objects(cdk_eval *eval)
{
    container(cdk_say(eval, CDK_PASS, "fine"), "db", "1");
    container(cdk_say(eval, CDK_FAIL, "not fine at %s", "all"), said_name, said_id);
    return CISDOCK_OK;
}

static int32_t silent(cdk_eval *eval)
{
    (void)eval;
    return CISDOCK_OK;
}

static const cdk_trigger two_objects_row = {.name = "two_objects", .evaluate = two_objects};
static const cdk_trigger silent_row = {.name = "silent", .evaluate = silent};

static const cdk_bench_rule two_objects_rule[] = {{.trigger_row = &two_objects_row}};
static const cdk_bench_rule silent_rule[] = {{.trigger_row = &silent_row}};
static const cdk_slug slugs[] = {
    {.slug = "one", .title = "One", .evidence = "a thing"},
    {.slug = "two", .title = "Two", .evidence = "a thing"},
    {.slug = "three", .title = "Three", .evidence = "a thing", .manual = "a person looks"},
    {.slug = "four", .title = "Four", .evidence = "a thing"},
};
static const cdk_level docker_1[] = {{CDK_TARGET_DOCKER, 1}};
static const cdk_level docker_2[] = {{CDK_TARGET_DOCKER, 2}};
static const cdk_level host_1_docker_2[] = {{CDK_TARGET_DOCKER, 2}, {CDK_TARGET_LINUX_HOST, 1}};
static const cdk_recommendation items[] = {
    {.id = "1.1", .title = "One", .section = "1", .slug = &slugs[0], .rules = silent_rule, .rule_count = 1, .levels = host_1_docker_2, .level_count = 2},
    {.id = "4.1", .title = "Two", .section = "4", .slug = &slugs[1], .rules = two_objects_rule, .rule_count = 1, .levels = docker_1, .level_count = 1},
    {.id = "4.2", .title = "Three", .section = "4", .slug = &slugs[2], .levels = docker_1, .level_count = 1},
    {.id = "4.3", .title = "Four", .section = "4", .slug = &slugs[3], .levels = docker_2, .level_count = 1},
};
static const cdk_benchmark benchmark = {.id = "b", .items = items, .count = 4};

static unit u;
static cdk_bundle bundle = {.id = "b", .benchmark = &benchmark};

static int begin(void **state)
{
    (void)state;
    unit_begin(&u, -1);
    return 0;
}

static int end(void **state)
{
    (void)state;
    unit_end(&u);
    return 0;
}

static cdk_evaluation *evaluate(const cdk_selection *selection)
{
    cdk_evaluation *evaluation;
    assert_int_equal(cdk_bundle_evaluate(&u.env, &bundle, NULL, NULL, selection, &evaluation), CISDOCK_OK);
    return evaluation;
}

static void test_selection(void **state)
{
    (void)state;
    static const cdk_str only[] = {{"4.2", 3}, {"two", 3}}, skip[] = {{"4.1", 3}};
    static const struct {
        uint8_t level;
        uint32_t targets;
        cdk_scope scope;
        uint32_t only, skip;
        const char *want;
    } rows[] = {
        {2, 0, CDK_SCOPE_ALL, 0, 0, "1.1 4.1 4.2 4.3 "},
        {1, 0, CDK_SCOPE_ALL, 0, 0, "1.1 4.1 4.2 "},
        {2, 0, CDK_SCOPE_IMAGE, 0, 0, "4.1 4.2 4.3 "},
        {2, CDK_TARGET_LINUX_HOST, CDK_SCOPE_ALL, 0, 0, "1.1 "},
        {1, CDK_TARGET_DOCKER, CDK_SCOPE_ALL, 0, 0, "4.1 4.2 "},
        {2, CDK_TARGET_SWARM, CDK_SCOPE_ALL, 0, 0, ""},
        {2, 0, CDK_SCOPE_HOST, 2, 0, "4.1 4.2 "},
        {2, 0, CDK_SCOPE_HOST, 2, 1, "4.2 "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cdk_selection selection = {.level = rows[i].level, .targets = rows[i].targets, .scope = rows[i].scope,
                                   .only = only, .only_count = rows[i].only, .skip = skip, .skip_count = rows[i].skip};
        cdk_evaluation *evaluation = evaluate(&selection);
        char got[64] = "";
        for (uint32_t n = 0; n < evaluation->finding_count; n++)
            strcat(strcat(got, evaluation->findings[n].recommendation->id), " ");
        assert_string_equal(got, rows[i].want);
        cdk_evaluation_free(evaluation);
    }
}

static void test_roll_up_and_order(void **state)
{
    (void)state;
    cdk_selection selection;
    cdk_selection_init(&selection);
    selection.scope = CDK_SCOPE_ALL;
    cdk_evaluation *evaluation = evaluate(&selection);
    const cdk_finding *silent_one = &evaluation->findings[0], *two = &evaluation->findings[1];
    assert_int_equal(silent_one->verdict, CDK_INSUFFICIENT); /* a rule that says nothing decides nothing */
    assert_int_equal(silent_one->reason, CDK_WHY_NOT_GIVEN);
    assert_int_equal(silent_one->level, 1);
    assert_int_equal(two->verdict, CDK_FAIL);
    assert_string_equal(two->message, "not fine at all");
    assert_string_equal(two->objects->object_name, "db");
    assert_int_equal(two->object_count, 2);
    assert_int_equal(two->deciding, 1);
    assert_int_equal(evaluation->findings[2].verdict, CDK_MANUAL);
    assert_string_equal(evaluation->findings[2].message, "a person looks");
    assert_int_equal(evaluation->findings[3].verdict, CDK_INSUFFICIENT);
    cdk_evaluation_free(evaluation);
}

/* A container that is made anew keeps its name, not its id; another container is another finding. */
static void test_fingerprints_last(void **state)
{
    (void)state;
    static const struct {
        const char *name, *id;
        bool same;
    } rows[] = {{"web", "decaf", true}, {"web2", "c0ffee", false}};
    cdk_selection selection;
    cdk_selection_init(&selection);
    selection.scope = CDK_SCOPE_ALL;
    cdk_evaluation *first = evaluate(&selection);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        said_name = rows[i].name;
        said_id = rows[i].id;
        cdk_evaluation *again = evaluate(&selection);
        int order = strcmp(first->findings[1].fingerprint, again->findings[1].fingerprint);
        assert_int_equal(order == 0, rows[i].same);
        assert_int_equal(strlen(again->findings[1].fingerprint), 32);
        assert_string_not_equal(again->findings[1].fingerprint, again->findings[2].fingerprint);
        cdk_evaluation_free(again);
    }
    said_name = "web";
    said_id = "c0ffee";
    cdk_evaluation_free(first);
}

static void test_limit(void **state)
{
    (void)state;
    cdk_selection selection;
    cdk_evaluation *evaluation;
    cdk_selection_init(&selection);
    selection.scope = CDK_SCOPE_ALL;
    u.limits.v[CDK_LIMIT_MAX_FINDINGS] = 1;
    assert_int_equal(cdk_bundle_evaluate(&u.env, &bundle, NULL, NULL, &selection, &evaluation), CISDOCK_E_LIMIT);
    assert_null(evaluation);
}

static int32_t evaluate_all(unit *scarce)
{
    cdk_selection selection;
    cdk_evaluation *evaluation;
    cdk_selection_init(&selection);
    selection.scope = CDK_SCOPE_ALL;
    int32_t status = cdk_bundle_evaluate(&scarce->env, &bundle, NULL, NULL, &selection, &evaluation);
    cdk_evaluation_free(evaluation);
    return status;
}

static void test_each_allocation_may_fail(void **state)
{
    (void)state;
    unit_each_failure(evaluate_all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_selection, begin, end),
        cmocka_unit_test_setup_teardown(test_roll_up_and_order, begin, end),
        cmocka_unit_test_setup_teardown(test_fingerprints_last, begin, end),
        cmocka_unit_test_setup_teardown(test_limit, begin, end),
        cmocka_unit_test(test_each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
