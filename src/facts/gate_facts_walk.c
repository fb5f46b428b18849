/* SPDX-License-Identifier: Apache-2.0 */
/* Paths of the engine's file table as a system would follow them. */
#include "facts/gate_facts.h"

#include "archive/path.h"

static const cdk_gate_file *entry_at(const cdk_gate_facts *facts, cdk_str path)
{
    const cdk_gate_file *file = cdk_map_get(&facts->files_by_path, path);
    return file ? file : cdk_map_get(&facts->passed_by_path, path);
}

/* "/" and the clean path of `target`, which stands in `folder`. False: no memory; p NULL: it leads nowhere. */
static bool join(cdk_arena *scratch, cdk_str folder, cdk_str target, cdk_str *out)
{
    size_t cap = folder.n + target.n + 3;
    char *room = cdk_arena_bytes(scratch, cap);
    cdk_str clean, below = cdk_str_from(folder, 1);
    if (!room) return false;
    room[0] = '/';
    bool fits = cdk_path_resolve(below.p ? below : CDK_STR(""), target, room + 1, cap - 1, &clean) == CDK_PATH_OK;
    *out = fits ? (cdk_str){room, clean.n + 1} : CDK_STR_NONE;
    return true;
}

/* The first part of the path, but the last, that is a link; NULL: none among so many. */
static const cdk_gate_file *first_link(const cdk_gate_facts *facts, cdk_str path, size_t *end)
{
    enum { MOST_PARTS = 128 };
    int parts = 0;
    for (size_t i = 1; i < path.n && parts < MOST_PARTS; i++) {
        if (path.p[i] != '/') continue;
        parts++;
        const cdk_gate_file *part = entry_at(facts, (cdk_str){path.p, i});
        if (!part || part->type != CDK_GF_SLINK || !part->link.n) continue;
        *end = i;
        return part;
    }
    return NULL;
}

/* The path with that link, whose name ends at `end`, replaced by its target. */
static bool follow(cdk_arena *scratch, cdk_str link, cdk_str path, size_t end, cdk_str *out)
{
    size_t slash = 0;
    cdk_str rest = cdk_str_from(path, end);
    char *joined = cdk_arena_bytes(scratch, link.n + rest.n);
    if (!joined) return false;
    memcpy(joined, link.p, link.n);
    memcpy(joined + link.n, rest.p, rest.n);
    cdk_str_rfind_char((cdk_str){path.p, end}, '/', &slash);
    return join(scratch, (cdk_str){path.p, slash}, (cdk_str){joined, link.n + rest.n}, out);
}

bool cdk_gate_facts_walk(const cdk_gate_facts *facts, cdk_str path, cdk_arena *scratch, const cdk_gate_file **out)
{
    enum { MOST_LINKS = 8 };
    const cdk_gate_file *link;
    size_t end;
    *out = entry_at(facts, path);
    if (*out) return true;
    if (!join(scratch, CDK_STR("/"), path, &path)) return false;
    for (int links = 0; links < MOST_LINKS && path.n && (link = first_link(facts, path, &end)) != NULL; links++)
        if (!follow(scratch, link->link, path, end, &path)) return false;
    *out = path.n ? entry_at(facts, path) : NULL;
    return true;
}
