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
} cdk_rpm_database;

/* Take one header; a damaged one is counted. Failure: memory. */
int32_t cdk_rpm_take_header(cdk_rpm_database *db, cdk_str blob);

/* The forms. *known false: the bytes are of another form. Damage: *why is set. */
int32_t cdk_rpm_read_ndb(cdk_rpm_database *db, cdk_str bytes, bool *known, const char **why);
int32_t cdk_rpm_read_bdb(cdk_rpm_database *db, cdk_str bytes, bool *known, const char **why);
int32_t cdk_rpm_read_sqlite(cdk_rpm_database *db, cdk_str bytes, bool *known, const char **why);

#endif
