/* SPDX-License-Identifier: Apache-2.0 */
/* What only a person can see to where swarm mode is on, with what there is to be looked at. */
#include "checks/gate_swarm.h"
#include "layer/secret.h"

static void say(cdk_eval *eval, const char *before, cdk_str what)
{
    cdk_say(eval, CDK_MANUAL, "%s%.*s", before, (int)what.n, what.p ? what.p : "");
}

static void say_secrets(cdk_eval *eval, cdk_str what)
{
    for (uint32_t i = 0; i < cdk_evidence_count(eval->evidence, CDK_EV_SECRETS); i++) {
        const cdk_element *secret = cdk_evidence_element(eval->evidence, CDK_EV_SECRETS, i);
        say(eval, "this secret is kept by the swarm; ", what);
        cdk_about(eval, eval->last, "secret", cdk_json_get_str(secret->value, "ID"), cdk_json_str(cdk_json_path(secret->value, "Spec.Name")));
    }
}

/* A variable whose name says that it holds a secret. Its value may be redacted, so that only the name is asked. */
static int32_t find_variable(cdk_eval *eval, const cdk_json *service, const cdk_json **found)
{
    *found = NULL;
    CDK_JSON_EACH(variable, cdk_json_path(service, "Spec.TaskTemplate.ContainerSpec.Env")) {
        cdk_str name, value;
        cdk_secret_spans spans;
        if (!cdk_str_cut(cdk_json_str(variable), '=', &name, &value) || value.n == 0) continue;
        int32_t status = cdk_secret_scan(eval->env, eval->arena, CDK_SECRET_IN_ENV, name, CDK_STR("kT4vQ9zLx2Wm7RbN"), &spans);
        if (status) return status;
        if (!*found && spans.count) *found = variable;
    }
    return CISDOCK_OK;
}

static int32_t say_service(cdk_eval *eval, const cdk_element *service, cdk_str what)
{
    const cdk_json *variable;
    cdk_str name, value;
    int32_t status = find_variable(eval, service->value, &variable);
    if (status || !variable) return status;
    cdk_str_cut(variable->text, '=', &name, &value);
    cdk_outcome *outcome = cdk_say(eval, CDK_MANUAL, "%s in its environment has the name of a secret; %.*s", cdk_shown(eval, name), (int)what.n,
                                   what.p ? what.p : "");
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "document");
    char *pointer = cdk_evidence_pointer(eval->evidence, CDK_EV_SERVICES, eval->arena, service, variable);
    if (!pointer) return cdk_fail_memory(eval->env);
    cdk_member_str(eval->arena, item, "document", CDK_STR("services"));
    cdk_member_str(eval->arena, item, "pointer", cdk_str_of(pointer));
    cdk_about(eval, outcome, "service", cdk_json_get_str(service->value, "ID"), cdk_json_str(cdk_json_path(service->value, "Spec.Name")));
    return CISDOCK_OK;
}

int32_t cdk_swarm_by_hand(cdk_eval *eval)
{
    cdk_str what = cdk_params_get(eval->params, "ask");
    int32_t status = CISDOCK_OK;
    if (!cdk_swarm_is_active(eval, false)) return cdk_eval_status(eval);
    if (cdk_str_is(cdk_params_get(eval->params, "count"), "secrets")) {
        say_secrets(eval, what);
        for (uint32_t i = 0; !status && i < cdk_evidence_count(eval->evidence, CDK_EV_SERVICES); i++)
            status = say_service(eval, cdk_evidence_element(eval->evidence, CDK_EV_SERVICES, i), what);
    }
    if (status) return status;
    if (eval->count == 0) say(eval, "", what);
    return cdk_eval_status(eval);
}
