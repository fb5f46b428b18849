/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/user_spec.h"

bool cdk_user_number(cdk_str user, int64_t *uid)
{
    bool minus = user.n && user.p[0] == '-';
    uint64_t number;
    if (user.n && (user.p[0] == '-' || user.p[0] == '+')) user = cdk_str_from(user, 1);
    if (!cdk_str_u64(user, 10, &number) || number > INT64_MAX) return false;
    *uid = minus ? -(int64_t)number : (int64_t)number;
    return true;
}

bool cdk_user_spec_is_root(cdk_str spec)
{
    cdk_str user, group;
    int64_t uid;
    cdk_str_cut(spec, ':', &user, &group);
    if (user.n == 0 || cdk_str_is(user, "root")) return true;
    return cdk_user_number(user, &uid) && uid == 0;
}
