/* SPDX-License-Identifier: Apache-2.0 */
/* Ecosystems of OSV records ("Debian:12", "Alpine:v3.18", "PyPI"), and the packages of an image that they speak of. */
#ifndef CDK_FACTS_ECOSYSTEM_H
#define CDK_FACTS_ECOSYSTEM_H

#include "base/version.h"

typedef enum cdk_db { CDK_DB_OTHER, CDK_DB_DPKG, CDK_DB_APK, CDK_DB_RPM, CDK_DB_PYTHON, CDK_DB_NPM, CDK_DB_GEM, CDK_DB_COUNT } cdk_db;

typedef enum cdk_ecosystem_kind { CDK_ECO_FOREIGN, CDK_ECO_LANGUAGE, CDK_ECO_DISTRO } cdk_ecosystem_kind;
typedef struct cdk_ecosystem {
    cdk_str text, name, release; /* release p NULL: of all */
    cdk_ecosystem_kind kind;
    cdk_db db;                   /* of a language */
    uint32_t seen_in;            /* for the feed's use: the document that last had a record of it */
} cdk_ecosystem;

typedef enum cdk_ecosystem_names { CDK_NAMES_NONE, CDK_NAMES_SOURCE, CDK_NAMES_BINARY, CDK_NAMES_EITHER } cdk_ecosystem_names;

/* What the words of databases in facts and documents say: "dpkg", "dpkg-status.d", "APKG", "python", ... */
cdk_db cdk_db_of(cdk_str word);
bool cdk_db_is_language(cdk_db db);
const char *cdk_db_language(cdk_db db);           /* its ecosystem */
cdk_version_order cdk_db_order(cdk_db db);        /* NULL: versions cannot be ordered */

void cdk_ecosystem_read(cdk_str text, cdk_ecosystem *out); /* borrows the text */
/* Whether it speaks of the packages of such a database in this distribution, and whose names they have there. */
cdk_ecosystem_names cdk_ecosystem_fits(const cdk_ecosystem *ecosystem, cdk_db db, cdk_str distro, cdk_str version);

#endif
