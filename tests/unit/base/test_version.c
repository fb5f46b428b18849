/* SPDX-License-Identifier: Apache-2.0 */
/* Orders of versions: each chain below ascends by the rules that its manager documents, so every pair of it is a case, both ways
 * round. The managers themselves are the judges in tests/anchore/test_versions.py. */
#include "base/version.h"
#include "unit.h"

static int dpkg(cdk_str a, cdk_str b)
{
    int order = 9;
    assert_true(cdk_version_dpkg(a, b, &order));
    return order;
}

static void ascends(const char *const *chain, size_t count, int (*compare)(cdk_str, cdk_str))
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++) {
            int want = i < k ? -1 : i > k, got = compare(cdk_str_of(chain[i]), cdk_str_of(chain[k]));
            if (got != want) fail_msg("\"%s\" against \"%s\": %d, not %d", chain[i], chain[k], got, want);
        }
}
#define ASCENDS(chain, compare) ascends(chain, sizeof(chain) / sizeof *(chain), compare)

/* deb-version(7): a tilde sorts before everything, the end included; letters before other characters; epochs first. */
static void test_dpkg(void **state)
{
    (void)state;
    static const char *const chain[] = {"0~~", "0~~a", "0~", "0~a", "0", "0a", "0+", "0.", "1.0~rc1-1", "1.0-1", "1.0-1+b1", "1.0-1.1", "1.0-2", "1.0.1", "1.2", "1.10", "1:0", "2:0"};
    ASCENDS(chain, dpkg);
    static const char *const none[] = {"", "1 2", "1:", ":1", "x:1", "1-", "1_0", "-1", "99999999999:1"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        int order;
        if (cdk_version_dpkg(cdk_str_of(none[i]), CDK_STR("1"), &order)) fail_msg("\"%s\" is no version", none[i]);
    }
    assert_int_equal(dpkg(CDK_STR("0:1"), CDK_STR("1")), 0);
    assert_int_equal(dpkg(CDK_STR("1.0-0"), CDK_STR("1.0")), 0);
    assert_int_equal(dpkg(CDK_STR("1.001"), CDK_STR("1.1")), 0);
}

/* rpm-version(7): digits beat letters, a tilde is older than the end, a caret newer than it but older than more. */
static void test_rpm(void **state)
{
    (void)state;
    static const char *const chain[] = {"1.0~rc1", "1.0~rc2", "1.0", "1.0^", "1.0^git1", "1.0^git2~x", "1.0^git2", "1.0.a", "1.0.1", "1.2", "1.10", "1:0.1"};
    ASCENDS(chain, cdk_version_rpm);
    assert_int_equal(cdk_version_rpm(CDK_STR("1.0-1"), CDK_STR("1.0-2")), -1);
    assert_int_equal(cdk_version_rpm(CDK_STR("1_0"), CDK_STR("1.0")), 0);
    assert_int_equal(cdk_version_rpm(CDK_STR("0:1"), CDK_STR("1")), 0);
    assert_int_equal(cdk_rpmvercmp(CDK_STR("00010"), CDK_STR("10")), 0);
}

/* apk: _alpha < _beta < _pre < _rc < none < _cvs < _svn < _git < _hg < _p; a letter is more; -r counts last. */
static void test_apk(void **state)
{
    (void)state;
    static const char *const chain[] = {"1.0_alpha", "1.0_alpha1", "1.0_beta", "1.0_pre", "1.0_rc", "1.0_rc1", "1.0", "1.0-r1", "1.0-r10", "1.0_cvs", "1.0_svn", "1.0_git", "1.0_hg",
                                        "1.0_p", "1.0_p1", "1.0a", "1.0b", "1.0.1", "1.2", "1.10"};
    ASCENDS(chain, cdk_version_apk);
    assert_true(cdk_version_apk_valid(CDK_STR("1.2.3a_pre4-r5")));
    assert_false(cdk_version_apk_valid(CDK_STR("1.2_nope")));
    assert_false(cdk_version_apk_valid(CDK_STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dpkg), cmocka_unit_test(test_rpm), cmocka_unit_test(test_apk)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
