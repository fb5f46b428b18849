/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns as the library's own code uses them. What they mean is judged by Python's re in tests/anchore/test_regex.py. */
#include "base/regex.h"
#include "unit.h"

static cdk_regex *compile(unit *u, const char *pattern, cdk_regex_kind kind)
{
    cdk_regex *regex;
    assert_int_equal(cdk_regex_new(&u->env, cdk_str_of(pattern), kind, &regex), CISDOCK_OK);
    return regex;
}

static bool tries(cdk_regex_run *run, cdk_regex_how how, const char *text)
{
    bool hit;
    assert_int_equal(cdk_regex_try(run, how, cdk_str_of(text), &hit), CISDOCK_OK);
    return hit;
}

static void test_three_ways_to_try(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    cdk_regex *regex = compile(&u, "b+", CDK_RE_TEXT);
    cdk_regex_run *run;
    assert_int_equal(cdk_regex_run_new(&u.env, regex, &run), CISDOCK_OK);
    static const struct {
        const char *text;
        bool match, search, full;
    } rows[] = {{"bb", true, true, true}, {"bba", true, true, false}, {"abb", false, true, false}, {"", false, false, false}, {"a", false, false, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(tries(run, CDK_RE_MATCH, rows[i].text), rows[i].match);
        assert_int_equal(tries(run, CDK_RE_SEARCH, rows[i].text), rows[i].search);
        assert_int_equal(tries(run, CDK_RE_FULL, rows[i].text), rows[i].full);
    }
    cdk_regex_run_free(run);
    cdk_regex_free(regex);
    unit_end(&u);
}

static void test_groups(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    cdk_regex *regex = compile(&u, "(?P<name>\\w+)(=(.*))?$", CDK_RE_TEXT);
    cdk_regex_run *one, *two; /* a pattern is shared, its runs are not */
    cdk_str group;
    assert_int_equal(cdk_regex_run_new(&u.env, regex, &one), CISDOCK_OK);
    assert_int_equal(cdk_regex_run_new(&u.env, regex, &two), CISDOCK_OK);
    assert_true(tries(one, CDK_RE_MATCH, "key=value"));
    assert_true(tries(two, CDK_RE_MATCH, "key"));
    assert_true(cdk_regex_group(one, 0, &group) && cdk_str_is(group, "key=value"));
    assert_true(cdk_regex_group(one, 3, &group) && cdk_str_is(group, "value"));
    assert_true(cdk_regex_group(two, 1, &group) && cdk_str_is(group, "key"));
    assert_false(cdk_regex_group(two, 3, &group));
    assert_false(cdk_regex_group(two, 4, &group));
    cdk_regex_run_free(one);
    cdk_regex_run_free(two);
    cdk_regex_free(regex);
    unit_end(&u);
}

/* The offset is where the fault lies in the pattern as it was given. */
static void test_refused_patterns(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        int64_t offset;
    } rows[] = {{"a(b", 1}, {"a)b", 1}, {"*a", 0}, {"ab[", 2}, {"a\\", 1}, {"(?P<1>a)", -2}, {"(?<=a+)b", -2}, {"a**", 2}, {"(?P=nope)", -2}, {"\\g", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unit u;
        unit_begin(&u, -1);
        cdk_regex *regex = (cdk_regex *)&u;
        assert_int_equal(cdk_regex_new(&u.env, cdk_str_of(rows[i].pattern), CDK_RE_TEXT, &regex), CISDOCK_E_SCHEMA);
        assert_null(regex);
        assert_int_equal(u.error.cls, CDK_CLASS_BAD_PATTERN);
        assert_true(u.error.message[0]);
        if (rows[i].offset != -2 && u.error.offset != rows[i].offset)
            fail_msg("%s: the fault is at %lld, not %lld", rows[i].pattern, (long long)rows[i].offset, (long long)u.error.offset);
        unit_end(&u);
    }
}

/* Case does not part pairs, and a character beyond ASCII may be a letter's other case: U+212A is a k. */
static void test_pairs(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        bool may;
    } rows[] = {{"(?i).*secret", "/a/SECRET.txt", true}, {"(?i).*secret", "/a/sec.ret", false}, {".*secret", "/a/secret", true}, {".*secret", "/a/b", false},
                {"(?i)key", "\xe2\x84\xaa" "ey", true}, {"(?i)stra\xc3\x9f" "e", "STRA", true}, {"a", "b", true}, {"", "", true}, {"(?i)ab", "b", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unit u;
        unit_begin(&u, -1);
        cdk_regex *regex = compile(&u, rows[i].pattern, CDK_RE_TEXT);
        bool may = !(cdk_regex_pairs(regex) & ~cdk_pairs_of(cdk_str_of(rows[i].text)));
        if (may != rows[i].may) fail_msg("%s on %s: %d", rows[i].pattern, rows[i].text, may);
        cdk_regex_free(regex);
        unit_end(&u);
    }
}

/* What is claimed of a pattern's beginning and of its needed part lets texts be passed over: it may never be too much. */
static void test_claims(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *prefix, *needed;
    } rows[] = {
        {"/etc/passwd", "/etc/passwd", "/etc/passwd"}, {"/etc/.*\\.conf", "/etc/", "/etc/"}, {"a|b", "", ""},     {"(?i)abc", "", ""},
        {"ab?c", "a", "a"},                            {"x*abc", "", "abc"},                  {"(?:abc)?d", "", "d"}, {"", "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unit u;
        unit_begin(&u, -1);
        cdk_regex *regex = compile(&u, rows[i].pattern, CDK_RE_TEXT);
        cdk_str prefix = cdk_regex_prefix(regex), needed = cdk_regex_needed(regex);
        assert_true(cdk_str_starts(cdk_str_of(rows[i].prefix), prefix));
        assert_true(needed.n == 0 || cdk_str_is(needed, rows[i].needed));
        cdk_regex_free(regex);
        unit_end(&u);
    }
}

static void test_costly_pattern_ends(void **state)
{
    (void)state;
    static const char *const patterns[] = {"(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*)*x", "(?:a*)*b"};
    char text[64];
    memset(text, 'a', sizeof text - 2);
    text[sizeof text - 2] = '!';
    text[sizeof text - 1] = '\0';
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        unit u;
        unit_begin(&u, -1);
        bool hit = true;
        int32_t status = cdk_regex_once(&u.env, cdk_str_of(patterns[i]), CDK_RE_MATCH, cdk_str_of(text), &hit);
        if (status) {
            assert_int_equal(status, CISDOCK_E_LIMIT);
            assert_int_equal(u.error.cls, CDK_CLASS_LIMIT);
        } else
            assert_false(hit); /* PCRE2 saw that it cannot match: the character it needs is not there */
        unit_end(&u);
    }
}

/* Each text alone stays below the limit; all of them together may not cost for ever. */
static void test_budget_over_texts(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    cdk_regex *regex = compile(&u, "(a|b|ab)*c", CDK_RE_TEXT);
    cdk_regex_run *run;
    bool hit;
    int32_t status = CISDOCK_OK;
    assert_int_equal(cdk_regex_run_new(&u.env, regex, &run), CISDOCK_OK);
    unsigned tried = 0;
    while (!status && ++tried < 1000000) status = cdk_regex_try(run, CDK_RE_MATCH, CDK_STR("abababababababababababababab!c"), &hit);
    assert_int_equal(status, CISDOCK_E_LIMIT);
    assert_true(tried > 1);
    cdk_regex_run_free(run);
    cdk_regex_free(regex);
    unit_end(&u);
}

static int32_t compile_and_try(unit *u)
{
    cdk_regex *regex = NULL;
    cdk_regex_run *run = NULL;
    bool hit;
    int32_t status = cdk_regex_new(&u->env, CDK_STR("(?i)(?P<a>[\\w-]+)@(?:x|y{2,3})\\Z"), CDK_RE_TEXT, &regex);
    if (!status) status = cdk_regex_run_new(&u->env, regex, &run);
    if (!status) status = cdk_regex_try(run, CDK_RE_SEARCH, CDK_STR("mail j-d@YYY"), &hit);
    if (!status) assert_true(hit);
    cdk_regex_run_free(run);
    cdk_regex_free(regex);
    return status;
}

static void test_no_memory(void **state)
{
    (void)state;
    unit_each_failure(compile_and_try);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_three_ways_to_try), cmocka_unit_test(test_groups), cmocka_unit_test(test_refused_patterns), cmocka_unit_test(test_claims), cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_costly_pattern_ends), cmocka_unit_test(test_budget_over_texts), cmocka_unit_test(test_no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
