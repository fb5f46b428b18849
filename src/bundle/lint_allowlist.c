/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/lint.h"

/* An item in front of another one that already takes all that it could take. Patterns are compared only with "*". */
static bool shadows(const cdk_allow_item *before, const cdk_allow_item *item)
{
    if (before->expires || !before->trigger_id.p || !item->trigger_id.p || !cdk_str_eq(before->gate, item->gate)) return false;
    return cdk_str_eq(before->trigger_id, item->trigger_id) || cdk_str_is(before->trigger_id, "*");
}

static int32_t lint_pattern(cdk_lint *lint, const cdk_allow_item *item)
{
    cdk_wildcard wildcard;
    const cdk_json *at = cdk_json_get(item->json, "trigger_id");
    if (!item->trigger_id.p)
        return cdk_lint_say(lint, CDK_ERROR, item->json, "the item has no trigger_id: a match of its gate loses the verdict");
    int32_t status = cdk_wildcard_new(lint->run.env, item->trigger_id, &wildcard);
    cdk_wildcard_free(&wildcard);
    if (status != CISDOCK_E_SCHEMA && status != CISDOCK_E_LIMIT) return status;
    cdk_error_clear(lint->run.env);
    return cdk_lint_say(lint, CDK_ERROR, at, "the pattern of the item is not valid: a match of its gate loses the verdict");
}

static int32_t lint_item(cdk_lint *lint, const cdk_allow_item *item, cdk_map *seen)
{
    if (lint->has_now && item->expires && lint->run.now * 1000000 >= item->expires_at) {
        const cdk_json *at = cdk_json_get(item->json, "expires_on");
        return cdk_lint_say(lint, CDK_WARNING, at, "this item has expired");
    }
    if (!cdk_gate_find(item->gate)) return cdk_lint_say(lint, CDK_WARNING, item->json, "no rule can fire in this item's gate");
    int32_t status = lint_pattern(lint, item);
    if (status || !item->trigger_id.p) return status;
    /* The first of its gate and id, or one that takes the whole gate. */
    char key[256];
    int n = snprintf(key, sizeof key, "%.*s %.*s", (int)item->gate.n, item->gate.p, (int)item->trigger_id.n, item->trigger_id.p);
    if (n < 0 || (size_t)n >= sizeof key) return 0;
    const cdk_allow_item *same = cdk_map_get(seen, (cdk_str){key, (size_t)n});
    n = snprintf(key, sizeof key, "%.*s *", (int)item->gate.n, item->gate.p);
    const cdk_allow_item *all = n > 0 && (size_t)n < sizeof key ? cdk_map_get(seen, (cdk_str){key, (size_t)n}) : NULL;
    if ((same && shadows(same, item)) || (all && shadows(all, item)))
        return cdk_lint_say(lint, CDK_WARNING, item->json, "shadowed: an item before it takes all that it could take");
    snprintf(key, sizeof key, "%.*s %.*s", (int)item->gate.n, item->gate.p, (int)item->trigger_id.n, item->trigger_id.p);
    char *kept = cdk_arena_dup(lint->run.arena, key, strlen(key));
    return kept && cdk_map_put(seen, cdk_str_of(kept), (void *)(uintptr_t)item) ? 0 : cdk_fail_memory(lint->run.env);
}

int32_t cdk_lint_allowlist(cdk_lint *lint, const cdk_json *json)
{
    cdk_allowlist list;
    cdk_map seen;
    int32_t status = cdk_allowlist_build(&lint->run, json, &list);
    if (status) {
        if (status > 0)
            status = cdk_lint_say(lint, CDK_ERROR, lint->run.last_problem && lint->run.last_problem->at ? lint->run.last_problem->at : json, "%s (%s)",
                                  lint->run.last_problem ? lint->run.last_problem->message : "not valid",
                                  lint->run.last_problem ? lint->run.last_problem->type : "ValidationError");
        lint->run.problems = lint->run.last_problem = NULL;
        lint->run.problem_count = 0;
        cdk_allowlist_free(&list);
        return status;
    }
    cdk_map_init(&seen, lint->run.env->mem);
    for (uint32_t i = 0; !status && i < list.item_count; i++) status = lint_item(lint, &list.items[i], &seen);
    cdk_map_free(&seen);
    cdk_allowlist_free(&list);
    return status;
}
