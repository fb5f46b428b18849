/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/host_files.h"

bool cdk_object_paths(cdk_eval *eval, cdk_host_object object, cdk_host_paths *out)
{
    if (cdk_host_paths_of(eval->env, eval->arena, eval->evidence, object, out)) {
        eval->failed = true;
        return false;
    }
    switch (out->state) {
    case CDK_PATHS_KNOWN: return true;
    case CDK_PATHS_NONE: cdk_say(eval, CDK_NOT_APPLICABLE, "%s", out->why); break;
    case CDK_PATHS_CONFLICT: cdk_say(eval, CDK_VERDICT_ERROR, "the daemon's settings that name it contradict each other"); break;
    case CDK_PATHS_UNKNOWN: cdk_say_no_evidence(eval, out->lacks); break;
    }
    return false;
}

/* What kind of thing an object is, where something else would be a fault. */
static char wanted_type(cdk_host_object object)
{
    if (object == CDK_HO_DOCKER_SOCK || object == CDK_HO_CONTAINERD_SOCK) return 's';
    return object == CDK_HO_ETC_DOCKER ? 'd' : '\0';
}

static bool is_unit(cdk_host_object object)
{
    return object == CDK_HO_DOCKER_SERVICE || object == CDK_HO_DOCKER_SOCKET;
}

typedef struct look {
    cdk_eval *eval;
    cdk_host_object object;
    cdk_file_judge judge;
    const void *data;
    const cdk_stat_table *table;
    uint32_t judged, absent, denied, not_asked;
    bool vendor_absent; /* of a unit: it is not where packages put it, so that the other folders need not be looked at */
} look;

static void finish(look *l, cdk_outcome *outcome, const cdk_stat *stat)
{
    cdk_cite_stat(l->eval, outcome, stat);
    cdk_about(l->eval, outcome, "file", CDK_STR_NONE, stat->link ? stat->link->path : stat->path);
}

/* A file that exists, or whose answer is of no use. */
static void look_at_found(look *l, const cdk_stat *stat)
{
    char wanted = wanted_type(l->object);
    cdk_outcome *outcome;
    l->judged++;
    if (stat->answer == CDK_STAT_DAMAGED)
        outcome = cdk_say(l->eval, CDK_VERDICT_ERROR, "the host's answer about it is malformed");
    else if (stat->answer == CDK_STAT_ABSENT)
        outcome = cdk_say(l->eval, CDK_WARN, "it is a link that leads nowhere");
    else if (stat->answer != CDK_STAT_FOUND)
        outcome = cdk_say_unknown(l->eval, stat->answer == CDK_STAT_DENIED ? CDK_WHY_DENIED : CDK_WHY_NOT_GIVEN,
                                  "it is a link, and what it leads to was not given");
    else if (wanted && stat->type == '?')
        outcome = cdk_say_unknown(l->eval, CDK_WHY_NOT_GIVEN, "whether it is a %s was not given", wanted == 's' ? "socket" : "folder");
    else if (wanted && stat->type != wanted)
        outcome = cdk_say(l->eval, CDK_VERDICT_ERROR, "it is not a %s", wanted == 's' ? "socket" : "folder");
    else
        outcome = l->judge(l->eval, stat, l->data);
    finish(l, outcome, stat);
}

static bool is_masked(look *l, const cdk_stat *stat)
{
    return is_unit(l->object) && stat->link && (stat->type == 'c' || cdk_str_is(stat->link->target, "/dev/null"));
}

static void look_at(look *l, cdk_str path)
{
    cdk_stat stat;
    cdk_stat_answer answer = cdk_stat_follow(l->table, path, &stat);
    if (answer == CDK_STAT_FOUND || answer == CDK_STAT_DAMAGED || stat.link) {
        if (!is_masked(l, &stat)) look_at_found(l, &stat);
        return;
    }
    l->absent += answer == CDK_STAT_ABSENT;
    l->denied += answer == CDK_STAT_DENIED;
    l->not_asked += answer == CDK_STAT_NOT_ASKED;
}

/* /lib is a link to /usr/lib on merged systems: the same unit is then seen twice. */
static bool seen_merged(const look *l, cdk_str path)
{
    cdk_stat twin;
    if (!cdk_str_starts(path, CDK_STR("/lib/"))) return false;
    const char *merged = cdk_arena_printf(l->eval->arena, "/usr%.*s", (int)path.n, path.p);
    return merged && cdk_stat_follow(l->table, cdk_str_of(merged), &twin) == CDK_STAT_FOUND;
}

/* Drop-ins change a unit as much as the unit itself does; a looser one calls for a look. */
static void look_at_drop_ins(look *l, cdk_str unit)
{
    for (const cdk_stat *entry = l->table->first; entry; entry = entry->next) {
        if (!cdk_str_starts(entry->path, unit) || !cdk_str_starts(cdk_str_from(entry->path, unit.n), CDK_STR(".d/")) ||
            !cdk_str_ends(entry->path, CDK_STR(".conf")))
            continue;
        look_at(l, entry->path);
        if (l->eval->last && l->eval->last->verdict == CDK_FAIL) l->eval->last->verdict = CDK_WARN;
    }
}

static void say_none(look *l, cdk_str where)
{
    const char *path = cdk_shown(l->eval, where);
    cdk_outcome *outcome;
    if (l->denied)
        outcome = cdk_say_unknown(l->eval, CDK_WHY_DENIED, "the host was not allowed to look at %s", path);
    else if (l->absent && (l->not_asked == 0 || l->vendor_absent))
        outcome = cdk_say(l->eval, CDK_NOT_APPLICABLE, "%s does not exist", path);
    else if (cdk_evidence_state(l->eval->evidence, CDK_EV_STAT) == CDK_GIVEN)
        outcome = cdk_say_unknown(l->eval, CDK_WHY_NOT_GIVEN, "the host's answer about %s was not given", path);
    else
        outcome = cdk_say_no_evidence(l->eval, CDK_EV_STAT);
    cdk_about(l->eval, outcome, "file", CDK_STR_NONE, where);
}

/* A unit stands in one of several folders: what is asked is whether any of them has it. */
static void look_for_unit(look *l, const cdk_host_paths *paths)
{
    size_t at;
    for (uint32_t i = 0; i < paths->count; i++) {
        uint32_t absent = l->absent;
        if (seen_merged(l, paths->items[i])) continue;
        look_at(l, paths->items[i]);
        l->vendor_absent |= l->absent > absent && cdk_str_find(paths->items[i], CDK_STR("/lib/systemd/"), &at);
        look_at_drop_ins(l, paths->items[i]);
    }
    if (l->judged == 0 && paths->count) say_none(l, paths->items[0]);
}

static void look_for_each(look *l, const cdk_host_paths *paths)
{
    for (uint32_t i = 0; i < paths->count; i++) {
        l->judged = l->absent = l->denied = l->not_asked = 0;
        look_at(l, paths->items[i]);
        if (l->judged == 0) say_none(l, paths->items[i]);
    }
}

/* What is looked at are the files that the answers name: there may be others. */
static void say_not_whole(const look *l)
{
    if (l->table->nameless)
        cdk_say_unknown(l->eval, CDK_WHY_DAMAGED, "an answer of the host does not tell which file it is about");
    else if (!cdk_evidence_complete(l->eval->evidence, CDK_EV_STAT))
        cdk_say_unknown(l->eval, CDK_WHY_INCOMPLETE_LIST, "whether these are all files of registries was not told");
}

int32_t cdk_each_host_file(cdk_eval *eval, cdk_file_judge judge, const void *data)
{
    look l = {.eval = eval, .judge = judge, .data = data, .table = &cdk_evidence_hostdoc(eval->evidence)->stat};
    cdk_host_paths paths;
    if (!cdk_host_object_by_name(cdk_params_get(eval->params, "object"), &l.object)) {
        cdk_say(eval, CDK_VERDICT_ERROR, "the rule's object is no file of a docker host that is known here");
        return cdk_eval_status(eval);
    }
    if (!cdk_object_paths(eval, l.object, &paths)) return cdk_eval_status(eval);
    (is_unit(l.object) ? look_for_unit : look_for_each)(&l, &paths);
    if (l.object == CDK_HO_REGISTRY_CERTS) say_not_whole(&l);
    return cdk_eval_status(eval);
}
