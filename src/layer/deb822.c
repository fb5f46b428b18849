/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/deb822.h"

static void take_line(cdk_str line, const char *const *keys, size_t count, cdk_str *values)
{
    cdk_str key, value;
    if (line.p[0] == ' ' || line.p[0] == '\t' || !cdk_str_cut(line, ':', &key, &value)) return;
    key = cdk_str_trim(key);
    for (size_t i = 0; i < count; i++) {
        if (!cdk_str_eq_nocase(key, cdk_str_of(keys[i]))) continue;
        values[i] = cdk_str_trim(value);
        if (!values[i].p) values[i] = CDK_STR("");
        return;
    }
}

bool cdk_deb822_next(cdk_str *rest, const char *const *keys, size_t count, cdk_str *values)
{
    bool any = false;
    cdk_str line;
    for (size_t i = 0; i < count; i++) values[i] = CDK_STR_NONE;
    while (cdk_str_line(rest, &line)) {
        bool blank = cdk_str_trim(line).n == 0;
        if (blank && any) return true;
        if (blank) continue;
        any = true;
        take_line(line, keys, count, values);
    }
    return any;
}
