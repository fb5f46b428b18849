/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/host_lists.h"

#define GROUP_FIELDS 4
#define PASSWD_FIELDS 7

static size_t split(cdk_str line, cdk_str fields[PASSWD_FIELDS])
{
    size_t n = 0;
    cdk_str rest = line;
    while (n < PASSWD_FIELDS) {
        bool more = cdk_str_cut(rest, ':', &fields[n], &rest);
        n++;
        if (!more) break;
    }
    return n;
}

static bool add_member(cdk_arena *arena, cdk_str name, bool primary, cdk_docker_group *group)
{
    if (name.n == 0) return true;
    cdk_member_name *member = cdk_arena_calloc(arena, 1, sizeof *member);
    if (!member) return false;
    member->name = cdk_str_dup(arena, name);
    member->primary = primary;
    if (group->last)
        group->last->next = member;
    else
        group->first = member;
    group->last = member;
    return member->name.p != NULL;
}

static bool take_group(cdk_arena *arena, const cdk_str *fields, cdk_docker_group *group)
{
    *group = (cdk_docker_group){.found = true, .name = cdk_str_dup(arena, fields[0])};
    group->has_gid = cdk_str_u64(fields[2], 10, &group->gid);
    cdk_str name, rest = fields[3];
    bool more = group->name.p != NULL, good = more;
    while (good && more) {
        more = cdk_str_cut(rest, ',', &name, &rest);
        good = add_member(arena, cdk_str_trim(name), false, group);
    }
    return good;
}

/* Groups first: who has one as his first group can be told only when its number is known. */
static bool each_line(cdk_arena *arena, cdk_str text, size_t wanted, cdk_docker_group *group)
{
    cdk_str rest = text, line, fields[PASSWD_FIELDS];
    while (cdk_str_line(&rest, &line)) {
        line = cdk_str_trim(line);
        if (line.n == 0 || line.p[0] == '#' || split(line, fields) != wanted) continue;
        uint64_t gid;
        bool good = true;
        if (wanted == GROUP_FIELDS && (!group->found || cdk_str_is(fields[0], "docker")))
            good = take_group(arena, fields, group);
        if (wanted == PASSWD_FIELDS) group->accounts = true;
        if (wanted == PASSWD_FIELDS && group->has_gid && cdk_str_u64(fields[3], 10, &gid) && gid == group->gid)
            good = add_member(arena, fields[0], true, group);
        if (!good) return false;
    }
    return true;
}

int32_t cdk_docker_group_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_docker_group *group)
{
    *group = (cdk_docker_group){0};
    bool some = cdk_str_trim(text).n > 0;
    if (!each_line(arena, text, GROUP_FIELDS, group) || !each_line(arena, text, PASSWD_FIELDS, group)) return cdk_fail_memory(env);
    group->unread = some && !group->found && !group->accounts;
    return CISDOCK_OK;
}
