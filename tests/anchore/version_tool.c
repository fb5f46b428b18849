/* SPDX-License-Identifier: Apache-2.0 */
/* Compares versions for test_versions.py: lines "kind TAB a TAB b", each answered with < = > or invalid. */
#include "base/version.h"

#include <stdio.h>

static bool compare(cdk_str kind, cdk_str a, cdk_str b, int *order)
{
    cdk_version_order scheme = cdk_version_scheme(kind);
    if (cdk_str_is(kind, "apk-strict")) return cdk_version_apk_valid(a) && cdk_version_apk_valid(b) && cdk_version_scheme(CDK_STR("apk"))(a, b, order);
    if (cdk_str_is(kind, "semver-loose")) return cdk_version_semver_loose(a, b, order);
    if (scheme) return scheme(a, b, order);
    *order = cdk_rpmvercmp(a, b);
    return true;
}

int main(void)
{
    static char line[65536];
    while (fgets(line, sizeof line, stdin)) {
        cdk_str text = cdk_str_of(line), kind, a, b;
        if (cdk_str_ends(text, CDK_STR("\n"))) text.n--;
        if (!cdk_str_cut(text, '\t', &kind, &text) || !cdk_str_cut(text, '\t', &a, &b)) return 2;
        int order;
        puts(!compare(kind, a, b, &order) ? "invalid" : order < 0 ? "<" : order > 0 ? ">" : "=");
    }
    return 0;
}
