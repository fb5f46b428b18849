/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_host.h"
#include "checks/host_files.h"
#include "facts/site.h"

static void say_member(cdk_eval *eval, const cdk_member_name *member)
{
    const char *name = cdk_shown(eval, member->name), *how = member->primary ? "has the docker group as first group" : "is in the docker group";
    cdk_outcome *outcome;
    if (!cdk_site_has_list(eval->evidence, "trusted_users"))
        outcome = cdk_say(eval, CDK_WARN, "%s %s: see whether that account is trusted with root's powers", name, how);
    else if (cdk_site_lists(eval->evidence, "trusted_users", member->name))
        outcome = cdk_say(eval, CDK_PASS, "%s %s, and is trusted", name, how);
    else
        outcome = cdk_say(eval, CDK_FAIL, "%s %s, and is not among the trusted users", name, how);
    cdk_cite_line(eval, outcome, CDK_EV_DOCKER_GROUP, 0, member->name);
    cdk_about(eval, outcome, "user", CDK_STR_NONE, member->name);
}

/* Where no such group is, root alone controls the daemon if the socket belongs to root. */
static void say_no_group(cdk_eval *eval)
{
    cdk_host_paths paths;
    cdk_stat stat = {.answer = CDK_STAT_NOT_ASKED};
    if (!cdk_object_paths(eval, CDK_HO_DOCKER_SOCK, &paths)) return;
    if (paths.count) cdk_stat_follow(&cdk_evidence_hostdoc(eval->evidence)->stat, paths.items[0], &stat);
    bool root = stat.answer == CDK_STAT_FOUND && (stat.has_gid ? stat.gid == 0 : cdk_str_is(stat.group, "root"));
    cdk_outcome *outcome = root ? cdk_say(eval, CDK_NOT_APPLICABLE, "there is no docker group, and the socket belongs to root's")
                                : cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "there is no docker group; which group the socket has was not given");
    if (paths.count) cdk_cite_stat(eval, outcome, &stat);
}

int32_t cdk_host_trusted_users(cdk_eval *eval)
{
    const cdk_docker_group *group = &cdk_evidence_hostdoc(eval->evidence)->group;
    cdk_given given = cdk_evidence_state(eval->evidence, CDK_EV_DOCKER_GROUP);
    if (given != CDK_GIVEN && given != CDK_GIVEN_ABSENT) {
        cdk_say_no_evidence(eval, CDK_EV_DOCKER_GROUP);
    } else if (group->unread) {
        cdk_say_unknown(eval, CDK_WHY_DAMAGED, "evidence \"docker-group\" holds no group");
    } else if (!group->found) {
        say_no_group(eval);
    } else {
        for (const cdk_member_name *member = group->first; member; member = member->next) say_member(eval, member);
        if (!group->accounts && (group->first == NULL || cdk_site_has_list(eval->evidence, "trusted_users")))
            cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "which accounts have the docker group as their first group was not given");
        else if (!group->first)
            cdk_cite_line(eval, cdk_say(eval, CDK_PASS, "nobody is in the docker group"), CDK_EV_DOCKER_GROUP, 0, group->name);
    }
    return cdk_eval_status(eval);
}
