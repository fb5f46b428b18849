/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/host_cite.h"

static cdk_evidence_item *document_item(cdk_eval *eval, cdk_outcome *outcome, cdk_evidence_kind kind)
{
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "document");
    cdk_member_str(eval->arena, item, "document", cdk_str_of(cdk_evidence_kind_name(kind)));
    return item;
}

static cdk_citation *cite(cdk_eval *eval, cdk_outcome *outcome, cdk_evidence_kind kind, const cdk_element *element)
{
    cdk_citation *cited = cdk_evidence_cite(eval->arena, outcome, kind);
    if (!cited || !element) return cited;
    cited->list = cdk_evidence_list(eval->evidence, kind);
    cited->index = element->index;
    return cited;
}

void cdk_cite(cdk_eval *eval, cdk_outcome *outcome, cdk_evidence_kind kind, const cdk_element *element, const cdk_json *value)
{
    cdk_citation *cited = outcome && value ? cite(eval, outcome, kind, element) : NULL;
    if (cited) cited->value = value;
}

void cdk_cite_absent(cdk_eval *eval, cdk_outcome *outcome, cdk_evidence_kind kind, const cdk_element *element,
                     const cdk_json *parent, const char *member)
{
    cdk_citation *cited = outcome ? cite(eval, outcome, kind, element) : NULL;
    if (!cited) return;
    cited->value = parent;
    cited->absent = member;
}

void cdk_cite_line(cdk_eval *eval, cdk_outcome *outcome, cdk_evidence_kind kind, uint32_t line, cdk_str text)
{
    if (!outcome) return;
    cdk_evidence_item *item = document_item(eval, outcome, kind);
    if (line) cdk_member_i64(eval->arena, item, "line", line);
    cdk_str shown = cdk_evidence_cut(eval->arena, text);
    if (text.n && !shown.p) outcome->failed = true;
    cdk_member_str(eval->arena, item, "value", shown);
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
    size_t n = text.n < CDK_SHOWN_MAX ? text.n : CDK_SHOWN_MAX;
    char *shown = cdk_arena_bytes(eval->arena, n + 4);
    if (!shown) return "(no memory)";
    for (size_t i = 0; i < n; i++) shown[i] = (unsigned char)text.p[i] < 32 || text.p[i] == 127 ? '?' : text.p[i];
    memcpy(shown + n, text.n > n ? "..." : "", text.n > n ? 4 : 1);
    return shown;
}
