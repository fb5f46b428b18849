/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/daemon_view.h"

#include <stdarg.h>
#include <stdio.h>

const cdk_json *cdk_info(const cdk_eval *eval, const char *dotted)
{
    return cdk_json_path(cdk_evidence_json(eval->evidence, CDK_EV_INFO), dotted);
}

static const char *option_name(cdk_daemon_option option)
{
    const cdk_daemon_option_row *row = cdk_daemon_option_of(option);
    return row->key ? row->key : row->flag;
}

void cdk_cite_setting(cdk_eval *eval, cdk_outcome *outcome, const cdk_setting *setting)
{
    if (setting->json) cdk_cite(eval, outcome, CDK_EV_DAEMON_JSON, NULL, setting->json);
    if (!setting->arg) return;
    cdk_str rest = cdk_evidence_text(eval->evidence, CDK_EV_DOCKERD_ARGV), line = CDK_STR_NONE;
    for (uint32_t i = 0; i < setting->arg && cdk_str_line(&rest, &line); i++) continue;
    cdk_cite_line(eval, outcome, CDK_EV_DOCKERD_ARGV, setting->arg, line);
}

bool cdk_say_unusable(cdk_eval *eval, cdk_daemon_option option, const cdk_setting *setting)
{
    const char *name = option_name(option);
    cdk_outcome *outcome;
    if (setting->state == CDK_SETTING_UNKNOWN) {
        outcome = cdk_say_no_evidence(eval, setting->lacks);
    } else {
        outcome = setting->state == CDK_SETTING_CONFLICT
                      ? cdk_say(eval, CDK_VERDICT_ERROR, "conflict: %s is set both in daemon.json and on the command line, "
                                "with which dockerd does not start", name)
                      : cdk_say(eval, CDK_VERDICT_ERROR, "%s is given a value that dockerd does not take", name);
        cdk_cite_setting(eval, outcome, setting);
    }
    return false;
}

static bool configured(cdk_eval *eval, cdk_daemon_option option, cdk_effective *out)
{
    *out = (cdk_effective){.from = CDK_FROM_NOWHERE};
    if (cdk_daemon_setting(eval->env, eval->arena, eval->evidence, option, &out->setting)) {
        eval->failed = true;
        return false;
    }
    if (out->setting.state == CDK_SETTING_CONFLICT || out->setting.state == CDK_SETTING_BAD)
        return cdk_say_unusable(eval, option, &out->setting);
    out->on = out->setting.on;
    out->text = out->setting.text;
    if (out->setting.state == CDK_SETTING_SET) out->from = CDK_FROM_CONFIG;
    if (out->setting.state == CDK_SETTING_DEFAULT) out->from = CDK_FROM_DEFAULT;
    return true;
}

static bool bad_running(cdk_eval *eval, const cdk_json *running)
{
    cdk_outcome *outcome = cdk_say(eval, CDK_VERDICT_ERROR, "docker info shows %.*s as a %s", (int)running->key.n,
                                   running->key.p, cdk_json_type_name(running));
    cdk_cite(eval, outcome, CDK_EV_INFO, NULL, running);
    return false;
}

bool cdk_effective_bool(cdk_eval *eval, cdk_daemon_option option, const cdk_json *running, cdk_effective *out)
{
    if (!configured(eval, option, out)) return false;
    if (!cdk_json_missing(running)) {
        bool on;
        if (!cdk_json_bool(running, &on)) return bad_running(eval, running);
        out->pending = out->from != CDK_FROM_NOWHERE && out->on != on;
        out->on = on;
        out->running = running;
        out->from = CDK_FROM_RUNNING;
    }
    return out->from != CDK_FROM_NOWHERE || cdk_say_unusable(eval, option, &out->setting);
}

bool cdk_effective_text(cdk_eval *eval, cdk_daemon_option option, const cdk_json *running, cdk_effective *out)
{
    if (!configured(eval, option, out)) return false;
    if (!cdk_json_missing(running)) {
        if (running->type != CDK_JSON_STRING) return bad_running(eval, running);
        out->pending = out->from == CDK_FROM_CONFIG && !cdk_str_eq(out->text, running->text);
        out->text = running->text;
        out->running = running;
        out->from = CDK_FROM_RUNNING;
    }
    return out->from != CDK_FROM_NOWHERE || cdk_say_unusable(eval, option, &out->setting);
}

bool cdk_effective_list(cdk_eval *eval, cdk_daemon_option option, cdk_effective *out)
{
    return configured(eval, option, out) && (out->from != CDK_FROM_NOWHERE || cdk_say_unusable(eval, option, &out->setting));
}

/* Nothing sets it: the documents that were looked at are what it rests on. */
static void cite_default(cdk_eval *eval, cdk_outcome *outcome, const cdk_effective *effective)
{
    const cdk_json *file = cdk_evidence_json(eval->evidence, CDK_EV_DAEMON_JSON);
    (void)effective;
    if (file) cdk_cite(eval, outcome, CDK_EV_DAEMON_JSON, NULL, file);
    cdk_cite_line(eval, outcome, CDK_EV_DOCKERD_ARGV, 0, cdk_evidence_text(eval->evidence, CDK_EV_DOCKERD_ARGV));
}

cdk_outcome *cdk_say_effective(cdk_eval *eval, const cdk_effective *effective, cdk_verdict verdict, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char text[512];
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    cdk_outcome *outcome = cdk_say(eval, verdict, "%s%s", text,
                                   effective->pending ? "; it is configured otherwise: a restart is pending" : "");
    if (!outcome) return NULL;
    outcome->basis = effective->from == CDK_FROM_RUNNING ? CDK_OBSERVED : CDK_CONFIGURED;
    cdk_cite(eval, outcome, CDK_EV_INFO, NULL, effective->running);
    cdk_cite_setting(eval, outcome, &effective->setting);
    if (effective->from == CDK_FROM_DEFAULT) cite_default(eval, outcome, effective);
    return outcome;
}
