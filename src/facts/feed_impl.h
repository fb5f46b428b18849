/* SPDX-License-Identifier: Apache-2.0 */
/* What the files that read a feed share. */
#ifndef CDK_FACTS_FEED_IMPL_H
#define CDK_FACTS_FEED_IMPL_H

#include "facts/feed.h"

/* All affected packages of one name. */
typedef struct cdk_named {
    cdk_affected *first, *last;
} cdk_named;

/* The value that is being read. */
typedef struct cdk_feed_record {
    const cdk_env *env;
    cdk_arena *arena;
    cdk_feed *feed;
    const cdk_json *value;
    cdk_advisory *advisory; /* made where something of the record is kept */
    const char *fault;      /* what makes it unreadable; NULL: nothing so far */
    bool distro;            /* some package of it is a distribution's: `related` names what the update mends */
    uint64_t index;
    cdk_problems *problems;
} cdk_feed_record;

/* Failures of all: memory. Faults of the record are told in it. */
bool cdk_feed_keep_text(const cdk_feed_record *r, cdk_str text, cdk_str *out);
int32_t cdk_feed_intern(cdk_feed_record *r, cdk_str text, cdk_ecosystem **out);
int32_t cdk_feed_note_seen(const cdk_feed_record *r, cdk_ecosystem *ecosystem);
int32_t cdk_feed_keep_ranges(cdk_feed_record *r, const cdk_json *ranges, cdk_affected *out);
int32_t cdk_feed_keep_versions(cdk_feed_record *r, const cdk_json *versions, cdk_affected *out); /* behind the ranges */
int32_t cdk_feed_take_envelope(cdk_feed_record *r);

#endif
