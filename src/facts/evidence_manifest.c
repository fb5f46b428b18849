/* SPDX-License-Identifier: Apache-2.0 */
/* evidence.json: which lists are whole, what was asked for and does not exist, what could not be read. */
#include "facts/evidence_impl.h"

static void set_complete(cdk_evidence *evidence, cdk_evidence_kind kind)
{
    evidence->docs[kind].complete = true;
}

/* A document that was given all the same speaks for itself. */
static void set_absent(cdk_evidence *evidence, cdk_evidence_kind kind)
{
    if (evidence->docs[kind].given == CDK_NOT_ASKED) evidence->docs[kind].given = CDK_GIVEN_ABSENT;
}

static void set_denied(cdk_evidence *evidence, cdk_evidence_kind kind)
{
    if (evidence->docs[kind].given == CDK_NOT_ASKED) evidence->docs[kind].given = CDK_GIVEN_DENIED;
}

static const struct {
    const char *member;
    void (*set)(cdk_evidence *evidence, cdk_evidence_kind kind);
} members[] = {{"complete", set_complete}, {"absent", set_absent}, {"denied", set_denied}};

static bool complain(const cdk_env *env, cdk_evidence *evidence, const cdk_json *value, cdk_severity severity, const char *what)
{
    cdk_where where = CDK_NOWHERE;
    where.document = "evidence";
    where.pointer = cdk_json_pointer(&evidence->arena, value);
    if (!where.pointer) return cdk_fail_memory(env), false;
    return cdk_problem_add(env, &evidence->arena, &evidence->problems, CDK_CLASS_BAD_DOCUMENT, severity, &where,
                           "evidence, %s: %s", *where.pointer ? where.pointer : "the document", what);
}

int32_t cdk_evidence_take_manifest(const cdk_env *env, cdk_evidence *evidence, const cdk_json *root)
{
    bool good = true;
    if (root->type != CDK_JSON_OBJECT) good = complain(env, evidence, root, CDK_ERROR, "an object is needed");
    const cdk_json *schema = cdk_json_get(root, "schema");
    if (good && schema && !cdk_str_is(cdk_json_str(schema), "cisdock.evidence/1"))
        good = complain(env, evidence, schema, CDK_WARNING, "not the schema cisdock.evidence/1");
    for (size_t i = 0; good && i < sizeof members / sizeof *members; i++) {
        const cdk_json *list = cdk_json_get(root, members[i].member);
        if (!cdk_json_missing(list) && list->type != CDK_JSON_ARRAY)
            good = complain(env, evidence, list, CDK_ERROR, "a list of kinds is needed");
        CDK_JSON_EACH(item, list) {
            cdk_evidence_kind kind;
            if (cdk_evidence_kind_by_name(cdk_json_str(item), &kind))
                members[i].set(evidence, kind);
            else if (good)
                good = complain(env, evidence, item, CDK_WARNING, "no kind of evidence that this version knows");
        }
    }
    return good ? CISDOCK_OK : env->error->status;
}
