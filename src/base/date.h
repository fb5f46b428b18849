/* SPDX-License-Identifier: Apache-2.0 */
/* Dates of documents. */
#ifndef CDK_BASE_DATE_H
#define CDK_BASE_DATE_H

#include "base/str.h"

/* "2026-01-31" (its beginning, UTC) or RFC 3339, as seconds since 1970 UTC; fractions are dropped. False: no such date. */
bool cdk_date_parse(cdk_str text, int64_t *seconds);

#endif
