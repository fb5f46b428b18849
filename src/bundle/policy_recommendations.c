/* SPDX-License-Identifier: Apache-2.0 */
/* Which recommendation a rule serves: its own member "recommendation", or what is known of the bundle anchore_cis_1.13.0_base,
 * which tells it in comments at most. All its revisions have the same ids of rules. */
#include "bundle/policy.h"

static const struct {
    const char *rule, *recommendation;
} published[] = {{"c96bf84d-0e76-435c-a94c-0f556bbaf45f", "4.1"},  {"f2b27bac-37e5-4ed2-b3f6-da7c76748b49", "4.2"},
                 {"5991ec11-fd80-4066-ba92-96e2db98dde6", "4.3"},  {"94a6cbb5-66b0-4bc7-b1dc-6293cca251a7", "4.3"},
                 {"8955f515-60e2-4483-bdf4-2fe475fe0c8c", "4.4"},  {"0821c410-b0d4-4a25-90d7-aa71b46d7e32", "4.4"},
                 {"211fa08b-e69a-4165-a0df-05cd3bd0e002", "4.4"},  {"e3a73079-fe16-4de6-9b2f-3982277e57d5", "4.4"},
                 {"aeff8bdb-82b5-44fd-87ef-d8fdd50893e8", "4.4"},  {"64499886-5917-4a41-b18b-7d2d0bdcf12b", "4.6"},
                 {"2f87d4bf-e963-496a-8b3d-ff90bef46014", "4.7"},  {"ea1b1c11-0633-48cc-8afc-92b252f331b3", "4.7"},
                 {"c5dbe7b8-b48b-4845-beff-069421d9d1ba", "4.7"},  {"41b657bb-86e5-43ba-8f35-18edc3a465f9", "4.8"},
                 {"e9eacc50-aaac-4241-95ac-790cf0be84da", "4.9"},  {"c0e5e302-764d-4b19-9fbd-5c7b0b558673", "4.10"},
                 {"ef85285b-801b-48a4-b130-3a35e2d58133", "5.8"}};

const char *cdk_policy_recommendation(cdk_arena *arena, const cdk_json *rule)
{
    cdk_str own = cdk_json_get_str(rule, "recommendation"), id = cdk_json_get_str(rule, "id");
    if (own.n) return cdk_arena_dup(arena, own.p, own.n);
    for (size_t i = 0; i < sizeof published / sizeof *published; i++)
        if (cdk_str_is(id, published[i].rule)) return published[i].recommendation;
    return NULL;
}
