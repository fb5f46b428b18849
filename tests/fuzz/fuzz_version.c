/* SPDX-License-Identifier: Apache-2.0 */
/* Orders of versions: three texts, one a line. Every order must be antisymmetric, and equal to itself; those that are told
 * to be total must be transitive. */
#include "fuzz_env.h"

#include "base/version.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef bool order_fn(cdk_str a, cdk_str b, int *order);

static bool rpm(cdk_str a, cdk_str b, int *order)
{
    *order = cdk_version_rpm(a, b);
    return true;
}

static bool apk(cdk_str a, cdk_str b, int *order)
{
    *order = cdk_version_apk(a, b);
    return cdk_version_apk_valid(a) && cdk_version_apk_valid(b);
}

/* rpm's order is not transitive around separators and tildes, nor is apk's around leading zeros: both by design. */
static void check(order_fn *order, bool total, const cdk_str v[3])
{
    int o[3][3];
    bool known = true;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            known = order(v[i], v[j], &o[i][j]) && known;
    for (int i = 0; known && i < 3; i++)
        for (int j = 0; j < 3; j++)
            if (o[i][j] != -o[j][i] || o[i][j] < -1 || o[i][j] > 1 || (i == j && o[i][j])) abort();
    if (known && total && o[0][1] <= 0 && o[1][2] <= 0 && o[0][2] > 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cdk_str rest = {(const char *)data, size}, v[3];
    for (int i = 0; i < 3; i++)
        if (!cdk_str_cut(rest, '\n', &v[i], &rest)) rest = CDK_STR_NONE;
    check(cdk_version_dpkg, true, v);
    check(rpm, false, v);
    check(apk, false, v);
    check(cdk_version_pep440, true, v);
    check(cdk_version_semver, true, v);
    check(cdk_version_semver_loose, false, v);
    check(cdk_version_gem, true, v);
    return 0;
}
