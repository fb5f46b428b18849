/* SPDX-License-Identifier: Apache-2.0 */
/* One layer while it is read, as its readers see it. */
#ifndef CDK_LAYER_READING_H
#define CDK_LAYER_READING_H

#include "archive/tar.h"
#include "base/map.h"
#include "layer/tree.h"

typedef enum cdk_reader_id {
#define CDK_READER(id, need, version, take, fits, built) CDK_READ_##id,
#include "layer/readers.def"
#undef CDK_READER
    CDK_READER_COUNT
} cdk_reader_id;

typedef enum cdk_entry_oddity {
#define CDK_ODDITY(id, cls, severity, text) CDK_ODD_##id,
#include "layer/oddities.def"
#undef CDK_ODDITY
    CDK_ODDITY_COUNT
} cdk_entry_oddity;

/* The first of a kind, and how many there are. */
typedef struct cdk_odd {
    uint32_t count;
    cdk_str path; /* raw */
    int64_t offset;
} cdk_odd;

/* Which readers want a file, and how much of it each. */
typedef struct cdk_wanted {
    uint64_t limit[CDK_READER_COUNT]; /* 0: not wanted */
    uint64_t most;                    /* the largest of all; 0: nobody wants it */
} cdk_wanted;

/* A package's word that a file is its own, by a hash of the path. */
typedef struct cdk_package_claim {
    uint64_t hash;
    uint32_t package; /* string: its name */
} cdk_package_claim;

typedef struct cdk_reading {
    const cdk_env *env;
    const cdk_plan *plan;
    cdk_layer_facts *facts;
    cdk_tree tree;
    cdk_tar *tar;
    cdk_map exact, names; /* places by path, by last part */
    cdk_map asked;        /* needs of the plan for one content, by path */
    uint32_t needs;       /* bit of each cdk_need_kind that the plan has */
    struct cdk_whole *whole; /* what is wanted of every file; NULL: nothing */
    struct cdk_secret_index *secret_index; /* where the plan needs secrets */
    uint64_t kept_total;
    uint64_t record_bytes; /* of paths that records name, folders spelled out */
    cdk_arena scratch;    /* of the current file */
    char *path_buf, *link_buf;
    size_t path_cap;
    cdk_odd odd[CDK_ODDITY_COUNT];
    uint32_t unbuilt; /* bit of each reader that was wanted and is left out of the build */
    cdk_package_claim *claims;
    size_t claim_count, claim_cap;
    uint32_t notes;       /* of the tar reader */
    bool note_failed;     /* no memory for one of them */
} cdk_reading;

static inline bool cdk_reading_needs(const cdk_reading *reading, cdk_need_kind kind)
{
    return reading->needs >> kind & 1;
}

/* A file whose content was asked for. `bytes` is NUL-terminated and lives until the next one. */
typedef struct cdk_found {
    uint32_t node;
    cdk_str path, bytes;
    bool told; /* damage of this file is told by another reader */
} cdk_found;

/* Each fills `taken` (state HAVE, nothing else on entry). A failure ends the analysis; damage is a state and a problem. */
int32_t cdk_take_content(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);
int32_t cdk_take_dpkg(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);
int32_t cdk_take_dpkg_d(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);
int32_t cdk_take_apk(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);

int32_t cdk_take_rpm(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);
int32_t cdk_take_dpkg_list(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);
bool cdk_fits_dpkg_list(cdk_str path);
int32_t cdk_take_python(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);
int32_t cdk_take_npm(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);
int32_t cdk_take_gem(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);
int32_t cdk_take_busybox(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);
bool cdk_fits_dpkg_sums(cdk_str path);
int32_t cdk_take_dpkg_sums(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);
int32_t cdk_take_dpkg_conffiles(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);
int32_t cdk_take_apk_files(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);
int32_t cdk_take_rpm_files(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);
int32_t cdk_take_secrets(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);
bool cdk_fits_python(cdk_str path);
bool cdk_fits_npm(cdk_str path);
bool cdk_fits_gem(cdk_str path);

int32_t cdk_places_init(cdk_reading *reading);
void cdk_places_free(cdk_reading *reading);
void cdk_places_find(const cdk_reading *reading, cdk_str path, cdk_wanted *out);
uint32_t cdk_reader_version(uint32_t reader); /* 0: left out of this build */
cdk_need_kind cdk_reader_need(uint32_t reader);
static inline bool cdk_reads_records(uint32_t reader)
{
    return cdk_reader_need(reader) == CDK_NEED_RECORDS;
}

/* The current regular file: read what is wanted of it. */
int32_t cdk_read_file(cdk_reading *reading, const cdk_tar_entry *entry, uint32_t node, cdk_str path);
/* A hard link to a file of this layer: what was taken there is this path's too, where its reader wants it. */
int32_t cdk_share_file(cdk_reading *reading, uint32_t from, uint32_t node, cdk_str path);

bool cdk_note_odd(cdk_reading *reading, cdk_entry_oddity oddity, cdk_str path, uint64_t offset);
int32_t cdk_tell_odd(cdk_reading *reading);

/* For readers: a package whose texts are given; false: no memory (failure set). */
bool cdk_package_add(cdk_reading *reading, const cdk_str texts[CDK_PKG_TEXTS], uint64_t installed_size, cdk_taken *taken);
/* For readers of records: what the package, a string of the layer, says of a file. Beyond a limit, `taken` is LIMITED and that was
 * said. */
int32_t cdk_record_add(cdk_reading *reading, const cdk_found *found, uint32_t package, const cdk_record *record, cdk_taken *taken);
/* For readers: the package, a string of the layer, claims a path. False: no memory (failure set). */
bool cdk_claim(cdk_reading *reading, cdk_str path, uint32_t package);
/* When all entries are in, before the tree is finished: keep the claims of privileged files. */
int32_t cdk_claims_settle(cdk_reading *reading);
/* Damage in a file that a reader took: a problem with the file's path. */
int32_t cdk_taken_damaged(cdk_reading *reading, const cdk_found *found, cdk_taken *taken, cdk_known state, cdk_class cls,
                          const char *why);

#endif
