/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/record.h"

#include "layer/reading.h"

static int digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool cdk_record_hex(cdk_str hex, cdk_record *record)
{
    record->digest_size = 0;
    if (hex.n % 2 || hex.n / 2 > CDK_RECORD_DIGEST_MAX) return false;
    for (size_t i = 0; i < hex.n; i += 2) {
        int high = digit(hex.p[i]), low = digit(hex.p[i + 1]);
        if (high < 0 || low < 0) return false;
        record->digest[i / 2] = (uint8_t)(high << 4 | low);
    }
    record->digest_size = hex.n / 2;
    return true;
}

/* Records of one package and folder follow each other. */
static bool share(cdk_reading *reading, const cdk_record_row *last, uint32_t package, cdk_str folder, cdk_record_row *row)
{
    row->package = package;
    if (last && cdk_str_eq(cdk_layer_str(reading->facts, last->folder), folder)) {
        row->folder = last->folder;
        return true;
    }
    return cdk_layer_str_add(reading->env, reading->facts, folder, &row->folder);
}

int32_t cdk_record_add(cdk_reading *reading, const cdk_found *found, uint32_t package, const cdk_record *record, cdk_taken *taken)
{
    cdk_layer_facts *facts = reading->facts;
    cdk_record_row row = {.size = record->size, .mode = record->mode, .flags = record->flags, .algorithm = record->algorithm};
    if (taken->state == CDK_LIMITED) return CISDOCK_OK;
    if (facts->record_count >= CDK_LIMIT(reading->env, MAX_LAYER_ENTRIES))
        return cdk_taken_damaged(reading, found, taken, CDK_LIMITED, CDK_CLASS_LIMIT,
                                 "the package database names more files than MAX_LAYER_ENTRIES");
    if (record->folder.n + record->name.n + 1 >= reading->path_cap)
        return cdk_taken_damaged(reading, found, taken, CDK_LIMITED, CDK_CLASS_LIMIT,
                                 "the package database names a path that is longer than MAX_PATH");
    reading->record_bytes += record->folder.n + record->name.n;
    if (reading->record_bytes > CDK_LIMIT(reading->env, MAX_PKGDB))
        return cdk_taken_damaged(reading, found, taken, CDK_LIMITED, CDK_CLASS_LIMIT,
                                 "the paths that package databases name take more than MAX_PKGDB");
    const cdk_record_row *last = taken->count ? &facts->records[facts->record_count - 1] : NULL;
    cdk_str digest = {(const char *)record->digest, record->digest_size};
    if (!share(reading, last, package, record->folder, &row) || !cdk_layer_str_add(reading->env, facts, record->name, &row.name) ||
        !cdk_layer_str_add(reading->env, facts, digest, &row.digest))
        return reading->env->error->status;
    if (!cdk_grow(facts->mem, (void **)&facts->records, &facts->record_cap, facts->record_count + 1, sizeof row))
        return cdk_fail_memory(reading->env);
    if (!taken->count) taken->first = (uint32_t)facts->record_count;
    taken->count++;
    facts->records[facts->record_count++] = row;
    return CISDOCK_OK;
}
