/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of cdk_facts, for the files of this folder. */
#ifndef CDK_FACTS_FACTS_IMPL_H
#define CDK_FACTS_FACTS_IMPL_H

#include "facts/facts.h"
#include "layer/fold.h"
#include "layer/reading.h"

struct cdk_facts {
    cdk_mem *mem;
    cdk_arena arena;
    const cdk_image_doc *image; /* borrowed from its cdk_images */
    cdk_image_format format;
    cdk_fold *fold;
    cdk_layer_info *layers;
    uint32_t layer_count;
    cdk_problems problems;
    cdk_plan *collected;
    cdk_known tree_state, special_state;
    uint32_t file_count;
    struct { cdk_known known; const cdk_user *items; uint32_t count; } users;
    struct { cdk_known known; const cdk_group *items; uint32_t count; } groups;
    struct { cdk_known known; const cdk_shadow *items; uint32_t count; } shadow;
    struct { cdk_known known; const cdk_pair *items; uint32_t count; } os_release;
    struct { cdk_known known; const cdk_package *items; uint32_t count; } packages, languages;
    struct { cdk_known known; const cdk_secret_hit *items; uint32_t count; } secrets;
    struct { const cdk_search_hit *items; uint32_t count; } searches; /* of all names, by name */
    cdk_map owners; /* clean path -> package */
    bool partial;             /* made from a document that tells no more than the benchmarks need: no tree, no licences */
    const cdk_json *document; /* that it was made from; NULL: from layers */
};

/* Fill `out` from a fold's entry; the path is the caller's. */
void cdk_facts_file_of(const cdk_facts *facts, const cdk_fold_entry *entry, cdk_str path, cdk_file *out);

/* A path with symlinks followed. */
typedef struct cdk_resolved {
    bool found;      /* an entry stands there */
    bool linked;     /* some link was followed */
    bool lost;       /* too many links: a loop */
    uint32_t index;  /* in the fold */
    cdk_str path;    /* where it was found, in the arena */
} cdk_resolved;
/* `last` too: also a link that the path itself is. False: no memory. */
bool cdk_facts_resolve(const cdk_facts *facts, cdk_str clean_path, bool last, cdk_arena *arena, cdk_resolved *out);

/* The state of a fact that rests on a file of this layer, or on its absence (layer -1). */
cdk_known cdk_facts_trust(const cdk_facts *facts, int32_t layer);

/* What one reader made of a path, links followed. ABSENT: no such file. */
typedef struct cdk_took {
    cdk_known known;
    const cdk_layer_facts *facts;
    const cdk_taken *taken;
    int32_t layer;
} cdk_took;
bool cdk_facts_took(const cdk_facts *facts, cdk_str clean_path, cdk_reader_id reader, cdk_took *out); /* false: no memory */
void cdk_facts_took_of(const cdk_facts *facts, const cdk_fold_entry *entry, cdk_reader_id reader, cdk_took *out);

/* Steps of making; each failure is one of memory or cancellation. */
int32_t cdk_facts_read_accounts(const cdk_env *env, cdk_facts *facts);
int32_t cdk_facts_read_os_release(const cdk_env *env, cdk_facts *facts);
int32_t cdk_facts_read_packages(const cdk_env *env, cdk_facts *facts);
int32_t cdk_facts_read_languages(const cdk_env *env, cdk_facts *facts);
int32_t cdk_facts_read_secrets(const cdk_env *env, cdk_facts *facts);
int32_t cdk_facts_read_searches(const cdk_env *env, cdk_facts *facts);
int32_t cdk_facts_note_oddities(const cdk_env *env, cdk_facts *facts);

#endif
