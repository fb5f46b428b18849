/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_daemon.h"

int32_t cdk_daemon_log_level(cdk_eval *eval)
{
    cdk_effective debug, level;
    const cdk_json *running = cdk_info(eval, "Debug");
    if (!cdk_json_missing(running)) {
        if (!cdk_effective_bool(eval, CDK_DO_DEBUG, running, &debug)) return cdk_eval_status(eval);
        if (debug.on) {
            cdk_say_effective(eval, &debug, CDK_FAIL, "debug mode is on, which raises the log level to debug");
            return cdk_eval_status(eval);
        }
    }
    if (!cdk_effective_text(eval, CDK_DO_LOG_LEVEL, NULL, &level)) return cdk_eval_status(eval);
    if (level.text.n && !cdk_str_eq_nocase(level.text, CDK_STR("info"))) { /* the engine takes any case, and nothing for info */
        cdk_say_effective(eval, &level, CDK_FAIL, "the log level is %s", cdk_shown(eval, level.text));
        return cdk_eval_status(eval);
    }
    if (cdk_json_missing(running) && !cdk_effective_bool(eval, CDK_DO_DEBUG, NULL, &debug)) return cdk_eval_status(eval);
    if (cdk_json_missing(running) && debug.on)
        cdk_say_effective(eval, &debug, CDK_FAIL, "debug mode is on, which raises the log level to debug");
    else
        cdk_say_effective(eval, &level, CDK_PASS, "the log level is info");
    return cdk_eval_status(eval);
}

int32_t cdk_daemon_live_restore(cdk_eval *eval)
{
    const cdk_json *swarm = cdk_info(eval, "Swarm.LocalNodeState");
    cdk_effective restore;
    if (cdk_str_is(cdk_json_str(swarm), "active")) {
        cdk_outcome *outcome = cdk_say(eval, CDK_NOT_APPLICABLE, "live restore and swarm mode exclude each other, and swarm mode is active");
        cdk_cite(eval, outcome, CDK_EV_INFO, NULL, swarm);
    } else if (cdk_effective_bool(eval, CDK_DO_LIVE_RESTORE, cdk_info(eval, "LiveRestoreEnabled"), &restore)) {
        cdk_say_effective(eval, &restore, restore.on ? CDK_PASS : CDK_FAIL, "live restore is %s", restore.on ? "on" : "off");
    }
    return cdk_eval_status(eval);
}

/* The mark of a running engine: info's member, or the version's (left out where false). */
static const cdk_json *experimental_mark(const cdk_eval *eval)
{
    const cdk_json *mark = cdk_info(eval, "ExperimentalBuild");
    return cdk_json_missing(mark) ? NULL : mark;
}

static bool version_says(const cdk_eval *eval, bool *on, const cdk_json **where)
{
    const cdk_json *root = cdk_evidence_json(eval->evidence, CDK_EV_VERSION), *server = cdk_json_get(root, "Server");
    if (!cdk_json_is(server, CDK_JSON_OBJECT)) server = cdk_json_get(root, "Client") ? NULL : root;
    if (!cdk_json_is(server, CDK_JSON_OBJECT) || !cdk_json_get(server, "Version")) return false;
    *where = cdk_json_get(server, "Experimental");
    if (!cdk_json_missing(*where)) return cdk_json_bool(*where, on);
    *on = false;
    CDK_JSON_EACH(component, cdk_json_get(server, "Components")) {
        const cdk_json *text = cdk_json_path(component, "Details.Experimental");
        if (!cdk_str_is(cdk_json_get_str(component, "Name"), "Engine") || !text) continue;
        *where = text;
        *on = cdk_str_is(cdk_json_str(text), "true");
    }
    return true;
}

int32_t cdk_daemon_experimental(cdk_eval *eval)
{
    const cdk_json *mark = experimental_mark(eval), *where = NULL;
    cdk_effective flag;
    bool on = false;
    if (!mark && version_says(eval, &on, &where)) {
        cdk_outcome *outcome = cdk_say(eval, on ? CDK_FAIL : CDK_PASS, "experimental features are %s", on ? "on" : "off");
        if (where)
            cdk_cite(eval, outcome, CDK_EV_VERSION, NULL, where);
        else
            cdk_cite_absent(eval, outcome, CDK_EV_VERSION, NULL, NULL, "Experimental");
    } else if (cdk_effective_bool(eval, CDK_DO_EXPERIMENTAL, mark, &flag)) {
        cdk_say_effective(eval, &flag, flag.on ? CDK_FAIL : CDK_PASS, "experimental features are %s", flag.on ? "on" : "off");
    }
    return cdk_eval_status(eval);
}

int32_t cdk_daemon_authorization(cdk_eval *eval)
{
    const cdk_json *plugins = cdk_info(eval, "Plugins"), *running = cdk_json_get(plugins, "Authorization");
    cdk_effective configured;
    if (running) {
        cdk_outcome *outcome;
        if (running->type == CDK_JSON_ARRAY || running->type == CDK_JSON_NULL)
            outcome = cdk_say(eval, running->count ? CDK_PASS : CDK_FAIL, "%u authorization plugins are in use", running->count);
        else
            outcome = cdk_say(eval, CDK_VERDICT_ERROR, "docker info shows the authorization plugins as a %s", cdk_json_type_name(running));
        cdk_cite(eval, outcome, CDK_EV_INFO, NULL, running);
    } else if (cdk_effective_list(eval, CDK_DO_AUTHORIZATION_PLUGINS, &configured)) {
        cdk_say_effective(eval, &configured, configured.setting.count ? CDK_PASS : CDK_FAIL, "%u authorization plugins are configured",
                          configured.setting.count);
    }
    return cdk_eval_status(eval);
}
