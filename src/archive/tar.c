/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the entries of a tar archive. Where readers differ (which of several names counts, whether a link has data),
 * it does as Go's archive/tar, with which the container engines unpack: what they would see is what is judged. */
#include "archive/tar_internal.h"

#include "base/base64.h"
#include "base/num.h"

#include <stdarg.h>
#include <stdio.h>

enum { MAGIC_AT = 257 };

cdk_where cdk_tar_here(const cdk_tar *tar)
{
    cdk_where where = CDK_NOWHERE;
    where.path = tar->entry.path;
    where.offset = (int64_t)tar->in.offset;
    return where;
}

void cdk_tar_note(cdk_tar *tar, cdk_class cls, const char *format, ...)
{
    if (!tar->notes.note) return;
    char text[256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    cdk_where where = cdk_tar_here(tar);
    tar->notes.note(tar->notes.user, cls, &where, text);
}

static int32_t fail(cdk_tar *tar, cdk_class cls, const char *message)
{
    cdk_where where = cdk_tar_here(tar);
    where.path = CDK_STR_NONE; /* the last entry is complete: the fault is behind it */
    return tar->status = cdk_fail(tar->env, cls, &where, "%s", message);
}

int32_t cdk_tar_new(const cdk_env *env, cdk_stream *stream, const cdk_tar_notes *notes, cdk_tar **out)
{
    *out = NULL;
    cdk_tar *tar = cdk_calloc(env->mem, 1, sizeof *tar);
    if (!tar) {
        cdk_stream_close(stream);
        return cdk_fail_memory(env);
    }
    tar->env = env;
    if (notes) tar->notes = *notes;
    cdk_cursor_init(&tar->in, stream);
    cdk_tar_types(tar->types);
    cdk_buf *bufs[] = {&tar->records, &tar->long_name, &tar->long_link, &tar->global_text, &tar->capability};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) cdk_buf_init(bufs[i], env->mem);
    *out = tar;
    return CISDOCK_OK;
}

void cdk_tar_close(cdk_tar *tar)
{
    if (!tar) return;
    cdk_buf *bufs[] = {&tar->records, &tar->long_name, &tar->long_link, &tar->global_text, &tar->capability};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) cdk_buf_free(bufs[i]);
    cdk_sparse_free(&tar->map, tar->env->mem);
    cdk_cursor_close(&tar->in);
    cdk_free(tar->env->mem, tar);
}

static uint64_t padding(uint64_t size)
{
    return (CDK_TAR_BLOCK_SIZE - size % CDK_TAR_BLOCK_SIZE) % CDK_TAR_BLOCK_SIZE;
}

/* Every reader takes the first zero block for the end, so what follows is not listed; but somebody put it there. */
static int32_t end_of_archive(cdk_tar *tar)
{
    const uint8_t *block;
    size_t got;
    uint64_t skipped;
    cdk_tar_header ignored;
    tar->ended = true;
    int32_t status = cdk_cursor_skip(&tar->in, CDK_TAR_BLOCK_SIZE, &skipped);
    if (!status) status = cdk_cursor_peek(&tar->in, CDK_TAR_BLOCK_SIZE, &block, &got);
    if (status) return tar->status = status;
    if (got == CDK_TAR_BLOCK_SIZE && cdk_tar_header_decode(block, &ignored) == CDK_TAR_BLOCK_HEADER)
        cdk_tar_note(tar, CDK_CLASS_BAD_TAR, "entries behind a single zero block are hidden from other readers, and left out");
    if (tar->meta_bytes) cdk_tar_note(tar, CDK_CLASS_BAD_TAR, "an extended header without the entry that it describes");
    return CISDOCK_OK;
}

static int32_t end_of_stream(cdk_tar *tar, const uint8_t *rest, size_t n)
{
    bool tells_itself = tar->in.offset > 0 || (n >= MAGIC_AT + 5 && !memcmp(rest + MAGIC_AT, "ustar", 5));
    for (size_t i = 0; i < n; i++) {
        if (rest[i] && tells_itself) return fail(tar, CDK_CLASS_TRUNCATED, "the archive ends within a header");
        if (rest[i]) return fail(tar, CDK_CLASS_BAD_TAR, "less than a block, and it is no header");
    }
    tar->ended = true;
    if (tar->meta_bytes) return fail(tar, CDK_CLASS_TRUNCATED, "the archive ends behind an extended header");
    return CISDOCK_OK;
}

/* The next header block, decoded and consumed; `ended` where there is none. */
static int32_t read_header(cdk_tar *tar)
{
    const uint8_t *block;
    size_t got;
    uint64_t skipped;
    int32_t status = cdk_cursor_peek(&tar->in, CDK_TAR_BLOCK_SIZE, &block, &got);
    if (status) return tar->status = status;
    if (got < CDK_TAR_BLOCK_SIZE) return end_of_stream(tar, block, got);
    switch (cdk_tar_header_decode(block, &tar->header)) {
    case CDK_TAR_BLOCK_ZERO: return end_of_archive(tar);
    case CDK_TAR_BLOCK_NO_HEADER: return fail(tar, CDK_CLASS_BAD_TAR, "a block that is no header (its checksum is wrong)");
    case CDK_TAR_BLOCK_BAD_SIZE: return fail(tar, CDK_CLASS_BAD_TAR, "a header with a size that is negative or no number");
    case CDK_TAR_BLOCK_HEADER: break;
    }
    if (tar->header.typeflag == 'S') memcpy(tar->sparse_header, block, CDK_TAR_BLOCK_SIZE);
    status = cdk_cursor_skip(&tar->in, CDK_TAR_BLOCK_SIZE, &skipped);
    return tar->status = status;
}

/* More than the limit is passed over first: an archive that ends before is truncated, whatever the limit. */
static int32_t too_long(cdk_tar *tar)
{
    uint64_t skipped;
    int32_t status = cdk_cursor_skip(&tar->in, tar->header.size, &skipped);
    if (status) return tar->status = status;
    if (skipped < tar->header.size) return fail(tar, CDK_CLASS_TRUNCATED, "the archive ends within an extended header");
    cdk_where where = cdk_tar_here(tar);
    return tar->status = cdk_fail_limit(tar->env, CDK_LIMIT_MAX_PAX, &where, tar->header.size);
}

/* What follows a header that only describes the next one. */
static int32_t read_meta(cdk_tar *tar, cdk_buf *into)
{
    uint64_t left = tar->header.size, skipped;
    into->n = 0;
    if (!cdk_add_u64(tar->meta_bytes, left, &tar->meta_bytes) ||
        !cdk_add_u64(tar->meta_bytes, CDK_TAR_BLOCK_SIZE, &tar->meta_bytes) || tar->meta_bytes > CDK_LIMIT(tar->env, MAX_PAX))
        return too_long(tar);
    while (left) {
        const uint8_t *data;
        size_t size;
        int32_t status = cdk_cursor_take(&tar->in, left, &data, &size);
        if (status) return tar->status = status;
        if (!size) return fail(tar, CDK_CLASS_TRUNCATED, "the archive ends within an extended header");
        if (!cdk_buf_add(into, data, size)) return tar->status = cdk_fail_memory(tar->env);
        left -= size;
    }
    return tar->status = cdk_cursor_skip(&tar->in, padding(tar->header.size), &skipped);
}

/* The last header counts alone: no values of an earlier one stay. */
static int32_t read_records(cdk_tar *tar)
{
    int32_t status = read_meta(tar, &tar->records);
    tar->own = (cdk_pax){0};
    if (!status && !cdk_pax_parse(&tar->own, cdk_buf_view(&tar->records))) cdk_tar_note(tar, CDK_CLASS_BAD_TAR, "a PAX record is damaged");
    return status;
}

/* Engines do not apply global records: one that changes what an entry is makes readers differ. */
static void note_global(cdk_tar *tar, const cdk_pax *pax)
{
    static const cdk_pax_key telling[] = {CDK_PAX_PATH, CDK_PAX_LINKPATH, CDK_PAX_SIZE, CDK_PAX_UID, CDK_PAX_GID};
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++) {
        if (!pax->v[telling[i]].n) continue;
        cdk_tar_note(tar, CDK_CLASS_UNSUPPORTED, "a global PAX record sets names, sizes or owners: container engines do not apply it");
        return;
    }
}

/* Values move into a text of their own, which is built anew: the old ones may be among them. */
static int32_t read_global(cdk_tar *tar)
{
    cdk_buf text, read;
    cdk_pax merged = tar->global;
    cdk_buf_init(&text, tar->env->mem);
    cdk_buf_init(&read, tar->env->mem);
    int32_t status = read_meta(tar, &read);
    if (!status) {
        if (!cdk_pax_parse(&merged, cdk_buf_view(&read))) cdk_tar_note(tar, CDK_CLASS_BAD_TAR, "a global PAX record is damaged");
        note_global(tar, &merged);
        for (int i = 0; i < CDK_PAX_COUNT; i++) cdk_buf_str(&text, merged.v[i]);
        if (text.failed) status = tar->status = cdk_fail_memory(tar->env);
    }
    cdk_buf_free(&read);
    if (status) {
        cdk_buf_free(&text);
        return status;
    }
    size_t at = 0;
    for (int i = 0; i < CDK_PAX_COUNT; i++) {
        if (merged.v[i].n) merged.v[i].p = text.p + at;
        at += merged.v[i].n;
    }
    merged.sparse_pairs = CDK_STR_NONE;
    cdk_buf_free(&tar->global_text);
    tar->global_text = text;
    tar->global = merged;
    return CISDOCK_OK;
}

/* Reads headers up to one of an entry. */
static int32_t find_header(cdk_tar *tar)
{
    for (;;) {
        int32_t status = read_header(tar);
        if (status || tar->ended) return status;
        switch (tar->header.typeflag) {
        case 'L': status = read_meta(tar, &tar->long_name); break;
        case 'K': status = read_meta(tar, &tar->long_link); break;
        case 'x': case 'X': status = read_records(tar); break; /* X: Solaris before the standard */
        case 'g': status = read_global(tar); break;
        default: return CISDOCK_OK;
        }
        if (status) return status;
    }
}

/* Up to the first NUL. */
static cdk_str c_text(const cdk_buf *buf)
{
    cdk_str text = cdk_buf_view(buf), head, tail;
    return text.n && cdk_str_cut(text, '\0', &head, &tail) ? head : text;
}

static cdk_str first_of(cdk_str a, cdk_str b, cdk_str c)
{
    return a.n ? a : b.n ? b : c;
}

static cdk_str record(const cdk_tar *tar, cdk_pax_key key)
{
    return cdk_pax_value(&tar->own, &tar->global, key);
}

static void put_id(cdk_tar *tar, cdk_pax_key key, const char *name, uint64_t *id)
{
    cdk_str text = record(tar, key);
    if (text.n && !cdk_str_u64(text, 10, id)) cdk_tar_note(tar, CDK_CLASS_BAD_TAR, "a PAX record has a %s that is no number", name);
}

static int32_t put_capability(cdk_tar *tar)
{
    cdk_str packed = record(tar, CDK_PAX_CAPABILITY_BASE64);
    tar->entry.capability = record(tar, CDK_PAX_CAPABILITY);
    if (tar->entry.capability.n || !packed.n) return CISDOCK_OK;
    tar->capability.n = 0;
    if (!cdk_base64_decode(&tar->capability, packed)) {
        if (tar->capability.failed) return tar->status = cdk_fail_memory(tar->env);
        cdk_tar_note(tar, CDK_CLASS_BAD_TAR, "a PAX record has a capability that is not base64");
        return CISDOCK_OK;
    }
    tar->entry.capability = cdk_buf_view(&tar->capability);
    return CISDOCK_OK;
}

static bool has_data(cdk_tar_type type, char typeflag)
{
    return type == CDK_TAR_FILE || type == CDK_TAR_UNKNOWN || (type == CDK_TAR_DIR && typeflag == 'D');
}

/* Size decides where the next header stands, so a record of it must be good. */
static int32_t put_size(cdk_tar *tar)
{
    cdk_tar_entry *entry = &tar->entry;
    cdk_str text = record(tar, CDK_PAX_SIZE);
    uint64_t stored = tar->header.size;
    if (text.n && (!cdk_str_u64(text, 10, &stored) || stored > INT64_MAX))
        return fail(tar, CDK_CLASS_BAD_TAR, "a PAX record with a size that is no number");
    entry->stored_size = has_data(entry->type, entry->typeflag) ? stored : 0;
    entry->size = entry->type == CDK_TAR_FILE ? entry->stored_size : 0;
    entry->data_offset = tar->in.offset;
    tar->data_left = entry->stored_size;
    tar->pad = padding(entry->stored_size);
    return CISDOCK_OK;
}

static void put_names(cdk_tar *tar)
{
    const cdk_tar_header *header = &tar->header;
    cdk_tar_entry *entry = &tar->entry;
    entry->path = first_of(c_text(&tar->long_name), record(tar, CDK_PAX_PATH), (cdk_str){header->name, header->name_n});
    cdk_str link = first_of(c_text(&tar->long_link), record(tar, CDK_PAX_LINKPATH), (cdk_str){header->link, header->link_n});
    entry->type = tar->types[(uint8_t)header->typeflag];
    bool is_link = entry->type == CDK_TAR_SYMLINK || entry->type == CDK_TAR_HARDLINK;
    entry->link = is_link ? link : CDK_STR_NONE;
    if (header->typeflag == '\0' && cdk_str_ends(entry->path, CDK_STR("/"))) entry->type = CDK_TAR_DIR; /* v7 */
}

static int32_t check_names(cdk_tar *tar)
{
    uint64_t longest = tar->entry.path.n > tar->entry.link.n ? tar->entry.path.n : tar->entry.link.n;
    if (longest <= CDK_LIMIT(tar->env, MAX_PATH)) return CISDOCK_OK;
    cdk_where where = cdk_tar_here(tar);
    return tar->status = cdk_fail_limit(tar->env, CDK_LIMIT_MAX_PATH, &where, longest);
}

static int32_t put_entry(cdk_tar *tar)
{
    const cdk_tar_header *header = &tar->header;
    cdk_tar_entry *entry = &tar->entry;
    *entry = (cdk_tar_entry){.typeflag = header->typeflag, .mode = header->mode, .uid = header->uid, .gid = header->gid,
                             .mtime = header->mtime, .dev_major = header->dev_major, .dev_minor = header->dev_minor,
                             .header_offset = tar->meta_offset};
    put_names(tar);
    int32_t status = check_names(tar);
    if (!status) status = put_size(tar);
    if (status) return status;
    if (header->unreadable) cdk_tar_note(tar, CDK_CLASS_BAD_TAR, "a header whose %s is no number: taken as 0", header->unreadable);
    put_id(tar, CDK_PAX_UID, "uid", &entry->uid);
    put_id(tar, CDK_PAX_GID, "gid", &entry->gid);
    int64_t mtime;
    if (cdk_pax_seconds(record(tar, CDK_PAX_MTIME), &mtime)) entry->mtime = mtime;
    status = put_capability(tar);
    if (!status) status = cdk_tar_map_begin(tar);
    return status ? status : check_names(tar);
}

int32_t cdk_tar_next(cdk_tar *tar, const cdk_tar_entry **entry)
{
    *entry = NULL;
    if (tar->status || tar->ended) return tar->status;
    int32_t status = cdk_tar_data_finish(tar);
    if (status) return status;
    tar->serial++;
    tar->entry = (cdk_tar_entry){0};
    tar->own = (cdk_pax){0};
    tar->long_name.n = tar->long_link.n = 0;
    tar->meta_bytes = 0;
    tar->meta_offset = tar->in.offset;
    status = find_header(tar);
    if (!status && !tar->ended) status = put_entry(tar);
    if (!status && !tar->ended) *entry = &tar->entry;
    return status;
}

int32_t cdk_tar_drain(cdk_tar *tar)
{
    uint64_t skipped;
    if (tar->status) return tar->status;
    tar->ended = true;
    return tar->status = cdk_cursor_skip(&tar->in, UINT64_MAX, &skipped);
}
