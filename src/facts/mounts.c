/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/mounts.h"

#include "facts/stat_table.h"

#include <inttypes.h>

#define MAX_FIELDS 24

/* The kernel writes blanks, tabs, line ends and backslashes in octal. */
static cdk_str unescape(cdk_arena *arena, cdk_str text)
{
    char *out = cdk_arena_bytes(arena, text.n + 1);
    size_t n = 0;
    if (!out) return CDK_STR_NONE;
    for (size_t i = 0; i < text.n; i++) {
        uint64_t code;
        if (text.p[i] == '\\' && i + 4 <= text.n && cdk_str_u64((cdk_str){text.p + i + 1, 3}, 8, &code) && code < 256) {
            out[n++] = (char)code;
            i += 3;
        } else {
            out[n++] = text.p[i];
        }
    }
    out[n] = '\0';
    return (cdk_str){out, n};
}

static size_t split(cdk_str line, cdk_str fields[MAX_FIELDS])
{
    size_t n = 0;
    cdk_str rest = line;
    while (n < MAX_FIELDS && cdk_str_word(&rest, &fields[n])) n++;
    return n;
}

/* `36 35 98:0 /root /point options [tags] - type source super`: the dash ends the tags. */
static bool from_mountinfo(const cdk_str *f, size_t n, cdk_mount *mount)
{
    uint64_t id;
    size_t colon, dash = 6;
    if (n < 9 || !cdk_str_u64(f[0], 10, &id) || !cdk_str_u64(f[1], 10, &id) || !cdk_str_find_char(f[2], ':', &colon)) return false;
    while (dash < n && !cdk_str_is(f[dash], "-")) dash++;
    if (dash + 2 >= n) return false;
    *mount = (cdk_mount){.point = f[4], .root = f[3], .device = f[2], .options = f[5], .type = f[dash + 1], .source = f[dash + 2]};
    return true;
}

/* `source point type options [0 0]` */
static bool from_mtab(const cdk_str *f, size_t n, cdk_mount *mount)
{
    if (n < 4 || f[1].p[0] != '/') return false;
    *mount = (cdk_mount){.source = f[0], .point = f[1], .type = f[2], .options = f[3]};
    return true;
}

static bool keep(cdk_arena *arena, const cdk_mount *found, uint32_t line, cdk_mounts *mounts)
{
    cdk_mount *mount = cdk_arena_alloc(arena, sizeof *mount);
    if (!mount) return false;
    *mount = *found;
    cdk_str *texts[] = {&mount->point, &mount->source, &mount->device, &mount->root, &mount->type, &mount->options};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *texts[i] = unescape(arena, *texts[i]);
        if (!texts[i]->p) return false;
    }
    mount->point = cdk_host_path(arena, mount->point);
    mount->line = line;
    if (mounts->last)
        mounts->last->next = mount;
    else
        mounts->first = mount;
    mounts->last = mount;
    mounts->count++;
    return mount->point.p != NULL;
}

/* The kernel never prints a source in this way. */
static bool configured(cdk_str source)
{
    return cdk_str_starts(source, CDK_STR("UUID=")) || cdk_str_starts(source, CDK_STR("LABEL=")) ||
           cdk_str_starts(source, CDK_STR("PARTUUID=")) || cdk_str_starts(source, CDK_STR("PARTLABEL="));
}

int32_t cdk_mounts_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_problems *problems,
                         cdk_mounts *mounts)
{
    cdk_str rest = text, line, fields[MAX_FIELDS];
    for (uint32_t number = 1; cdk_str_line(&rest, &line); number++) {
        cdk_mount found;
        line = cdk_str_trim(line);
        if (line.n == 0 || line.p[0] == '#') continue;
        size_t n = split(line, fields);
        mounts->fstab |= configured(fields[0]);
        if (n >= 2 && mounts->fstab && fields[1].p[0] != '/') continue; /* swap */
        if (!from_mountinfo(fields, n, &found) && !from_mtab(fields, n, &found)) {
            cdk_where where = CDK_NOWHERE;
            where.document = "mounts";
            if (!cdk_problem_add(env, arena, problems, CDK_CLASS_BAD_DOCUMENT, CDK_ERROR, &where,
                                 "mounts, line %" PRIu32 ": neither the form of /proc/mounts nor of mountinfo", number))
                return env->error->status;
            continue;
        }
        if (!keep(arena, &found, number, mounts)) return cdk_fail_memory(env);
    }
    return CISDOCK_OK;
}

const cdk_mount *cdk_mounts_at(const cdk_mounts *mounts, cdk_str point)
{
    const cdk_mount *last = NULL;
    for (const cdk_mount *mount = mounts->first; mount; mount = mount->next)
        if (cdk_str_eq(mount->point, point)) last = mount;
    return last;
}

static bool holds(cdk_str point, cdk_str path)
{
    return cdk_str_eq(point, path) || point.n == 1 || (cdk_str_starts(path, point) && path.p[point.n] == '/');
}

const cdk_mount *cdk_mounts_holding(const cdk_mounts *mounts, cdk_str path)
{
    const cdk_mount *best = NULL;
    for (const cdk_mount *mount = mounts->first; mount; mount = mount->next)
        if (holds(mount->point, path) && (!best || mount->point.n >= best->point.n)) best = mount;
    return best;
}
