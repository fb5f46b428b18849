/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"
#include "unit.h"

#include <stdio.h>

static void strings_cut_and_parse(void **state)
{
    (void)state;
    cdk_str head, tail, rest = CDK_STR("one\ntwo\n\nlast"), line;
    int lines = 0;
    while (cdk_str_line(&rest, &line)) lines++;
    assert_int_equal(lines, 4);
    assert_true(cdk_str_is(line, "last"));
    assert_true(cdk_str_cut(CDK_STR("a:b:c"), ':', &head, &tail));
    assert_true(cdk_str_is(head, "a") && cdk_str_is(tail, "b:c"));
    assert_false(cdk_str_cut(CDK_STR("abc"), ':', &head, &tail));
    assert_true(cdk_str_is(head, "abc") && tail.n == 0);
    uint64_t v;
    assert_true(cdk_str_u64(CDK_STR("18446744073709551615"), 10, &v) && v == UINT64_MAX);
    assert_false(cdk_str_u64(CDK_STR("18446744073709551616"), 10, &v));
    assert_false(cdk_str_u64(CDK_STR(""), 10, &v));
    assert_false(cdk_str_u64(CDK_STR("+0"), 10, &v));
    assert_false(cdk_str_u64(CDK_STR("8"), 8, &v));
    assert_true(cdk_str_u64(CDK_STR("fF"), 16, &v) && v == 255);
    assert_true(cdk_str_is(cdk_str_trim(CDK_STR(" \t x y\n")), "x y"));
}

/* Sequences of Unicode 15 chapter 3, table 3-8 (maximal subparts). */
static void utf8_is_repaired(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *expect;
    } cases[] = {
        {"plain", "plain"},
        {"\xc3\xa9", "\xc3\xa9"},
        {"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xf1\x80\x80\x41", "\xef\xbf\xbd" "A"},
        {"\xe1\x80", "\xef\xbf\xbd"},
    };
    unit u;
    unit_begin(&u, -1);
    cdk_arena arena;
    cdk_arena_init(&arena, &u.mem);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(cdk_str_is(cdk_utf8_repair(&arena, cdk_str_of(cases[i].bytes)), cases[i].expect));
    cdk_arena_free(&arena);
    unit_end(&u);
}

static void maps_keep_what_they_are_given(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    cdk_arena arena;
    cdk_map map;
    cdk_arena_init(&arena, &u.mem);
    cdk_map_init(&map, &u.mem);
    for (int i = 0; i < 5000; i++) {
        char *key = cdk_arena_printf(&arena, "key %d", i);
        assert_true(cdk_map_put(&map, cdk_str_of(key), key));
    }
    assert_int_equal(map.count, 5000);
    assert_string_equal(cdk_map_get(&map, CDK_STR("key 4321")), "key 4321");
    assert_null(cdk_map_get(&map, CDK_STR("key 5000")));
    cdk_map_free(&map);
    cdk_arena_free(&arena);
    unit_end(&u);
}

static void the_budget_is_kept(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    atomic_store(&u.mem.limit_bytes, 10000);
    void *some = cdk_alloc(&u.mem, 5000);
    assert_non_null(some);
    assert_null(cdk_alloc(&u.mem, 6000));
    assert_int_equal(cdk_fail_memory(&u.env), CISDOCK_E_LIMIT);
    assert_non_null(strstr(u.error.message, "MAX_MEMORY"));
    assert_null(cdk_alloc(&u.mem, SIZE_MAX));
    cdk_free(&u.mem, some);
    unit_end(&u);
}

static void every_class_has_a_status(void **state)
{
    (void)state;
    for (int i = 1; i < CDK_CLASS_COUNT; i++) {
        assert_true(cdk_class_status((cdk_class)i) < 0);
        for (int j = 0; j < i; j++) assert_string_not_equal(cdk_class_text((cdk_class)i), cdk_class_text((cdk_class)j));
    }
}

static void long_errors_are_cut_at_a_character(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    char text[601];
    for (int i = 0; i < 300; i++) memcpy(text + 2 * i, "\xc3\xa9", 2);
    text[600] = '\0';
    cdk_fail(&u.env, CDK_CLASS_BAD_TAR, NULL, "%s", text);
    assert_true(cdk_utf8_valid(cdk_str_of(u.error.message)));
    assert_int_equal(strlen(u.error.message), 510);
    assert_int_equal(u.error.offset, -1);
    unit_end(&u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_cut_and_parse),    cmocka_unit_test(utf8_is_repaired),
        cmocka_unit_test(maps_keep_what_they_are_given), cmocka_unit_test(the_budget_is_kept),
        cmocka_unit_test(every_class_has_a_status), cmocka_unit_test(long_errors_are_cut_at_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
