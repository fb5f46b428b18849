/* SPDX-License-Identifier: Apache-2.0 */
/* RPM's database, whose form is told by its bytes: SQLite, ndb or Berkeley DB. */
#include "layer/rpm_header.h"

static int32_t take(cdk_reading *reading, const cdk_found *found, cdk_taken *taken, bool files)
{
    static int32_t (*const forms[])(cdk_rpm_database *, cdk_str, bool *, const char **) = {
        cdk_rpm_read_sqlite, cdk_rpm_read_ndb, cdk_rpm_read_bdb};
    cdk_rpm_database db = {.reading = reading, .found = found, .taken = taken, .files = files};
    const char *why = NULL;
    bool known = found->bytes.n == 0;
    for (size_t i = 0; i < sizeof forms / sizeof *forms && !known; i++) {
        int32_t status = forms[i](&db, found->bytes, &known, &why);
        if (status) return status;
    }
    if (!known) why = "the file is no RPM database of a known form";
    if (!why && db.damaged) why = files ? "some lists of files in the RPM database are damaged" : "some packages of the RPM database are damaged";
    if (!why || taken->state == CDK_LIMITED) return CISDOCK_OK;
    bool unsupported = taken->state == CDK_UNSUPPORTED;
    return cdk_taken_damaged(reading, found, taken, unsupported ? CDK_UNSUPPORTED : CDK_DAMAGED,
                             unsupported ? CDK_CLASS_UNSUPPORTED : CDK_CLASS_BAD_DATABASE, why);
}

int32_t cdk_take_rpm(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    return take(reading, found, taken, false);
}

int32_t cdk_take_rpm_files(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    return take(reading, found, taken, true);
}
