/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/host_cite.h"

#include <stdio.h>

#define MAX_SHOWN 160
#define MAX_NODES 40

static cdk_evidence_item *document_item(cdk_eval *eval, cdk_outcome *outcome, cdk_evidence_kind kind)
{
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "document");
    cdk_member_str(eval->arena, item, "document", cdk_str_of(cdk_evidence_kind_name(kind)));
    return item;
}

/* Counts the values of a tree, as far as MAX_NODES. */
static uint32_t nodes_of(const cdk_json *value)
{
    uint32_t n = 1;
    CDK_JSON_EACH(child, value) {
        if (n > MAX_NODES) break;
        n += child->type == CDK_JSON_STRING && child->text.n > MAX_SHOWN ? MAX_NODES : nodes_of(child);
    }
    return n;
}

static cdk_str cut(cdk_eval *eval, cdk_outcome *outcome, cdk_str text)
{
    if (text.n <= MAX_SHOWN) return text;
    const char *shown = cdk_arena_printf(eval->arena, "%.*s... (%zu bytes)", MAX_SHOWN, text.p, text.n);
    if (!shown && outcome) outcome->failed = true;
    return cdk_str_of(shown);
}

static void set_pointer(cdk_eval *eval, cdk_outcome *outcome, cdk_evidence_item *item, const char *pointer)
{
    if (pointer)
        cdk_member_str(eval->arena, item, "pointer", cdk_str_of(pointer));
    else if (outcome)
        outcome->failed = true;
}

void cdk_cite(cdk_eval *eval, cdk_outcome *outcome, cdk_evidence_kind kind, const cdk_element *element, const cdk_json *value)
{
    if (!outcome || !value) return;
    cdk_evidence_item *item = document_item(eval, outcome, kind);
    const char *pointer = element ? cdk_evidence_pointer(eval->evidence, kind, eval->arena, element, value)
                                  : cdk_json_pointer(eval->arena, value);
    set_pointer(eval, outcome, item, pointer);
    if (value->type == CDK_JSON_STRING)
        cdk_member_str(eval->arena, item, "value", cut(eval, outcome, value->text));
    else if (nodes_of(value) <= MAX_NODES)
        cdk_member_json(eval->arena, item, "value", value);
    else
        cdk_member_i64(eval->arena, item, "count", value->count);
}

void cdk_cite_absent(cdk_eval *eval, cdk_outcome *outcome, cdk_evidence_kind kind, const cdk_element *element,
                     const cdk_json *parent, const char *member)
{
    if (!outcome) return;
    cdk_evidence_item *item = document_item(eval, outcome, kind);
    const char *above = element  ? cdk_evidence_pointer(eval->evidence, kind, eval->arena, element, parent)
                        : parent ? cdk_json_pointer(eval->arena, parent)
                                 : "";
    set_pointer(eval, outcome, item, above ? cdk_arena_printf(eval->arena, "%s/%s", above, member) : NULL);
    cdk_member_null(eval->arena, item, "value");
    cdk_member_bool(eval->arena, item, "absent", true);
}

void cdk_cite_line(cdk_eval *eval, cdk_outcome *outcome, cdk_evidence_kind kind, uint32_t line, cdk_str text)
{
    if (!outcome) return;
    cdk_evidence_item *item = document_item(eval, outcome, kind);
    if (line) cdk_member_i64(eval->arena, item, "line", line);
    cdk_member_str(eval->arena, item, "value", cut(eval, outcome, text));
}

static void cite_found(cdk_eval *eval, cdk_evidence_item *item, const cdk_stat *stat)
{
    char *mode = cdk_arena_printf(eval->arena, "%04o", stat->mode);
    if (stat->has_mode) cdk_member_str(eval->arena, item, "mode", cdk_str_of(mode));
    if (stat->has_uid) cdk_member_i64(eval->arena, item, "uid", (int64_t)stat->uid);
    if (stat->has_gid) cdk_member_i64(eval->arena, item, "gid", (int64_t)stat->gid);
    if (stat->user.n) cdk_member_str(eval->arena, item, "user", stat->user);
    if (stat->group.n) cdk_member_str(eval->arena, item, "group", stat->group);
}

void cdk_cite_stat(cdk_eval *eval, cdk_outcome *outcome, const cdk_stat *stat)
{
    static const char *const answers[] = {[CDK_STAT_NOT_ASKED] = "not asked", [CDK_STAT_FOUND] = "found",
        [CDK_STAT_ABSENT] = "absent", [CDK_STAT_DENIED] = "denied", [CDK_STAT_DAMAGED] = "damaged"};
    if (!outcome) return;
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "stat");
    cdk_member_str(eval->arena, item, "path", cdk_str_dup(eval->arena, stat->path));
    cdk_member_str(eval->arena, item, "answer", cdk_str_of(answers[stat->answer]));
    if (stat->answer == CDK_STAT_FOUND) cite_found(eval, item, stat);
    if (stat->link) cdk_member_str(eval->arena, item, "link", cdk_str_dup(eval->arena, stat->link->path));
}

static const char *keep(cdk_eval *eval, cdk_outcome *outcome, cdk_str text)
{
    const char *kept = text.n ? cdk_arena_dup(eval->arena, text.p, text.n) : NULL;
    if (text.n && !kept) outcome->failed = true;
    return kept;
}

void cdk_about(cdk_eval *eval, cdk_outcome *outcome, const char *object_kind, cdk_str id, cdk_str name)
{
    if (!outcome) return;
    outcome->object_kind = object_kind;
    outcome->object_id = keep(eval, outcome, id);
    outcome->object_name = keep(eval, outcome, name);
}

const char *cdk_shown(cdk_eval *eval, cdk_str text)
{
    size_t n = text.n < MAX_SHOWN ? text.n : MAX_SHOWN;
    char *shown = cdk_arena_bytes(eval->arena, n + 4);
    if (!shown) return "(no memory)";
    for (size_t i = 0; i < n; i++) shown[i] = (unsigned char)text.p[i] < 32 || text.p[i] == 127 ? '?' : text.p[i];
    memcpy(shown + n, text.n > n ? "..." : "", text.n > n ? 4 : 1);
    return shown;
}
