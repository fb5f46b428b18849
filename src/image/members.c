/* SPDX-License-Identifier: Apache-2.0 */
#include "image/members.h"

#include "archive/path.h"

enum { NAME_MAX_BYTES = 4096, LINKS_MAX = 8 };

void cdk_members_init(cdk_members *members, cdk_mem *mem, uint64_t keep)
{
    *members = (cdk_members){.keep = keep};
    cdk_arena_init(&members->arena, mem);
    cdk_map_init(&members->by_name, mem);
}

void cdk_members_free(cdk_members *members)
{
    cdk_map_free(&members->by_name);
    cdk_arena_free(&members->arena);
}

static bool is_id(cdk_str s)
{
    if (s.n != 64) return false;
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f'))) return false;
    return true;
}

static bool ends_as_layer(cdk_str name)
{
    static const char *const ends[] = {".tar", ".tar.gz", ".tgz", ".tar.zst"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (cdk_str_ends(name, cdk_str_of(ends[i]))) return true;
    return false;
}

void cdk_marks_note(cdk_marks *marks, cdk_str name)
{
    static const struct {
        const char *name;
        size_t flag;
    } documents[] = {{"manifest.json", offsetof(cdk_marks, manifest)},
                     {"index.json", offsetof(cdk_marks, index)},
                     {"oci-layout", offsetof(cdk_marks, layout)},
                     {"repositories", offsetof(cdk_marks, repositories)}};
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
        if (cdk_str_is(name, documents[i].name)) *(bool *)((char *)marks + documents[i].flag) = marks->likely = true;
    cdk_str head, tail, stem = name;
    bool below = cdk_str_cut(name, '/', &head, &tail);
    if (cdk_str_starts(stem, CDK_STR("sha256:"))) stem = cdk_str_from(stem, 7);
    if (stem.n > 64) stem.n = 64;
    if (is_id(head) && cdk_str_is(tail, "json")) marks->image_json = true;
    if (is_id(stem) || cdk_str_is(head, "blobs") || (!below && ends_as_layer(name))) marks->likely = true;
}

/* Where the entry's link leads: a hard link's target is a name, a symlink's stands below its own folder. */
static int32_t link_target(cdk_members *members, const cdk_env *env, const cdk_tar_entry *entry, cdk_member *member)
{
    char buf[NAME_MAX_BYTES];
    cdk_str target;
    member->link = true;
    cdk_path_result result = entry->type == CDK_TAR_HARDLINK
        ? cdk_path_clean(entry->link, buf, sizeof buf, &target)
        : cdk_path_resolve(cdk_path_parent(member->name), entry->link, buf, sizeof buf, &target);
    if (result != CDK_PATH_OK) return CISDOCK_OK;
    member->target = cdk_str_dup(&members->arena, target);
    return member->target.p ? CISDOCK_OK : cdk_fail_memory(env);
}

static bool unsafe(const cdk_env *env, cdk_arena *arena, cdk_problems *problems, const cdk_tar_entry *entry)
{
    cdk_where where = CDK_NOWHERE;
    where.path = entry->path;
    where.offset = (int64_t)entry->header_offset;
    return cdk_problem_add(env, arena, problems, CDK_CLASS_UNSAFE_PATH, CDK_WARNING, &where,
                           "the archive's member climbs out, or its name is too long: left out");
}

static bool twice(const cdk_env *env, cdk_arena *arena, cdk_problems *problems, const cdk_member *member)
{
    cdk_where where = CDK_NOWHERE;
    where.path = member->name;
    where.offset = (int64_t)member->offset;
    return cdk_problem_add(env, arena, problems, CDK_CLASS_DUPLICATE, CDK_WARNING, &where,
                           "the archive has this member twice: the last one counts");
}

static bool give_up(cdk_members *members)
{
    cdk_mem *mem = members->arena.mem;
    cdk_map_free(&members->by_name);
    cdk_arena_free(&members->arena);
    cdk_arena_init(&members->arena, mem);
    return members->overflow = true;
}

static int32_t keep(cdk_members *members, const cdk_env *env, const cdk_tar_entry *entry, cdk_str clean, cdk_member **out)
{
    cdk_member *member = cdk_arena_calloc(&members->arena, 1, sizeof *member);
    if (!member) return cdk_fail_memory(env);
    member->name = cdk_str_dup(&members->arena, clean);
    if (!member->name.p) return cdk_fail_memory(env);
    member->offset = entry->data_offset;
    member->size = entry->stored_size;
    member->sparse = entry->sparse;
    int32_t status = entry->type == CDK_TAR_FILE ? CISDOCK_OK : link_target(members, env, entry, member);
    if (!status) *out = member;
    return status;
}

int32_t cdk_members_add(cdk_members *members, const cdk_env *env, const cdk_tar_entry *entry, cdk_problems *problems,
                        cdk_arena *problem_arena, cdk_member **out)
{
    char buf[NAME_MAX_BYTES];
    cdk_str clean;
    *out = NULL;
    if (cdk_path_clean(entry->path, buf, sizeof buf, &clean) != CDK_PATH_OK)
        return unsafe(env, problem_arena, problems, entry) ? CISDOCK_OK : env->error->status;
    if (entry->type == CDK_TAR_DIR) {
        if (cdk_str_is(clean, "blobs")) members->marks.likely = true;
        return CISDOCK_OK;
    }
    if (entry->type != CDK_TAR_FILE && entry->type != CDK_TAR_SYMLINK && entry->type != CDK_TAR_HARDLINK) return CISDOCK_OK;
    cdk_marks_note(&members->marks, clean);
    if (members->overflow || (members->seen++ >= members->keep && give_up(members))) return CISDOCK_OK;
    cdk_member *member = NULL;
    int32_t status = keep(members, env, entry, clean, &member);
    if (status) return status;
    const cdk_member *before = cdk_map_get(&members->by_name, clean);
    if (before && !twice(env, problem_arena, problems, member)) return env->error->status;
    if (!cdk_map_put(&members->by_name, member->name, member)) return cdk_fail_memory(env);
    *out = member;
    return CISDOCK_OK;
}

cdk_member *cdk_members_find(const cdk_members *members, cdk_str raw)
{
    char buf[NAME_MAX_BYTES];
    cdk_str clean;
    if (cdk_path_clean(raw, buf, sizeof buf, &clean) != CDK_PATH_OK) return NULL;
    cdk_member *member = cdk_map_get(&members->by_name, clean);
    for (int links = 0; member && member->link; links++) {
        if (links == LINKS_MAX || !member->target.p) return NULL;
        member = cdk_map_get(&members->by_name, member->target);
    }
    return member;
}
