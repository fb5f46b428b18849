/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_container.h"

enum { MAX_HOPS = 8 };

typedef struct namespace_rule {
    cdk_container_member member;
    const char *own, *shared, *joined, *unknown; /* what is said: nothing has to be put together for each container */
} namespace_rule;

#define NAMESPACE(mode, name)                                                                                              \
    {CDK_HC_##mode, "it does not share the host's " name " namespace", "it shares the host's " name " namespace",          \
     "it shares the host's " name " namespace through another container",                                                 \
     "it shares the " name " namespace of another container, which was not given"}
/* The first is the one that Windows has, too. */
static const namespace_rule namespaces[] = {
    NAMESPACE(NetworkMode, "network"), NAMESPACE(PidMode, "process"), NAMESPACE(IpcMode, "IPC"),
    NAMESPACE(UTSMode, "UTS"), NAMESPACE(UsernsMode, "user"),
};
#undef NAMESPACE

static const namespace_rule *rule_of(cdk_str member)
{
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
        if (cdk_str_is(member, cdk_container_member_name(namespaces[i].member))) return &namespaces[i];
    return NULL;
}

/* Where a chain of "container:ID" ends: with a mode, or with a container that is not among those given (none). */
static cdk_str follow(const cdk_container *c, cdk_container_member member, cdk_str mode)
{
    for (int hops = 0; hops < MAX_HOPS && cdk_str_starts(mode, CDK_STR("container:")); hops++) {
        const cdk_container_view *other = cdk_evidence_container_by_ref(c->eval->evidence, cdk_str_from(mode, 10));
        const cdk_json *next = other ? other->members[member] : NULL;
        if (!cdk_json_is(next, CDK_JSON_STRING)) return CDK_STR_NONE;
        mode = next->text;
    }
    return cdk_str_starts(mode, CDK_STR("container:")) ? CDK_STR_NONE : mode;
}

static cdk_outcome *judge_namespace(const cdk_container *c)
{
    const namespace_rule *rule = c->shared;
    const cdk_json *where = cdk_container_at(c, rule->member);
    if (c->windows && rule != namespaces) return cdk_container_says(c, CDK_NOT_APPLICABLE, NULL, "Windows has no such namespace");
    if (!where) return cdk_container_lacks(c, c->host_config, cdk_container_member_name(rule->member));
    if (where->type != CDK_JSON_STRING) return cdk_container_wrong(c, where, "the name of a mode");
    bool joined = cdk_str_starts(where->text, CDK_STR("container:"));
    cdk_str mode = joined ? follow(c, rule->member, where->text) : where->text;
    if (!mode.p) return cdk_container_finds(c, CDK_WARN, where, rule->unknown);
    if (!cdk_str_is(mode, "host")) return cdk_container_finds(c, CDK_PASS, where, rule->own);
    return cdk_container_finds(c, CDK_FAIL, where, joined ? rule->joined : rule->shared);
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
    const cdk_json *mode = cdk_container_at(c, CDK_HC_NetworkMode), *networks = cdk_container_at(c, CDK_CN_Networks);
    const cdk_json *bridge = cdk_json_get(networks, "bridge");
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
