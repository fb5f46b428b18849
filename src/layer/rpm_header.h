/* SPDX-License-Identifier: Apache-2.0 */
/* RPM package headers, as RPM's databases store them: an index of tags, and their data. */
#ifndef CDK_LAYER_RPM_HEADER_H
#define CDK_LAYER_RPM_HEADER_H

#include "layer/reading.h"

/* One database while it is read: what each of its forms does with a header that it finds. */
typedef struct cdk_rpm_database {
    cdk_reading *reading;
    const cdk_found *found;
    cdk_taken *taken;
    size_t damaged; /* headers that are none */
    bool files;     /* what they say of files is wanted, not the packages */
} cdk_rpm_database;

/* Arrays of one value a file, but for FOLDER_NAMES, which FOLDERS counts into. */
enum {
    CDK_RPM_MODES, CDK_RPM_FOLDERS, CDK_RPM_NAMES, CDK_RPM_FOLDER_NAMES, CDK_RPM_SIZES, CDK_RPM_LONG_SIZES, CDK_RPM_DIGESTS,
    CDK_RPM_FLAGS, CDK_RPM_STATES, CDK_RPM_VERIFY, CDK_RPM_FILE_ARRAYS
};
/* `data` goes to the end of the header: an array may end before its count does. */
typedef struct cdk_rpm_array {
    cdk_str data;
    uint32_t count;
} cdk_rpm_array;

typedef struct cdk_rpm_header {
    cdk_rpm_array files[CDK_RPM_FILE_ARRAYS];
    cdk_str texts[CDK_PKG_TEXTS];
    bool has_epoch;
    uint32_t epoch, digest_algorithm;
    uint64_t size;
} cdk_rpm_header;

uint32_t cdk_rpm_u32(const char *p);
/* Take the next text off `*data`. False: the data end before. */
bool cdk_rpm_text(cdk_str *data, cdk_str *text);
int32_t cdk_rpm_take_files(cdk_rpm_database *db, const cdk_rpm_header *header);

/* Take one header; a damaged one is counted. Failure: memory. */
int32_t cdk_rpm_take_header(cdk_rpm_database *db, cdk_str blob);

/* The forms. *known false: the bytes are of another form. Damage: *why is set. */
int32_t cdk_rpm_read_ndb(cdk_rpm_database *db, cdk_str bytes, bool *known, const char **why);
int32_t cdk_rpm_read_bdb(cdk_rpm_database *db, cdk_str bytes, bool *known, const char **why);
int32_t cdk_rpm_read_sqlite(cdk_rpm_database *db, cdk_str bytes, bool *known, const char **why);

#endif
