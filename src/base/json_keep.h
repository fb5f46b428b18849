/* SPDX-License-Identifier: Apache-2.0 */
/* Which members of objects are wanted, and which keys stand twice: for the reader of JSON. */
#ifndef CDK_BASE_JSON_KEEP_H
#define CDK_BASE_JSON_KEEP_H

#include "base/json.h"
#include "base/map.h"

/* A key of objects that one table is for. */
typedef struct cdk_known_key {
    cdk_str key;
    const cdk_json_keep *wanted; /* NULL: by nobody */
    uint64_t seen;               /* number of the object in which it was seen last */
    struct cdk_known_key *next;  /* that followed it there: nearly always it does so again */
} cdk_known_key;

/* All keys that objects of one table had so far: one look tells whether a key is wanted, and whether its object had it. */
typedef struct cdk_key_book {
    const cdk_json_keep *table;
    cdk_map keys; /* to cdk_known_key */
    cdk_known_key *first;        /* of the last object */
    cdk_arena arena;
    struct cdk_key_book *next;
} cdk_key_book;

typedef struct cdk_keeper {
    cdk_mem *mem;
    cdk_key_book *books;
    uint64_t objects;
} cdk_keeper;

void cdk_keeper_free(cdk_keeper *keeper);
/* The book for an object that begins; `*number` is what its keys are marked with. NULL: no memory. */
cdk_key_book *cdk_keeper_open(cdk_keeper *keeper, const cdk_json_keep *table, uint64_t *number);
/* `last`: the key before it in the same object, NULL for the first. NULL: no memory. */
cdk_known_key *cdk_key_book_find(cdk_key_book *book, cdk_known_key *last, cdk_str key);

/* Flags an object in which a key stands twice, and drops all of its members but the last. `known`: whether one does stands
 * in the flag already. False: no memory. */
bool cdk_json_drop_doubles(cdk_mem *mem, cdk_json *object, bool known);

#endif
