/* SPDX-License-Identifier: Apache-2.0 */
#include "base/version.h"

#include <cisdock/status.h>
#include <cisdock/version.h>

int32_t cisdock_compare_versions(const char *scheme, const char *first, const char *second, int32_t *order)
{
    int found = 0;
    if (!scheme || !first || !second || !order) return CISDOCK_E_INVALID_ARG;
    cdk_version_order compare = cdk_version_scheme(cdk_str_of(scheme));
    if (!compare) return CISDOCK_E_INVALID_ARG;
    if (!compare(cdk_str_of(first), cdk_str_of(second), &found)) return CISDOCK_E_PARSE;
    *order = found < 0 ? -1 : found > 0;
    return CISDOCK_OK;
}
