/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_daemon.h"
#include "facts/hostdoc.h"
#include "facts/unit_file.h"

/* --- traffic between containers --- */

static const cdk_element *default_bridge(const cdk_eval *eval)
{
    for (uint32_t i = 0; i < cdk_evidence_count(eval->evidence, CDK_EV_NETWORKS); i++) {
        const cdk_element *network = cdk_evidence_element(eval->evidence, CDK_EV_NETWORKS, i);
        const cdk_json *options = cdk_json_get(network->value, "Options");
        if (cdk_str_is(cdk_json_get_str(options, "com.docker.network.bridge.default_bridge"), "true") ||
            (cdk_str_is(cdk_json_get_str(network->value, "Name"), "bridge") &&
             cdk_str_is(cdk_json_get_str(network->value, "Driver"), "bridge")))
            return network;
    }
    return NULL;
}

static bool all_networks_named(const cdk_eval *eval)
{
    for (uint32_t i = 0; i < cdk_evidence_count(eval->evidence, CDK_EV_NETWORKS); i++) {
        const cdk_json *network = cdk_evidence_element(eval->evidence, CDK_EV_NETWORKS, i)->value;
        if (!cdk_json_get_str(network, "Name").n || !cdk_json_get_str(network, "Driver").n) return false;
    }
    return true;
}

static void say_icc_of_bridge(cdk_eval *eval, const cdk_element *bridge)
{
    const cdk_json *options = cdk_json_get(bridge->value, "Options");
    const cdk_json *icc = cdk_json_get(options, "com.docker.network.bridge.enable_icc");
    cdk_outcome *outcome;
    if (cdk_str_is(cdk_json_str(icc), "false") || cdk_str_is(cdk_json_str(icc), "true")) {
        bool on = cdk_str_is(icc->text, "true");
        outcome = cdk_say(eval, on ? CDK_FAIL : CDK_PASS, "traffic between containers on the default bridge is %s", on ? "free" : "blocked");
    } else if (cdk_json_missing(icc)) {
        outcome = cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "the default bridge does not tell whether containers reach each other");
    } else {
        outcome = cdk_say(eval, CDK_VERDICT_ERROR, "enable_icc of the default bridge is no text \"true\" or \"false\"");
    }
    if (icc)
        cdk_cite(eval, outcome, CDK_EV_NETWORKS, bridge, icc);
    else
        cdk_cite_absent(eval, outcome, CDK_EV_NETWORKS, bridge, options ? options : bridge->value, "com.docker.network.bridge.enable_icc");
    cdk_about(eval, outcome, "network", cdk_json_get_str(bridge->value, "Id"), cdk_json_get_str(bridge->value, "Name"));
}

int32_t cdk_daemon_icc(cdk_eval *eval)
{
    const cdk_element *bridge = default_bridge(eval);
    cdk_effective icc, name;
    if (bridge) {
        say_icc_of_bridge(eval, bridge);
        return cdk_eval_status(eval);
    }
    if (cdk_evidence_complete(eval->evidence, CDK_EV_NETWORKS) && all_networks_named(eval)) {
        cdk_say(eval, CDK_NOT_APPLICABLE, "there is no default bridge: the list of networks is whole and has none");
        return cdk_eval_status(eval);
    }
    if (!cdk_effective_text(eval, CDK_DO_BRIDGE, NULL, &name)) return cdk_eval_status(eval);
    if (cdk_str_is(name.text, "none"))
        cdk_say_effective(eval, &name, CDK_NOT_APPLICABLE, "the default bridge is switched off");
    else if (cdk_effective_bool(eval, CDK_DO_ICC, NULL, &icc))
        cdk_say_effective(eval, &icc, icc.on ? CDK_FAIL : CDK_PASS, "icc is %s", icc.on ? "on" : "off");
    return cdk_eval_status(eval);
}

/* --- packet filter --- */

int32_t cdk_daemon_iptables(cdk_eval *eval)
{
    cdk_effective v4, v6;
    if (!cdk_effective_bool(eval, CDK_DO_IPTABLES, NULL, &v4)) return cdk_eval_status(eval);
    if (!v4.on) {
        cdk_say_effective(eval, &v4, CDK_FAIL, "iptables is off: the daemon programs no packet filter");
        return cdk_eval_status(eval);
    }
    if (cdk_effective_bool(eval, CDK_DO_IP6TABLES, NULL, &v6)) {
        if (v6.setting.state == CDK_SETTING_SET && !v6.on)
            cdk_say_effective(eval, &v6, CDK_WARN, "iptables is on, ip6tables is off: see to the filter for IPv6");
        else
            cdk_say_effective(eval, &v4, CDK_PASS, "iptables is on");
    }
    return cdk_eval_status(eval);
}

/* --- userland proxy --- */

int32_t cdk_daemon_userland_proxy(cdk_eval *eval)
{
    const cdk_hostdoc *host = cdk_evidence_hostdoc(eval->evidence);
    const cdk_process *proxy = cdk_process_find(&host->processes, "docker-proxy");
    cdk_effective flag;
    bool rootless = cdk_security_option(eval, "rootless", NULL);
    cdk_verdict on = rootless ? CDK_WARN : CDK_FAIL;
    const char *why = rootless ? "; a rootless daemon needs it" : "";
    if (proxy) {
        cdk_outcome *outcome = cdk_say(eval, on, "a docker-proxy runs: the userland proxy is on%s", why);
        cdk_cite_line(eval, outcome, CDK_EV_PROCESSES, proxy->line, proxy->args);
    } else if (cdk_effective_bool(eval, CDK_DO_USERLAND_PROXY, NULL, &flag)) {
        cdk_say_effective(eval, &flag, flag.on ? on : CDK_PASS, "userland-proxy is %s%s", flag.on ? "on" : "off", flag.on ? why : "");
    }
    return cdk_eval_status(eval);
}

/* --- the API on TCP --- */

static bool is_tcp(cdk_str host)
{
    size_t at;
    if (cdk_str_find(host, CDK_STR("://"), &at)) return cdk_str_starts(host, CDK_STR("tcp://"));
    return host.n > 0 && host.p[0] != '/' && host.p[0] != '.'; /* "127.0.0.1:2375" is taken as tcp */
}

/* Does the daemon's own environment, which its unit sets, ask for verification? The evidence `environment` is a client's,
 * and proves nothing here. */
static bool verifies_by_environment(const cdk_eval *eval, const cdk_effective *verify)
{
    cdk_str value;
    return verify->setting.state == CDK_SETTING_DEFAULT && cdk_unit_variable(cdk_evidence_text(eval->evidence, CDK_EV_DOCKER_UNIT), "DOCKER_TLS_VERIFY", &value) && value.n;
}

static void say_tls(cdk_eval *eval, const cdk_effective *hosts, const cdk_setting_item *host)
{
    static const struct {
        cdk_daemon_option option;
        const char *name;
    } files[] = {{CDK_DO_TLSCACERT, "tlscacert"}, {CDK_DO_TLSCERT, "tlscert"}, {CDK_DO_TLSKEY, "tlskey"}};
    cdk_effective verify, tls, file;
    if (!cdk_effective_bool(eval, CDK_DO_TLSVERIFY, NULL, &verify) || !cdk_effective_bool(eval, CDK_DO_TLS, NULL, &tls)) return;
    const char *address = cdk_shown(eval, host->value);
    cdk_outcome *outcome;
    bool by_environment = verifies_by_environment(eval, &verify);
    if (!verify.on && !by_environment) {
        outcome = cdk_say_effective(eval, hosts, CDK_FAIL, tls.on ? "%s is served with TLS that does not verify clients" : "%s is served without TLS", address);
    } else {
        const char *defaulted = "";
        for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
            if (!cdk_effective_text(eval, files[i].option, NULL, &file)) return;
            if (file.text.n == 0) defaulted = "; files that are not named are taken from the daemon's own folder";
        }
        outcome = cdk_say_effective(eval, hosts, CDK_PASS, "%s is served with verified TLS%s", address, defaulted);
    }
    cdk_cite_setting(eval, outcome, &verify.setting);
    if (by_environment) cdk_cite_line(eval, outcome, CDK_EV_DOCKER_UNIT, 0, CDK_STR("Environment=DOCKER_TLS_VERIFY"));
    cdk_about(eval, outcome, "listener", CDK_STR_NONE, host->value);
}

/* Socket activation hands over whatever the socket unit listens on: "ListenStream=2375", "ListenStream=10.0.0.1:2375". */
static bool activated_on_tcp(const cdk_eval *eval, const cdk_effective *hosts, cdk_unit_setting *out)
{
    for (uint32_t i = 0; i < hosts->setting.count; i++)
        if (cdk_str_starts(hosts->setting.items[i].value, CDK_STR("fd://")))
            return cdk_unit_listens(cdk_evidence_text(eval->evidence, CDK_EV_SOCKET_UNIT), false, out);
    return false;
}

int32_t cdk_daemon_tls(cdk_eval *eval)
{
    cdk_effective hosts;
    cdk_unit_setting unit;
    bool tcp = false;
    if (!cdk_effective_list(eval, CDK_DO_HOSTS, &hosts)) return cdk_eval_status(eval);
    for (uint32_t i = 0; i < hosts.setting.count; i++) {
        if (!is_tcp(hosts.setting.items[i].value)) continue;
        tcp = true;
        say_tls(eval, &hosts, &hosts.setting.items[i]);
    }
    if (activated_on_tcp(eval, &hosts, &unit)) {
        const cdk_setting_item activated = {.value = unit.value};
        tcp = true;
        say_tls(eval, &hosts, &activated);
        cdk_cite_line(eval, eval->last, CDK_EV_SOCKET_UNIT, unit.line, unit.value);
    }
    if (!tcp) cdk_say_effective(eval, &hosts, CDK_NOT_APPLICABLE, "the daemon does not listen on TCP");
    return cdk_eval_status(eval);
}
