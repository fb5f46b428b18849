/* SPDX-License-Identifier: Apache-2.0 */
#include "base/version.h"

static cdk_str without_zeros(cdk_str digits)
{
    while (digits.n && digits.p[0] == '0') digits = cdk_str_from(digits, 1);
    return digits;
}

int cdk_version_number(cdk_str a, cdk_str b)
{
    a = without_zeros(a);
    b = without_zeros(b);
    if (a.n != b.n) return a.n < b.n ? -1 : 1;
    int order = cdk_str_cmp(a, b);
    return order < 0 ? -1 : order > 0;
}

cdk_str cdk_version_digits(cdk_str *rest)
{
    size_t n = 0;
    while (n < rest->n && cdk_is_digit(rest->p[n])) n++;
    cdk_str digits = {rest->p, n};
    *rest = cdk_str_from(*rest, n);
    return digits;
}
