/* SPDX-License-Identifier: Apache-2.0 */
#include "archive/path.h"
#include "unit.h"

static void expect_text(cdk_str got, const char *expected)
{
    assert_int_equal(got.n, strlen(expected));
    if (got.n) assert_memory_equal(got.p, expected, got.n);
}

static void test_clean(void **state)
{
    (void)state;
    static const struct {
        const char *raw, *clean; /* NULL: escapes */
    } cases[] = {
        {"", ""},           {"/", ""},           {".", ""},       {"./", ""},         {"a", "a"},       {"a/b", "a/b"},
        {"/a/b", "a/b"},    {"./a//b/./c/", "a/b/c"}, {"a/.b/..c", "a/.b/..c"}, {"a/b..", "a/b.."}, {"..", NULL}, {"a/../b", NULL},
        {"/..", NULL},      {"a/..", NULL},      {"...", "..."},  {"a/", "a"},        {"//a", "a"},     {".wh..wh..opq", ".wh..wh..opq"},
    };
    char buf[64];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cdk_str out;
        cdk_path_result result = cdk_path_clean(cdk_str_of(cases[i].raw), buf, sizeof buf, &out);
        assert_int_equal(result, cases[i].clean ? CDK_PATH_OK : CDK_PATH_ESCAPES);
        if (cases[i].clean) expect_text(out, cases[i].clean);
    }
}

static void test_too_long(void **state)
{
    (void)state;
    char buf[5];
    cdk_str out;
    assert_int_equal(cdk_path_clean(CDK_STR("abcde"), buf, 5, &out), CDK_PATH_OK);
    assert_int_equal(cdk_path_clean(CDK_STR("abcdef"), buf, 5, &out), CDK_PATH_TOO_LONG);
    assert_int_equal(cdk_path_clean(CDK_STR("./ab//cd"), buf, 5, &out), CDK_PATH_OK);
    expect_text(out, "ab/cd");
    assert_int_equal(cdk_path_clean(CDK_STR("./ab//cde"), buf, 5, &out), CDK_PATH_TOO_LONG);
    assert_int_equal(cdk_path_clean(CDK_STR("./abcde//f"), buf, 5, &out), CDK_PATH_TOO_LONG);
    assert_int_equal(cdk_path_resolve(CDK_STR("ab"), CDK_STR("cde"), buf, 5, &out), CDK_PATH_TOO_LONG);
}

static void test_parts(void **state)
{
    (void)state;
    expect_text(cdk_path_parent(CDK_STR("a/b/c")), "a/b");
    expect_text(cdk_path_parent(CDK_STR("a")), "");
    expect_text(cdk_path_parent(CDK_STR("")), "");
    expect_text(cdk_path_base(CDK_STR("a/b/c")), "c");
    expect_text(cdk_path_base(CDK_STR("a")), "a");
}

static void test_resolve(void **state)
{
    (void)state;
    static const struct {
        const char *folder, *target, *out;
    } cases[] = {
        {"etc", "../usr/lib/os-release", "usr/lib/os-release"}, {"etc", "/run/x", "run/x"}, {"a/b", "c", "a/b/c"},
        {"a/b", "../../../../etc/passwd", "etc/passwd"},        {"", "x/./y//z", "x/y/z"},  {"a", "..", ""},
        {"a", ".", "a"},                                        {"a", "", "a"},             {"a", "/", ""},
    };
    char buf[64];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cdk_str out;
        assert_int_equal(cdk_path_resolve(cdk_str_of(cases[i].folder), cdk_str_of(cases[i].target), buf, sizeof buf, &out), CDK_PATH_OK);
        expect_text(out, cases[i].out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean), cmocka_unit_test(test_too_long), cmocka_unit_test(test_parts), cmocka_unit_test(test_resolve)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
