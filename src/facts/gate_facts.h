/* SPDX-License-Identifier: Apache-2.0 */
/* The image as anchore-engine's gates see it. Filled from an image's facts and evidence, from a facts document, or from an
 * analysis export of the engine. Immutable once made; all strings live in its arena or in what it was made from.
 *
 * Each part says how well it is known. What is HAVE and empty was looked at and has nothing. */
#ifndef CDK_FACTS_GATE_FACTS_H
#define CDK_FACTS_GATE_FACTS_H

#include "base/map.h"
#include "facts/evidence.h"
#include "facts/facts.h"
#include "facts/malware.h"

typedef enum cdk_gate_file_type { CDK_GF_FILE, CDK_GF_DIR, CDK_GF_SLINK, CDK_GF_DEV, CDK_GF_UNKNOWN } cdk_gate_file_type;

typedef struct cdk_gate_file {
    cdk_str path;                /* "/bin/su" */
    uint32_t mode;               /* with the bits of the type: 0104755 */
    cdk_gate_file_type type;
    uint64_t size;
    cdk_str sha256, md5, sha1;   /* as the engine stores them; p NULL: none */
    cdk_str link;                /* target of a symbolic link; p NULL: not known */
    int32_t layer;               /* -1: not known */
} cdk_gate_file;

/* A pattern of the secret or content search that was found in a file. */
typedef struct cdk_gate_hit {
    cdk_str path;
    cdk_str text;                /* "NAME=regex", or "regex" */
    const uint32_t *lines;       /* from 0; of an image alone */
    uint32_t line_count;
} cdk_gate_hit;

/* Flags of a record: those of layer/record.h, and what the engine does not make of it. */
enum {
    CDK_GATE_RECORD_UNSEEN = 512,        /* the engine does not come across it */
    CDK_GATE_RECORD_DIGEST_UNSEEN = 1024 /* it loses the digest */
};
typedef struct cdk_gate_record {
    cdk_str path;                /* as it is meant: "/bin/su" */
    cdk_str path_read;           /* as the engine makes it of the database; p NULL: the same */
    cdk_str digest, algorithm;   /* p NULL: none */
    uint64_t size;               /* 0: none */
    uint32_t mode;               /* 0: none */
    uint32_t order;              /* in which it was read */
    uint16_t flags;
} cdk_gate_record;

typedef struct cdk_gate_package {
    cdk_str name, version, release, fullversion, type, license; /* p NULL: null */
    cdk_str path;                /* of language packages */
    cdk_str source, epoch;       /* as the database has them; p NULL: not told */
    const cdk_gate_record *records; /* of the package database */
    uint32_t record_count;
    bool system;                 /* one of the distribution's */
} cdk_gate_package;

typedef struct cdk_gate_retrieved {
    cdk_str path, bytes;
} cdk_gate_retrieved;

typedef struct cdk_gate_cvss {
    cdk_str version;
    cdk_str base, exploitability, impact; /* numbers as written; p NULL: none */
} cdk_gate_cvss;

typedef struct cdk_gate_vulnerability {
    cdk_str id, severity, link;  /* link p NULL: null */
    cdk_str package, version, type, path;
    const cdk_str *fixes;
    uint32_t fix_count;
    bool will_not_fix, has_fix_observed;
    double detected_days, fix_observed_days; /* ago */
    const cdk_gate_cvss *nvd, *vendor;
    uint32_t nvd_count, vendor_count;
    const cdk_str *aliases;      /* other names, of a feed's */
    uint32_t alias_count;
    const struct cdk_advisory *advisory; /* of a feed; NULL: a scanner's finding */
} cdk_gate_vulnerability;

/* Why an answer is not whole. */
typedef struct cdk_gate_gap {
    const char *text; /* a sentence; NULL: it is whole */
    cdk_known known;
} cdk_gate_gap;

/* What a feed says of a language package. */
typedef struct cdk_gate_feed_package {
    cdk_str name, latest;
    const cdk_str *versions;
    uint32_t version_count;
} cdk_gate_feed_package;

typedef struct cdk_gate_language_feed {
    bool given;  /* the feed tells of this language's registry */
    bool synced;
    const cdk_gate_feed_package *items;
    uint32_t count;
} cdk_gate_language_feed;

typedef struct cdk_gate_facts {
    cdk_arena arena;
    cdk_str image_id, digest, tag;      /* p NULL: null */
    bool has_size;
    uint64_t size;
    cdk_str architecture, os;
    bool of_image;                       /* read from the image itself, not from a document */
    uint32_t layer_count;
    cdk_str distro, distro_version, like_distro;
    cdk_str dockerfile_mode, dockerfile; /* mode p NULL: Guessed */
    cdk_str config_user;                 /* of the image's configuration, p NULL: not known */
    cdk_known files_state, retrieved_state, secrets_state, contents_state, packages_state, languages_state, licenses_state, records_state;
    cdk_gate_file *files;
    uint32_t file_count;
    cdk_map files_by_path;               /* -> cdk_gate_file */
    cdk_gate_file *passed;               /* folders that the engine's squashing loses: a later layer has something below them */
    uint32_t passed_count;
    cdk_map passed_by_path;
    const cdk_gate_retrieved *retrieved;
    uint32_t retrieved_count;
    const cdk_str *asked;                /* paths of files that were to be retrieved; NULL: not known which */
    uint32_t asked_count;
    const cdk_gate_hit *secrets, *contents;
    uint32_t secret_count, content_count;
    const cdk_str *content_searches;     /* patterns whose hits these are, where they are of an image */
    uint32_t content_search_count;
    const cdk_gate_package *packages;
    uint32_t package_count;
    bool malware_run;                    /* some scan was completed */
    cdk_str malware_open;                /* scanner of a scan that was not completed; p NULL: all were */
    const cdk_gate_malware *malware;
    uint32_t malware_count;
    const cdk_gate_vulnerability *vulnerabilities;
    uint32_t vulnerability_count;
    bool vulnerabilities_given, malware_given, feed_given; /* someone looked; else absence says nothing */
    cdk_known vulnerabilities_lack, malware_lack, feed_lack; /* why, where it was not given */
    cdk_known vulnerable_packages[2];    /* how well the packages are known that a feed was asked about */
    cdk_gate_gap vulnerability_gaps[2];  /* why more may be wrong than is listed: with packages of the distribution, of languages */
    bool feed_synced, feed_covers_distro, feed_dated;
    double feed_age_days;                /* of a document that tells its age */
    int64_t feed_time;                   /* where it is dated instead */
    cdk_gate_language_feed npm, gem;
} cdk_gate_facts;

/* Documents. `extra` may be NULL: an object in the first form whose members take the place of the others. Both texts of JSON
 * must outlive the result. Failures: bad-document (pointer set), limit, memory. */
int32_t cdk_gate_facts_from_json(const cdk_env *env, const cdk_json *document, const cdk_json *extra, cdk_gate_facts **out);
/* facts or evidence may be NULL. Both must outlive the result. */
int32_t cdk_gate_facts_from_image(const cdk_env *env, const cdk_facts *facts, const cdk_evidence *evidence,
                                  cdk_gate_facts **out);
void cdk_gate_facts_free(cdk_gate_facts *facts); /* NULL is fine */

void cdk_gate_facts_write(cdk_jsonw *w, const cdk_gate_facts *facts); /* as a document of the first form */

const cdk_gate_file *cdk_gate_facts_file(const cdk_gate_facts *facts, cdk_str path);             /* NULL: none */
/* The same with linked folders followed, lost ones found, and doubled slashes taken for one. False: no memory. */
bool cdk_gate_facts_walk(const cdk_gate_facts *facts, cdk_str path, cdk_arena *scratch, const cdk_gate_file **out);
const cdk_gate_retrieved *cdk_gate_facts_retrieved(const cdk_gate_facts *facts, cdk_str path);   /* NULL: none */
cdk_known cdk_gate_facts_retrieved_known(const cdk_gate_facts *facts, cdk_str path);             /* where there is none */
/* "ALPINE", "BUSYB", "RHEL", "DEB" or "" where the engine knows no flavour. */
const char *cdk_gate_facts_flavor(const cdk_gate_facts *facts);

/* What the engine has as digests of entries that are no files. */
#define CDK_GATE_NO_DIGEST "DIRECTORY_OR_OTHER"

/* --- between the makers --- */
/* Parts whose state a document tells: names by index; NULL beyond the last. */
const char *cdk_gate_part_name(size_t index);
cdk_known *cdk_gate_part_state(cdk_gate_facts *facts, size_t index);
int32_t cdk_gate_facts_read_parts(const cdk_env *env, const cdk_json *document, cdk_gate_facts *facts); /* states, retrieved_paths */
/* Of records of one package for one path the last counts; what is kept is in order of paths. */
size_t cdk_gate_records_settle(cdk_gate_record *items, size_t count);
int32_t cdk_gate_facts_new(const cdk_env *env, cdk_gate_facts **out);
int32_t cdk_gate_facts_index(const cdk_env *env, cdk_gate_facts *facts);                    /* files by path; last of a path wins */
const char *cdk_gate_record_flag_word(unsigned bit);                                        /* NULL: none */
int32_t cdk_gate_facts_read_export(const cdk_env *env, const cdk_json *imagedata, cdk_gate_facts *facts);
int32_t cdk_gate_facts_read_document(const cdk_env *env, const cdk_json *document, cdk_gate_facts *facts);
int32_t cdk_gate_facts_read_export_packages(const cdk_env *env, const cdk_json *report, cdk_gate_facts *facts);
int32_t cdk_gate_facts_read_records(const cdk_env *env, const cdk_json *paths, cdk_gate_facts *facts);
int32_t cdk_gate_facts_take_malware(const cdk_env *env, const cdk_malware *malware, cdk_gate_facts *facts);
int32_t cdk_gate_facts_read_malware(const cdk_env *env, const cdk_json *malware, cdk_gate_facts *facts);
int32_t cdk_gate_facts_read_vulnerabilities(const cdk_env *env, const cdk_json *list, cdk_gate_facts *facts);
int32_t cdk_gate_facts_read_feed(const cdk_env *env, const cdk_json *feed, cdk_gate_facts *facts);
/* Array of strings (others passed over) into the arena. False: no memory. */
bool cdk_gate_facts_texts(cdk_arena *arena, const cdk_json *array, const cdk_str **items, uint32_t *count);
/* Base64 with line breaks. False: no memory; `good` false: no base64. */
bool cdk_gate_facts_base64(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_str *out, bool *good);
uint32_t cdk_gate_type_bits(cdk_gate_file_type type, cdk_str word); /* 0100000 of a file, ... */

#endif
