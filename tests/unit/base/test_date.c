/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* Seconds as `date -u -d TEXT +%s` gives them. */
static void test_good_dates(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
    } rows[] = {
        {"1970-01-01", 0},
        {"1969-12-31", -86400},
        {"2000-02-29", 951782400},
        {"2026-01-31", 1769817600},
        {"2026-11-24T15:00:00Z", 1795532400},
        {"2026-11-24T15:00:00.123456789Z", 1795532400},
        {"2026-11-24t17:00:00+02:00", 1795532400},
        {"2026-11-24 09:30:00-05:30", 1795532400},
        {"2016-12-31T23:59:60Z", 1483228800},
        {"0001-01-01", -62135596800},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t seconds = 1;
        assert_true(cdk_date_parse(cdk_str_of(rows[i].text), &seconds));
        assert_int_equal(seconds, rows[i].seconds);
    }
}

static void test_no_dates(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "", "2026", "2026-13-01", "2026-00-01", "2026-02-30", "2025-02-29", "1900-02-29", "2026-1-1", "2026/01/01", "0000-01-01",
        "2026-01-01T", "2026-01-01T24:00:00Z", "2026-01-01T10:00:00", "2026-01-01T10:00:00+2:00", "2026-01-01T10:00Z",
        "2026-01-01T10:00:00ZZ", "soon", "2026-01-3x",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t seconds;
        assert_false(cdk_date_parse(cdk_str_of(rows[i]), &seconds));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_good_dates), cmocka_unit_test(test_no_dates)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
