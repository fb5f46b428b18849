/* SPDX-License-Identifier: Apache-2.0 */
/* libtar lives here only. From it come the block's layout, its checksums and its types. Its number parser is not
 * used (it reads over a field's end and knows no base-256), nor anything that reads, allocates or asks for accounts. */
#include "archive/tar_header.h"

#include <libtar.h>

static bool base256(const uint8_t *field, size_t n, int64_t *out)
{
    bool negative = field[0] & 0x40;
    uint64_t value = negative ? UINT64_MAX : 0;
    for (size_t i = 0; i < n; i++) {
        uint8_t byte = i ? field[i] : (uint8_t)(negative ? field[0] : field[0] & 0x7f);
        if (value >> 55 != (negative ? 0x1ff : 0)) { /* the next byte would not fit beside the sign */
            *out = negative ? INT64_MIN : INT64_MAX;
            return false;
        }
        value = value << 8 | byte;
    }
    *out = (int64_t)value;
    return true;
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\0';
}

bool cdk_tar_number(const uint8_t *field, size_t n, int64_t *out)
{
    if (field[0] & 0x80) return base256(field, n, out);
    while (n && is_blank(*field)) field++, n--;
    while (n && is_blank(field[n - 1])) n--;
    *out = 0;
    for (; n && *field; field++, n--) { /* at most 12 digits: no overflow */
        if (*field < '0' || *field > '7') return false;
        *out = *out * 8 + (*field - '0');
    }
    return true;
}

static size_t text_length(const char *field, size_t n)
{
    const char *end = memchr(field, '\0', n);
    return end ? (size_t)(end - field) : n;
}

/* Reads a number that must not be negative; what cannot be read is 0 and named. */
static uint64_t number(cdk_tar_header *header, const char *name, const char *field, size_t n)
{
    int64_t value;
    if (cdk_tar_number((const uint8_t *)field, n, &value) && value >= 0) return (uint64_t)value;
    header->unreadable = name;
    return 0;
}

#define NUMBER(header, raw, name) number(header, #name, (raw)->name, sizeof(raw)->name)

/* libtar's struct overlays the block; its layout ends in pointers of its own, which stay NULL. */
static void load(TAR *tar, const uint8_t block[CDK_TAR_BLOCK_SIZE])
{
    *tar = (TAR){0};
    memcpy(&tar->th_buf, block, CDK_TAR_BLOCK_SIZE);
}

static bool checksum_ok(TAR *tar)
{
    int64_t stored;
    if (!cdk_tar_number((const uint8_t *)tar->th_buf.chksum, sizeof tar->th_buf.chksum, &stored)) return false;
    return stored == th_crc_calc(tar) || stored == th_signed_crc_calc(tar); /* old writers summed signed bytes */
}

bool cdk_tar_is_header(const uint8_t block[512])
{
    TAR tar;
    load(&tar, block);
    return checksum_ok(&tar);
}

/* Bytes of the prefix field that belong to the name. GNU headers have times there, but writers of old left names behind
 * the GNU magic: what is no number cannot be a time. star has times in its last 24 bytes. */
static size_t prefix_length(const struct tar_header *raw)
{
    if (!memcmp(raw->magic, "ustar", 6)) {
        bool star = !memcmp(raw->padding + 8, "tar", 4);
        return text_length(raw->prefix, star ? 131 : sizeof raw->prefix);
    }
    if (memcmp(raw->magic, "ustar ", 6)) return 0;
    int64_t time;
    const uint8_t *times = (const uint8_t *)raw->prefix;
    bool numbers = (!times[0] || cdk_tar_number(times, 12, &time)) && (!times[12] || cdk_tar_number(times + 12, 12, &time));
    return numbers ? 0 : text_length(raw->prefix, sizeof raw->prefix);
}

static void put_names(const struct tar_header *raw, cdk_tar_header *out)
{
    size_t prefix = prefix_length(raw), name = text_length(raw->name, sizeof raw->name);
    memcpy(out->name, raw->prefix, prefix);
    if (prefix) out->name[prefix++] = '/';
    memcpy(out->name + prefix, raw->name, name);
    out->name_n = prefix + name;
    out->link_n = text_length(raw->linkname, sizeof raw->linkname);
    memcpy(out->link, raw->linkname, out->link_n);
}

/* Too large a size is cut at INT64_MAX: no archive is as long, so that it ends too early. */
static bool put_size(const struct tar_header *raw, cdk_tar_header *out)
{
    int64_t size;
    bool good = cdk_tar_number((const uint8_t *)raw->size, sizeof raw->size, &size) || size == INT64_MAX;
    out->size = (uint64_t)size;
    return good && size >= 0;
}

static void put_numbers(const struct tar_header *raw, cdk_tar_header *out)
{
    out->unreadable = NULL;
    out->mode = (uint32_t)NUMBER(out, raw, mode) & 07777;
    out->uid = NUMBER(out, raw, uid);
    out->gid = NUMBER(out, raw, gid);
    int64_t mtime;
    out->mtime = cdk_tar_number((const uint8_t *)raw->mtime, sizeof raw->mtime, &mtime) ? mtime : 0;
    out->dev_major = out->dev_minor = 0;
    if (raw->typeflag != CHRTYPE && raw->typeflag != BLKTYPE) return;
    out->dev_major = (uint32_t)NUMBER(out, raw, devmajor);
    out->dev_minor = (uint32_t)NUMBER(out, raw, devminor);
}

static bool is_zero(const uint8_t block[CDK_TAR_BLOCK_SIZE])
{
    return block[0] == 0 && memcmp(block, block + 1, CDK_TAR_BLOCK_SIZE - 1) == 0;
}

cdk_tar_block_kind cdk_tar_header_decode(const uint8_t block[CDK_TAR_BLOCK_SIZE], cdk_tar_header *out)
{
    TAR tar;
    if (is_zero(block)) return CDK_TAR_BLOCK_ZERO;
    load(&tar, block);
    if (!checksum_ok(&tar)) return CDK_TAR_BLOCK_NO_HEADER;
    out->typeflag = tar.th_buf.typeflag;
    put_numbers(&tar.th_buf, out);
    put_names(&tar.th_buf, out);
    return put_size(&tar.th_buf, out) ? CDK_TAR_BLOCK_HEADER : CDK_TAR_BLOCK_BAD_SIZE;
}

/* The mode's own type bits count for nothing: container engines unpack by the type flag. */
static cdk_tar_type type_of(char typeflag)
{
    TAR tar;
    memset(&tar, 0, sizeof tar);
    tar.th_buf.typeflag = typeflag;
    tar.th_buf.name[0] = 'x'; /* an empty name would be read one byte before its begin */
    tar.th_buf.mode[0] = '0';
    if (typeflag == 'D') return CDK_TAR_DIR;  /* GNU, with the names in it as data */
    if (typeflag == 'S') return CDK_TAR_FILE; /* GNU, sparse */
    if (TH_ISREG(&tar)) return CDK_TAR_FILE;
    if (TH_ISLNK(&tar)) return CDK_TAR_HARDLINK;
    if (TH_ISSYM(&tar)) return CDK_TAR_SYMLINK;
    if (TH_ISDIR(&tar)) return CDK_TAR_DIR;
    if (TH_ISCHR(&tar)) return CDK_TAR_CHAR;
    if (TH_ISBLK(&tar)) return CDK_TAR_BLOCK;
    return TH_ISFIFO(&tar) ? CDK_TAR_FIFO : CDK_TAR_UNKNOWN;
}

void cdk_tar_types(uint8_t types[256])
{
    for (int i = 0; i < 256; i++) types[i] = (uint8_t)type_of((char)i);
}
