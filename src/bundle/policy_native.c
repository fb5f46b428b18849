/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of our own gates in a policy: their failing outcomes become matches, with ids made as the engine makes them. */
#include "bundle/policy.h"

bool cdk_native_row(cdk_policy_run *run, const cdk_policy_rule *rule, cdk_outcome *outcome)
{
    cdk_digest *md5 = run->eval->anchore->md5;
    const char *parts[] = {rule->gate->name, rule->trigger->name, outcome->object_id ? outcome->object_id : "", outcome->place ? outcome->place : "",
                           outcome->place || outcome->object_id ? "" : outcome->message};
    uint8_t bytes[64];
    char hex[33];
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) cdk_digest_update(md5, parts[i], strlen(parts[i]));
    if (cdk_digest_final(md5, bytes) != 16) return false;
    cdk_hex(bytes, 16, hex);
    outcome->trigger_id = cdk_arena_dup(run->arena, hex, 32);
    return outcome->trigger_id != NULL;
}
