/* SPDX-License-Identifier: Apache-2.0 */
/* What one layer holds, or several folded into one: a value. The entries are a tree of nodes whose children stand side by
 * side, sorted by name; strings are offsets into one pool. A layer acts on those below it by marks on nodes. */
#ifndef CDK_LAYER_LAYER_FACTS_H
#define CDK_LAYER_LAYER_FACTS_H

#include "layer/known.h"
#include "layer/package.h"
#include "layer/plan.h"
#include "layer/record.h"

enum {
    CDK_NODE_ENTRY = 1,      /* the layer writes this path */
    CDK_NODE_WHITEOUT = 2,   /* removes the path and all below it from lower layers */
    CDK_NODE_OPAQUE = 4,     /* removes what lower layers put below it */
    CDK_NODE_CUT = 8,        /* the same, by a non-folder that replaced it: acts after hard links are resolved */
    CDK_NODE_GONE = 16,      /* removes the path itself from lower layers, not what is below */
    CDK_NODE_UNDER = 32,     /* entries stand below: a lower non-folder of this path gives way */
    CDK_NODE_HARD = 64,      /* stood in the tar as a hard link */
    CDK_NODE_OPEN = 128      /* a hard link whose target is looked for in lower layers */
};

typedef struct cdk_node {
    uint64_t size;
    int64_t mtime;
    uint32_t parent;
    uint32_t name;   /* string */
    uint32_t first;  /* child; 0: none */
    uint32_t count;  /* children; while reading: next sibling */
    uint32_t extra;  /* index into extras, or 0 */
    uint32_t owner;  /* index into owners */
    uint16_t mode;
    char type;       /* 'f' 'd' 'l' 'c' 'b' 'p'; 0 without ENTRY */
    uint8_t marks;
    uint32_t layer;  /* index of the layer that wrote it, of those folded; while reading: are its children hashed? */
} cdk_node;

typedef struct cdk_owner {
    uint64_t uid, gid;
} cdk_owner;

/* What few entries have. Strings; 0: none. */
typedef struct cdk_extra {
    uint32_t link;       /* symlink target, "MAJOR,MINOR" of a device, raw target of a dangling hard link */
    uint32_t target;     /* clean path that a hard link leads to */
    uint32_t capability; /* raw security.capability */
    bool dangling;
    bool folder;         /* of an OPEN hard link: entries below the target were written before, so no file is left there */
} cdk_extra;

/* What hangs on a node begins so. `entry` is the number of the entry it was read from while reading, else 0. */
typedef struct cdk_hanging {
    uint32_t node, entry;
} cdk_hanging;

/* A file that a reader took, or should have taken: contents, or packages of a database, or its records of files. */
typedef struct cdk_taken {
    cdk_hanging on;
    uint8_t reader;        /* row of readers.def */
    uint8_t state;         /* cdk_known */
    uint32_t first, count; /* packages; records where the reader is one of them */
    cdk_str bytes;         /* content; p NULL: none kept */
} cdk_taken;

typedef struct cdk_file_digests {
    cdk_hanging on;
    uint8_t sha256[32], md5[16], sha1[20];
    bool has_sha1;
} cdk_file_digests;

typedef struct cdk_layer_secret {
    cdk_hanging on;
    uint32_t line, length;
    uint8_t kind, confidence;
    uint8_t digest[32];
} cdk_layer_secret;

typedef struct cdk_layer_search {
    cdk_hanging on;
    uint32_t name;        /* string: of the need */
    uint32_t first, count; /* lines; none: a limit was reached, and what it would have found is not known */
} cdk_layer_search;

/* A file that a package database of its layer names. */
typedef struct cdk_package_file {
    cdk_hanging on;
    uint32_t package; /* string: the package's name */
} cdk_package_file;

/* One of the layers that the value holds. */
typedef struct cdk_layer_sum {
    uint8_t sha256[32], diff_id[32];
    bool has_sha256, has_diff_id;
    uint8_t codec;        /* cdk_codec_id */
    uint8_t state;        /* cdk_known: HAVE when read to its end */
    uint64_t stored_size, size;
    uint32_t entries, whiteouts, opaques;
} cdk_layer_sum;

typedef struct cdk_strings {
    char *p;
    size_t n, cap; /* each string: length as varint, bytes. Offset 0 is the empty string */
} cdk_strings;

typedef struct cdk_layer_facts cdk_layer_facts;
struct cdk_layer_facts {
    _Atomic uint32_t refs;
    cdk_mem *mem;
    cdk_arena arena; /* contents, problems */
    cdk_strings strings;
    cdk_node *nodes; /* 0 is the root; behind the tree may stand hidden files of lower layers, which no folder lists */
    size_t node_count, node_cap;
    cdk_owner *owners;
    size_t owner_count, owner_cap;
    cdk_extra *extras; /* 0 is not used */
    size_t extra_count, extra_cap;
    cdk_taken *taken; /* by node */
    size_t taken_count, taken_cap;
    cdk_package_row *packages;
    size_t package_count, package_cap;
    cdk_record_row *records; /* of databases */
    size_t record_count, record_cap;
    cdk_file_digests *digests; /* by node */
    size_t digest_count, digest_cap;
    cdk_layer_secret *secrets;
    size_t secret_count, secret_cap;
    cdk_layer_search *searches;
    size_t search_count, search_cap;
    uint32_t *lines;
    size_t line_count, line_cap;
    cdk_package_file *owned; /* set-id and capability files that a database names, by node */
    size_t owned_count, owned_cap;
    cdk_layer_sum *layers;
    uint32_t layer_count;
    cdk_problems problems;
    cdk_plan *collected;
};

int32_t cdk_layer_facts_new(const cdk_env *env, uint32_t layer_count, cdk_layer_facts **out);
cdk_layer_facts *cdk_layer_facts_ref(cdk_layer_facts *facts);
void cdk_layer_facts_unref(cdk_layer_facts *facts); /* NULL is fine */

/* A new plan of what all of them have collected. */
int32_t cdk_layer_facts_collected(const cdk_env *env, cdk_layer_facts *const *layers, size_t count, cdk_plan **out);

cdk_str cdk_layer_str(const cdk_layer_facts *facts, uint32_t string);
/* Adds a string; 0 for the empty one. False: no memory, or the pool is full (failure set). */
bool cdk_layer_str_add(const cdk_env *env, cdk_layer_facts *facts, cdk_str text, uint32_t *out);
bool cdk_layer_owner_add(const cdk_env *env, cdk_layer_facts *facts, uint64_t uid, uint64_t gid, uint32_t *out);
bool cdk_layer_extra_add(const cdk_env *env, cdk_layer_facts *facts, const cdk_extra *extra, uint32_t *out);
static inline const cdk_extra *cdk_node_extra(const cdk_layer_facts *facts, const cdk_node *node)
{
    return node->extra ? &facts->extras[node->extra] : NULL;
}

/* The child of a finished tree by name; 0: none. */
uint32_t cdk_layer_child(const cdk_layer_facts *facts, uint32_t node, cdk_str name);
/* The clean path of a node; p NULL: no memory. */
cdk_str cdk_layer_path(const cdk_layer_facts *facts, uint32_t node, cdk_arena *arena);
/* The first of a sorted array that hangs on `node` or a later one. */
size_t cdk_hanging_first(const void *items, size_t count, size_t size, uint32_t node);
const cdk_taken *cdk_layer_taken(const cdk_layer_facts *facts, uint32_t node, size_t *count); /* all of a node */
const cdk_file_digests *cdk_layer_digests(const cdk_layer_facts *facts, uint32_t node);       /* NULL: none */
/* Regular file with a set-user-id or set-group-id bit, or with capabilities. */
bool cdk_layer_privileged(const cdk_layer_facts *facts, const cdk_node *node);
/* A file that matters even where an upper layer hides it: privileged, or something was taken of it but records. */
bool cdk_layer_telling(const cdk_layer_facts *facts, uint32_t node);

#endif
