/* SPDX-License-Identifier: Apache-2.0 */
/* A fold as a value of its own. Files that it hides, but that tell something (set-id, kept, with a secret), go with it as
 * nodes behind the tree: their parents lead up to the root, no folder lists them. */
#include "layer/fold_merge.h"
#include "layer/reading.h"

typedef struct copying {
    const cdk_env *env;
    const cdk_fold *fold;
    cdk_layer_facts *to;
} copying;

static bool copy_str(const copying *c, const cdk_layer_facts *from, uint32_t string, uint32_t *out)
{
    return cdk_layer_str_add(c->env, c->to, cdk_layer_str(from, string), out);
}

/* An open link goes on as the one that it leads to; all others keep the target that they had in the archive. */
static bool copy_extra(const copying *c, const cdk_fold_entry *entry, const cdk_fold_link *link, cdk_node *node)
{
    bool open = link && link->state == CDK_LINK_OPEN;
    const cdk_extra *extra = cdk_node_extra(entry->facts, entry->node);
    const cdk_extra *own = open ? extra : cdk_node_extra(entry->at_facts, entry->at);
    cdk_extra copy = {.dangling = entry->dangling && !open, .folder = open && link->folder};
    if (extra && !copy_str(c, entry->facts, extra->link, &copy.link)) return false;
    if (extra && !copy_str(c, entry->facts, extra->capability, &copy.capability)) return false;
    if (own && !copy_str(c, open ? entry->facts : entry->at_facts, own->target, &copy.target)) return false;
    return cdk_layer_extra_add(c->env, c->to, &copy, &node->extra);
}

static bool copy_attributes(const copying *c, const cdk_fold_entry *entry, cdk_node *node)
{
    const cdk_owner *owner = &entry->facts->owners[entry->node->owner];
    const cdk_fold_link *link = cdk_fold_link_of(c->fold, entry->input, entry->at_node);
    node->size = entry->node->size;
    node->mtime = entry->node->mtime;
    node->mode = entry->node->mode;
    node->type = entry->node->type;
    node->layer = entry->layer;
    node->marks |= CDK_NODE_ENTRY | (entry->at->marks & CDK_NODE_HARD);
    if (link && link->state == CDK_LINK_OPEN) node->marks |= CDK_NODE_OPEN;
    return cdk_layer_owner_add(c->env, c->to, owner->uid, owner->gid, &node->owner) && copy_extra(c, entry, link, node);
}

/* Append to an array of the value; a failure is set. */
#define ADD(c, items, number, item)                                                                               \
    (cdk_grow((c)->env->mem, (void **)&(c)->to->items, &(c)->to->number##_cap, (c)->to->number##_count + 1,       \
              sizeof *(c)->to->items)                                                                             \
         ? ((c)->to->items[(c)->to->number##_count++] = (item), true)                                             \
         : (cdk_fail_memory((c)->env), false))

static bool copy_package(const copying *c, const cdk_layer_facts *from, const cdk_package_row *row)
{
    cdk_package_row copy = {.installed_size = row->installed_size};
    for (size_t i = 0; i < CDK_PKG_TEXTS; i++)
        if (!copy_str(c, from, row->text[i], &copy.text[i])) return false;
    return ADD(c, packages, package, copy);
}

/* Records of one package and folder follow each other. */
static bool copy_again(const copying *c, const cdk_layer_facts *from, uint32_t string, uint32_t before, uint32_t copied, uint32_t *out)
{
    *out = copied;
    return (string && string == before) || copy_str(c, from, string, out);
}

static bool copy_records(const copying *c, const cdk_layer_facts *from, const cdk_taken *taken)
{
    cdk_record_row last = {.size = 0}, copied = {.size = 0};
    for (uint32_t i = 0; i < taken->count; i++) {
        const cdk_record_row *row = &from->records[taken->first + i];
        cdk_record_row copy = *row;
        if (!copy_again(c, from, row->package, last.package, copied.package, &copy.package) ||
            !copy_again(c, from, row->folder, last.folder, copied.folder, &copy.folder) ||
            !copy_str(c, from, row->name, &copy.name) || !copy_str(c, from, row->digest, &copy.digest) ||
            !ADD(c, records, record, copy))
            return false;
        last = *row;
        copied = copy;
    }
    return true;
}

/* What a database that is hidden says of files is of no use. */
static bool copy_taken(const copying *c, const cdk_layer_facts *from, uint32_t node, uint32_t to_node, bool hidden)
{
    size_t count;
    const cdk_taken *taken = cdk_layer_taken(from, node, &count);
    for (size_t i = 0; i < count; i++) {
        cdk_taken copy = taken[i];
        bool records = cdk_reads_records(copy.reader);
        if (records && hidden) continue;
        copy.on.node = to_node;
        copy.first = (uint32_t)(records ? c->to->record_count : c->to->package_count);
        if (records && !copy_records(c, from, &taken[i])) return false;
        for (uint32_t p = 0; p < copy.count && !records; p++)
            if (!copy_package(c, from, &from->packages[taken[i].first + p])) return false;
        if (copy.bytes.p && !(copy.bytes = cdk_str_dup(&c->to->arena, copy.bytes)).p) {
            cdk_fail_memory(c->env);
            return false;
        }
        if (!ADD(c, taken, taken, copy)) return false;
    }
    return true;
}

static bool copy_search(const copying *c, const cdk_layer_facts *from, const cdk_layer_search *search, uint32_t to_node)
{
    cdk_layer_search copy = *search;
    copy.on.node = to_node;
    copy.first = (uint32_t)c->to->line_count;
    if (!copy_str(c, from, search->name, &copy.name)) return false;
    for (uint32_t i = 0; i < search->count; i++)
        if (!ADD(c, lines, line, from->lines[search->first + i])) return false;
    return ADD(c, searches, search, copy);
}

/* What hangs on a node, but for what is bound to its content's place. */
static bool copy_hanging(const copying *c, const cdk_layer_facts *from, uint32_t node, uint32_t to_node, bool hidden)
{
    const cdk_file_digests *digests = cdk_layer_digests(from, node);
    cdk_file_digests copy;
    if (digests) {
        copy = *digests;
        copy.on.node = to_node;
        if (!ADD(c, digests, digest, copy)) return false;
    }
    for (size_t i = cdk_hanging_first(from->secrets, from->secret_count, sizeof *from->secrets, node);
         i < from->secret_count && from->secrets[i].on.node == node; i++) {
        cdk_layer_secret secret = from->secrets[i];
        secret.on.node = to_node;
        if (!ADD(c, secrets, secret, secret)) return false;
    }
    for (size_t i = cdk_hanging_first(from->searches, from->search_count, sizeof *from->searches, node);
         i < from->search_count && from->searches[i].on.node == node; i++)
        if (!copy_search(c, from, &from->searches[i], to_node)) return false;
    for (size_t i = cdk_hanging_first(from->owned, from->owned_count, sizeof *from->owned, node);
         i < from->owned_count && from->owned[i].on.node == node; i++) {
        cdk_package_file owned = {.on.node = to_node};
        if (!copy_str(c, from, from->owned[i].package, &owned.package) || !ADD(c, owned, owned, owned)) return false;
    }
    return copy_taken(c, from, node, to_node, hidden);
}

static int32_t copy_node(const copying *c, uint32_t index)
{
    const cdk_fold *fold = c->fold;
    const cdk_merged *merged = &fold->nodes[index];
    cdk_node *node = &c->to->nodes[index];
    cdk_fold_entry entry;
    node->first = merged->first;
    node->count = merged->count;
    node->marks = (uint8_t)(merged->marks & ~CDK_NODE_ENTRY);
    for (uint32_t i = 0; i < merged->count; i++) c->to->nodes[merged->first + i].parent = index;
    if (index && !cdk_layer_str_add(c->env, c->to, cdk_fold_name(fold, index), &node->name)) return c->env->error->status;
    if (!cdk_fold_entry_at(fold, index, &entry)) return CISDOCK_OK;
    bool good = copy_attributes(c, &entry, node) && copy_hanging(c, entry.at_facts, entry.at_node, index, false);
    if (good && entry.node != entry.at) good = copy_hanging(c, entry.facts, entry.content_node, index, false);
    return good ? CISDOCK_OK : c->env->error->status;
}

/* A hidden file: a node for each part of its path. */
static int32_t add_ghost(const copying *c, uint32_t input, uint32_t node)
{
    const cdk_layer_facts *from = c->fold->inputs[input];
    cdk_fold_entry entry;
    cdk_fold_entry_of(c->fold, input, node, &entry);
    uint32_t below = 0;
    for (uint32_t i = node; i; i = from->nodes[i].parent) {
        cdk_node part = {.first = 0};
        if (!copy_str(c, from, from->nodes[i].name, &part.name) || !ADD(c, nodes, node, part)) return c->env->error->status;
        uint32_t added = (uint32_t)c->to->node_count - 1;
        if (below) c->to->nodes[below].parent = added;
        if (i == node) {
            cdk_node *ghost = &c->to->nodes[added];
            if (!copy_attributes(c, &entry, ghost)) return c->env->error->status;
            ghost->marks &= (uint8_t)~CDK_NODE_OPEN;
            if (!copy_hanging(c, from, node, added, true)) return c->env->error->status;
        }
        below = added;
    }
    return CISDOCK_OK;
}

static int32_t add_ghosts(const copying *c)
{
    const cdk_fold *fold = c->fold;
    cdk_arena scratch;
    int32_t status = CISDOCK_OK;
    cdk_arena_init(&scratch, c->env->mem);
    for (uint32_t i = 0; i < fold->input_count && !status; i++) {
        const cdk_layer_facts *from = fold->inputs[i];
        for (uint32_t n = 1; n < from->node_count && !status; n++) {
            if (!cdk_layer_telling(from, n)) continue;
            cdk_str path = cdk_layer_path(from, n, &scratch);
            if (!path.p) status = cdk_fail_memory(c->env);
            if (!status && !cdk_fold_shows(fold, i, n, path)) status = add_ghost(c, i, n);
            cdk_arena_free(&scratch);
        }
    }
    return status;
}

static int32_t copy_all(const copying *c)
{
    const cdk_fold *fold = c->fold;
    cdk_plan_free(c->to->collected);
    c->to->collected = NULL;
    int32_t status = cdk_layer_facts_collected(c->env, fold->inputs, fold->input_count, &c->to->collected);
    for (uint32_t i = 0; i < fold->input_count && !status; i++) {
        const cdk_layer_facts *from = fold->inputs[i];
        memcpy(c->to->layers + fold->base[i], from->layers, from->layer_count * sizeof *from->layers);
        if (!cdk_problems_append(c->env, &c->to->arena, &c->to->problems, &from->problems, (int32_t)fold->base[i]))
            status = c->env->error->status;
    }
    if (!status && !cdk_grow(c->env->mem, (void **)&c->to->nodes, &c->to->node_cap, fold->count, sizeof *c->to->nodes))
        status = cdk_fail_memory(c->env);
    if (status) return status;
    memset(c->to->nodes, 0, fold->count * sizeof *c->to->nodes);
    c->to->node_count = fold->count;
    for (size_t i = 0; i < fold->count && !status; i++) status = copy_node(c, (uint32_t)i);
    return status ? status : add_ghosts(c);
}

int32_t cdk_fold_value(const cdk_env *env, const cdk_fold *fold, cdk_layer_facts **out)
{
    uint32_t layers = 0;
    copying c = {.env = env, .fold = fold};
    *out = NULL;
    for (uint32_t i = 0; i < fold->input_count; i++) layers += fold->inputs[i]->layer_count;
    int32_t status = cdk_layer_facts_new(env, layers, &c.to);
    if (status) return status;
    status = copy_all(&c);
    if (status)
        cdk_layer_facts_unref(c.to);
    else
        *out = c.to;
    return status;
}
