/* SPDX-License-Identifier: Apache-2.0 */
#include "report/out.h"

/* Texts that stand on each of many items, and are redacted or made by us already. */
static bool is_clean(const char *name)
{
    static const char *const clean[] = {"document", "created_by", "diff_id", "mode", "origin"};
    for (size_t i = 0; i < sizeof clean / sizeof *clean; i++)
        if (strcmp(name, clean[i]) == 0) return true;
    return false;
}

static void put_member(cdk_out *out, const cdk_member *member)
{
    switch (member->type) {
    case CDK_M_STR:
        if (is_clean(member->name))
            cdk_out_redacted(out, member->name, member->str);
        else
            cdk_out_str(out, member->name, member->str);
        break;
    case CDK_M_I64: cdk_out_i64(out, member->name, member->i64); break;
    case CDK_M_BOOL: cdk_out_bool(out, member->name, member->i64 != 0); break;
    case CDK_M_NULL: cdk_out_null(out, member->name); break;
    case CDK_M_JSON: cdk_out_json(out, member->name, member->json); break;
    }
}

void cdk_json_evidence(cdk_out *out, const cdk_evidence_item *first)
{
    for (const cdk_evidence_item *item = first; item; item = item->next) {
        const cdk_member *members = cdk_out_members(out, item);
        cdk_jsonw_object(out->w);
        cdk_out_text(out, "kind", item->kind);
        for (const cdk_member *member = members; member; member = member->next) put_member(out, member);
        cdk_jsonw_object_end(out->w);
    }
}
