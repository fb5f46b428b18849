/* SPDX-License-Identifier: Apache-2.0 */
/* The facts of one image: documents and the squashed file tree with what was read out of it. Immutable; all strings are
 * borrowed from it. Everything that judges asks here, and never sees a layer or a byte stream. */
#ifndef CDK_FACTS_FACTS_H
#define CDK_FACTS_FACTS_H

#include "image/image.h"
#include "layer/known.h"
#include "layer/plan.h"

typedef struct cdk_facts cdk_facts;

typedef struct cdk_file {
    cdk_str path;        /* clean: no leading slash */
    char type;           /* 'f' 'd' 'l' 'c' 'b' 'p' */
    bool hardlink;       /* stood in the tar as a link to `hard_target` */
    bool dangling;       /* a hard link whose target was not found */
    uint32_t mode;       /* 07777 */
    uint64_t uid, gid, size;
    int64_t mtime;
    cdk_str link;        /* symlink target, "MAJOR,MINOR" of a device */
    cdk_str hard_target; /* clean path, or none */
    int32_t layer;       /* that wrote it last */
    cdk_str capability;  /* raw security.capability */
    const uint8_t *sha256, *md5, *sha1; /* NULL: not collected, or no regular file */
} cdk_file;

/* "have", "not_collected", ...: words of documents. False: none of them. */
const char *cdk_known_word(cdk_known known);
bool cdk_known_of_word(cdk_str word, cdk_known *known);

/* --- documents --- */
const cdk_image_doc *cdk_facts_image(const cdk_facts *facts);      /* never NULL */
const cdk_image_config *cdk_facts_config(const cdk_facts *facts);  /* NULL: none (rootfs) */
cdk_image_format cdk_facts_format(const cdk_facts *facts);
const cdk_problems *cdk_facts_problems(const cdk_facts *facts);    /* of documents, layers, databases, in order */
const cdk_plan *cdk_facts_collected(const cdk_facts *facts);       /* what all layers have collected */

/* --- layers --- */
typedef struct cdk_layer_info {
    cdk_str name;
    cdk_str digest;       /* "sha256:..." of the stored bytes as seen; "" where not read */
    cdk_str diff_id;      /* as seen; else what the configuration tells; else "" */
    const char *stored;   /* codec */
    uint64_t stored_size, size;
    uint32_t entries, whiteouts, opaques;
    bool read;            /* to its end */
    bool verified;        /* digests were compared and are equal */
    cdk_known state;      /* HAVE, or why its files are not all known */
    cdk_str created_by;   /* of its history entry, raw */
    int32_t history;      /* or -1 */
} cdk_layer_info;
uint32_t cdk_facts_layer_count(const cdk_facts *facts);
const cdk_layer_info *cdk_facts_layer(const cdk_facts *facts, uint32_t index);

/* --- the squashed tree --- */
cdk_known cdk_facts_tree_state(const cdk_facts *facts);           /* HAVE: all layers known to their end */
/* Set-id files and those with capabilities: as the tree, but a document may tell of them alone. */
cdk_known cdk_facts_special_state(const cdk_facts *facts);
uint32_t cdk_facts_file_count(const cdk_facts *facts);
/* Visit all in order of path bytes. The file and its path are valid during the call. Stop with a failure. */
typedef int32_t (*cdk_file_visitor)(void *user, const cdk_file *file);
int32_t cdk_facts_each_file(const cdk_facts *facts, const cdk_env *env, cdk_file_visitor visit, void *user);
/* One path, not following links. False: not in the tree. `arena` takes the path's bytes. */
bool cdk_facts_find(const cdk_facts *facts, cdk_str clean_path, cdk_arena *arena, cdk_file *out);
/* One path, following symlinks inside the image (at most 8, escapes stay at the root). */
bool cdk_facts_find_followed(const cdk_facts *facts, cdk_str clean_path, cdk_arena *arena, cdk_file *out);
/* Files of lower layers that the squashed tree does not show (replaced or removed): set-id ones and kept contents. */
typedef struct cdk_hidden_file {
    cdk_file file;
    int32_t removed_by; /* layer, or -1: replaced */
} cdk_hidden_file;
int32_t cdk_facts_each_hidden(const cdk_facts *facts, const cdk_env *env,
                              int32_t (*visit)(void *user, const cdk_hidden_file *file), void *user);

/* --- contents --- */
/* Content of a path in the squashed tree, links followed where they lead to kept places. */
cdk_known cdk_facts_content(const cdk_facts *facts, cdk_str clean_path, cdk_str *bytes, int32_t *layer);

/* --- what was read out of them --- */
typedef struct cdk_user {
    cdk_str name, password, uid_text, gid_text, gecos, home, shell;
    bool has_uid;
    uint64_t uid, gid;
} cdk_user;
typedef struct cdk_group {
    cdk_str name, members;
    bool has_gid;
    uint64_t gid;
} cdk_group;
typedef struct cdk_shadow {
    cdk_str name, hash;
} cdk_shadow;
cdk_known cdk_facts_users(const cdk_facts *facts, const cdk_user **items, uint32_t *count);
cdk_known cdk_facts_groups(const cdk_facts *facts, const cdk_group **items, uint32_t *count);
cdk_known cdk_facts_shadow(const cdk_facts *facts, const cdk_shadow **items, uint32_t *count);
cdk_known cdk_facts_os_release(const cdk_facts *facts, const cdk_pair **items, uint32_t *count);
cdk_str cdk_facts_os_release_get(const cdk_facts *facts, const char *key); /* none: absent */

typedef struct cdk_package {
    const char *db;      /* "dpkg", "dpkg-status.d", "apk", "rpm", "python", "npm", "gem", "opkg" */
    cdk_str name, version, arch, source;
    cdk_str epoch, release;   /* rpm; else none */
    cdk_str path;             /* language packages: clean path of the metadata; else none */
    cdk_str license, origin, maintainer; /* where the reader has them */
    uint64_t installed_size;  /* bytes, 0 unknown */
    int32_t layer;
} cdk_package;
cdk_known cdk_facts_packages(const cdk_facts *facts, const cdk_package **items, uint32_t *count); /* system packages */
cdk_known cdk_facts_language_packages(const cdk_facts *facts, const cdk_package **items, uint32_t *count);
/* What a package database says of a file. Visit all, by database; stop with a failure. `*known` is how well they are known:
 * ABSENT where no database has any. */
typedef struct cdk_package_record {
    const char *database;        /* as the packages' db */
    cdk_str package, folder, name, digest; /* see cdk_record_row */
    const struct cdk_record_row *row;
    bool seen;                   /* stands where anchore-engine looks */
} cdk_package_record;
typedef int32_t (*cdk_record_visitor)(void *user, const cdk_package_record *record);
int32_t cdk_facts_each_record(const cdk_facts *facts, const cdk_env *env, cdk_record_visitor visit, void *user, cdk_known *known);
/* The package that owns a path, where its database says so. NULL: none or not known. */
const cdk_package *cdk_facts_owner(const cdk_facts *facts, cdk_str clean_path);

/* Hits of the built-in secret search in files of all layers, deleted ones included. Values are never kept. */
typedef struct cdk_secret_hit {
    const char *kind;      /* "private-key", "aws-access-key", ... */
    cdk_str path;
    uint32_t line;         /* from 1 */
    uint32_t length;       /* of the value, bytes */
    int32_t layer;
    bool deleted;          /* not in the squashed tree as it stands in this layer */
    uint8_t confidence;    /* 0 low, 1 medium, 2 high */
    uint8_t digest[32];    /* SHA-256 of the value; shown only keyed */
} cdk_secret_hit;
cdk_known cdk_facts_secrets(const cdk_facts *facts, const cdk_secret_hit **items, uint32_t *count);

/* Hits of a CDK_NEED_SEARCH. */
typedef struct cdk_search_hit {
    cdk_str name, path;
    const uint32_t *lines; /* from 0, as Anchore counts */
    uint32_t line_count;
    int32_t layer;
} cdk_search_hit;
cdk_known cdk_facts_search(const cdk_facts *facts, cdk_str name, const cdk_search_hit **items, uint32_t *count);

/* The document that facts were made from (facts_document.h); NULL: an image's layers. */
const cdk_json *cdk_facts_document(const cdk_facts *facts);

/* --- making and ending --- */
void cdk_facts_free(cdk_facts *facts);

#endif
