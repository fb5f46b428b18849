/* SPDX-License-Identifier: Apache-2.0 */
/* The tree that a document's events make, of which only what is wanted is made. Functions that give an int give 0 where the
 * reading must stop: `status` says why. */
#ifndef CDK_BASE_JSON_BUILD_H
#define CDK_BASE_JSON_BUILD_H

#include "base/json_keep.h"

/* Tables of what is wanted are looked at as far as this; below, everything is. */
enum { CDK_JSON_FRAMES = 8 };

/* What is wanted of the array or object that is open at some depth; all zero: everything. */
typedef struct cdk_json_frame {
    cdk_key_book *book;        /* of an object: the members that a table names */
    uint64_t object;           /* its number there */
    cdk_known_key *last;       /* key that was read of it */
    const cdk_json_keep *each; /* of the objects in it: what this table names */
    bool names;                /* names without what stands in their values */
} cdk_json_frame;

typedef struct cdk_json_builder {
    const cdk_env *env;
    const char *document;
    cdk_arena *tree;       /* what the tree is made of */
    cdk_arena *elements;   /* and the elements of a fed array */
    uint32_t depth;
    cdk_json *root, *open; /* open: innermost array or object */
    cdk_json *fed;         /* array whose elements are handed over one by one; NULL: not inside one */
    cdk_keeper keeper;
    cdk_json_frame frames[CDK_JSON_FRAMES + 1]; /* by depth */
    const cdk_json_keep *wanted;   /* of the member that comes next, where a table names it */
    bool skip;                     /* nobody wants what comes next */
    uint32_t skipping;             /* arrays and objects that are open and wanted by nobody */
    cdk_str key;           /* of the member that comes next */
    int32_t status;        /* of a failure in a callback */
    const cdk_json_feed *feed; /* NULL: one document */
    uint64_t index;
    size_t (*here)(const struct cdk_json_builder *b); /* bytes of the document that were read */
} cdk_json_builder;

int cdk_json_build_scalar(cdk_json_builder *b, cdk_json_type type, const char *text, size_t n);
int cdk_json_build_open(cdk_json_builder *b, cdk_json_type type);
int cdk_json_build_key(cdk_json_builder *b, cdk_str key);
int cdk_json_build_close(cdk_json_builder *b, cdk_json_type type);

#endif
