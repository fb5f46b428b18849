/* SPDX-License-Identifier: Apache-2.0 */
/* What vouches for an image: the content trust that the client asks for. */
#include "checks/gates.h"

/* The client's environment, which only the caller can tell: never that of the process that runs this library. */
static int32_t content_trust(cdk_eval *eval)
{
    static const char name[] = "DOCKER_CONTENT_TRUST";
    cdk_str text = cdk_evidence_text(eval->evidence, CDK_EV_ENVIRONMENT), line, value = CDK_STR_NONE;
    if (!text.p) {
        cdk_say_no_evidence(eval, CDK_EV_ENVIRONMENT);
        return cdk_eval_status(eval);
    }
    while (cdk_str_line(&text, &line)) {
        cdk_str key, rest;
        if (cdk_str_cut(line, '=', &key, &rest) && cdk_str_is(key, name)) value = cdk_str_trim(rest);
    }
    bool on = cdk_str_is(value, "1");
    cdk_outcome *outcome = cdk_say(eval, on ? CDK_PASS : CDK_FAIL, "%s",
                                   on        ? "the client asks for content trust"
                                   : value.p ? "DOCKER_CONTENT_TRUST is set, but not to 1"
                                             : "DOCKER_CONTENT_TRUST is not set in the client's environment");
    if (outcome) outcome->basis = CDK_CONFIGURED;
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "document");
    cdk_member_str(eval->arena, item, "document", CDK_STR("environment"));
    cdk_member_str(eval->arena, item, "name", CDK_STR("DOCKER_CONTENT_TRUST"));
    cdk_member_str(eval->arena, item, "value", value);
    return cdk_eval_status(eval);
}

static const cdk_trigger triggers[] = {
    {"content_trust", "whether the client's environment asks for content trust", NULL, 0, NULL, content_trust},
};

const cdk_gate cdk_gate_signatures = {
    .name = "signatures",
    .description = "what vouches for images: content trust and signatures",
    .triggers = triggers,
    .count = sizeof triggers / sizeof *triggers,
    .scopes = CDK_SCOPE_ALL,
};
