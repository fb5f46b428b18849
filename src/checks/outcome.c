/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/outcome.h"

cdk_evidence_item *cdk_evidence_item_new(cdk_arena *arena, cdk_outcome *outcome, const char *kind)
{
    cdk_evidence_item *item = outcome ? cdk_arena_calloc(arena, 1, sizeof *item) : NULL;
    if (!item) {
        if (outcome) outcome->failed = true;
        return NULL;
    }
    item->kind = kind;
    item->outcome = outcome;
    if (outcome->evidence_last)
        outcome->evidence_last->next = item;
    else
        outcome->evidence = item;
    outcome->evidence_last = item;
    return item;
}

static cdk_member *add(cdk_arena *arena, cdk_evidence_item *item, const char *name)
{
    if (!item) return NULL;
    cdk_member *member = cdk_arena_calloc(arena, 1, sizeof *member);
    if (!member) {
        item->outcome->failed = true;
        return NULL;
    }
    member->name = name;
    if (item->last)
        item->last->next = member;
    else
        item->first = member;
    item->last = member;
    return member;
}

bool cdk_member_str(cdk_arena *arena, cdk_evidence_item *item, const char *name, cdk_str value)
{
    cdk_member *member = add(arena, item, name);
    if (!member) return false;
    member->type = value.p ? CDK_M_STR : CDK_M_NULL;
    member->str = value;
    return true;
}

bool cdk_member_i64(cdk_arena *arena, cdk_evidence_item *item, const char *name, int64_t value)
{
    cdk_member *member = add(arena, item, name);
    if (!member) return false;
    member->type = CDK_M_I64;
    member->i64 = value;
    return true;
}

bool cdk_member_bool(cdk_arena *arena, cdk_evidence_item *item, const char *name, bool value)
{
    cdk_member *member = add(arena, item, name);
    if (!member) return false;
    member->type = CDK_M_BOOL;
    member->i64 = value;
    return true;
}

bool cdk_member_json(cdk_arena *arena, cdk_evidence_item *item, const char *name, const cdk_json *value)
{
    cdk_member *member = add(arena, item, name);
    if (!member) return false;
    member->type = value ? CDK_M_JSON : CDK_M_NULL;
    member->json = value;
    return true;
}

bool cdk_member_null(cdk_arena *arena, cdk_evidence_item *item, const char *name)
{
    return cdk_member_json(arena, item, name, NULL);
}
