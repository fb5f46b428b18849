/* SPDX-License-Identifier: Apache-2.0 */
/* Text as Python has it; the expected values are what CPython 3.11 prints for the same input. */
#include "base/pytext.h"
#include "unit.h"

static void joined(char *out, cdk_str text, bool (*next)(cdk_str *, cdk_str *))
{
    cdk_str piece;
    out[0] = '\0';
    while (next(&text, &piece)) {
        strcat(out, "[");
        strncat(out, piece.p ? piece.p : "", piece.n);
        strcat(out, "]");
    }
}

typedef struct row {
    const char *text, *pieces;
} row;

static void each(const row *rows, size_t count, bool (*next)(cdk_str *, cdk_str *))
{
    for (size_t i = 0; i < count; i++) {
        char got[256];
        joined(got, cdk_str_of(rows[i].text), next);
        assert_string_equal(got, rows[i].pieces);
    }
}

static void test_splitlines(void **state)
{
    (void)state;
    static const row rows[] = {{"", ""}, {"a", "[a]"}, {"a\n", "[a]"}, {"a\n\nb", "[a][][b]"}, {"a\r\nb\rc", "[a][b][c]"}, {"a\vb\fc\x1c" "d\x1d" "e\x1e" "f", "[a][b][c][d][e][f]"},
                               {"a\xc2\x85" "b\xe2\x80\xa8" "c\xe2\x80\xa9" "d", "[a][b][c][d]"}, {"a\x1f" "b", "[a\x1f" "b]"}, {"\n", "[]"}};
    each(rows, sizeof rows / sizeof *rows, cdk_py_line);
}

static void test_split(void **state)
{
    (void)state;
    static const row rows[] = {{"", ""}, {"  ", ""}, {" a  b\tc\n", "[a][b][c]"}, {"a\xc2\xa0" "b\xe3\x80\x80" "c", "[a][b][c]"}, {"a\x1f" "b", "[a][b]"}, {"a\xe2\x80\x8b" "b", "[a\xe2\x80\x8b" "b]"}};
    each(rows, sizeof rows / sizeof *rows, cdk_py_word);
}

static void test_items(void **state)
{
    (void)state;
    static const row rows[] = {{"", "[]"}, {"a", "[a]"}, {" a , b", "[a][b]"}, {"a,,b,", "[a][][b][]"}, {" ", "[]"}};
    each(rows, sizeof rows / sizeof *rows, cdk_py_item);
}

static void test_printed(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    static const row rows[] = {{"a", "'a'"}, {"it's", "\"it's\""}, {"'\"", "'\\'\"'"}, {"a\\b", "'a\\\\b'"}, {"a\nb\t", "'a\\nb\\t'"}, {"\x01\x7f", "'\\x01\\x7f'"},
                               {"\xc3\xa9", "'\xc3\xa9'"}, {"\xc2\xa0", "'\\xa0'"}, {"\xe2\x80\xa8", "'\\u2028'"}};
    cdk_buf out;
    cdk_buf_init(&out, &u.mem);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        out.n = 0;
        cdk_py_repr(&out, cdk_str_of(rows[i].text));
        if (!cdk_str_is((cdk_str){out.p, out.n}, rows[i].pieces)) fail_msg("%s: %.*s", rows[i].pieces, (int)out.n, out.p);
    }
    out.n = 0;
    cdk_py_oct(&out, 33261);
    cdk_py_oct(&out, 0);
    assert_true(cdk_str_is((cdk_str){out.p, out.n}, "0o1007550o0"));
    cdk_buf_free(&out);
    unit_end(&u);
}

static void test_decimals(void **state)
{
    (void)state;
    double value;
    assert_true(cdk_py_decimal(CDK_STR("-12.5"), &value) && value < -12.4 && value > -12.6);
    assert_true(cdk_py_decimal(CDK_STR("7"), &value) && value > 6.9 && value < 7.1);
    static const char *const none[] = {"", ".", "-", "--1", "1e400x", "0x1", "1,5", " "};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) assert_false(cdk_py_decimal(cdk_str_of(none[i]), &value));
}

static void test_strip(void **state)
{
    (void)state;
    assert_true(cdk_str_is(cdk_py_strip(CDK_STR(" \t\xc2\xa0" "a b\xe2\x80\x89\x85\n")), "a b\xe2\x80\x89\x85")); /* a stray byte is no white space */
    assert_true(cdk_str_is(cdk_py_strip(CDK_STR("\x1c" "a\x1f")), "a"));
    assert_int_equal(cdk_py_strip(CDK_STR(" \n")).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_splitlines), cmocka_unit_test(test_split), cmocka_unit_test(test_items),
                                       cmocka_unit_test(test_printed), cmocka_unit_test(test_decimals), cmocka_unit_test(test_strip)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
