/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_container.h"

/* --- what the host has --- */

typedef enum presence { PRESENT, MISSING, NOT_KNOWN } presence;

/* Does the host have a security module? From docker info, else from the kernel's list of modules. */
static presence module_presence(const cdk_eval *eval, const char *name, const cdk_json **entry)
{
    size_t at;
    if (cdk_security_options_known(eval)) return cdk_security_option(eval, name, entry) ? PRESENT : MISSING;
    if (cdk_evidence_state(eval->evidence, CDK_EV_LSM) != CDK_GIVEN) return NOT_KNOWN;
    /* A kernel that has it may still be used by an engine that does not: only its absence settles something. */
    return cdk_str_find(cdk_evidence_text(eval->evidence, CDK_EV_LSM), cdk_str_of(name), &at) ? NOT_KNOWN : MISSING;
}

static cdk_outcome *say_missing(const cdk_container *c, const char *what)
{
    cdk_outcome *outcome = cdk_say(c->eval, CDK_NOT_APPLICABLE, "the host runs without %s", what);
    if (cdk_security_options_known(c->eval))
        cdk_cite(c->eval, outcome, CDK_EV_INFO, NULL, cdk_info(c->eval, "SecurityOptions"));
    else
        cdk_cite_line(c->eval, outcome, CDK_EV_LSM, 0, cdk_evidence_text(c->eval->evidence, CDK_EV_LSM));
    return outcome;
}

/* The value of a security option "name=value" (old: "name:value"); of several the last, as in the engine. `*item`: where it
 * stands. p NULL: not there. */
static cdk_str option_value(const cdk_container *c, const char *name, const cdk_json **item)
{
    size_t n = strlen(name);
    cdk_str value = CDK_STR_NONE;
    CDK_JSON_EACH(option, cdk_container_at(c, CDK_HC_SecurityOpt)) {
        cdk_str text = cdk_json_str(option);
        if (!cdk_str_starts(text, (cdk_str){name, n})) continue;
        if (text.n > n && text.p[n] != '=' && text.p[n] != ':') continue;
        *item = option;
        value = text.n > n ? cdk_str_from(text, n + 1) : CDK_STR("");
    }
    return value;
}

/* A list that is malformed is said, and nothing is read out of it. */
static cdk_outcome *check_options(const cdk_container *c)
{
    const cdk_json *list;
    cdk_outcome *outcome = NULL;
    if (!cdk_container_list(c, CDK_HC_SecurityOpt, &list, &outcome)) return outcome;
    CDK_JSON_EACH(option, list)
        if (option->type != CDK_JSON_STRING) return cdk_container_wrong(c, option, "the text of an option");
    return NULL;
}

/* --- AppArmor --- */

static cdk_outcome *say_profile(const cdk_container *c, cdk_str profile, const cdk_json *where)
{
    bool confined = profile.n && !cdk_str_is(profile, "unconfined");
    return cdk_container_says(c, confined ? CDK_PASS : CDK_FAIL, where, "its AppArmor profile is %s", profile.n ? cdk_shown(c->eval, profile) : "none");
}

static cdk_outcome *judge_apparmor(const cdk_container *c)
{
    const cdk_json *where = cdk_container_at(c, CDK_C_AppArmorProfile), *option = NULL;
    cdk_str profile = cdk_json_str(where);
    if (c->windows) return cdk_container_says(c, CDK_NOT_APPLICABLE, NULL, "Windows has no AppArmor");
    presence host = module_presence(c->eval, "apparmor", NULL);
    if (host == MISSING) return say_missing(c, "AppArmor");
    if (where && where->type != CDK_JSON_STRING) return cdk_container_wrong(c, where, "the name of a profile");
    if (profile.n) return say_profile(c, profile, where);
    cdk_outcome *bad = check_options(c);
    if (bad) return bad;
    cdk_str asked = option_value(c, "apparmor", &option);
    if (c->never_started && asked.n) return say_profile(c, asked, option);
    if (!where) return cdk_container_lacks(c, c->value, "AppArmorProfile");
    if (host == PRESENT && !c->never_started) return say_profile(c, profile, where);
    cdk_outcome *outcome = cdk_say_unknown(c->eval, CDK_WHY_NOT_GIVEN, host == PRESENT ? "a profile is set when it starts, and it never did"
                                                                       : "it has no profile; whether the host has AppArmor was not given");
    cdk_container_cite(c, outcome, where);
    return outcome;
}

int32_t cdk_container_apparmor(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_apparmor, NULL);
}

/* --- SELinux --- */

/* The third part of user:role:type:level. */
static cdk_str label_type(cdk_str label)
{
    cdk_str part = CDK_STR_NONE, rest = label;
    for (int i = 0; i < 3; i++) cdk_str_cut(rest, ':', &part, &rest);
    return part;
}

static bool switched_off(const cdk_container *c, const cdk_json **item)
{
    CDK_JSON_EACH(option, cdk_container_at(c, CDK_HC_SecurityOpt)) {
        cdk_str text = cdk_json_str(option);
        if (!cdk_str_is(text, "label=disable") && !cdk_str_is(text, "label:disable")) continue;
        *item = option;
        return true;
    }
    return false;
}

static cdk_outcome *judge_selinux(const cdk_container *c)
{
    const cdk_json *item = NULL, *label = cdk_container_at(c, CDK_C_ProcessLabel);
    if (c->windows) return cdk_container_says(c, CDK_NOT_APPLICABLE, NULL, "Windows has no SELinux");
    presence host = module_presence(c->eval, "selinux", NULL);
    if (host == MISSING) return say_missing(c, "SELinux");
    if (host == NOT_KNOWN) return cdk_say_no_evidence(c->eval, CDK_EV_INFO);
    cdk_outcome *bad = check_options(c);
    if (bad) return bad;
    if (switched_off(c, &item)) return cdk_container_says(c, CDK_FAIL, item, "its SELinux label is switched off");
    if (!label) return cdk_container_lacks(c, c->value, "ProcessLabel");
    if (label->type != CDK_JSON_STRING) return cdk_container_wrong(c, label, "a label");
    cdk_str type = label_type(label->text);
    if (type.n == 0) return cdk_container_says(c, CDK_FAIL, label, "it has no SELinux label");
    bool loose = cdk_str_is(type, "spc_t") || cdk_str_is(type, "unconfined_t");
    return cdk_container_says(c, loose ? CDK_FAIL : CDK_PASS, label, "its SELinux type is %s", cdk_shown(c->eval, type));
}

int32_t cdk_container_selinux(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_selinux, NULL);
}

/* --- seccomp --- */

static bool lets_pass(cdk_str action)
{
    return cdk_str_is(action, "SCMP_ACT_ALLOW") || cdk_str_is(action, "SCMP_ACT_LOG");
}

/* A profile that allows whatever it does not name, and names nothing, filters nothing. `*parsed` false: it is no JSON. */
static bool filters_nothing(const cdk_container *c, cdk_str text, bool *parsed)
{
    cdk_arena scratch;
    cdk_json *profile = NULL;
    cdk_error kept = *c->eval->env->error, own = {0};
    cdk_env env = *c->eval->env;
    env.error = &own;
    cdk_arena_init(&scratch, env.mem);
    *parsed = !cdk_json_parse(&env, &scratch, text, "seccomp profile", &profile);
    const cdk_json *calls = cdk_json_get(profile, "syscalls");
    bool nothing = *parsed && lets_pass(cdk_json_get_str(profile, "defaultAction")) && (!calls || calls->count == 0);
    cdk_arena_free(&scratch);
    *c->eval->env->error = own.status == CISDOCK_E_NO_MEMORY ? own : kept;
    c->eval->failed |= own.status == CISDOCK_E_NO_MEMORY;
    return nothing;
}

static cdk_outcome *judge_own_profile(const cdk_container *c, cdk_str profile, const cdk_json *item, bool privileged)
{
    if (cdk_str_is(profile, "unconfined")) return cdk_container_says(c, CDK_FAIL, item, "its seccomp filter is switched off");
    if (privileged)
        return cdk_container_says(c, CDK_WARN, item, "it runs privileged with a seccomp profile of its own, which older engines do not apply");
    if (cdk_str_is(profile, "builtin")) return cdk_container_says(c, CDK_PASS, item, "the built-in seccomp profile filters its calls");
    bool parsed = true;
    if (cdk_str_starts(profile, CDK_STR("{")) && filters_nothing(c, profile, &parsed))
        return cdk_container_says(c, CDK_FAIL, item, "its seccomp profile allows everything");
    if (!parsed) return cdk_container_says(c, CDK_VERDICT_ERROR, item, "its seccomp profile is no JSON");
    return cdk_container_says(c, CDK_PASS, item, "a custom seccomp profile filters its calls");
}

/* What holds where the container says nothing of its own. */
static cdk_outcome *judge_daemon_profile(const cdk_container *c)
{
    const cdk_json *entry = NULL;
    cdk_setting setting;
    cdk_outcome *outcome;
    cdk_eval *eval = c->eval;
    if (cdk_security_option(eval, "seccomp", &entry) && cdk_seccomp_profile(entry).n) {
        bool off = cdk_str_is(cdk_seccomp_profile(entry), "unconfined");
        outcome = cdk_say(eval, off ? CDK_FAIL : CDK_PASS, off ? "seccomp is off for the whole daemon" : "the daemon's seccomp profile filters its calls");
        cdk_cite(eval, outcome, CDK_EV_INFO, NULL, entry);
        return outcome;
    }
    if (!entry && cdk_security_options_known(eval)) {
        outcome = cdk_say(eval, CDK_FAIL, "the engine runs without seccomp");
        cdk_cite(eval, outcome, CDK_EV_INFO, NULL, cdk_info(eval, "SecurityOptions"));
        return outcome;
    }
    if (cdk_daemon_setting(eval->env, eval->arena, eval->evidence, CDK_DO_SECCOMP_PROFILE, &setting)) return eval->failed = true, NULL;
    if (setting.state != CDK_SETTING_SET && setting.state != CDK_SETTING_DEFAULT) return cdk_say_no_evidence(eval, CDK_EV_INFO);
    bool off = cdk_str_is(setting.text, "unconfined");
    outcome = cdk_say(eval, off ? CDK_FAIL : CDK_PASS, off ? "seccomp is off for the whole daemon" : "the daemon's seccomp profile filters its calls");
    cdk_cite_setting(eval, outcome, &setting);
    if (outcome) outcome->basis = CDK_CONFIGURED;
    return outcome;
}

static cdk_outcome *judge_seccomp(const cdk_container *c)
{
    const cdk_json *item = NULL, *flag = cdk_container_at(c, CDK_HC_Privileged);
    bool privileged = false;
    if (c->windows) return cdk_container_says(c, CDK_NOT_APPLICABLE, NULL, "Windows has no seccomp");
    cdk_outcome *bad = check_options(c);
    if (bad) return bad;
    bool told = cdk_json_bool(flag, &privileged);
    cdk_str own = option_value(c, "seccomp", &item);
    if (own.p && (told || cdk_str_is(own, "unconfined"))) return judge_own_profile(c, own, item, privileged);
    if (!told) return flag ? cdk_container_wrong(c, flag, "true or false") : cdk_container_lacks(c, c->host_config, "Privileged");
    if (privileged) return cdk_container_says(c, CDK_FAIL, flag, "it runs privileged, without a seccomp filter");
    cdk_outcome *outcome = judge_daemon_profile(c);
    cdk_container_cite(c, outcome, cdk_container_at(c, CDK_HC_SecurityOpt));
    return outcome;
}

int32_t cdk_container_seccomp(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_seccomp, NULL);
}

/* --- no new privileges --- */

static cdk_outcome *judge_daemon_default(const cdk_container *c)
{
    const cdk_json *entry = NULL;
    cdk_setting setting;
    cdk_eval *eval = c->eval;
    cdk_outcome *outcome;
    if (cdk_security_option(eval, "no-new-privileges", &entry)) {
        outcome = cdk_say(eval, CDK_PASS, "the daemon's default denies new privileges to containers made since it was set");
        cdk_cite(eval, outcome, CDK_EV_INFO, NULL, entry);
        if (outcome) outcome->confidence = CDK_MEDIUM;
        return outcome;
    }
    if (cdk_daemon_setting(eval->env, eval->arena, eval->evidence, CDK_DO_NO_NEW_PRIVILEGES, &setting)) return eval->failed = true, NULL;
    if (setting.state == CDK_SETTING_UNKNOWN) return cdk_say_no_evidence(eval, setting.lacks);
    if (setting.state == CDK_SETTING_CONFLICT || setting.state == CDK_SETTING_BAD)
        outcome = cdk_say(eval, CDK_VERDICT_ERROR, "the daemon's setting no-new-privileges is contradictory or malformed");
    else
        outcome = cdk_say(eval, setting.on ? CDK_PASS : CDK_FAIL, setting.on ? "the daemon's default denies new privileges to containers made since it was set"
                                                                              : "it may gain new privileges");
    if (outcome && setting.on) outcome->confidence = CDK_MEDIUM;
    cdk_cite_setting(eval, outcome, &setting);
    return outcome;
}

static cdk_outcome *judge_no_new_privileges(const cdk_container *c)
{
    const cdk_json *item = NULL;
    bool denied = false;
    if (c->windows) return cdk_container_says(c, CDK_NOT_APPLICABLE, NULL, "Windows has no such flag");
    cdk_outcome *bad = check_options(c);
    if (bad) return bad;
    cdk_str own = option_value(c, "no-new-privileges", &item);
    if (!own.p) {
        cdk_outcome *outcome = judge_daemon_default(c);
        cdk_container_cite(c, outcome, cdk_container_at(c, CDK_HC_SecurityOpt));
        return outcome;
    }
    if (own.n == 0) return cdk_container_says(c, CDK_PASS, item, "it gains no new privileges");
    if (cdk_go_bool(own, &denied))
        return cdk_container_says(c, denied ? CDK_PASS : CDK_FAIL, item, denied ? "it gains no new privileges" : "it may gain new privileges");
    return cdk_container_says(c, CDK_VERDICT_ERROR, item, "no-new-privileges is neither true nor false");
}

int32_t cdk_container_no_new_privileges(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_no_new_privileges, NULL);
}
