/* SPDX-License-Identifier: Apache-2.0 */
/* A feed of advisories in the form of OSV (ossf.github.io/osv-schema), kept small: of each record what packages of which
 * ecosystems it speaks of, in which versions, and how bad it is. Records that were withdrawn, and those of ecosystems whose
 * packages no reader here finds, are not kept. */
#ifndef CDK_FACTS_FEED_H
#define CDK_FACTS_FEED_H

#include "base/cvss.h"
#include "base/json.h"
#include "base/map.h"
#include "facts/ecosystem.h"

typedef enum cdk_feed_step { CDK_STEP_INTRODUCED, CDK_STEP_FIXED, CDK_STEP_LAST_AFFECTED, CDK_STEP_LIMIT } cdk_feed_step;
typedef struct cdk_feed_event {
    cdk_feed_step step;
    cdk_str version; /* p NULL: the beginning of all versions (introduced), or none (limit) */
} cdk_feed_event;
typedef struct cdk_feed_range {
    const cdk_feed_event *events;
    uint32_t count;
    bool semver; /* of type SEMVER, whatever the ecosystem */
} cdk_feed_range;

typedef struct cdk_advisory {
    cdk_str id;                     /* a CVE's own, where the record's is that behind the name of a database */
    cdk_str link;                   /* p NULL: none */
    const cdk_str *aliases;         /* other names of what it speaks of */
    uint32_t alias_count, number;   /* in the order of the feed */
    bool dated;
    int64_t published;              /* or changed, where that is all that is told */
    const cdk_cvss *scores;
    uint32_t score_count;
} cdk_advisory;

/* What an advisory says of one package. */
typedef struct cdk_affected {
    const cdk_advisory *advisory;
    const cdk_ecosystem *ecosystem;
    const cdk_feed_range *ranges;
    const cdk_str *versions;        /* listed ones that no range holds */
    uint32_t range_count, version_count;
    const char *severity;           /* the engine's word; NULL: not told */
    bool will_not_fix;
    struct cdk_affected *next;      /* of the same name */
} cdk_affected;

typedef struct cdk_feed {
    cdk_mem *mem;
    cdk_map names;                  /* package -> cdk_named */
    cdk_map ecosystems;             /* text -> cdk_ecosystem */
    const cdk_ecosystem **covered;  /* what documents say they cover; where one says nothing, what it has records of */
    size_t covered_count, covered_cap;
    uint32_t documents, records, withdrawn, unreadable, advisories;
    bool has_advisories;            /* some document had a list of them */
    bool has_time;                  /* of every document */
    int64_t time;                   /* of the oldest */
    /* of the document that is being read */
    bool dated, modified_known, says_covers;
    const cdk_ecosystem **seen;     /* those of its records */
    size_t seen_count, seen_cap;
    int64_t generated, modified;
    bool told_records;
} cdk_feed;

void cdk_feed_init(cdk_feed *feed, cdk_mem *mem);
void cdk_feed_free(cdk_feed *feed);

/* A document: begin, each value of it, end. `envelope` is set where the value is the object around the records. What is no
 * record becomes a problem. Failure: memory. */
void cdk_feed_begin(cdk_feed *feed);
int32_t cdk_feed_take(const cdk_env *env, cdk_arena *arena, cdk_feed *feed, uint64_t index, const cdk_json *value, cdk_problems *problems,
                      bool *envelope);
int32_t cdk_feed_end(const cdk_env *env, cdk_feed *feed);

/* Advisories on packages of this name, in the order of the feed; NULL: none. */
const cdk_affected *cdk_feed_find(const cdk_feed *feed, cdk_str name);
/* Whether the feed tells of such packages at all. */
bool cdk_feed_covers(const cdk_feed *feed, cdk_db db, cdk_str distro, cdk_str version);
/* PyPI's names: lower case, runs of ".-_" one "-". p NULL: no memory. */
cdk_str cdk_feed_python_name(cdk_arena *arena, cdk_str name);

/* --- ranges --- */
typedef enum cdk_hit { CDK_HIT_NO, CDK_HIT_YES, CDK_HIT_UNDECIDED } cdk_hit;
/* Is the version in the range? `fix`: the first version beyond it that is fixed; p NULL: none. */
cdk_hit cdk_feed_in_range(const cdk_feed_range *range, cdk_version_order order, cdk_str version, cdk_str *fix);

/* --- severity --- */
/* The engine's word for a word of some database; NULL: it says nothing. */
const char *cdk_severity_word(cdk_str word);
/* Severity of an affected package: the words of its database, else of the record, else the worst base score. */
const char *cdk_severity_of(const cdk_json *record, const cdk_json *affected, const cdk_cvss *scores, uint32_t count);

#endif
