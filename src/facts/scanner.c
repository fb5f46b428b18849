/* SPDX-License-Identifier: Apache-2.0 */
/* Findings of a vulnerability scanner, as evidence: is it what it should be? */
#include "facts/evidence_impl.h"

static int32_t complain(const cdk_env *env, cdk_evidence *evidence, const cdk_json *at, const char *what)
{
    cdk_where where = CDK_NOWHERE;
    where.document = "vulnerabilities";
    where.pointer = cdk_json_pointer(&evidence->arena, at);
    if (!where.pointer) return cdk_fail_memory(env);
    return cdk_problem_add(env, &evidence->arena, &evidence->problems, CDK_CLASS_BAD_DOCUMENT, CDK_ERROR, &where, "vulnerabilities, %s: %s", where.pointer, what)
               ? CISDOCK_OK : env->error->status;
}

const cdk_json *cdk_scanner_findings(const cdk_evidence *evidence)
{
    const cdk_json *document = cdk_evidence_json(evidence, CDK_EV_VULNERABILITIES);
    const cdk_json *list = cdk_json_is(document, CDK_JSON_OBJECT) ? cdk_json_get(document, "vulnerabilities") : document;
    return cdk_json_is(list, CDK_JSON_ARRAY) ? list : NULL;
}

int32_t cdk_evidence_check_findings(const cdk_env *env, cdk_evidence *evidence)
{
    const cdk_json *list = cdk_scanner_findings(evidence);
    int32_t status = CISDOCK_OK;
    if (!list) return cdk_fail(env, CDK_CLASS_BAD_DOCUMENT, NULL, "vulnerabilities: neither a list of findings nor an object with one");
    CDK_JSON_EACH(item, list) {
        if (cdk_json_get(item, "affected"))
            return cdk_fail(env, CDK_CLASS_BAD_DOCUMENT, NULL, "vulnerabilities: these are advisories, not findings in an image: hand them over as the kind \"feed\"");
        if (!status && !cdk_json_get_str(item, "id").n) status = complain(env, evidence, item, "a finding needs an id");
    }
    return status;
}
