/* SPDX-License-Identifier: Apache-2.0 */
#include "base/version.h"

static bool order_rpm(cdk_str a, cdk_str b, int *order)
{
    *order = cdk_version_rpm(a, b);
    return true;
}

static bool order_apk(cdk_str a, cdk_str b, int *order)
{
    *order = cdk_version_apk(a, b);
    return true;
}

cdk_version_order cdk_version_scheme(cdk_str name)
{
    static const struct {
        const char *name;
        cdk_version_order order;
    } schemes[] = {{"dpkg", cdk_version_dpkg}, {"rpm", order_rpm},           {"apk", order_apk},
                   {"pep440", cdk_version_pep440}, {"semver", cdk_version_semver}, {"gem", cdk_version_gem}};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (cdk_str_is(name, schemes[i].name)) return schemes[i].order;
    return NULL;
}
