/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/read_entry.h"

#include "archive/path.h"
#include "layer/read_whole.h"
#include "layer/secret.h"

#include <stdio.h>

int32_t cdk_reading_init(cdk_reading *reading)
{
    const cdk_env *env = reading->env;
    for (size_t i = 0; i < reading->plan->count; i++) reading->needs |= 1u << reading->plan->items[i].kind;
    cdk_arena_init(&reading->scratch, env->mem);
    reading->path_cap = (size_t)CDK_LIMIT(env, MAX_PATH) + 1;
    reading->path_buf = cdk_alloc(env->mem, reading->path_cap);
    reading->link_buf = cdk_alloc(env->mem, reading->path_cap);
    bool secrets = cdk_reading_needs(reading, CDK_NEED_SECRETS);
    if (secrets) reading->secret_index = cdk_secret_index_new(env->mem);
    if (!reading->path_buf || !reading->link_buf || (secrets && !reading->secret_index)) return cdk_fail_memory(env);
    int32_t status = cdk_places_init(reading);
    if (!status) status = cdk_whole_new(env, reading->plan, &reading->whole);
    return status ? status : cdk_tree_init(env, reading->facts, &reading->tree);
}

void cdk_reading_end(cdk_reading *reading)
{
    cdk_places_free(reading);
    cdk_free(reading->env->mem, reading->claims);
    cdk_whole_free(reading->whole);
    cdk_tree_free(&reading->tree);
    if (reading->scratch.mem) cdk_arena_free(&reading->scratch);
    cdk_free(reading->env->mem, reading->secret_index);
    cdk_free(reading->env->mem, reading->path_buf);
    cdk_free(reading->env->mem, reading->link_buf);
}

static int32_t odd(cdk_reading *reading, cdk_entry_oddity oddity, const cdk_tar_entry *entry)
{
    bool noted = cdk_note_odd(reading, oddity, entry->path, entry->header_offset);
    return noted ? CISDOCK_OK : reading->env->error->status;
}

static bool is_plain_name(cdk_str name)
{
    unsigned control = 0, high = 0;
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        control |= (unsigned)(c < 0x20) | (unsigned)(c == 0x7f);
        high |= c;
    }
    return name.n && !control && (high < 0x80 || cdk_utf8_valid(name));
}

/* AUFS keeps its books in files and folders whose names begin so. */
static bool is_aufs_book(cdk_str path)
{
    cdk_str rest = path, part;
    while (rest.n) {
        cdk_str_cut(rest, '/', &part, &rest);
        if (cdk_str_starts(part, CDK_STR(".wh..wh."))) return true;
    }
    return false;
}

/* Marks that a name sets on lower layers; *taken false: it is a file like others. */
static int32_t read_whiteout(cdk_reading *reading, const cdk_tar_entry *entry, cdk_str path, bool *taken)
{
    cdk_layer_sum *sum = reading->facts->layers;
    cdk_str name = cdk_path_base(path);
    *taken = true;
    if (cdk_str_is(name, ".wh..wh..opq")) {
        sum->opaques++;
        return cdk_tree_mark(&reading->tree, cdk_path_parent(path), CDK_NODE_OPAQUE);
    }
    if (is_aufs_book(path)) return CISDOCK_OK;
    *taken = cdk_str_starts(name, CDK_STR(".wh.")) && name.n > 4;
    if (cdk_str_is(name, ".wh.")) return odd(reading, CDK_ODD_BARE_WHITEOUT, entry);
    if (!*taken) return CISDOCK_OK;
    sum->whiteouts++;
    if (cdk_str_is(name, ".wh..") || cdk_str_is(name, ".wh...")) return odd(reading, CDK_ODD_DOT_WHITEOUT, entry);
    /* The target's path: the name moves up over the prefix, in place. */
    char *at = reading->path_buf + (name.p - path.p);
    memmove(at, name.p + 4, name.n - 4);
    return cdk_tree_mark(&reading->tree, (cdk_str){path.p, path.n - 4}, CDK_NODE_WHITEOUT);
}

/* Members of the extra that the entry itself brings. */
static int32_t make_extra(cdk_reading *reading, const cdk_tar_entry *entry, cdk_extra *extra)
{
    const cdk_env *env = reading->env;
    bool good = true;
    if (entry->type == CDK_TAR_SYMLINK) good = cdk_layer_str_add(env, reading->facts, entry->link, &extra->link);
    if (entry->type == CDK_TAR_CHAR || entry->type == CDK_TAR_BLOCK) {
        char text[24];
        int n = snprintf(text, sizeof text, "%u,%u", entry->dev_major, entry->dev_minor);
        good = cdk_layer_str_add(env, reading->facts, (cdk_str){text, (size_t)n}, &extra->link);
    }
    if (good && entry->capability.n)
        good = cdk_layer_str_add(env, reading->facts, entry->capability, &extra->capability);
    return good ? CISDOCK_OK : env->error->status;
}

/* A hard link: a copy of what it links to, where that stands in this layer; else lower layers must tell. */
static int32_t make_hard(cdk_reading *reading, const cdk_tar_entry *entry, cdk_node *node, cdk_extra *extra, uint32_t *from)
{
    const cdk_env *env = reading->env;
    cdk_layer_facts *facts = reading->facts;
    cdk_str target;
    cdk_link_target where = CDK_TARGET_REMOVED;
    if (cdk_path_clean(entry->link, reading->link_buf, reading->path_cap, &target) == CDK_PATH_OK &&
        cdk_tree_target(&reading->tree, target, &where, from))
        return env->error->status;
    node->marks = CDK_NODE_HARD;
    if (where == CDK_TARGET_HERE) {
        const cdk_node *there = &facts->nodes[*from];
        const cdk_extra *had = cdk_node_extra(facts, there);
        if (had) *extra = *had;
        node->marks |= there->marks & CDK_NODE_OPEN;
        extra->folder |= (there->marks & CDK_NODE_OPEN) && (there->marks & CDK_NODE_UNDER);
        node->size = there->size;
        node->mtime = there->mtime;
        node->owner = there->owner;
        node->mode = there->mode;
        node->type = there->type;
        if (there->marks & CDK_NODE_OPEN || extra->dangling) return CISDOCK_OK;
        return cdk_layer_str_add(env, facts, target, &extra->target) ? CISDOCK_OK : env->error->status;
    }
    extra->dangling = where == CDK_TARGET_REMOVED;
    if (where == CDK_TARGET_BELOW) {
        node->marks |= CDK_NODE_OPEN;
        extra->folder = *from && facts->nodes[*from].marks & CDK_NODE_UNDER;
        if (!cdk_layer_str_add(env, facts, target, &extra->target)) return env->error->status;
    } else if (!cdk_note_odd(reading, CDK_ODD_HARDLINK, entry->path, entry->header_offset)) {
        return env->error->status;
    }
    *from = 0;
    return cdk_layer_str_add(env, facts, entry->link, &extra->link) ? CISDOCK_OK : env->error->status;
}

static int32_t read_path(cdk_reading *reading, const cdk_tar_entry *entry, cdk_str path)
{
    const cdk_env *env = reading->env;
    cdk_node node = {.size = entry->type == CDK_TAR_FILE || entry->type == CDK_TAR_HARDLINK ? entry->size : 0,
                     .mtime = entry->mtime, .mode = (uint16_t)(entry->mode & 07777),
                     .type = entry->type == CDK_TAR_HARDLINK ? 'f' : (char)entry->type};
    cdk_extra extra = {0};
    uint32_t from = 0, at;
    if (!cdk_layer_owner_add(env, reading->facts, entry->uid, entry->gid, &node.owner)) return env->error->status;
    int32_t status = make_extra(reading, entry, &extra);
    if (!status && entry->type == CDK_TAR_HARDLINK) status = make_hard(reading, entry, &node, &extra, &from);
    if (!status && !cdk_layer_extra_add(env, reading->facts, &extra, &node.extra)) status = env->error->status;
    if (!status) status = cdk_tree_put(&reading->tree, path, &node, entry->type == CDK_TAR_DIR, &at);
    if (!status && entry->type == CDK_TAR_FILE) status = cdk_read_file(reading, entry, at, path);
    if (!status && from && from != at) status = cdk_share_file(reading, from, at, path);
    return status;
}

int32_t cdk_read_entry(cdk_reading *reading, const cdk_tar_entry *entry)
{
    enum { ENTRIES_BETWEEN_CANCEL = 1024 };
    const cdk_env *env = reading->env;
    cdk_layer_sum *sum = reading->facts->layers;
    cdk_str path;
    bool taken;
    reading->tree.entry++;
    if (sum->entries++ % ENTRIES_BETWEEN_CANCEL == 0 && cdk_check_cancel(env)) return env->error->status;
    if (sum->entries > CDK_LIMIT(env, MAX_LAYER_ENTRIES))
        return cdk_fail_limit(env, CDK_LIMIT_MAX_LAYER_ENTRIES, NULL, sum->entries);
    cdk_path_result result = cdk_path_clean(entry->path, reading->path_buf, reading->path_cap, &path);
    if (result == CDK_PATH_ESCAPES) return odd(reading, CDK_ODD_CLIMBS, entry);
    if (result == CDK_PATH_TOO_LONG || entry->link.n >= reading->path_cap) {
        sum->state = CDK_LIMITED;
        return odd(reading, CDK_ODD_LONG, entry);
    }
    if (!is_plain_name(entry->path) && odd(reading, CDK_ODD_NAME, entry)) return env->error->status;
    if (!path.n) return CISDOCK_OK;
    int32_t status = read_whiteout(reading, entry, path, &taken);
    if (status || taken) return status;
    if (entry->type == CDK_TAR_UNKNOWN) return odd(reading, CDK_ODD_TYPE, entry);
    return read_path(reading, entry, path);
}
