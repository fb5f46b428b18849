/* SPDX-License-Identifier: Apache-2.0 */
/* What an entry holds: stored pieces, and sparse files put together. */
#include "archive/tar_internal.h"

#include <inttypes.h>

static int32_t fail(cdk_tar *tar, cdk_class cls, const char *message)
{
    cdk_where where = cdk_tar_here(tar);
    return tar->status = cdk_fail(tar->env, cls, &where, "%s", message);
}

static int32_t truncated(cdk_tar *tar)
{
    return fail(tar, CDK_CLASS_TRUNCATED, "the archive ends within the data of an entry");
}

/* Judges a map that was just read, or could not be. */
static int32_t settle_map(cdk_tar *tar, cdk_sparse_result result)
{
    if (result == CDK_SPARSE_FAILED) return tar->status = tar->env->error->status;
    bool good = result == CDK_SPARSE_OK && cdk_sparse_valid(&tar->map, tar->entry.size, tar->data_left);
    tar->map_state = good ? CDK_TAR_MAP_READY : CDK_TAR_MAP_BAD;
    if (!good) cdk_tar_note(tar, CDK_CLASS_BAD_TAR, "the map of a sparse file is damaged: its content cannot be read");
    return CISDOCK_OK;
}

static cdk_str own(const cdk_tar *tar, cdk_pax_key key)
{
    return tar->own.v[key];
}

/* PAX versions: 1.0 has its map in the data, 0.1 in a record, 0.0 in pairs of records. */
static int32_t begin_pax_map(cdk_tar *tar)
{
    bool numbered = cdk_pax_saw(&tar->own, CDK_PAX_SPARSE_MAJOR);
    bool in_data = numbered && cdk_str_is(own(tar, CDK_PAX_SPARSE_MAJOR), "1") && cdk_str_is(own(tar, CDK_PAX_SPARSE_MINOR), "0");
    bool listed = cdk_pax_saw(&tar->own, CDK_PAX_SPARSE_MAP), paired = tar->own.sparse_pairs.n > 0;
    if (!numbered && !listed && !paired && !cdk_pax_saw(&tar->own, CDK_PAX_SPARSE_SIZE)) return CISDOCK_OK;
    tar->entry.sparse = true;
    cdk_str name = own(tar, CDK_PAX_SPARSE_NAME), size = own(tar, CDK_PAX_SPARSE_REALSIZE);
    if (!size.n) size = own(tar, CDK_PAX_SPARSE_SIZE);
    if (name.n) tar->entry.path = name;
    uint64_t value;
    bool sized = cdk_str_u64(size, 10, &value);
    if (sized) tar->entry.size = value;
    if (in_data && sized) {
        tar->map_state = CDK_TAR_MAP_IN_DATA;
        return CISDOCK_OK;
    }
    tar->map.count = 0;
    cdk_sparse_result result = CDK_SPARSE_BAD;
    if (sized && listed)
        result = cdk_sparse_list(tar->env, &tar->map, own(tar, CDK_PAX_SPARSE_MAP));
    else if (sized && paired)
        result = cdk_sparse_pairs(tar->env, &tar->map, tar->own.sparse_pairs);
    else if (sized && !numbered && tar->data_left == 0) /* version 0.0 of one hole */
        result = CDK_SPARSE_OK;
    return settle_map(tar, result);
}

int32_t cdk_tar_map_begin(cdk_tar *tar)
{
    tar->map_state = CDK_TAR_MAP_NONE;
    tar->range = 0;
    tar->position = 0;
    if (tar->entry.type != CDK_TAR_FILE) return CISDOCK_OK;
    if (tar->header.typeflag != 'S') return begin_pax_map(tar);
    tar->entry.sparse = true;
    uint64_t size = 0;
    bool sized = cdk_sparse_old_size(tar->sparse_header, &size);
    if (sized) tar->entry.size = size;
    cdk_sparse_result result = cdk_sparse_old(tar->env, &tar->map, &tar->in, tar->sparse_header);
    tar->entry.data_offset = tar->in.offset;
    return settle_map(tar, sized || result == CDK_SPARSE_FAILED ? result : CDK_SPARSE_BAD);
}

/* The map of version 1.0 goes before the first piece. */
static int32_t read_map(cdk_tar *tar)
{
    if (tar->map_state != CDK_TAR_MAP_IN_DATA) return CISDOCK_OK;
    return settle_map(tar, cdk_sparse_text(tar->env, &tar->map, &tar->in, &tar->data_left));
}

static int32_t take(cdk_tar *tar, uint64_t max, const uint8_t **data, size_t *size)
{
    int32_t status = cdk_cursor_take(&tar->in, max < tar->data_left ? max : tar->data_left, data, size);
    if (status) return tar->status = status;
    if (!*size && tar->data_left && max) return truncated(tar);
    tar->data_left -= *size;
    return CISDOCK_OK;
}

int32_t cdk_tar_data(cdk_tar *tar, const uint8_t **data, size_t *size)
{
    *data = NULL;
    *size = 0;
    if (tar->status) return tar->status;
    int32_t status = read_map(tar);
    return status ? status : take(tar, UINT64_MAX, data, size);
}

/* The next zeros, or else the next stored piece. */
static int32_t expand(cdk_tar *tar, const uint8_t **data, size_t *size)
{
    static const uint8_t zeros[16384];
    const cdk_sparse_map *map = &tar->map;
    while (tar->range < map->count && tar->position >= map->items[tar->range].offset + map->items[tar->range].length)
        tar->range++;
    const cdk_sparse_range *range = tar->range < map->count ? &map->items[tar->range] : NULL;
    uint64_t data_at = range ? range->offset : tar->entry.size;
    if (tar->position < data_at) {
        uint64_t hole = data_at - tar->position;
        *data = zeros;
        *size = hole < sizeof zeros ? (size_t)hole : sizeof zeros;
    } else if (range) {
        int32_t status = take(tar, range->offset + range->length - tar->position, data, size);
        if (status) return status;
    }
    tar->position += *size;
    return CISDOCK_OK;
}

int32_t cdk_tar_data_expanded(cdk_tar *tar, const uint8_t **data, size_t *size)
{
    if (tar->map_state == CDK_TAR_MAP_NONE) return cdk_tar_data(tar, data, size);
    *data = NULL;
    *size = 0;
    if (tar->status) return tar->status;
    int32_t status = read_map(tar);
    if (status) return status;
    if (tar->map_state == CDK_TAR_MAP_READY) return expand(tar, data, size);
    cdk_where where = cdk_tar_here(tar); /* only this entry: the next ones can be read */
    return cdk_fail(tar->env, CDK_CLASS_BAD_TAR, &where, "the map of a sparse file is damaged");
}

int32_t cdk_tar_read_into(cdk_tar *tar, uint64_t limit, cdk_buf *out)
{
    if (tar->entry.size > limit) {
        cdk_where where = cdk_tar_here(tar);
        return cdk_fail(tar->env, CDK_CLASS_LIMIT, &where, "a file of %" PRIu64 " bytes, of which %" PRIu64 " may be kept",
                        tar->entry.size, limit);
    }
    for (;;) {
        const uint8_t *data;
        size_t size;
        int32_t status = cdk_tar_data_expanded(tar, &data, &size);
        if (status || !size) return status;
        if (!cdk_buf_add(out, data, size)) return cdk_fail_memory(tar->env);
    }
}

int32_t cdk_tar_read(cdk_tar *tar, cdk_arena *arena, uint64_t limit, cdk_str *out)
{
    cdk_buf buf;
    cdk_buf_init(&buf, tar->env->mem);
    *out = CDK_STR_NONE;
    int32_t status = cdk_tar_read_into(tar, limit, &buf);
    if (!status) {
        out->p = cdk_arena_dup(arena, buf.p, buf.n);
        out->n = out->p ? buf.n : 0;
        if (!out->p) status = cdk_fail_memory(tar->env);
    }
    cdk_buf_free(&buf);
    return status;
}

int32_t cdk_tar_data_finish(cdk_tar *tar)
{
    uint64_t skipped, ignored;
    int32_t status = cdk_cursor_skip(&tar->in, tar->data_left, &skipped);
    if (status) return tar->status = status;
    if (skipped < tar->data_left) return truncated(tar);
    tar->data_left = 0;
    /* Some writers leave the last padding out. */
    status = cdk_cursor_skip(&tar->in, tar->pad, &ignored);
    tar->pad = 0;
    return tar->status = status;
}

typedef struct data_stream {
    cdk_stream base;
    cdk_tar *tar;
    uint64_t serial;
} data_stream;

static int32_t check_serial(const data_stream *self)
{
    if (self->serial == self->tar->serial) return CISDOCK_OK;
    return cdk_fail(self->base.env, CDK_CLASS_INTERNAL, NULL, "data of an entry that was left behind");
}

static int32_t data_next(cdk_stream *stream, const uint8_t **data, size_t *size)
{
    data_stream *self = (data_stream *)stream;
    int32_t status = check_serial(self);
    return status ? status : cdk_tar_data(self->tar, data, size);
}

static int32_t data_skip(cdk_stream *stream, uint64_t count, uint64_t *skipped)
{
    data_stream *self = (data_stream *)stream;
    cdk_tar *tar = self->tar;
    int32_t status = check_serial(self);
    if (!status) status = read_map(tar);
    if (status) return status;
    uint64_t want = count < tar->data_left ? count : tar->data_left;
    status = cdk_cursor_skip(&tar->in, want, skipped);
    if (status) return tar->status = status;
    tar->data_left -= *skipped;
    return *skipped < want ? truncated(tar) : CISDOCK_OK;
}

static void data_close(cdk_stream *stream)
{
    cdk_free(stream->env->mem, stream);
}

int32_t cdk_tar_data_stream(cdk_tar *tar, cdk_stream **out)
{
    static const cdk_stream_ops ops = {data_next, data_skip, data_close};
    data_stream *self = cdk_alloc(tar->env->mem, sizeof *self);
    *out = NULL;
    if (!self) return cdk_fail_memory(tar->env);
    *self = (data_stream){{.ops = &ops, .env = tar->env}, tar, tar->serial};
    *out = &self->base;
    return CISDOCK_OK;
}
