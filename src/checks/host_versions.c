/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_host.h"
#include "facts/site.h"

#define OLDEST_KERNEL "3.10"

/* A version that the policy gives as something else than text (5.10 is the number 5.1) would be no policy at all. */
static bool say_bad_policy(cdk_eval *eval, const char *dotted)
{
    const cdk_json *wanted = cdk_json_path(cdk_evidence_json(eval->evidence, CDK_EV_SITE), dotted);
    if (cdk_json_missing(wanted) || wanted->type == CDK_JSON_STRING) return false;
    cdk_cite(eval, cdk_say(eval, CDK_VERDICT_ERROR, "%s of the site's policy is a %s, not a text", dotted, cdk_json_type_name(wanted)), CDK_EV_SITE, NULL,
             wanted);
    return true;
}

int32_t cdk_host_engine_current(cdk_eval *eval)
{
    cdk_evidence_kind kind;
    const cdk_json *where = NULL;
    cdk_str version = cdk_engine_version(eval, &kind, &where), wanted = cdk_site_text(eval->evidence, "minimum_versions.docker");
    cdk_outcome *outcome;
    if (say_bad_policy(eval, "minimum_versions.docker")) return cdk_eval_status(eval);
    if (version.n == 0) {
        cdk_say_no_evidence(eval, CDK_EV_VERSION);
        return cdk_eval_status(eval);
    }
    const char *shown = cdk_shown(eval, version);
    if (wanted.n == 0)
        outcome = cdk_say(eval, CDK_WARN, "the engine is %s: see whether it still gets security fixes", shown);
    else if (cdk_version_order(version, wanted) < 0)
        outcome = cdk_say(eval, CDK_FAIL, "the engine is %s, older than %s", shown, cdk_shown(eval, wanted));
    else
        outcome = cdk_say(eval, CDK_PASS, "the engine is %s, %s or newer", shown, cdk_shown(eval, wanted));
    cdk_cite(eval, outcome, kind, NULL, where);
    cdk_about(eval, outcome, "engine", CDK_STR_NONE, version);
    return cdk_eval_status(eval);
}

int32_t cdk_host_kernel(cdk_eval *eval)
{
    const cdk_json *where = cdk_info(eval, "KernelVersion");
    cdk_str version = cdk_json_str(where), wanted = cdk_site_text(eval->evidence, "minimum_versions.kernel");
    if (say_bad_policy(eval, "minimum_versions.kernel")) return cdk_eval_status(eval);
    if (wanted.n == 0) wanted = CDK_STR(OLDEST_KERNEL);
    if (cdk_is_windows(eval)) {
        cdk_cite(eval, cdk_say(eval, CDK_NOT_APPLICABLE, "the host runs Windows"), CDK_EV_INFO, NULL, cdk_info(eval, "OSType"));
    } else if (version.n == 0) {
        cdk_say_no_evidence(eval, CDK_EV_INFO);
    } else {
        bool old = cdk_version_order(version, wanted) < 0;
        cdk_outcome *outcome = cdk_say(eval, old ? CDK_FAIL : CDK_PASS, "the kernel is %s, %s %s", cdk_shown(eval, version),
                                       old ? "older than" : "not older than", cdk_shown(eval, wanted));
        cdk_cite(eval, outcome, CDK_EV_INFO, NULL, where);
    }
    return cdk_eval_status(eval);
}
