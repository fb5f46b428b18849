/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_container.h"
#include "checks/user_spec.h"
#include "facts/exec_log.h"

static bool offends(const cdk_eval *eval, const cdk_exec_call *call)
{
    if (cdk_str_is(cdk_params_get(eval->params, "option"), "privileged")) return call->privileged;
    if (!call->has_user) return false;
    return cdk_str_is(cdk_params_get(eval->params, "users"), "any") || cdk_user_spec_is_root(call->user);
}

/* The line itself may hold what was typed: its number is enough to find it. */
static void say_call(cdk_eval *eval, const cdk_exec_call *call, uint32_t number)
{
    bool privileged = call->privileged && cdk_str_is(cdk_params_get(eval->params, "option"), "privileged");
    cdk_outcome *outcome = cdk_say(eval, CDK_FAIL, privileged ? "a privileged command was run in a container"
                                                              : "a command was run in a container under another user");
    cdk_cite_line(eval, outcome, CDK_EV_EXEC_LOG, number, CDK_STR("docker exec"));
    const char *name = cdk_arena_printf(eval->arena, "line %u", number);
    if (!name && outcome) outcome->failed = true;
    cdk_about(eval, outcome, "command", CDK_STR_NONE, cdk_str_of(name));
}

int32_t cdk_container_exec(cdk_eval *eval)
{
    cdk_str rest = cdk_evidence_text(eval->evidence, CDK_EV_EXEC_LOG), line;
    cdk_given given = cdk_evidence_state(eval->evidence, CDK_EV_EXEC_LOG);
    if (given != CDK_GIVEN) {
        cdk_say_no_evidence(eval, CDK_EV_EXEC_LOG);
        return cdk_eval_status(eval);
    }
    for (uint32_t number = 1; !eval->failed && cdk_str_line(&rest, &line); number++) {
        cdk_exec_call call;
        cdk_arena scratch;
        cdk_arena_init(&scratch, eval->env->mem);
        eval->failed |= cdk_exec_read(eval->env, &scratch, line, &call) != CISDOCK_OK;
        if (!eval->failed && call.found && offends(eval, &call)) say_call(eval, &call, number);
        cdk_arena_free(&scratch);
    }
    if (!cdk_evidence_complete(eval->evidence, CDK_EV_EXEC_LOG))
        cdk_say_unknown(eval, CDK_WHY_INCOMPLETE_LIST, "whether the log holds all commands was not told");
    else if (eval->count == 0)
        cdk_cite_line(eval, cdk_say(eval, CDK_PASS, "the log holds no such command"), CDK_EV_EXEC_LOG, 0, CDK_STR(""));
    return cdk_eval_status(eval);
}
