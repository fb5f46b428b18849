/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_swarm.h"

#include "checks/gates.h"
#include "facts/hostdoc.h"
#include "facts/site.h"

#include <stdio.h>

static cdk_outcome *cite_info(cdk_eval *eval, cdk_outcome *outcome, const char *dotted)
{
    cdk_cite(eval, outcome, CDK_EV_INFO, NULL, cdk_info(eval, dotted));
    return outcome;
}

bool cdk_swarm_is_active(cdk_eval *eval, bool managers_only)
{
    cdk_str state = cdk_json_str(cdk_info(eval, "Swarm.LocalNodeState"));
    if (cdk_str_is(state, "inactive")) {
        cite_info(eval, cdk_say(eval, CDK_NOT_APPLICABLE, "swarm mode is off"), "Swarm.LocalNodeState");
    } else if (state.n == 0) {
        cdk_say_no_evidence(eval, CDK_EV_INFO);
    } else if (!cdk_str_is(state, "active")) {
        cite_info(eval, cdk_say(eval, CDK_WARN, "this node's swarm state is %s", cdk_shown(eval, state)), "Swarm.LocalNodeState");
    } else if (managers_only && !cdk_json_is(cdk_info(eval, "Swarm.ControlAvailable"), CDK_JSON_TRUE)) {
        cite_info(eval, cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "this node is a worker: a manager must be asked"), "Swarm.ControlAvailable");
    } else {
        return true;
    }
    return false;
}

static int32_t evaluate_mode(cdk_eval *eval)
{
    cdk_str state = cdk_json_str(cdk_info(eval, "Swarm.LocalNodeState"));
    if (state.n == 0)
        cdk_say_no_evidence(eval, CDK_EV_INFO);
    else if (cdk_str_is(state, "inactive"))
        cite_info(eval, cdk_say(eval, CDK_PASS, "swarm mode is off"), "Swarm.LocalNodeState");
    else if (cdk_str_is(state, "active"))
        cite_info(eval, cdk_site_true(eval->evidence, "swarm_needed") ? cdk_say(eval, CDK_PASS, "swarm mode is on, which the site's policy needs")
                                                                      : cdk_say(eval, CDK_FAIL, "swarm mode is on"), "Swarm.LocalNodeState");
    else
        cite_info(eval, cdk_say(eval, CDK_WARN, "this node's swarm state is %s", cdk_shown(eval, state)), "Swarm.LocalNodeState");
    return cdk_eval_status(eval);
}

/* A bound of the policy; what is there and is no number bounds nothing. */
static bool read_bound(const cdk_eval *eval, const char *dotted, int64_t *out)
{
    const cdk_json *bound = cdk_json_path(cdk_evidence_json(eval->evidence, CDK_EV_SITE), dotted);
    return cdk_json_missing(bound) || cdk_json_i64(bound, out);
}

static cdk_verdict judge_managers(const cdk_eval *eval, int64_t managers)
{
    int64_t least = 1, most = INT64_MAX;
    const cdk_json *policy = cdk_site_get(eval->evidence, "swarm_managers");
    if (policy) {
        if (policy->type != CDK_JSON_OBJECT || !read_bound(eval, "swarm_managers.min", &least) || !read_bound(eval, "swarm_managers.max", &most))
            return CDK_VERDICT_ERROR;
        return managers >= least && managers <= most ? CDK_PASS : CDK_FAIL;
    }
    if (managers == 1) return CDK_PASS;
    return managers % 2 == 1 && managers <= 7 && managers > 0 ? CDK_WARN : CDK_FAIL;
}

static int32_t evaluate_managers(cdk_eval *eval)
{
    const cdk_json *where = cdk_info(eval, "Swarm.Managers");
    int64_t managers;
    if (!cdk_swarm_is_active(eval, true)) return cdk_eval_status(eval);
    if (!cdk_json_i64(where, &managers)) {
        if (where)
            cdk_cite(eval, cdk_say(eval, CDK_VERDICT_ERROR, "docker info shows the number of managers as a %s", cdk_json_type_name(where)), CDK_EV_INFO, NULL, where);
        else
            cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "docker info does not tell the number of managers");
        return cdk_eval_status(eval);
    }
    cdk_verdict verdict = judge_managers(eval, managers);
    const char *note = verdict == CDK_WARN ? ": confirm that so many are needed" : verdict == CDK_VERDICT_ERROR ? "; swarm_managers of the site's policy is malformed" : "";
    cdk_cite(eval, cdk_say(eval, verdict, "%lld managers%s", (long long)managers, note),
             CDK_EV_INFO, NULL, where);
    return cdk_eval_status(eval);
}

/* The ports of swarm mode: management, and gossip between nodes. */
static bool is_swarm_port(const cdk_listener *listener)
{
    bool tcp = cdk_str_is(listener->protocol, "tcp"), udp = cdk_str_is(listener->protocol, "udp");
    return (tcp && listener->port == 2377) || ((tcp || udp) && listener->port == 7946);
}

static int32_t evaluate_interface(cdk_eval *eval)
{
    const cdk_listeners *all = &cdk_evidence_hostdoc(eval->evidence)->listeners;
    uint32_t found = 0;
    bool management = false, manager = cdk_json_is(cdk_info(eval, "Swarm.ControlAvailable"), CDK_JSON_TRUE);
    if (!cdk_swarm_is_active(eval, false)) return cdk_eval_status(eval);
    if (cdk_evidence_state(eval->evidence, CDK_EV_LISTENERS) != CDK_GIVEN) {
        cdk_say_no_evidence(eval, CDK_EV_LISTENERS);
        return cdk_eval_status(eval);
    }
    for (const cdk_listener *listener = all->first; listener; listener = listener->next) {
        char name[80];
        if (!is_swarm_port(listener)) continue;
        bool any = cdk_address_is_any(listener->address);
        found++;
        management |= listener->port == 2377;
        snprintf(name, sizeof name, "%.*s:%u", listener->address.n < 60 ? (int)listener->address.n : 60, listener->address.p ? listener->address.p : "", listener->port);
        cdk_outcome *outcome = cdk_say(eval, any ? CDK_FAIL : CDK_PASS, "port %u of swarm mode is listened on at %s", listener->port, any ? "all interfaces" : name);
        cdk_cite_line(eval, outcome, CDK_EV_LISTENERS, listener->line, listener->address);
        cdk_about(eval, outcome, "listener", CDK_STR_NONE, cdk_str_of(name));
    }
    if (!found || (manager && !management))
        cdk_say(eval, CDK_VERDICT_ERROR, "swarm mode is on, but %s is not among the listeners", found ? "port 2377 of a manager" : "any of its ports");
    return cdk_eval_status(eval);
}

static bool is_encrypted(const cdk_json *options)
{
    const cdk_json *flag = cdk_json_get(options, "encrypted");
    return cdk_json_is(flag, CDK_JSON_TRUE) || (cdk_json_is(flag, CDK_JSON_STRING) && !cdk_str_is(flag->text, "false") && !cdk_str_is(flag->text, "0"));
}

static void judge_overlay(cdk_eval *eval, const cdk_element *network)
{
    const cdk_json *options = cdk_json_get(network->value, "Options");
    bool on = is_encrypted(options);
    /* A listing leaves the options out; an inspected network has them, or null for none. */
    cdk_outcome *outcome = options ? cdk_say(eval, on ? CDK_PASS : CDK_FAIL, "its traffic is %sencrypted", on ? "" : "not ")
                                   : cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "the network does not tell its options");
    if (options)
        cdk_cite(eval, outcome, CDK_EV_NETWORKS, network, options);
    else
        cdk_cite_absent(eval, outcome, CDK_EV_NETWORKS, network, network->value, "Options");
    cdk_about(eval, outcome, "network", cdk_json_get_str(network->value, "Id"), cdk_json_get_str(network->value, "Name"));
}

static void say_no_driver(cdk_eval *eval, const cdk_element *network, const cdk_json *driver)
{
    cdk_outcome *outcome = driver ? cdk_say(eval, CDK_VERDICT_ERROR, "its driver is a %s", cdk_json_type_name(driver))
                           : network->value->type == CDK_JSON_OBJECT
                               ? cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "the network does not tell its driver")
                               : cdk_say(eval, CDK_VERDICT_ERROR, "a %s stands where a network is needed", cdk_json_type_name(network->value));
    cdk_cite(eval, outcome, CDK_EV_NETWORKS, network, driver ? driver : network->value);
    cdk_about(eval, outcome, "network", cdk_json_get_str(network->value, "Id"), cdk_json_get_str(network->value, "Name"));
}

/* Overlays of a store outside of swarm mode know no encryption of theirs. */
static bool of_the_swarm(const cdk_element *network)
{
    cdk_str scope = cdk_json_get_str(network->value, "Scope");
    return scope.n == 0 || cdk_str_is(scope, "swarm");
}

static int32_t evaluate_overlays(cdk_eval *eval)
{
    cdk_given given = cdk_evidence_state(eval->evidence, CDK_EV_NETWORKS);
    if (!cdk_swarm_is_active(eval, false)) return cdk_eval_status(eval);
    if (given != CDK_GIVEN && given != CDK_GIVEN_DAMAGED) {
        cdk_say_no_evidence(eval, CDK_EV_NETWORKS);
        return cdk_eval_status(eval);
    }
    for (uint32_t i = 0; i < cdk_evidence_count(eval->evidence, CDK_EV_NETWORKS); i++) {
        const cdk_element *network = cdk_evidence_element(eval->evidence, CDK_EV_NETWORKS, i);
        const cdk_json *driver = cdk_json_get(network->value, "Driver");
        if (!cdk_json_is(driver, CDK_JSON_STRING))
            say_no_driver(eval, network, driver);
        else if (cdk_str_is(driver->text, "overlay") && of_the_swarm(network))
            judge_overlay(eval, network);
    }
    if (!cdk_evidence_complete(eval->evidence, CDK_EV_NETWORKS))
        cdk_say_unknown(eval, CDK_WHY_INCOMPLETE_LIST, "whether these are all networks was not told");
    else if (eval->count == 0)
        cdk_say(eval, CDK_NOT_APPLICABLE, "there is no overlay network");
    return cdk_eval_status(eval);
}

static int32_t evaluate_autolock(cdk_eval *eval)
{
    cdk_evidence_kind kind;
    bool on = false;
    if (!cdk_swarm_is_active(eval, true) || !cdk_cluster_known(eval)) return cdk_eval_status(eval);
    const cdk_json *flag = cdk_cluster_setting(eval, "EncryptionConfig.AutoLockManagers", &kind);
    bool good = cdk_json_missing(flag) || cdk_json_bool(flag, &on);
    cdk_outcome *outcome = good ? cdk_say(eval, on ? CDK_PASS : CDK_FAIL, "managers are %slocked at start", on ? "" : "not ")
                                : cdk_say(eval, CDK_VERDICT_ERROR, "AutoLockManagers is a %s", cdk_json_type_name(flag));
    if (flag)
        cdk_cite(eval, outcome, kind, NULL, flag);
    else
        cdk_cite_absent(eval, outcome, kind, NULL, NULL, "Spec/EncryptionConfig/AutoLockManagers");
    return cdk_eval_status(eval);
}

static const cdk_param_spec by_hand_params[] = {
    {"ask", CDK_P_STRING, true, NULL, NULL, "what a person must see to"},
    {"count", CDK_P_ENUM, false, "secrets", NULL, "list to show"},
};

static const cdk_trigger triggers[] = {
    {.name = "mode_disabled", .description = "swarm mode is off unless it is needed", .evaluate = evaluate_mode},
    {.name = "manager_count", .description = "as many managers as needed", .evaluate = evaluate_managers},
    {.name = "bind_interface", .description = "swarm ports are bound to named interfaces", .evaluate = evaluate_interface},
    {.name = "overlay_encrypted", .description = "overlay networks are encrypted", .evaluate = evaluate_overlays},
    {.name = "autolock", .description = "managers are locked at start", .evaluate = evaluate_autolock},
    {.name = "node_certificates", .description = "certificates of nodes are renewed in time", .evaluate = cdk_swarm_node_certificates},
    {.name = "root_certificate", .description = "the root certificate is rotated in time", .evaluate = cdk_swarm_root_certificate},
    {.name = "by_hand", .description = "what a person must see to where swarm mode is on", .params = by_hand_params, .param_count = 2,
     .evaluate = cdk_swarm_by_hand},
};

const cdk_gate cdk_gate_swarm = {
    .name = "swarm",
    .description = "swarm mode: docker info, networks, listeners",
    .triggers = triggers,
    .count = sizeof triggers / sizeof *triggers,
};
