/* SPDX-License-Identifier: Apache-2.0 */
/* Packages of the image: of each database the file that the squashed tree shows. */
#include "facts/packages.h"

#include "base/sort.h"

typedef enum how { FILE_AT, BELOW } how;
#define FILE FILE_AT

static const struct database {
    const char *name;
    cdk_reader_id reader;
    how how;
    cdk_str path;
} databases[] = {
#define CDK_DATABASE(name, reader, how, path) {name, CDK_READ_##reader, how, {path, sizeof(path) - 1}},
#include "facts/databases.def"
#undef CDK_DATABASE
};
#undef FILE

static void make_package(const char *db, const cdk_took *took, const cdk_package_row *row, cdk_package *out)
{
    cdk_str text[CDK_PKG_TEXTS];
    for (size_t i = 0; i < CDK_PKG_TEXTS; i++)
        text[i] = row->text[i] ? cdk_layer_str(took->facts, row->text[i]) : CDK_STR_NONE;
    *out = (cdk_package){.db = db, .name = text[CDK_PKG_NAME], .version = text[CDK_PKG_VERSION], .arch = text[CDK_PKG_ARCH],
                         .source = text[CDK_PKG_SOURCE], .epoch = text[CDK_PKG_EPOCH], .release = text[CDK_PKG_RELEASE],
                         .license = text[CDK_PKG_LICENSE], .origin = text[CDK_PKG_ORIGIN],
                         .maintainer = text[CDK_PKG_MAINTAINER], .installed_size = row->installed_size, .layer = took->layer};
}

int32_t cdk_package_list_add(const cdk_env *env, cdk_package_list *list, const char *db, const cdk_took *took, cdk_str path)
{
    uint32_t rows = took->taken ? took->taken->count : 0;
    if (!cdk_grow(env->mem, (void **)&list->items, &list->cap, list->count + rows, sizeof *list->items))
        return cdk_fail_memory(env);
    for (uint32_t i = 0; i < rows; i++) {
        cdk_package *package = &list->items[list->count++];
        make_package(db, took, &took->facts->packages[took->taken->first + i], package);
        package->path = path;
    }
    return CISDOCK_OK;
}

static int by_identity(const void *context, const void *a, const void *b)
{
    (void)context;
    const cdk_package *x = a, *y = b;
    int order = strcmp(x->db, y->db);
    if (!order) order = cdk_str_cmp(x->name, y->name);
    if (!order) order = cdk_str_cmp(x->path, y->path);
    if (!order) order = cdk_str_cmp(x->version, y->version);
    if (!order) order = cdk_str_cmp(x->release, y->release);
    if (!order) order = cdk_str_cmp(x->arch, y->arch);
    if (!order) order = cdk_str_cmp(x->source, y->source);
    if (!order) order = cdk_str_cmp(x->epoch, y->epoch);
    return order ? order : (x->layer > y->layer) - (x->layer < y->layer);
}

int32_t cdk_package_list_end(const cdk_env *env, cdk_facts *facts, cdk_package_list *list, const cdk_package **items,
                             uint32_t *count)
{
    cdk_sort(list->items, list->count, sizeof *list->items, by_identity, NULL);
    cdk_package *kept = cdk_arena_calloc(&facts->arena, list->count + 1, sizeof *kept);
    if (kept && list->count) memcpy(kept, list->items, list->count * sizeof *kept);
    *items = kept;
    *count = kept ? (uint32_t)list->count : 0;
    cdk_free(env->mem, list->items);
    return kept ? CISDOCK_OK : cdk_fail_memory(env);
}

cdk_known cdk_known_worse(cdk_known a, cdk_known b)
{
    if (b == CDK_ABSENT) return a;
    if (a == CDK_ABSENT || a == CDK_HAVE) return b;
    return a;
}

/* All files below a folder of the squashed tree. */
static int32_t add_below(const cdk_env *env, cdk_facts *facts, const struct database *db, cdk_package_list *list)
{
    cdk_resolved folder;
    if (!cdk_facts_resolve(facts, db->path, true, &facts->arena, &folder)) return cdk_fail_memory(env);
    const cdk_merged *nodes = facts->fold->nodes;
    if (folder.lost || folder.index == 0) return CISDOCK_OK;
    for (uint32_t i = 0; i < nodes[folder.index].count; i++) {
        cdk_fold_entry entry;
        cdk_took took;
        if (!cdk_fold_entry_at(facts->fold, nodes[folder.index].first + i, &entry) || entry.node->type != 'f') continue;
        cdk_facts_took_of(facts, &entry, db->reader, &took);
        int32_t status = cdk_package_list_add(env, list, db->name, &took, CDK_STR_NONE);
        if (status) return status;
        list->known = cdk_known_worse(list->known, took.known);
    }
    return CISDOCK_OK;
}

static int32_t add_database(const cdk_env *env, cdk_facts *facts, const struct database *db, cdk_package_list *list,
                            bool *there)
{
    cdk_took took;
    if (db->how == BELOW) return add_below(env, facts, db, list);
    if (!cdk_facts_took(facts, db->path, db->reader, &took)) return cdk_fail_memory(env);
    *there = took.taken != NULL || took.layer >= 0;
    if (*there) list->known = cdk_known_worse(list->known, took.known);
    return cdk_package_list_add(env, list, db->name, &took, CDK_STR_NONE);
}

/* The packages by name: of several of one name the first. */
static int32_t by_name(const cdk_env *env, const cdk_facts *facts, cdk_map *out)
{
    for (uint32_t i = 0; i < facts->packages.count; i++) {
        const cdk_package *package = &facts->packages.items[i];
        if (!cdk_map_get(out, package->name) && !cdk_map_put(out, package->name, (void *)(uintptr_t)package)) return cdk_fail_memory(env);
    }
    return CISDOCK_OK;
}

/* Privileged files that the tree shows, and whose package is still installed. */
static int32_t read_owners(const cdk_env *env, cdk_facts *facts)
{
    cdk_map names;
    cdk_map_init(&names, env->mem);
    int32_t status = by_name(env, facts, &names);
    for (uint32_t i = 0; i < facts->fold->input_count && !status; i++) {
        const cdk_layer_facts *layer = facts->fold->inputs[i];
        for (size_t k = 0; k < layer->owned_count && !status; k++) {
            cdk_str path = cdk_layer_path(layer, layer->owned[k].on.node, &facts->arena);
            void *package = cdk_map_get(&names, cdk_layer_str(layer, layer->owned[k].package));
            bool good = path.p && (!package || !cdk_fold_shows(facts->fold, i, layer->owned[k].on.node, path) ||
                                   cdk_map_put(&facts->owners, path, package));
            if (!good) status = cdk_fail_memory(env);
        }
    }
    cdk_map_free(&names);
    return status;
}

int32_t cdk_facts_read_packages(const cdk_env *env, cdk_facts *facts)
{
    cdk_package_list list = {.known = CDK_ABSENT};
    facts->packages.known = CDK_NOT_COLLECTED;
    if (!cdk_plan_has(facts->collected, CDK_NEED_PACKAGES)) return CISDOCK_OK;
    bool there = false;
    int32_t status = CISDOCK_OK;
    for (size_t i = 0; i < sizeof databases / sizeof *databases && !status; i++) {
        if (i && databases[i].reader == databases[i - 1].reader && there) continue;
        there = false;
        status = add_database(env, facts, &databases[i], &list, &there);
    }
    facts->packages.known = list.known == CDK_ABSENT ? cdk_facts_trust(facts, -1) : list.known;
    int32_t ended = cdk_package_list_end(env, facts, &list, &facts->packages.items, &facts->packages.count);
    if (!status) status = ended;
    return status ? status : read_owners(env, facts);
}
