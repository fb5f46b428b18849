/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_daemon.h"
#include "facts/hostdoc.h"
#include "facts/site.h"

/* --- rootless --- */

static void say_rootless_by_process(cdk_eval *eval)
{
    const cdk_hostdoc *host = cdk_evidence_hostdoc(eval->evidence);
    const cdk_process *daemon = cdk_process_find(&host->processes, "dockerd");
    if (!daemon || daemon->user.n == 0) {
        cdk_say_no_evidence(eval, cdk_security_options_known(eval) ? CDK_EV_PROCESSES : CDK_EV_INFO);
        return;
    }
    bool root = cdk_str_is(daemon->user, "root") || cdk_str_is(daemon->user, "0");
    cdk_outcome *outcome = cdk_say(eval, root ? CDK_WARN : CDK_PASS, "dockerd runs as %s", cdk_shown(eval, daemon->user));
    cdk_cite_line(eval, outcome, CDK_EV_PROCESSES, daemon->line, daemon->args);
}

int32_t cdk_daemon_rootless(cdk_eval *eval)
{
    const cdk_json *entry = NULL, *options = cdk_info(eval, "SecurityOptions");
    if (cdk_security_option(eval, "rootless", &entry)) {
        cdk_outcome *outcome = cdk_say(eval, CDK_PASS, "the daemon runs rootless");
        cdk_cite(eval, outcome, CDK_EV_INFO, NULL, entry);
    } else if (cdk_evidence_state(eval->evidence, CDK_EV_PROCESSES) == CDK_GIVEN) {
        say_rootless_by_process(eval);
    } else if (cdk_security_options_known(eval)) {
        cdk_outcome *outcome = cdk_say(eval, CDK_WARN, "the daemon does not run rootless: see whether that is workable here");
        cdk_cite(eval, outcome, CDK_EV_INFO, NULL, options);
    } else {
        cdk_say_no_evidence(eval, CDK_EV_INFO);
    }
    return cdk_eval_status(eval);
}

/* --- user namespaces --- */

static bool say_userns_running(cdk_eval *eval)
{
    const cdk_json *entry = NULL;
    bool userns = cdk_security_option(eval, "userns", &entry), rootless = !userns && cdk_security_option(eval, "rootless", &entry);
    if (!userns && !rootless) return false;
    cdk_outcome *outcome = cdk_say(eval, CDK_PASS, userns ? "user namespaces are remapped"
                                                          : "the daemon is rootless: all containers live in its user namespace");
    cdk_cite(eval, outcome, CDK_EV_INFO, NULL, entry);
    return true;
}

int32_t cdk_daemon_userns(cdk_eval *eval)
{
    cdk_effective remap;
    if (say_userns_running(eval)) return cdk_eval_status(eval);
    if (cdk_security_options_known(eval)) {
        if (cdk_daemon_setting(eval->env, eval->arena, eval->evidence, CDK_DO_USERNS_REMAP, &remap.setting)) eval->failed = true;
        bool set = remap.setting.state == CDK_SETTING_SET && remap.setting.text.n > 0;
        cdk_outcome *outcome = cdk_say(eval, CDK_FAIL, "user namespaces are not remapped%s",
                                       set ? "; the remap is configured: a restart is pending" : "");
        cdk_cite(eval, outcome, CDK_EV_INFO, NULL, cdk_info(eval, "SecurityOptions"));
        if (set) cdk_cite_setting(eval, outcome, &remap.setting);
    } else if (cdk_effective_text(eval, CDK_DO_USERNS_REMAP, NULL, &remap)) {
        cdk_say_effective(eval, &remap, remap.text.n ? CDK_PASS : CDK_FAIL, "userns-remap is %s",
                          remap.text.n ? cdk_shown(eval, remap.text) : "not set");
    }
    return cdk_eval_status(eval);
}

/* --- no new privileges --- */

int32_t cdk_daemon_no_new_privileges(cdk_eval *eval)
{
    const cdk_json *entry = NULL;
    cdk_effective flag;
    if (cdk_security_option(eval, "no-new-privileges", &entry)) {
        cdk_outcome *outcome = cdk_say(eval, CDK_PASS, "containers get no new privileges by default");
        cdk_cite(eval, outcome, CDK_EV_INFO, NULL, entry);
    } else if (cdk_effective_bool(eval, CDK_DO_NO_NEW_PRIVILEGES, NULL, &flag)) {
        cdk_say_effective(eval, &flag, flag.on ? CDK_PASS : CDK_FAIL, "no-new-privileges is %s", flag.on ? "on" : "off");
    }
    return cdk_eval_status(eval);
}

/* --- seccomp --- */

static void say_seccomp_profile(cdk_eval *eval, const cdk_effective *profile)
{
    if (cdk_str_is(profile->text, "unconfined"))
        cdk_say_effective(eval, profile, CDK_FAIL, "seccomp is off for the whole daemon");
    else if (profile->text.n == 0 || cdk_str_is(profile->text, "default") || cdk_str_is(profile->text, "builtin"))
        cdk_say_effective(eval, profile, CDK_PASS, "the built-in seccomp profile is in force");
    else
        cdk_say_effective(eval, profile, CDK_WARN, "a seccomp profile of the site's own is in force, %s: review it",
                          cdk_shown(eval, profile->text));
}

int32_t cdk_daemon_seccomp(cdk_eval *eval)
{
    const cdk_json *entry = NULL;
    cdk_effective profile;
    if (cdk_security_option(eval, "seccomp", &entry) && cdk_seccomp_profile(entry).n) {
        if (!cdk_effective_text(eval, CDK_DO_SECCOMP_PROFILE, entry, &profile)) return cdk_eval_status(eval);
        profile.text = cdk_seccomp_profile(entry);
        profile.pending = profile.setting.state == CDK_SETTING_SET && !cdk_str_eq(profile.setting.text, profile.text);
        say_seccomp_profile(eval, &profile);
    } else if (!entry && cdk_security_options_known(eval)) {
        cdk_outcome *outcome = cdk_say(eval, CDK_FAIL, "the engine runs without seccomp");
        cdk_cite(eval, outcome, CDK_EV_INFO, NULL, cdk_info(eval, "SecurityOptions"));
    } else if (cdk_effective_text(eval, CDK_DO_SECCOMP_PROFILE, NULL, &profile)) {
        say_seccomp_profile(eval, &profile);
    }
    return cdk_eval_status(eval);
}

/* --- limits --- */

int32_t cdk_daemon_cgroup_parent(cdk_eval *eval)
{
    cdk_effective parent;
    if (!cdk_effective_text(eval, CDK_DO_CGROUP_PARENT, NULL, &parent)) return cdk_eval_status(eval);
    bool allowed = cdk_site_lists(eval->evidence, "cgroup_parents", parent.text);
    cdk_say_effective(eval, &parent, parent.text.n == 0 || allowed ? CDK_PASS : CDK_FAIL, "cgroup-parent is %s%s",
                      parent.text.n ? cdk_shown(eval, parent.text) : "not set", allowed ? ", which the site's policy allows" : "");
    return cdk_eval_status(eval);
}

int32_t cdk_daemon_default_ulimits(cdk_eval *eval)
{
    cdk_effective limits;
    if (!cdk_effective_list(eval, CDK_DO_DEFAULT_ULIMITS, &limits)) return cdk_eval_status(eval);
    if (limits.setting.count)
        cdk_say_effective(eval, &limits, CDK_PASS, "%u default ulimits are set", limits.setting.count);
    else
        cdk_say_effective(eval, &limits, CDK_WARN, "no default ulimits are set: decide which ones suit");
    return cdk_eval_status(eval);
}
