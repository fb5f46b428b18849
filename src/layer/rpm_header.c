/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/rpm_header.h"

#include <inttypes.h>
#include <stdio.h>

enum { TAG_EPOCH = 1003, TAG_SIZE = 1009, TAG_LONG_SIZE = 5009, TAG_DIGEST_ALGORITHM = 5011 };
enum { TYPE_CHAR = 1, TYPE_INT8 = 2, TYPE_INT16 = 3, TYPE_INT32 = 4, TYPE_INT64 = 5, TYPE_STRING = 6, TYPE_STRING_ARRAY = 8, TYPE_I18N = 9 };
enum { ENTRY_BYTES = 16, MOST_ENTRIES = 65536 };

static const struct {
    uint32_t tag;
    cdk_package_text text;
} texts[] = {
    {1000, CDK_PKG_NAME},    {1001, CDK_PKG_VERSION}, {1002, CDK_PKG_RELEASE},    {1022, CDK_PKG_ARCH},
    {1044, CDK_PKG_SOURCE},  {1014, CDK_PKG_LICENSE}, {1011, CDK_PKG_MAINTAINER},
};

uint32_t cdk_rpm_u32(const char *p)
{
    const uint8_t *b = (const uint8_t *)p;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static const struct {
    uint32_t tag, type;
} file_arrays[CDK_RPM_FILE_ARRAYS] = {
    [CDK_RPM_MODES] = {1030, TYPE_INT16},   [CDK_RPM_FOLDERS] = {1116, TYPE_INT32},      [CDK_RPM_NAMES] = {1117, TYPE_STRING_ARRAY},
    [CDK_RPM_SIZES] = {1028, TYPE_INT32},   [CDK_RPM_LONG_SIZES] = {5008, TYPE_INT64},   [CDK_RPM_FOLDER_NAMES] = {1118, TYPE_STRING_ARRAY},
    [CDK_RPM_FLAGS] = {1037, TYPE_INT32},   [CDK_RPM_DIGESTS] = {1035, TYPE_STRING_ARRAY}, [CDK_RPM_STATES] = {1029, TYPE_CHAR},
    [CDK_RPM_VERIFY] = {1045, TYPE_INT32},
};

static void take_text(cdk_rpm_header *h, uint32_t tag, cdk_str data)
{
    const char *end = data.n ? memchr(data.p, '\0', data.n) : NULL;
    if (!end) return;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].tag == tag) h->texts[texts[i].text] = (cdk_str){data.p, (size_t)(end - data.p)};
}

/* One entry of the index: tag, type, offset and count. */
static void take_entry(cdk_rpm_header *h, const char *entry, cdk_str data)
{
    uint32_t tag = cdk_rpm_u32(entry), type = cdk_rpm_u32(entry + 4), count = cdk_rpm_u32(entry + 12);
    cdk_str at = cdk_str_from(data, cdk_rpm_u32(entry + 8));
    if (!count) return;
    for (size_t i = 0; i < CDK_RPM_FILE_ARRAYS; i++) {
        bool fits = file_arrays[i].type == type || (i == CDK_RPM_STATES && type == TYPE_INT8);
        if (file_arrays[i].tag != tag || !fits) continue;
        h->files[i].data = at;
        h->files[i].count = count;
    }
    if (type == TYPE_STRING || type == TYPE_STRING_ARRAY || type == TYPE_I18N) take_text(h, tag, at);
    if (type == TYPE_INT32 && at.n >= 4 && tag == TAG_EPOCH) {
        h->has_epoch = true;
        h->epoch = cdk_rpm_u32(at.p);
    }
    if (type == TYPE_INT32 && at.n >= 4 && tag == TAG_DIGEST_ALGORITHM) h->digest_algorithm = cdk_rpm_u32(at.p);
    if (type == TYPE_INT32 && at.n >= 4 && tag == TAG_SIZE && !h->size) h->size = cdk_rpm_u32(at.p);
    if (type == TYPE_INT64 && at.n >= 8 && tag == TAG_LONG_SIZE) h->size = (uint64_t)cdk_rpm_u32(at.p) << 32 | cdk_rpm_u32(at.p + 4);
}

static bool parse(cdk_str blob, cdk_rpm_header *h)
{
    if (blob.n < 8) return false;
    uint64_t entries = cdk_rpm_u32(blob.p), bytes = cdk_rpm_u32(blob.p + 4);
    if (!entries || entries > MOST_ENTRIES || 8 + entries * ENTRY_BYTES + bytes > blob.n) return false;
    cdk_str data = {blob.p + 8 + entries * ENTRY_BYTES, (size_t)bytes};
    for (uint64_t i = 0; i < entries; i++) take_entry(h, blob.p + 8 + i * ENTRY_BYTES, data);
    return h->texts[CDK_PKG_NAME].n && h->texts[CDK_PKG_VERSION].n;
}

bool cdk_rpm_text(cdk_str *data, cdk_str *text)
{
    const char *end = data->n ? memchr(data->p, '\0', data->n) : NULL;
    if (!end) return false;
    *text = (cdk_str){data->p, (size_t)(end - data->p)};
    *data = cdk_str_from(*data, text->n + 1);
    return true;
}

static bool text_at(cdk_str data, uint32_t index, cdk_str *text)
{
    bool there = cdk_rpm_text(&data, text);
    while (there && index--) there = cdk_rpm_text(&data, text);
    return there;
}

static int32_t claim_file(cdk_rpm_database *db, const cdk_rpm_header *h, cdk_str folder, cdk_str name)
{
    cdk_reading *reading = db->reading;
    uint32_t package;
    char *path = cdk_arena_printf(&reading->scratch, "%.*s%.*s", (int)folder.n, folder.p, (int)name.n, name.p);
    if (!path) return cdk_fail_memory(reading->env);
    if (!cdk_layer_str_add(reading->env, reading->facts, h->texts[CDK_PKG_NAME], &package)) return reading->env->error->status;
    return cdk_claim(reading, cdk_str_of(path), package) ? CISDOCK_OK : reading->env->error->status;
}

/* Claim the files whose mode has a set-id bit: modes, names and folders stand in arrays of the same order. No package has
 * many of them; a hostile one must not make the search of its folders long. */
static int32_t claim_files(cdk_rpm_database *db, const cdk_rpm_header *h)
{
    enum { MOST_CLAIMS = 64, IS_FILE = 0100000, TYPE_MASK = 0170000 };
    cdk_str modes = h->files[CDK_RPM_MODES].data, folders = h->files[CDK_RPM_FOLDERS].data, names = h->files[CDK_RPM_NAMES].data, name, folder;
    uint32_t claims = 0;
    for (uint64_t i = 0; i < h->files[CDK_RPM_MODES].count && claims < MOST_CLAIMS; i++) {
        if (2 * i + 2 > modes.n || 4 * i + 4 > folders.n || !cdk_rpm_text(&names, &name)) break;
        unsigned mode = (unsigned)(uint8_t)modes.p[2 * i] << 8 | (uint8_t)modes.p[2 * i + 1];
        if (!(mode & 06000) || (mode & TYPE_MASK) != IS_FILE) continue;
        if (!text_at(h->files[CDK_RPM_FOLDER_NAMES].data, cdk_rpm_u32(folders.p + 4 * i), &folder)) break;
        claims++;
        int32_t status = claim_file(db, h, folder, name);
        if (status) return status;
    }
    return CISDOCK_OK;
}

int32_t cdk_rpm_take_header(cdk_rpm_database *db, cdk_str blob)
{
    char epoch[16];
    cdk_rpm_header h = {.size = 0};
    if (!parse(blob, &h)) {
        db->damaged++;
        return CISDOCK_OK;
    }
    if (db->files) return cdk_rpm_take_files(db, &h);
    if (h.has_epoch) h.texts[CDK_PKG_EPOCH] = (cdk_str){epoch, (size_t)snprintf(epoch, sizeof epoch, "%" PRIu32, h.epoch)};
    if (!cdk_package_add(db->reading, h.texts, h.size, db->taken)) return db->reading->env->error->status;
    return claim_files(db, &h);
}
