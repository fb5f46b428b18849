/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/outcome.h"
#include "checks/trigger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#define P CDK_PASS
#define F CDK_FAIL
#define W CDK_WARN
#define N CDK_NOT_APPLICABLE
#define I CDK_INSUFFICIENT
#define M CDK_MANUAL
#define E CDK_VERDICT_ERROR

static cdk_verdict roll_up(const cdk_verdict *items, size_t n)
{
    cdk_verdict all = CDK_NOT_APPLICABLE;
    for (size_t i = 0; i < n; i++) all = cdk_verdict_worse(all, items[i]);
    return all;
}

/* Rows are the rule of scoring.md: any fail; else any error or insufficient evidence; else warn; else pass. */
static void test_roll_up(void **state)
{
    (void)state;
    static const struct {
        cdk_verdict items[4], want;
    } rows[] = {
        {{N, N, N, N}, N}, {{N, P, N, N}, P}, {{P, W, P, N}, W}, {{P, I, W, N}, I},
        {{I, F, P, W}, F}, {{W, E, P, P}, E}, {{E, F, I, I}, F}, {{P, M, W, N}, M},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_int_equal(roll_up(rows[i].items, 4), rows[i].want);
}

static void test_order_does_not_matter(void **state)
{
    (void)state;
    for (int a = 0; a < CDK_VERDICT_COUNT; a++)
        for (int b = 0; b < CDK_VERDICT_COUNT; b++)
            assert_int_equal(cdk_verdict_worse((cdk_verdict)a, (cdk_verdict)b),
                             cdk_verdict_worse((cdk_verdict)b, (cdk_verdict)a));
}

static void test_absence_is_never_a_pass(void **state)
{
    (void)state;
    for (int known = CDK_NOT_COLLECTED; known <= CDK_NOT_GIVEN; known++)
        assert_non_null(cdk_reason_word(cdk_reason_of((cdk_known)known)));
    assert_null(cdk_reason_word(cdk_reason_of(CDK_HAVE)));
    assert_string_equal(cdk_verdict_word(CDK_INSUFFICIENT), "insufficient_evidence");
}

static void *refuse(void *user, size_t size)
{
    int *left = user;
    return (*left)-- > 0 ? malloc(size) : NULL;
}
static void *refuse_realloc(void *user, void *ptr, size_t old, size_t size)
{
    (void)old;
    int *left = user;
    return (*left)-- > 0 ? realloc(ptr, size) : NULL;
}
static void give_back(void *user, void *ptr, size_t size)
{
    (void)user;
    (void)size;
    free(ptr);
}

/* A chain of builders on no memory asks nothing, and is refused at the end. */
static void test_no_memory_is_sticky(void **state)
{
    (void)state;
    for (int left = 0; left < 3; left++) {
        int budget = left;
        cisdock_allocator hooks = {sizeof hooks, &budget, refuse, refuse_realloc, give_back};
        cdk_mem mem;
        cdk_mem_init(&mem, &hooks);
        cdk_limits limits;
        cdk_limits_init(&limits);
        cisdock_hooks none = {.struct_size = sizeof none};
        cdk_error error = {0};
        cdk_env env = {&mem, &limits, &none, &error};
        cdk_arena arena;
        cdk_arena_init(&arena, &mem);
        cdk_eval eval = {.env = &env, .arena = &arena};
        cdk_outcome *outcome = cdk_say(&eval, CDK_FAIL, "%s", "a message");
        char *big = outcome ? cdk_arena_bytes(&arena, 1 << 20) : NULL; /* takes what a block has left */
        (void)big;
        cdk_evidence_item *item = cdk_evidence_item_new(&arena, outcome, "image_config");
        for (int i = 0; i < 4096; i++) cdk_member_i64(&arena, item, "value", i);
        int32_t status = cdk_eval_status(&eval);
        if (!outcome || outcome->failed) assert_int_equal(status, CISDOCK_E_NO_MEMORY);
        cdk_arena_free(&arena);
        assert_int_equal(mem.used_bytes, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roll_up),
        cmocka_unit_test(test_order_does_not_matter),
        cmocka_unit_test(test_absence_is_never_a_pass),
        cmocka_unit_test(test_no_memory_is_sticky),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
