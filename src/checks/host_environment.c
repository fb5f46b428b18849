/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_host.h"

/* What the client takes as "yes": Go's ParseBool. Anything else is no. */
static bool is_on(cdk_str value)
{
    static const char *const yes[] = {"1", "t", "T", "true", "TRUE", "True"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (cdk_str_is(value, yes[i])) return true;
    return false;
}

int32_t cdk_host_content_trust(cdk_eval *eval)
{
    cdk_str rest = cdk_evidence_text(eval->evidence, CDK_EV_ENVIRONMENT), line, name, value, found = CDK_STR_NONE;
    uint32_t number = 0, at = 0;
    if (cdk_evidence_state(eval->evidence, CDK_EV_ENVIRONMENT) != CDK_GIVEN) {
        cdk_say_no_evidence(eval, CDK_EV_ENVIRONMENT);
        return cdk_eval_status(eval);
    }
    while (cdk_str_line(&rest, &line)) {
        number++;
        if (!cdk_str_cut(cdk_str_trim(line), '=', &name, &value) || !cdk_str_is(name, "DOCKER_CONTENT_TRUST")) continue;
        found = value;
        at = number;
    }
    cdk_outcome *outcome = cdk_say(eval, is_on(found) ? CDK_PASS : CDK_FAIL, "DOCKER_CONTENT_TRUST is %s", is_on(found) ? "on" : at ? "off" : "not set");
    cdk_cite_line(eval, outcome, CDK_EV_ENVIRONMENT, at, at ? found : CDK_STR("DOCKER_CONTENT_TRUST is not set"));
    return cdk_eval_status(eval);
}
