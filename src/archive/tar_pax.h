/* SPDX-License-Identifier: Apache-2.0 */
/* PAX records ("<length> <key>=<value>\n"), after POSIX.1-2017, pax, "pax Header Block". */
#ifndef CDK_ARCHIVE_TAR_PAX_H
#define CDK_ARCHIVE_TAR_PAX_H

#include "base/env.h"

typedef enum cdk_pax_key {
#define CDK_PAX(id, text) CDK_PAX_##id,
#include "archive/pax.def"
#undef CDK_PAX
    CDK_PAX_COUNT
} cdk_pax_key;

/* Values are slices of the records that they were read from. */
typedef struct cdk_pax {
    cdk_str v[CDK_PAX_COUNT]; /* n 0: none */
    uint32_t seen;            /* bits of the keys that stood there, deleted ones (empty values) included */
    cdk_str sparse_pairs;     /* all records, where GNU.sparse.offset and .numbytes (version 0.0) are among them */
} cdk_pax;

static inline bool cdk_pax_saw(const cdk_pax *pax, cdk_pax_key key)
{
    return pax->seen >> key & 1;
}

/* Read `records` over what `pax` holds. False: a record is damaged; those before it count. */
bool cdk_pax_parse(cdk_pax *pax, cdk_str records);
/* Take the next record off `*rest`. False: the end, or `*rest` is not empty and damaged. */
bool cdk_pax_record(cdk_str *rest, cdk_str *key, cdk_str *value);
/* What holds for an entry: its own record, else the global one. */
cdk_str cdk_pax_value(const cdk_pax *own, const cdk_pax *global, cdk_pax_key key);
/* Seconds of "[-]digits[.digits]", rounded down. */
bool cdk_pax_seconds(cdk_str text, int64_t *out);

#endif
