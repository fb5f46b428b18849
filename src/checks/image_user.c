/* SPDX-License-Identifier: Apache-2.0 */
/* Who runs: `USER` as the engine resolves it. runc takes a number as a uid whatever passwd says, and a name by its first
 * line there; it reads a uid that is no number as 0. */
#include "checks/gate_image.h"
#include "checks/user_spec.h"
#include "checks/host_cite.h"

typedef struct cdk_run_as {
    cdk_str spec, user, group;
    bool has_group;
    const cdk_user *account; /* of the name, or of the uid; NULL: none */
    const cdk_group *group_account;
    int64_t uid, gid;        /* -1: not known */
    cdk_known users, groups;
} cdk_run_as;

static void find_user(const cdk_eval *eval, cdk_run_as *as)
{
    const cdk_user *users = NULL;
    uint32_t count = 0;
    bool number = cdk_user_number(as->user, &as->uid);
    if (!number) as->uid = -1;
    as->users = cdk_facts_users(eval->facts, &users, &count);
    for (uint32_t i = 0; i < count && !as->account; i++) {
        int64_t uid = users[i].has_uid ? (int64_t)users[i].uid : 0;
        if (number ? uid == as->uid : cdk_str_eq(users[i].name, as->user)) as->account = &users[i];
    }
    if (!number && as->account) as->uid = as->account->has_uid ? (int64_t)as->account->uid : 0;
}

static void find_group(const cdk_eval *eval, cdk_run_as *as)
{
    const cdk_group *groups = NULL;
    uint32_t count = 0;
    as->gid = as->account ? (int64_t)as->account->gid : 0;
    as->groups = CDK_HAVE;
    if (!as->has_group || as->group.n == 0) return;
    bool number = cdk_user_number(as->group, &as->gid);
    if (!number) as->gid = -1;
    as->groups = cdk_facts_groups(eval->facts, &groups, &count);
    for (uint32_t i = 0; i < count && !as->group_account; i++) {
        int64_t gid = groups[i].has_gid ? (int64_t)groups[i].gid : 0;
        if (number ? gid == as->gid : cdk_str_eq(groups[i].name, as->group)) as->group_account = &groups[i];
    }
    if (!number && as->group_account) as->gid = as->group_account->has_gid ? (int64_t)as->group_account->gid : 0;
}

static bool holds_variable(cdk_str s)
{
    size_t at;
    return cdk_str_find_char(s, '$', &at);
}

static cdk_outcome *judge_name(cdk_eval *eval, const cdk_run_as *as)
{
    if (as->account && as->uid != 0 && cdk_str_is(as->user, "root"))
        return cdk_say(eval, CDK_WARN, "USER is \"%s\", to which the image's passwd gives uid %lld", cdk_shown(eval, as->spec), (long long)as->uid);
    if (as->account && as->uid == 0)
        return cdk_say(eval, CDK_FAIL, "USER \"%s\" has uid 0 among the image's accounts: containers run as root", cdk_shown(eval, as->spec));
    if (as->account)
        return cdk_say(eval, CDK_PASS, "containers run as \"%s\", uid %lld in the image's passwd", cdk_shown(eval, as->spec), (long long)as->uid);
    if (cdk_str_is(as->user, "root"))
        return cdk_say(eval, CDK_FAIL, "USER is \"%s\": containers run as root", cdk_shown(eval, as->spec));
    if (holds_variable(as->user))
        return cdk_say(eval, CDK_WARN, "USER \"%s\" holds a variable that the build did not replace", cdk_shown(eval, as->spec));
    if (as->users == CDK_HAVE || as->users == CDK_ABSENT)
        return cdk_say(eval, CDK_WARN, "USER \"%s\" is no account of the image: a container would not start", cdk_shown(eval, as->spec));
    return cdk_say_unread(eval, as->users, "the image's passwd, which tells who USER is,");
}

static cdk_outcome *judge_linux(cdk_eval *eval, const cdk_run_as *as)
{
    int64_t number;
    if (as->user.n == 0)
        return cdk_say(eval, CDK_FAIL, as->spec.n ? "USER names a group only: containers run as root"
                                                  : "no USER is set: containers run as root");
    if (!cdk_user_number(as->user, &number)) return judge_name(eval, as);
    if (number == 0) return cdk_say(eval, CDK_FAIL, "USER \"%s\" is uid 0: containers run as root", cdk_shown(eval, as->spec));
    if (number < 0 || number > INT32_MAX)
        return cdk_say(eval, CDK_WARN, "USER \"%s\" is no uid that engines take: a container would not start", cdk_shown(eval, as->spec));
    return cdk_say(eval, CDK_PASS, "containers run as uid %lld%s", (long long)number,
                   as->account ? "" : as->users == CDK_HAVE ? ", which has no account in the image" : "");
}

static cdk_outcome *judge_windows(cdk_eval *eval, const cdk_run_as *as)
{
    size_t at;
    cdk_str name = cdk_str_rfind_char(as->spec, '\\', &at) ? cdk_str_from(as->spec, at + 1) : as->spec;
    if (name.n == 0 || cdk_str_eq_nocase(name, CDK_STR("ContainerAdministrator")))
        return cdk_say(eval, CDK_FAIL, "containers run as ContainerAdministrator");
    cdk_outcome *outcome = cdk_say(eval, CDK_PASS, "containers run as \"%s\"", cdk_shown(eval, as->spec));
    if (outcome && !cdk_str_eq_nocase(name, CDK_STR("ContainerUser"))) outcome->confidence = CDK_MEDIUM;
    return outcome;
}

/* The container does not start where the group is unknown; group 0 is said, not judged. */
static void note_group(const cdk_run_as *as, cdk_outcome *outcome, cdk_buf *notes)
{
    if (outcome->verdict != CDK_PASS) return;
    if (as->gid == 0) cdk_buf_text(notes, "; its group is 0 (root)");
    if (as->gid >= 0) return;
    if (as->groups == CDK_HAVE || as->groups == CDK_ABSENT) {
        outcome->verdict = CDK_WARN;
        cdk_buf_text(notes, "; its group is none of the image's: a container would not start");
    } else {
        cdk_buf_text(notes, "; its group could not be resolved");
    }
}

static void add_notes(cdk_eval *eval, cdk_outcome *outcome, const cdk_run_as *as)
{
    cdk_buf notes;
    cdk_buf_init(&notes, eval->env->mem);
    note_group(as, outcome, &notes);
    cdk_image_account_notes(eval, outcome, &notes);
    if (notes.n) {
        const char *message = cdk_arena_printf(eval->arena, "%s%.*s", outcome->message, (int)notes.n, notes.p);
        if (message) outcome->message = message;
        outcome->failed = outcome->failed || !message;
    }
    outcome->failed = outcome->failed || notes.failed;
    cdk_buf_free(&notes);
}

static void show_account(cdk_eval *eval, cdk_outcome *outcome, const cdk_run_as *as)
{
    if (!as->account) return;
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "user");
    cdk_member_str(eval->arena, item, "path", CDK_STR("/etc/passwd"));
    cdk_member_str(eval->arena, item, "name", as->account->name);
    cdk_member_i64(eval->arena, item, "uid", as->uid);
    cdk_member_i64(eval->arena, item, "gid", (int64_t)as->account->gid);
}

/* The Dockerfile alone: what the image will be, as far as its base does not decide. */
static int32_t forecast(cdk_eval *eval, const cdk_build *build)
{
    const cdk_instruction *step = cdk_build_last(build, CDK_KW_USER);
    cdk_run_as as = {.users = CDK_NOT_GIVEN, .groups = CDK_NOT_GIVEN, .gid = -1, .uid = -1};
    cdk_outcome *outcome;
    if (step) as.spec = step->arg_count ? step->args[0] : step->text;
    as.has_group = cdk_str_cut(as.spec, ':', &as.user, &as.group);
    if (!step)
        outcome = cdk_say(eval, CDK_WARN, "no USER instruction: the user is the base image's, root unless that one sets another");
    else if (as.user.n && !cdk_str_is(as.user, "root") && !cdk_user_number(as.user, &as.uid) && !holds_variable(as.user))
        outcome = cdk_say(eval, CDK_PASS, "USER names \"%s\", by its name no root", cdk_shown(eval, as.spec));
    else
        outcome = judge_linux(eval, &as);
    outcome = cdk_of_image(eval, outcome);
    if (!outcome) return cdk_eval_status(eval);
    outcome->basis = CDK_FORECAST;
    outcome->confidence = CDK_MEDIUM;
    cdk_show_step(eval, outcome, step);
    return cdk_eval_status(eval);
}

int32_t cdk_image_user(cdk_eval *eval)
{
    const cdk_build *build;
    int32_t status = cdk_build_of(eval, &build);
    if (status) return status;
    if (!eval->facts) return forecast(eval, build);
    const cdk_image_config *config = cdk_facts_config(eval->facts);
    if (!config) {
        cdk_of_image(eval, cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "a root file system has no configuration that names a user"));
        return cdk_eval_status(eval);
    }
    cdk_run_as as = {.spec = config->user};
    as.has_group = cdk_str_cut(as.spec, ':', &as.user, &as.group);
    bool windows = cdk_image_is_windows(eval);
    if (!windows) {
        find_user(eval, &as);
        find_group(eval, &as);
    }
    cdk_outcome *outcome = cdk_of_image(eval, windows ? judge_windows(eval, &as) : judge_linux(eval, &as));
    if (!outcome) return cdk_eval_status(eval);
    cdk_show_config(eval, outcome, "/config/User", config->user);
    show_account(eval, outcome, &as);
    cdk_show_step(eval, outcome, cdk_build_last(build, CDK_KW_USER));
    if (!windows) add_notes(eval, outcome, &as);
    return cdk_eval_status(eval);
}
