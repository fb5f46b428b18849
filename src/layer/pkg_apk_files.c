/* SPDX-License-Identifier: Apache-2.0 */
/* What apk's database says of files: F: a folder, R: a file in it, a: its owner and mode, Z: its digest. */
#include "base/base64.h"
#include "layer/reading.h"

typedef struct apk_file {
    uint32_t package; /* string; 0: not named yet */
    cdk_str folder, name; /* name p NULL: no file is open */
    cdk_str attributes, digest;
} apk_file;

typedef struct apk_reader {
    cdk_reading *reading;
    const cdk_found *found;
    cdk_taken *taken;
    apk_file file;
    cdk_buf bytes; /* of a digest */
    uint32_t bad;
} apk_reader;

/* "Q1" and 20 bytes in base64, or "Q2" and 32. False: neither. */
static bool read_digest(cdk_buf *bytes, cdk_str text, cdk_record *record)
{
    bool first = cdk_str_starts(text, CDK_STR("Q1")), second = cdk_str_starts(text, CDK_STR("Q2"));
    size_t size = first ? 20 : 32;
    bytes->n = 0;
    record->algorithm = second ? CDK_RECORD_SHA256 : CDK_RECORD_SHA1;
    if (!(first || second) || !cdk_base64_decode(bytes, cdk_str_from(text, 2)) || bytes->n != size) return false;
    memcpy(record->digest, bytes->p, size);
    record->digest_size = size;
    return true;
}

/* user:group:mode; what has none is 0644. */
static void read_mode(cdk_str attributes, cdk_record *record)
{
    cdk_str user, group, rest, mode;
    uint64_t number;
    cdk_str_cut(attributes, ':', &user, &rest);
    cdk_str_cut(rest, ':', &group, &rest);
    cdk_str_cut(rest, ':', &mode, &rest);
    bool told = cdk_str_u64(mode, 8, &number) && number && number <= 07777;
    record->mode = told ? (uint16_t)number : 0644;
    if (!told) record->flags |= CDK_RECORD_MODE_IMPLIED;
}

/* Below /etc the package manager leaves changes alone, but for the scripts that start services. */
static bool is_protected(cdk_str folder)
{
    if (cdk_str_starts(folder, CDK_STR("etc/init.d")) && (folder.n == 10 || folder.p[10] == '/')) return false;
    return cdk_str_is(folder, "etc") || cdk_str_starts(folder, CDK_STR("etc/"));
}

static int32_t close_file(apk_reader *r)
{
    apk_file *file = &r->file;
    cdk_record record = {.folder = file->folder, .name = file->name};
    if (!file->name.p || !file->package) return CISDOCK_OK;
    if (file->digest.p && !read_digest(&r->bytes, file->digest, &record)) r->bad++;
    if (r->bytes.failed) return cdk_fail_memory(r->reading->env);
    read_mode(file->attributes, &record);
    if (is_protected(file->folder)) record.flags |= CDK_RECORD_PROTECTED;
    file->name = file->attributes = file->digest = CDK_STR_NONE;
    return cdk_record_add(r->reading, r->found, file->package, &record, r->taken);
}

static int32_t read_line(apk_reader *r, cdk_str line)
{
    cdk_str value = cdk_str_from(line, 2);
    if (!value.p) value = CDK_STR("");
    switch (line.p[0]) {
    case 'P':
        if (!cdk_layer_str_add(r->reading->env, r->reading->facts, value, &r->file.package)) return r->reading->env->error->status;
        break;
    case 'F': r->file.folder = value; break;
    case 'R': r->file.name = value; break;
    case 'a': r->file.attributes = value; break;
    case 'Z': r->file.digest = value; break;
    default: break;
    }
    return CISDOCK_OK;
}

static int32_t read_all(apk_reader *r)
{
    cdk_str rest = r->found->bytes, line = CDK_STR_NONE;
    for (bool more = true; more;) {
        more = cdk_str_line(&rest, &line);
        bool blank = !more || !line.n, plain = !blank && line.n >= 2 && line.p[1] == ':';
        bool ends = blank || (plain && (line.p[0] == 'F' || line.p[0] == 'R'));
        int32_t status = ends ? close_file(r) : CISDOCK_OK;
        if (blank) r->file = (apk_file){.folder = CDK_STR(""), .name = CDK_STR_NONE};
        if (!status && plain) status = read_line(r, line);
        if (status) return status;
    }
    return CISDOCK_OK;
}

int32_t cdk_take_apk_files(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    apk_reader r = {.reading = reading, .found = found, .taken = taken, .file = {.folder = CDK_STR(""), .name = CDK_STR_NONE}};
    cdk_buf_init(&r.bytes, reading->env->mem);
    int32_t status = read_all(&r);
    cdk_buf_free(&r.bytes);
    if (status || !r.bad || taken->state != CDK_HAVE) return status;
    return cdk_taken_damaged(reading, found, taken, CDK_DAMAGED, CDK_CLASS_BAD_DATABASE, "some digests of the apk database are none");
}
