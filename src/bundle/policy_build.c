/* SPDX-License-Identifier: Apache-2.0 */
/* Rules and policies built from JSON. Problems carry the names of the engine's exceptions. */
#include "bundle/policy.h"

#include <stdarg.h>
#include <stdio.h>

const char *cdk_action_word(cdk_action action)
{
    return action == CDK_ACTION_STOP ? "stop" : action == CDK_ACTION_WARN ? "warn" : "go";
}

int32_t cdk_policy_raise(cdk_policy_run *run, const char *type, const cdk_json *at, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (run->problem_count >= CDK_LIMIT(run->env, MAX_PROBLEMS)) return 1;
    cdk_policy_problem *problem = cdk_arena_calloc(run->arena, 1, sizeof *problem);
    cdk_str message = cdk_utf8_repair(run->arena, cdk_str_dup(run->arena, cdk_str_of(text)));
    if (!problem || !message.p) return cdk_fail_memory(run->env);
    *problem = (cdk_policy_problem){.type = type, .severity = "error", .message = cdk_arena_dup(run->arena, message.p, message.n), .at = at};
    if (!problem->message) return cdk_fail_memory(run->env);
    if (run->last_problem)
        run->last_problem->next = problem;
    else
        run->problems = problem;
    run->last_problem = problem;
    run->problem_count++;
    return 1;
}

int32_t cdk_policy_break(cdk_policy_run *run, const char *format, ...)
{
    char text[640];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (run->broken) return 1;
    run->broken = true;
    run->broken_why = cdk_arena_dup(run->arena, text, strlen(text));
    return run->broken_why ? 1 : cdk_fail_memory(run->env);
}

/* What the rule's constructor meets before it looks for the gate. */
static int32_t check_form(cdk_policy_run *run, const cdk_json *json, cdk_policy_rule *out)
{
    const cdk_json *params = cdk_json_get(json, "params");
    if (!cdk_json_is(json, CDK_JSON_OBJECT)) return cdk_policy_raise(run, "PolicyError", json, "a rule is no object");
    if (!cdk_json_is(params, CDK_JSON_ARRAY))
        return cdk_policy_raise(run, "PolicyError", params ? params : json, "a rule has no list \"params\"");
    CDK_JSON_EACH(param, params) {
        if (!cdk_json_get_str(param, "name").p) return cdk_policy_raise(run, "PolicyError", param, "a parameter has no name");
    }
    static const struct {
        const char *word;
        cdk_action action;
    } words[] = {{"stop", CDK_ACTION_STOP}, {"warn", CDK_ACTION_WARN}, {"go", CDK_ACTION_GO}};
    cdk_str action = cdk_json_get_str(json, "action");
    for (size_t i = 0; i < 3; i++) {
        if (!cdk_str_eq_nocase(action, cdk_str_of(words[i].word))) continue;
        out->action = words[i].action;
        return 0;
    }
    const cdk_json *at = cdk_json_get(json, "action");
    return cdk_policy_raise(run, "PolicyError", at ? at : json, "a rule's action is none of stop, warn, go");
}

/* The engine hands parameters over by name, together with names of its own. */
static bool name_clashes(const cdk_json *params)
{
    static const char *const taken[] = {"self", "parent_gate_cls", "rule_id"};
    CDK_JSON_EACH(param, params) {
        for (size_t i = 0; i < 3; i++)
            if (cdk_str_eq_nocase(cdk_json_get_str(param, "name"), cdk_str_of(taken[i]))) return true;
    }
    return false;
}

static const cdk_gate *anchore_gate(cdk_str name)
{
    const cdk_gate *gate = cdk_gate_find(name);
    return gate;
}

static int32_t no_such(cdk_policy_run *run, const char *type, const cdk_json *at, const char *what, cdk_str name)
{
    return cdk_policy_raise(run, type, at, "there is no %s \"%.*s\"", what, (int)(name.n < 80 ? name.n : 80), name.p ? name.p : "");
}

int32_t cdk_policy_build_rule(cdk_policy_run *run, const cdk_json *json, cdk_policy_rule *out)
{
    *out = (cdk_policy_rule){.json = json, .id = cdk_json_get_str(json, "id")};
    int32_t status = check_form(run, json, out);
    if (status) return status;
    const cdk_json *gate_json = cdk_json_get(json, "gate"), *trigger_json = cdk_json_get(json, "trigger");
    if (!cdk_json_is(gate_json, CDK_JSON_STRING))
        return cdk_policy_raise(run, "PolicyError", gate_json ? gate_json : json, "a rule names no gate");
    cdk_str gate = cdk_py_lower(run->arena, gate_json->text);
    if (!gate.p) return cdk_fail_memory(run->env);
    out->gate = anchore_gate(gate);
    out->retired = out->gate ? NULL : cdk_retired_gate_find(gate);
    if (!out->gate && !out->retired) return no_such(run, "GateNotFoundError", gate_json, "gate", gate);
    if (!cdk_json_is(trigger_json, CDK_JSON_STRING))
        return cdk_policy_raise(run, "PolicyError", trigger_json ? trigger_json : json, "a rule names no trigger");
    cdk_str trigger = cdk_py_lower(run->arena, trigger_json->text);
    if (!trigger.p) return cdk_fail_memory(run->env);
    out->trigger = out->gate ? cdk_trigger_find(out->gate, trigger) : NULL;
    if (out->retired ? !cdk_retired_trigger(out->retired, trigger) : !out->trigger)
        return no_such(run, "TriggerNotFoundError", trigger_json, "trigger", trigger);
    if (name_clashes(cdk_json_get(json, "params")))
        return cdk_policy_raise(run, "PolicyError", json, "a parameter has a name that the engine keeps for itself");
    out->recommendation = cdk_policy_recommendation(run->arena, json);
    return out->trigger ? cdk_policy_build_params(run, json, out->trigger, &out->params) : 0;
}

static int32_t check_version(cdk_policy_run *run, const cdk_json *json, const char *what)
{
    const cdk_json *version = cdk_json_get(json, "version");
    if (cdk_str_is(cdk_json_str(version), "1_0")) return 0;
    return cdk_policy_raise(run, "UnsupportedVersionError", version ? version : json, "the version of a %s is not 1_0", what);
}

int32_t cdk_policy_build(cdk_policy_run *run, const cdk_json *json, cdk_policy *out)
{
    *out = (cdk_policy){.json = json, .id = cdk_json_get_str(json, "id")};
    int32_t raised = 0, status = check_version(run, json, "policy");
    if (status) return status;
    const cdk_json *rules = cdk_json_get(json, "rules");
    if (!cdk_json_is(rules, CDK_JSON_ARRAY)) return cdk_policy_raise(run, "TypeError", rules ? rules : json, "a policy has no list \"rules\"");
    out->rules = cdk_arena_calloc(run->arena, rules->count ? rules->count : 1, sizeof *out->rules);
    if (!out->rules) return cdk_fail_memory(run->env);
    CDK_JSON_EACH(rule, rules) {
        status = cdk_policy_build_rule(run, rule, &out->rules[out->rule_count++]);
        if (status < 0) return status;
        raised |= status;
    }
    return raised;
}
