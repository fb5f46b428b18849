/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_host.h"
#include "facts/site.h"

#define OLDEST_KERNEL "3.10"

int32_t cdk_host_engine_current(cdk_eval *eval)
{
    cdk_evidence_kind kind;
    const cdk_json *where = NULL;
    cdk_str version = cdk_engine_version(eval, &kind, &where), wanted = cdk_site_text(eval->evidence, "minimum_versions.docker");
    cdk_outcome *outcome;
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
