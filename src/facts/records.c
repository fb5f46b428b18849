/* SPDX-License-Identifier: Apache-2.0 */
/* What the package databases of the squashed tree say of files. */
#include "facts/facts_impl.h"
#include "facts/packages.h"

typedef enum how { FILE_AT, BELOW } how;
#define FILE FILE_AT

static const struct source {
    const char *database;
    cdk_reader_id reader;
    how how;
    cdk_str path;
    bool seen;
} sources[] = {
#define CDK_RECORD_SOURCE(database, reader, how, path, seen) {database, CDK_READ_##reader, how, {path, sizeof(path) - 1}, seen},
#include "facts/record_sources.def"
#undef CDK_RECORD_SOURCE
};
#undef FILE

typedef struct walk {
    const cdk_env *env;
    const cdk_facts *facts;
    cdk_record_visitor visit;
    void *user;
    cdk_known known;
} walk;

static int32_t visit_taken(walk *w, const struct source *source, bool linked, const cdk_took *took)
{
    const cdk_layer_facts *layer = took->facts;
    w->known = cdk_known_worse(w->known, took->known);
    for (uint32_t i = 0; took->taken && i < took->taken->count; i++) {
        const cdk_record_row *row = &layer->records[took->taken->first + i];
        cdk_package_record record = {.database = source->database, .row = row, .package = cdk_layer_str(layer, row->package),
                                     .folder = cdk_layer_str(layer, row->folder), .name = cdk_layer_str(layer, row->name),
                                     .digest = cdk_layer_str(layer, row->digest), .seen = source->seen && !linked};
        int32_t status = i % 4096 ? CISDOCK_OK : cdk_check_cancel(w->env);
        if (!status) status = w->visit(w->user, &record);
        if (status) return status;
    }
    return CISDOCK_OK;
}

static int32_t walk_below(walk *w, const struct source *source, const cdk_resolved *folder)
{
    const cdk_merged *node = &w->facts->fold->nodes[folder->index];
    for (uint32_t i = 0; i < node->count; i++) {
        cdk_fold_entry entry;
        cdk_took took;
        if (!cdk_fits_dpkg_sums(cdk_fold_name(w->facts->fold, node->first + i))) continue;
        if (!cdk_fold_entry_at(w->facts->fold, node->first + i, &entry) || entry.node->type == 'd') continue;
        cdk_facts_took_of(w->facts, &entry, source->reader, &took);
        int32_t status = visit_taken(w, source, folder->linked, &took);
        if (status) return status;
    }
    return CISDOCK_OK;
}

static int32_t walk_source(walk *w, const struct source *source, cdk_arena *scratch, bool *there)
{
    cdk_resolved at;
    cdk_took took;
    if (!cdk_facts_resolve(w->facts, source->path, true, scratch, &at)) return cdk_fail_memory(w->env);
    if (source->how == BELOW) return at.lost || !at.index ? CISDOCK_OK : walk_below(w, source, &at);
    if (!cdk_facts_took(w->facts, source->path, source->reader, &took)) return cdk_fail_memory(w->env);
    *there = took.taken != NULL || took.layer >= 0;
    return *there ? visit_taken(w, source, at.linked, &took) : CISDOCK_OK;
}

int32_t cdk_facts_each_record(const cdk_facts *facts, const cdk_env *env, cdk_record_visitor visit, void *user, cdk_known *known)
{
    walk w = {.env = env, .facts = facts, .visit = visit, .user = user, .known = CDK_ABSENT};
    cdk_arena scratch;
    int32_t status = CISDOCK_OK;
    bool there = false;
    *known = CDK_NOT_COLLECTED;
    if (!facts->fold || !cdk_plan_has(facts->collected, CDK_NEED_RECORDS)) return CISDOCK_OK;
    cdk_arena_init(&scratch, env->mem);
    for (size_t i = 0; i < sizeof sources / sizeof *sources && !status; i++) {
        if (i && sources[i].reader == sources[i - 1].reader && there) continue;
        there = false;
        status = walk_source(&w, &sources[i], &scratch, &there);
    }
    cdk_arena_free(&scratch);
    *known = w.known == CDK_ABSENT ? cdk_facts_trust(facts, -1) : w.known;
    return status;
}
