/* SPDX-License-Identifier: Apache-2.0 */
/* How well something is known, as a word of documents. */
#include "facts/facts.h"

static const char *const words[] = {
    [CDK_HAVE] = "have", [CDK_ABSENT] = "absent", [CDK_NOT_COLLECTED] = "not_collected", [CDK_DAMAGED] = "damaged", [CDK_LIMITED] = "limit",
    [CDK_UNSUPPORTED] = "unsupported", [CDK_UNREADABLE_LINK] = "unreadable_link", [CDK_NOT_GIVEN] = "not_given"};

const char *cdk_known_word(cdk_known known)
{
    return words[known];
}

bool cdk_known_of_word(cdk_str word, cdk_known *known)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!cdk_str_is(word, words[i])) continue;
        *known = (cdk_known)i;
        return true;
    }
    return false;
}
