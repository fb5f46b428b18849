/* SPDX-License-Identifier: Apache-2.0 */
/* Base scores of CVSS vectors, versions 2.0, 3.0, 3.1 and 4.0. What a vector says beyond its base metrics counts for nothing. */
#ifndef CDK_BASE_CVSS_H
#define CDK_BASE_CVSS_H

#include "base/str.h"

typedef struct cdk_cvss {
    uint8_t major, minor;
    bool parts;                       /* exploitability and impact are told: not of version 4 */
    uint8_t base, exploitability, impact; /* tenths */
} cdk_cvss;

/* "CVSS:3.1/AV:N/...", or "AV:N/AC:L/Au:N/C:P/I:P/A:P" of version 2. False: no such vector. */
bool cdk_cvss_read(cdk_str vector, cdk_cvss *out);
/* The qualitative word of a base score: "Unknown" never; 0 is "Negligible". Version 2 knows no "Critical". */
const char *cdk_cvss_word(const cdk_cvss *cvss);

/* --- between the versions --- */
/* The index of a metric's value in `values` ("NALP"), each of one letter; -1: not told, told twice, or another value. */
int cdk_cvss_metric(cdk_str vector, const char *name, const char *values);
bool cdk_cvss4_read(cdk_str metrics, cdk_cvss *out);

#endif
