/* SPDX-License-Identifier: Apache-2.0 */
/* RPM's own form ("ndb", SUSE): pages of slots that point to blobs. Numbers are little-endian, blobs lie on blocks of 16
 * bytes. */
#include "layer/rpm_header.h"

enum { SLOT_BYTES = 16, PAGE_BYTES = 4096, BLOCK_BYTES = 16, FIRST_SLOT = 32, BLOB_HEAD = 16 };

static uint32_t u32(cdk_str bytes, uint64_t at)
{
    const uint8_t *b = (const uint8_t *)bytes.p + at;
    return (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

static bool is_marked(cdk_str bytes, uint64_t at, uint64_t room, const char *mark)
{
    return bytes.n >= room && at <= bytes.n - room && !memcmp(bytes.p + at, mark, 4);
}

/* The blob that the slot at `at` points to; none: the slot is free. False: damaged. */
static bool read_slot(cdk_str bytes, uint64_t at, cdk_str *blob)
{
    *blob = CDK_STR_NONE;
    if (!is_marked(bytes, at, SLOT_BYTES, "Slot")) return false;
    uint32_t index = u32(bytes, at + 4), block = u32(bytes, at + 8);
    if (!index || !block) return true;
    uint64_t start = (uint64_t)block * BLOCK_BYTES;
    if (!is_marked(bytes, start, BLOB_HEAD, "BlbS") || u32(bytes, start + 4) != index) return false;
    uint32_t size = u32(bytes, start + 12);
    if (size > bytes.n - start - BLOB_HEAD) return false;
    *blob = (cdk_str){bytes.p + start + BLOB_HEAD, size};
    return true;
}

int32_t cdk_rpm_read_ndb(cdk_rpm_database *db, cdk_str bytes, bool *known, const char **why)
{
    *known = is_marked(bytes, 0, FIRST_SLOT, "RpmP");
    if (!*known) return CISDOCK_OK;
    uint64_t end = (uint64_t)u32(bytes, 12) * PAGE_BYTES;
    for (uint64_t at = FIRST_SLOT; at < end; at += SLOT_BYTES) {
        cdk_str blob;
        if (!read_slot(bytes, at, &blob)) {
            *why = "the RPM database (ndb) has a damaged slot";
            return CISDOCK_OK;
        }
        int32_t status = blob.p ? cdk_rpm_take_header(db, blob) : CISDOCK_OK;
        if (status) return status;
    }
    return CISDOCK_OK;
}
