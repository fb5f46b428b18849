/* SPDX-License-Identifier: Apache-2.0 */
/* Owner and mode of the files that dockerd and containerd are made of, configured by and spoken to through. */
#include "checks/gates.h"
#include "checks/host_files.h"

static const cdk_param_spec owner_params[] = {
    {"object", CDK_P_STRING, true, NULL, NULL, "file, by its name among the files of a docker host"},
    {"owner", CDK_P_ENUM, true, "root:root|root:docker", NULL, "user and group that it must have"},
};
static const cdk_param_spec mode_params[] = {
    {"object", CDK_P_STRING, true, NULL, NULL, "file, by its name among the files of a docker host"},
    {"max_mode", CDK_P_STRING, true, NULL, NULL, "bits that it may have, octal"},
};

/* --- owner --- */

typedef struct owner_rule {
    bool docker_group;
    cdk_setting group; /* of the daemon's socket */
} owner_rule;

static bool user_is_root(const cdk_stat *stat)
{
    return stat->has_uid ? stat->uid == 0 : cdk_str_is(stat->user, "root");
}

static bool group_is_root(const cdk_stat *stat)
{
    return stat->has_gid ? stat->gid == 0 : cdk_str_is(stat->group, "root");
}

/* 1: it is the socket's group, 0: it is not, -1: nothing that was given tells. */
static int group_is_sockets(const cdk_eval *eval, const cdk_stat *stat, cdk_str name)
{
    const cdk_docker_group *group = &cdk_evidence_hostdoc(eval->evidence)->group;
    uint64_t number;
    if (cdk_str_u64(name, 10, &number) && stat->has_gid) return stat->gid == number;
    if (stat->has_gid && group->found && group->has_gid && cdk_str_eq(group->name, name)) return stat->gid == group->gid;
    if (stat->group.n) return cdk_str_eq(stat->group, name);
    return -1;
}

static cdk_outcome *say_owner(cdk_eval *eval, cdk_verdict verdict, const cdk_stat *s, const char *note)
{
    const char *user = s->user.n ? cdk_shown(eval, s->user) : NULL, *group = s->group.n ? cdk_shown(eval, s->group) : NULL;
    char uid[24] = "?", gid[24] = "?";
    if (s->has_uid) snprintf(uid, sizeof uid, "%" PRIu64, s->uid);
    if (s->has_gid) snprintf(gid, sizeof gid, "%" PRIu64, s->gid);
    return cdk_say(eval, verdict, "owner and group are %s:%s%s", user ? user : uid, group ? group : gid, note);
}

/* The user that dockerd runs as, as the list of processes shows it: by name or by number. */
static bool is_the_daemons(const cdk_eval *eval, const cdk_stat *stat)
{
    const cdk_process *daemon = cdk_process_find(&cdk_evidence_hostdoc(eval->evidence)->processes, "dockerd");
    uint64_t uid;
    if (!daemon || !daemon->user.n) return false;
    return cdk_str_eq(stat->user, daemon->user) || (stat->has_uid && cdk_str_u64(daemon->user, 10, &uid) && uid == stat->uid);
}

static cdk_outcome *judge_owner(cdk_eval *eval, const cdk_stat *s, const void *data)
{
    const owner_rule *rule = data;
    bool rootless = cdk_security_option(eval, "rootless", NULL);
    if ((!s->has_uid && !s->user.n) || (!s->has_gid && !s->group.n))
        return cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "its owner or its group was not given");
    if (!user_is_root(s) && rootless && is_the_daemons(eval, s)) return say_owner(eval, CDK_PASS, s, ", the rootless daemon's own");
    if (!user_is_root(s))
        return say_owner(eval, rootless ? CDK_WARN : CDK_FAIL, s, rootless ? "; the daemon is rootless: see that this is its own user" : "");
    if (group_is_root(s)) return say_owner(eval, CDK_PASS, s, rule->docker_group ? ", which is tighter than the group of the socket" : "");
    if (!rule->docker_group) return say_owner(eval, CDK_FAIL, s, "");
    int same = group_is_sockets(eval, s, rule->group.text);
    if (same < 0) return cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "which group has number %" PRIu64 " was not given", s->gid);
    return say_owner(eval, same ? CDK_PASS : CDK_FAIL, s, "");
}

static int32_t evaluate_owner(cdk_eval *eval)
{
    owner_rule rule = {.docker_group = cdk_str_is(cdk_params_get(eval->params, "owner"), "root:docker")};
    int32_t status = cdk_daemon_setting(eval->env, eval->arena, eval->evidence, CDK_DO_GROUP, &rule.group);
    return status ? status : cdk_each_host_file(eval, judge_owner, &rule);
}

/* --- mode --- */

static cdk_outcome *judge_mode(cdk_eval *eval, const cdk_stat *s, const void *data)
{
    uint32_t max = *(const uint32_t *)data, beyond = s->mode & 07777 & ~max;
    const char *acl = s->acl ? "; access lists, which these bits do not show, are set on it" : "";
    if (!s->has_mode) return cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "its mode was not given");
    if (beyond == 0) return cdk_say(eval, CDK_PASS, "mode %04o is %04o or tighter%s", s->mode, max, acl);
    if (s->type == 'd' && (beyond & 0777) == 0)
        return cdk_say(eval, CDK_WARN, "mode %04o has special bits beyond %04o%s", s->mode, max, acl);
    return cdk_say(eval, CDK_FAIL, "mode %04o allows more than %04o: bits %04o%s", s->mode, max, beyond, acl);
}

static int32_t evaluate_mode(cdk_eval *eval)
{
    uint64_t max = 0;
    if (!cdk_str_u64(cdk_params_get(eval->params, "max_mode"), 8, &max) || max > 07777) {
        cdk_say(eval, CDK_VERDICT_ERROR, "the rule's max_mode is no octal mode");
        return cdk_eval_status(eval);
    }
    uint32_t bits = (uint32_t)max;
    return cdk_each_host_file(eval, judge_mode, &bits);
}

static const cdk_trigger triggers[] = {
    {.name = "owner", .description = "user and group of a file", .params = owner_params, .param_count = 2, .evaluate = evaluate_owner},
    {.name = "mode", .description = "permission bits of a file", .params = mode_params, .param_count = 2, .evaluate = evaluate_mode},
};

const cdk_gate cdk_gate_daemon_files = {
    .name = "daemon_files",
    .description = "owner and mode of the daemon's files, from the host's answers to stat",
    .triggers = triggers,
    .count = sizeof triggers / sizeof *triggers,
};
