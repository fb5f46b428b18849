/* SPDX-License-Identifier: Apache-2.0 */
/* passwd, group and shadow: lines of fields between colons. */
#include "facts/facts_impl.h"

enum { MOST_FIELDS = 7 };

/* Cut a line at its colons; gives the number of fields, those beyond the last one stay in it. */
static size_t cut_fields(cdk_str line, cdk_str *fields, size_t most)
{
    size_t count = 0;
    while (count + 1 < most) {
        cdk_str rest;
        bool more = cdk_str_cut(line, ':', &fields[count++], &rest);
        if (!more) return count;
        line = rest;
    }
    fields[count++] = line;
    return count;
}

static bool make_user(const cdk_str *f, void *into)
{
    cdk_user user = {.name = f[0], .password = f[1], .uid_text = f[2], .gid_text = f[3], .gecos = f[4], .home = f[5], .shell = f[6]};
    cdk_str end;
    cdk_str_cut(f[6], ':', &user.shell, &end);
    user.has_uid = cdk_str_u64(f[2], 10, &user.uid) && cdk_str_u64(f[3], 10, &user.gid);
    *(cdk_user *)into = user;
    return true;
}

static bool make_group(const cdk_str *f, void *into)
{
    cdk_group group = {.name = f[0], .members = f[3]};
    group.has_gid = cdk_str_u64(f[2], 10, &group.gid);
    *(cdk_group *)into = group;
    return true;
}

static bool make_shadow(const cdk_str *f, void *into)
{
    *(cdk_shadow *)into = (cdk_shadow){.name = f[0], .hash = f[1]};
    return true;
}

typedef struct account_file {
    cdk_str path;
    size_t fields; /* a line that has fewer is none */
    size_t most;
    size_t size;
    bool (*make)(const cdk_str *fields, void *into);
} account_file;

static const account_file passwd = {{"etc/passwd", 10}, 7, 7, sizeof(cdk_user), make_user};
static const account_file group = {{"etc/group", 9}, 4, 4, sizeof(cdk_group), make_group};
static const account_file shadow = {{"etc/shadow", 10}, 2, 3, sizeof(cdk_shadow), make_shadow};

static int32_t read(const cdk_env *env, cdk_facts *facts, const account_file *file, cdk_known *known, const void **items,
                    uint32_t *count)
{
    cdk_str bytes, line, fields[MOST_FIELDS];
    size_t lines = 0;
    *known = cdk_plan_has(facts->collected, CDK_NEED_KNOWN_FILES) ? cdk_facts_content(facts, file->path, &bytes, NULL)
                                                                  : CDK_NOT_COLLECTED;
    if (*known != CDK_HAVE) return CISDOCK_OK;
    for (cdk_str rest = bytes; cdk_str_line(&rest, &line);) lines++;
    char *rows = cdk_arena_calloc(&facts->arena, lines ? lines : 1, file->size);
    if (!rows) return cdk_fail_memory(env);
    *items = rows;
    for (cdk_str rest = bytes; cdk_str_line(&rest, &line);) {
        if (cut_fields(line, fields, file->most) < file->fields) continue;
        file->make(fields, rows + *count * file->size);
        ++*count;
    }
    return CISDOCK_OK;
}

int32_t cdk_facts_read_accounts(const cdk_env *env, cdk_facts *facts)
{
    const void *users = NULL, *groups = NULL, *hashes = NULL;
    int32_t status = read(env, facts, &passwd, &facts->users.known, &users, &facts->users.count);
    if (!status) status = read(env, facts, &group, &facts->groups.known, &groups, &facts->groups.count);
    if (!status) status = read(env, facts, &shadow, &facts->shadow.known, &hashes, &facts->shadow.count);
    facts->users.items = users;
    facts->groups.items = groups;
    facts->shadow.items = hashes;
    return status;
}
