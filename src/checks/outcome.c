/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/outcome.h"

#include <inttypes.h>
#include <stdio.h>

static cdk_evidence_item *new_item(cdk_arena *arena, cdk_outcome *outcome, const char *kind)
{
    cdk_evidence_item *item = outcome ? cdk_arena_alloc(arena, sizeof *item) : NULL;
    if (!item) {
        if (outcome) outcome->failed = true;
        return NULL;
    }
    *item = (cdk_evidence_item){.kind = kind};
    if (outcome->evidence_last)
        outcome->evidence_last->next = item;
    else
        outcome->evidence = item;
    outcome->evidence_last = item;
    return item;
}

cdk_evidence_item *cdk_evidence_item_new(cdk_arena *arena, cdk_outcome *outcome, const char *kind)
{
    cdk_evidence_item *item = new_item(arena, outcome, kind);
    if (item) item->outcome = outcome;
    return item;
}

cdk_citation *cdk_evidence_cite(cdk_arena *arena, cdk_outcome *outcome, cdk_evidence_kind document)
{
    cdk_evidence_item *item = new_item(arena, outcome, "document");
    if (!item) return NULL;
    item->cites = true;
    item->document = document;
    item->cited = (cdk_citation){.value = NULL};
    return &item->cited;
}

static cdk_member *add(cdk_arena *arena, cdk_evidence_item *item, const char *name)
{
    if (!item || item->cites) return NULL;
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

/* --- citations --- */

enum { MAX_NODES = 40 };

cdk_str cdk_evidence_cut(cdk_arena *arena, cdk_str text)
{
    if (text.n <= CDK_SHOWN_MAX) return text;
    return cdk_str_of(cdk_arena_printf(arena, "%.*s... (%zu bytes)", CDK_SHOWN_MAX, text.p, text.n));
}

/* Counts the values of a tree, as far as MAX_NODES. */
static uint32_t nodes_of(const cdk_json *value)
{
    uint32_t n = 1;
    CDK_JSON_EACH(child, value) {
        if (n > MAX_NODES) break;
        n += child->type == CDK_JSON_STRING && child->text.n > CDK_SHOWN_MAX ? MAX_NODES : nodes_of(child);
    }
    return n;
}

static void put_text(cdk_arena *arena, cdk_evidence_item *item, const char *name, cdk_str text)
{
    if (text.p)
        cdk_member_str(arena, item, name, text);
    else
        item->outcome->failed = true;
}

static void put_pointer(cdk_arena *arena, cdk_evidence_item *item, const cdk_citation *cited)
{
    char list[64] = "";
    if (cited->list) snprintf(list, sizeof list, "%s/%" PRIu64, cited->list, cited->index);
    const char *pointer = cdk_json_pointer_below(arena, cdk_str_of(list), cited->value);
    if (pointer && cited->absent) pointer = cdk_arena_printf(arena, "%s/%s", pointer, cited->absent);
    put_text(arena, item, "pointer", cdk_str_of(pointer));
}

static void put_value(cdk_arena *arena, cdk_evidence_item *item, const cdk_json *value)
{
    if (value->type == CDK_JSON_STRING)
        put_text(arena, item, "value", cdk_evidence_cut(arena, value->text));
    else if (nodes_of(value) <= MAX_NODES)
        cdk_member_json(arena, item, "value", value);
    else
        cdk_member_i64(arena, item, "count", value->count);
}

bool cdk_evidence_members(cdk_arena *arena, const cdk_evidence_item *item, const cdk_member **first)
{
    const cdk_citation *cited = &item->cited;
    cdk_outcome outcome = {.failed = false};
    cdk_evidence_item made = {.outcome = &outcome};
    if (!item->cites) {
        *first = item->first;
        return true;
    }
    cdk_member_str(arena, &made, "document", cdk_str_of(cdk_evidence_kind_name(item->document)));
    put_pointer(arena, &made, cited);
    if (cited->absent) {
        cdk_member_null(arena, &made, "value");
        cdk_member_bool(arena, &made, "absent", true);
    } else {
        put_value(arena, &made, cited->value);
    }
    if (cited->state) cdk_member_str(arena, &made, "state", cited->state->text);
    *first = made.first;
    return !outcome.failed;
}
