/* SPDX-License-Identifier: Apache-2.0 */
/* What an RPM header says of files: arrays of one value a file. */
#include "layer/rpm_header.h"

/* Bits of FILEFLAGS and FILEVERIFYFLAGS, and what they are in a record. A verify bit that is not set is not checked. */
static const struct {
    uint32_t array, bit;
    bool set;
    uint16_t flag;
} bits[] = {
    {CDK_RPM_FLAGS, 1, true, CDK_RECORD_CONFIG},        {CDK_RPM_FLAGS, 8, true, CDK_RECORD_MISSING_FINE},
    {CDK_RPM_FLAGS, 64, true, CDK_RECORD_GHOST},        {CDK_RPM_VERIFY, 1, false, CDK_RECORD_ANY_DIGEST},
    {CDK_RPM_VERIFY, 2, false, CDK_RECORD_ANY_SIZE},    {CDK_RPM_VERIFY, 64, false, CDK_RECORD_ANY_MODE},
};

typedef struct files {
    const cdk_rpm_header *header;
    uint32_t *folders; /* where each begins in FOLDER_NAMES */
    size_t folder_count;
    cdk_str names, digests; /* what is left of them */
} files;

/* The bytes of one value of an array; NULL: it has none. */
static const char *value_at(const cdk_rpm_header *h, unsigned array, uint64_t index, size_t size)
{
    const cdk_rpm_array *values = &h->files[array];
    if (index >= values->count || values->data.n / size <= index) return NULL;
    return values->data.p + index * size;
}

static int32_t index_folders(cdk_reading *reading, files *f)
{
    const cdk_rpm_array *names = &f->header->files[CDK_RPM_FOLDER_NAMES];
    cdk_str rest = names->data, text;
    size_t most = names->count < f->header->files[CDK_RPM_MODES].count ? names->count : f->header->files[CDK_RPM_MODES].count;
    if (most > rest.n) most = rest.n;
    f->folders = cdk_arena_alloc(&reading->scratch, (most + 1) * sizeof *f->folders);
    if (!f->folders) return cdk_fail_memory(reading->env);
    while (f->folder_count < most) {
        size_t at = names->data.n - rest.n;
        if (!cdk_rpm_text(&rest, &text) || at > UINT32_MAX) break;
        f->folders[f->folder_count++] = (uint32_t)at;
    }
    return CISDOCK_OK;
}

static uint16_t flags_of(const cdk_rpm_header *h, uint64_t index)
{
    uint16_t flags = 0;
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
        const char *value = value_at(h, bits[i].array, index, 4);
        if (value && ((cdk_rpm_u32(value) & bits[i].bit) != 0) == bits[i].set) flags |= bits[i].flag;
    }
    const char *state = value_at(h, CDK_RPM_STATES, index, 1);
    if (state && *state) flags |= CDK_RECORD_NOT_INSTALLED;
    return flags;
}

static uint64_t size_of(const cdk_rpm_header *h, uint64_t index)
{
    const char *size = value_at(h, CDK_RPM_SIZES, index, 4), *large = value_at(h, CDK_RPM_LONG_SIZES, index, 8);
    if (large) return (uint64_t)cdk_rpm_u32(large) << 32 | cdk_rpm_u32(large + 4);
    return size ? cdk_rpm_u32(size) : 0;
}

/* False: the arrays end before. */
static bool read_file(files *f, uint64_t index, cdk_record *record)
{
    const cdk_rpm_header *h = f->header;
    const char *mode = value_at(h, CDK_RPM_MODES, index, 2), *folder = value_at(h, CDK_RPM_FOLDERS, index, 4);
    cdk_str digest = CDK_STR_NONE, rest;
    *record = (cdk_record){.size = size_of(h, index), .flags = flags_of(h, index)};
    if (!mode || !folder || cdk_rpm_u32(folder) >= f->folder_count || !cdk_rpm_text(&f->names, &record->name)) return false;
    record->mode = (uint16_t)((unsigned)(uint8_t)mode[0] << 8 | (uint8_t)mode[1]);
    rest = cdk_str_from(h->files[CDK_RPM_FOLDER_NAMES].data, f->folders[cdk_rpm_u32(folder)]);
    if (h->files[CDK_RPM_DIGESTS].count && !cdk_rpm_text(&f->digests, &digest)) return false;
    if (digest.n && !cdk_record_hex(digest, record)) return false;
    if (h->digest_algorithm < CDK_RECORD_ALGORITHMS) record->algorithm = (uint8_t)h->digest_algorithm;
    return cdk_rpm_text(&rest, &record->folder);
}

int32_t cdk_rpm_take_files(cdk_rpm_database *db, const cdk_rpm_header *header)
{
    cdk_reading *reading = db->reading;
    files f = {.header = header, .names = header->files[CDK_RPM_NAMES].data, .digests = header->files[CDK_RPM_DIGESTS].data};
    uint64_t count = header->files[CDK_RPM_NAMES].count;
    uint32_t package;
    if (!count) return CISDOCK_OK;
    int32_t status = index_folders(reading, &f);
    if (!status && !cdk_layer_str_add(reading->env, reading->facts, header->texts[CDK_PKG_NAME], &package)) status = reading->env->error->status;
    for (uint64_t i = 0; i < count && !status; i++) {
        cdk_record record;
        if (!read_file(&f, i, &record)) {
            db->damaged++;
            break;
        }
        status = cdk_record_add(reading, db->found, package, &record, db->taken);
    }
    return status;
}
