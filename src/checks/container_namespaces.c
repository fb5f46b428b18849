/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_container.h"

enum { MAX_HOPS = 8 };

typedef struct namespace_rule {
    const char *member; /* of HostConfig */
    const char *name;   /* in messages */
} namespace_rule;

static const namespace_rule namespaces[] = {
    {"NetworkMode", "network"}, {"PidMode", "process"}, {"IpcMode", "IPC"}, {"UTSMode", "UTS"}, {"UsernsMode", "user"},
};

static const namespace_rule *rule_of(cdk_str member)
{
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
        if (cdk_str_is(member, namespaces[i].member)) return &namespaces[i];
    return NULL;
}

/* Where a chain of "container:ID" ends: with a mode, or with a container that is not among those given (none). */
static cdk_str follow(const cdk_container *c, const char *member, cdk_str mode)
{
    for (int hops = 0; hops < MAX_HOPS && cdk_str_starts(mode, CDK_STR("container:")); hops++) {
        const cdk_element *other = cdk_evidence_container_by_ref(c->eval->evidence, cdk_str_from(mode, 10));
        const cdk_json *next = other ? cdk_json_get(cdk_json_get(other->value, "HostConfig"), member) : NULL;
        if (!cdk_json_is(next, CDK_JSON_STRING)) return CDK_STR_NONE;
        mode = next->text;
    }
    return cdk_str_starts(mode, CDK_STR("container:")) ? CDK_STR_NONE : mode;
}

static cdk_outcome *judge_namespace(const cdk_container *c)
{
    const namespace_rule *rule = c->shared;
    const cdk_json *where = cdk_host_member(c, rule->member);
    if (!where) return cdk_container_lacks(c, c->host_config, rule->member);
    if (where->type != CDK_JSON_STRING) return cdk_container_wrong(c, where, "the name of a mode");
    bool joined = cdk_str_starts(where->text, CDK_STR("container:"));
    cdk_str mode = joined ? follow(c, rule->member, where->text) : where->text;
    if (!mode.p) return cdk_container_says(c, CDK_WARN, where, "it shares the %s namespace of another container, which was not given", rule->name);
    if (cdk_str_is(mode, "host"))
        return cdk_container_says(c, CDK_FAIL, where, "it shares the host's %s namespace%s", rule->name, joined ? " through another container" : "");
    return cdk_container_says(c, CDK_PASS, where, "it does not share the host's %s namespace", rule->name);
}

int32_t cdk_container_namespace(cdk_eval *eval)
{
    const namespace_rule *rule = rule_of(cdk_params_get(eval->params, "namespace"));
    if (rule) return cdk_each_container(eval, judge_namespace, rule);
    cdk_say(eval, CDK_VERDICT_ERROR, "the rule's namespace is none that is known here");
    return cdk_eval_status(eval);
}

/* --- the default bridge --- */

static cdk_outcome *judge_bridge(const cdk_container *c)
{
    const cdk_json *mode = cdk_host_member(c, "NetworkMode"), *settings = cdk_json_get(c->value, "NetworkSettings");
    const cdk_json *networks = cdk_json_get(settings, "Networks"), *bridge = cdk_json_get(networks, "bridge");
    bool by_mode = cdk_str_is(cdk_json_str(mode), "default") || cdk_str_is(cdk_json_str(mode), "bridge");
    if (networks && networks->type != CDK_JSON_OBJECT && networks->type != CDK_JSON_NULL) return cdk_container_wrong(c, networks, "an object");
    if (bridge) return cdk_container_says(c, CDK_WARN, mode ? mode : bridge, "it is attached to the default bridge: see whether a network of its own would do");
    if (networks && networks->count) return cdk_container_says(c, CDK_PASS, mode ? mode : networks, "it is not attached to the default bridge");
    if (!cdk_json_is(mode, CDK_JSON_STRING)) return cdk_container_lacks(c, c->host_config, "NetworkMode");
    if (by_mode && !c->windows) return cdk_container_says(c, CDK_WARN, mode, "it is made for the default bridge: see whether a network of its own would do");
    return cdk_container_says(c, CDK_PASS, mode, "it is not attached to the default bridge");
}

int32_t cdk_container_default_bridge(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_bridge, NULL);
}
