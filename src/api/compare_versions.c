/* SPDX-License-Identifier: Apache-2.0 */
#include "base/version.h"

#include <cisdock/status.h>
#include <cisdock/version.h>

static bool compare_rpm(cdk_str a, cdk_str b, int *order)
{
    *order = cdk_version_rpm(a, b);
    return true;
}

static bool compare_apk(cdk_str a, cdk_str b, int *order)
{
    *order = cdk_version_apk(a, b);
    return true;
}

static const struct {
    const char *name;
    bool (*compare)(cdk_str a, cdk_str b, int *order);
} schemes[] = {{"dpkg", cdk_version_dpkg}, {"rpm", compare_rpm}, {"apk", compare_apk}};

int32_t cisdock_compare_versions(const char *scheme, const char *first, const char *second, int32_t *order)
{
    if (!scheme || !first || !second || !order) return CISDOCK_E_INVALID_ARG;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        int found = 0;
        if (strcmp(scheme, schemes[i].name)) continue;
        if (!schemes[i].compare(cdk_str_of(first), cdk_str_of(second), &found)) return CISDOCK_E_PARSE;
        *order = found < 0 ? -1 : found > 0;
        return CISDOCK_OK;
    }
    return CISDOCK_E_INVALID_ARG;
}
