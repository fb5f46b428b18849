/* SPDX-License-Identifier: Apache-2.0 */
/* Which recommendation a rule serves: its own member "recommendation", or what is known of the published CIS bundle. */
#include "bundle/policy.h"

const char *cdk_policy_recommendation(cdk_arena *arena, const cdk_json *rule)
{
    cdk_str own = cdk_json_get_str(rule, "recommendation");
    if (own.n) return cdk_arena_dup(arena, own.p, own.n);
    return NULL;
}
