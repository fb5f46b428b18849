/* SPDX-License-Identifier: Apache-2.0 */
/* The version of BusyBox, which stands in its program: some images have nothing else that tells what they are. */
#include "layer/reading.h"

/* "v" and digits, dots and bars, then a blank and a parenthesis. */
static bool version_at(cdk_str text, cdk_str *out)
{
    size_t n = 1;
    if (!text.n || text.p[0] != 'v') return false;
    while (n < text.n && ((text.p[n] >= '0' && text.p[n] <= '9') || text.p[n] == '.' || text.p[n] == '|')) n++;
    *out = (cdk_str){text.p, n};
    return n > 1 && cdk_str_starts(cdk_str_from(text, n), CDK_STR(" ("));
}

/* Of several the last counts. */
int32_t cdk_take_busybox(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    static const char mark[] = "BusyBox ";
    cdk_str rest = found->bytes, version, last = CDK_STR("");
    size_t at;
    while (cdk_str_find(rest, CDK_STR(mark), &at)) {
        rest = cdk_str_from(rest, at + sizeof mark - 1);
        if (version_at(rest, &version)) last = version;
    }
    taken->bytes = cdk_str_dup(&reading->facts->arena, last);
    return taken->bytes.p ? CISDOCK_OK : cdk_fail_memory(reading->env);
}
