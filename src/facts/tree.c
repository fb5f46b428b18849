/* SPDX-License-Identifier: Apache-2.0 */
/* The squashed tree: one path, or all of them in order. */
#include "facts/facts_impl.h"

#include "archive/path.h"

void cdk_facts_file_of(const cdk_facts *facts, const cdk_fold_entry *entry, cdk_str path, cdk_file *out)
{
    (void)facts;
    const cdk_node *node = entry->node;
    const cdk_owner *owner = &entry->facts->owners[node->owner];
    const cdk_extra *extra = cdk_node_extra(entry->facts, node), *own = cdk_node_extra(entry->at_facts, entry->at);
    const cdk_file_digests *digests = cdk_layer_digests(entry->facts, entry->content_node);
    *out = (cdk_file){.path = path, .type = node->type, .hardlink = (entry->at->marks & CDK_NODE_HARD) != 0,
                      .dangling = entry->dangling, .mode = node->mode, .uid = owner->uid, .gid = owner->gid,
                      .size = node->size, .mtime = node->mtime, .layer = (int32_t)entry->layer};
    bool shows_link = node->type != 'f' || entry->dangling; /* a hard link into lower layers has both */
    if (extra && shows_link) out->link = cdk_layer_str(entry->facts, extra->link);
    if (extra && extra->capability) out->capability = cdk_layer_str(entry->facts, extra->capability);
    if (own && own->target) out->hard_target = cdk_layer_str(entry->at_facts, own->target);
    if (digests) out->sha256 = digests->sha256;
    if (digests) out->md5 = digests->md5;
    if (digests && digests->has_sha1) out->sha1 = digests->sha1;
}

bool cdk_facts_find(const cdk_facts *facts, cdk_str clean_path, cdk_arena *arena, cdk_file *out)
{
    uint32_t index;
    cdk_fold_entry entry;
    if (!cdk_fold_find(facts->fold, clean_path, &index) || !cdk_fold_entry_at(facts->fold, index, &entry)) return false;
    cdk_facts_file_of(facts, &entry, cdk_str_dup(arena, clean_path), out);
    return true;
}

bool cdk_facts_find_followed(const cdk_facts *facts, cdk_str clean_path, cdk_arena *arena, cdk_file *out)
{
    cdk_resolved resolved;
    cdk_fold_entry entry;
    if (!cdk_facts_resolve(facts, clean_path, true, arena, &resolved) || !resolved.found) return false;
    cdk_fold_entry_at(facts->fold, resolved.index, &entry);
    cdk_facts_file_of(facts, &entry, resolved.path, out);
    return true;
}

/* Joins the target of the link at `index`, which stands in `folder`, with the rest of the path behind it. */
static bool follow(const cdk_facts *facts, uint32_t index, cdk_str folder, cdk_str rest, cdk_arena *arena, cdk_str *out)
{
    cdk_fold_entry entry;
    cdk_fold_entry_at(facts->fold, index, &entry);
    const cdk_extra *extra = cdk_node_extra(entry.facts, entry.node);
    cdk_str target = extra ? cdk_layer_str(entry.facts, extra->link) : CDK_STR_NONE;
    size_t n = target.n + 1 + rest.n, cap = folder.n + n + 2;
    char *joined = cdk_arena_bytes(arena, n), *buf = cdk_arena_bytes(arena, cap);
    if (!joined || !buf) return false;
    if (target.n) memcpy(joined, target.p, target.n);
    joined[target.n] = '/';
    if (rest.n) memcpy(joined + target.n + 1, rest.p, rest.n);
    /* An empty target leads nowhere; its '/' must not make it the root. */
    if (!target.n || cdk_path_resolve(folder, (cdk_str){joined, n}, buf, cap, out) != CDK_PATH_OK) *out = CDK_STR_NONE;
    return true;
}

/* Walk until the first link that is to be followed; *index of it or of the end. */
typedef enum walked { WALKED, GONE, LINK } walked;
static walked walk(const cdk_facts *facts, cdk_str path, bool last, uint32_t *index, cdk_str *rest)
{
    cdk_str part;
    *index = 0;
    for (*rest = path; rest->n;) {
        cdk_str_cut(*rest, '/', &part, rest);
        if (!(*index = cdk_fold_child(facts->fold, *index, part))) return GONE;
        cdk_fold_entry entry;
        bool link = cdk_fold_entry_at(facts->fold, *index, &entry) && entry.node->type == 'l';
        if (link && (rest->n || last)) return LINK;
    }
    return WALKED;
}

bool cdk_facts_resolve(const cdk_facts *facts, cdk_str clean_path, bool last, cdk_arena *arena, cdk_resolved *out)
{
    enum { MOST_LINKS = 8 };
    cdk_str path = clean_path, rest;
    *out = (cdk_resolved){.path = clean_path};
    for (int links = 0; links <= MOST_LINKS; links++) {
        walked end = walk(facts, path, last, &out->index, &rest);
        out->path = path;
        if (end == WALKED) out->found = (facts->fold->nodes[out->index].marks & CDK_NODE_ENTRY) != 0;
        if (end != LINK) return true;
        out->linked = true;
        cdk_str done = {path.p, path.n - rest.n - (rest.n ? 1 : 0)};
        if (!follow(facts, out->index, cdk_path_parent(done), rest, arena, &path)) return false;
    }
    out->lost = true;
    return true;
}

/* Folders on the way down; `waiting` are those of its children whose content is not told yet. */
typedef struct frame {
    uint32_t next, end;
    size_t path_n, waiting;
} frame;

typedef struct walk_state {
    const cdk_facts *facts;
    const cdk_env *env;
    cdk_buf path;
    frame *frames;
    size_t frame_count, frame_cap;
    uint32_t *waiting;
    size_t waiting_count, waiting_cap;
    uint64_t steps;
} walk_state;

static int32_t enter(walk_state *w, uint32_t folder)
{
    const cdk_merged *node = &w->facts->fold->nodes[folder];
    if (!cdk_grow(w->env->mem, (void **)&w->frames, &w->frame_cap, w->frame_count + 1, sizeof *w->frames))
        return cdk_fail_memory(w->env);
    w->frames[w->frame_count++] = (frame){node->first, node->first + node->count, w->path.n, w->waiting_count};
    return CISDOCK_OK;
}

/* In order of path bytes the content of a folder, behind its '/', comes after siblings such as "folder-x". */
static bool is_due(const walk_state *w, const frame *top)
{
    if (w->waiting_count == top->waiting) return false;
    if (top->next == top->end) return true;
    const cdk_fold *fold = w->facts->fold;
    cdk_str folder = cdk_fold_name(fold, w->waiting[w->waiting_count - 1]), next = cdk_fold_name(fold, top->next);
    return !(cdk_str_starts(next, folder) && (unsigned char)next.p[folder.n] < '/');
}

static bool set_path(walk_state *w, size_t keep, cdk_str name)
{
    w->path.n = keep;
    return (keep == 0 || cdk_buf_char(&w->path, '/')) && cdk_buf_str(&w->path, name);
}

static int32_t tell(walk_state *w, uint32_t index, cdk_file_visitor visit, void *user)
{
    const cdk_fold *fold = w->facts->fold;
    cdk_fold_entry entry;
    cdk_file file;
    if (fold->nodes[index].count) {
        if (!cdk_grow(w->env->mem, (void **)&w->waiting, &w->waiting_cap, w->waiting_count + 1, sizeof *w->waiting))
            return cdk_fail_memory(w->env);
        w->waiting[w->waiting_count++] = index;
    }
    if (!cdk_fold_entry_at(fold, index, &entry)) return CISDOCK_OK;
    cdk_facts_file_of(w->facts, &entry, cdk_buf_view(&w->path), &file);
    return visit(user, &file);
}

static int32_t step(walk_state *w, cdk_file_visitor visit, void *user)
{
    enum { STEPS_BETWEEN_CANCEL = 8192 };
    frame *top = &w->frames[w->frame_count - 1];
    if (w->steps++ % STEPS_BETWEEN_CANCEL == 0 && cdk_check_cancel(w->env)) return w->env->error->status;
    bool due = is_due(w, top);
    if (!due && top->next == top->end) {
        w->frame_count--;
        return CISDOCK_OK;
    }
    uint32_t index = due ? w->waiting[--w->waiting_count] : top->next++;
    if (!set_path(w, top->path_n, cdk_fold_name(w->facts->fold, index))) return cdk_fail_memory(w->env);
    return due ? enter(w, index) : tell(w, index, visit, user);
}

int32_t cdk_facts_each_file(const cdk_facts *facts, const cdk_env *env, cdk_file_visitor visit, void *user)
{
    walk_state w = {.facts = facts, .env = env};
    cdk_buf_init(&w.path, env->mem);
    int32_t status = enter(&w, 0);
    while (!status && w.frame_count) status = step(&w, visit, user);
    cdk_buf_free(&w.path);
    cdk_free(env->mem, w.frames);
    cdk_free(env->mem, w.waiting);
    return status;
}
