/* SPDX-License-Identifier: Apache-2.0 */
#include "archive/tar_sparse.h"

#include "archive/tar_header.h"
#include "base/num.h"

enum {
    OLD_MAP = 386, OLD_COUNT = 4, OLD_EXTENDED = 482, OLD_REALSIZE = 483, /* in the header */
    MORE_COUNT = 21, MORE_EXTENDED = 504,                                /* in a block behind it */
    NUMBER = 12,
};

static cdk_sparse_result add(const cdk_env *env, cdk_sparse_map *map, uint64_t offset, uint64_t length)
{
    if (map->count >= CDK_LIMIT(env, MAX_PAX) / sizeof *map->items) {
        cdk_fail_limit(env, CDK_LIMIT_MAX_PAX, NULL, (map->count + 1) * sizeof *map->items);
        return CDK_SPARSE_FAILED;
    }
    if (!cdk_grow(env->mem, (void **)&map->items, &map->cap, map->count + 1, sizeof *map->items)) {
        cdk_fail_memory(env);
        return CDK_SPARSE_FAILED;
    }
    map->items[map->count++] = (cdk_sparse_range){offset, length};
    return CDK_SPARSE_OK;
}

static cdk_sparse_result add_old(const cdk_env *env, cdk_sparse_map *map, const uint8_t *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++, pairs += 2 * NUMBER) {
        int64_t offset, length;
        if (!pairs[0] && !pairs[NUMBER]) break; /* unused */
        if (!cdk_tar_number(pairs, NUMBER, &offset) || !cdk_tar_number(pairs + NUMBER, NUMBER, &length)) return CDK_SPARSE_BAD;
        if (offset < 0 || length < 0) return CDK_SPARSE_BAD;
        cdk_sparse_result result = add(env, map, (uint64_t)offset, (uint64_t)length);
        if (result) return result;
    }
    return CDK_SPARSE_OK;
}

bool cdk_sparse_old_size(const uint8_t header[512], uint64_t *size)
{
    int64_t value;
    if (!cdk_tar_number(header + OLD_REALSIZE, NUMBER, &value) || value < 0) return false;
    *size = (uint64_t)value;
    return true;
}

/* The blocks are taken off in any case: they stand between the header and the data. */
cdk_sparse_result cdk_sparse_old(const cdk_env *env, cdk_sparse_map *map, cdk_cursor *cursor, const uint8_t header[512])
{
    map->count = 0;
    cdk_sparse_result result = add_old(env, map, header + OLD_MAP, OLD_COUNT);
    bool more = header[OLD_EXTENDED];
    while (more && result != CDK_SPARSE_FAILED) {
        const uint8_t *block;
        size_t got;
        uint64_t skipped;
        if (cdk_cursor_peek(cursor, CDK_TAR_BLOCK_SIZE, &block, &got)) return CDK_SPARSE_FAILED;
        if (got < CDK_TAR_BLOCK_SIZE) return CDK_SPARSE_BAD;
        more = block[MORE_EXTENDED];
        if (!result) result = add_old(env, map, block, MORE_COUNT);
        if (cdk_cursor_skip(cursor, CDK_TAR_BLOCK_SIZE, &skipped)) return CDK_SPARSE_FAILED;
    }
    return result;
}

cdk_sparse_result cdk_sparse_pairs(const cdk_env *env, cdk_sparse_map *map, cdk_str records)
{
    cdk_str key, value;
    uint64_t offset = 0, number;
    bool have_offset = false;
    map->count = 0;
    while (cdk_pax_record(&records, &key, &value)) {
        bool is_offset = cdk_str_is(key, "GNU.sparse.offset"), is_length = cdk_str_is(key, "GNU.sparse.numbytes");
        if (!is_offset && !is_length) continue;
        if (have_offset == is_offset || !cdk_str_u64(value, 10, &number)) return CDK_SPARSE_BAD;
        cdk_sparse_result result = is_length ? add(env, map, offset, number) : CDK_SPARSE_OK;
        if (result) return result;
        offset = number;
        have_offset = is_offset;
    }
    return have_offset ? CDK_SPARSE_BAD : CDK_SPARSE_OK;
}

cdk_sparse_result cdk_sparse_list(const cdk_env *env, cdk_sparse_map *map, cdk_str text)
{
    map->count = 0;
    while (text.n) {
        cdk_str offset_text, length_text, rest;
        uint64_t offset, length;
        if (!cdk_str_cut(text, ',', &offset_text, &rest)) return CDK_SPARSE_BAD;
        cdk_str_cut(rest, ',', &length_text, &text);
        if (!cdk_str_u64(offset_text, 10, &offset) || !cdk_str_u64(length_text, 10, &length)) return CDK_SPARSE_BAD;
        cdk_sparse_result result = add(env, map, offset, length);
        if (result) return result;
    }
    return CDK_SPARSE_OK;
}

/* The text of version 1.0 as numbers, each on a line, over as many blocks as it takes. */
typedef struct text_reader {
    const cdk_env *env;
    cdk_cursor *cursor;
    uint64_t *left;
    uint8_t block[CDK_TAR_BLOCK_SIZE];
    size_t at;
} text_reader;

static cdk_sparse_result next_block(text_reader *reader)
{
    const uint8_t *block;
    size_t got;
    uint64_t skipped;
    if (*reader->left < CDK_TAR_BLOCK_SIZE) return CDK_SPARSE_BAD;
    if (cdk_cursor_peek(reader->cursor, CDK_TAR_BLOCK_SIZE, &block, &got)) return CDK_SPARSE_FAILED;
    if (got < CDK_TAR_BLOCK_SIZE) return CDK_SPARSE_BAD;
    memcpy(reader->block, block, CDK_TAR_BLOCK_SIZE);
    *reader->left -= CDK_TAR_BLOCK_SIZE;
    reader->at = 0;
    return cdk_cursor_skip(reader->cursor, CDK_TAR_BLOCK_SIZE, &skipped) ? CDK_SPARSE_FAILED : CDK_SPARSE_OK;
}

static cdk_sparse_result next_number(text_reader *reader, uint64_t *out)
{
    char digits[24];
    for (size_t n = 0; n < sizeof digits;) {
        if (reader->at == CDK_TAR_BLOCK_SIZE) {
            cdk_sparse_result result = next_block(reader);
            if (result) return result;
        }
        char c = (char)reader->block[reader->at++];
        if (c == '\n') return cdk_str_u64((cdk_str){digits, n}, 10, out) ? CDK_SPARSE_OK : CDK_SPARSE_BAD;
        digits[n++] = c;
    }
    return CDK_SPARSE_BAD;
}

cdk_sparse_result cdk_sparse_text(const cdk_env *env, cdk_sparse_map *map, cdk_cursor *cursor, uint64_t *left)
{
    text_reader reader = {.env = env, .cursor = cursor, .left = left, .at = CDK_TAR_BLOCK_SIZE};
    uint64_t count, offset, length;
    map->count = 0;
    cdk_sparse_result result = next_number(&reader, &count);
    for (uint64_t i = 0; !result && i < count; i++) {
        result = next_number(&reader, &offset);
        if (!result) result = next_number(&reader, &length);
        if (!result) result = add(env, map, offset, length);
    }
    return result;
}

bool cdk_sparse_valid(const cdk_sparse_map *map, uint64_t size, uint64_t stored)
{
    uint64_t end = 0, sum = 0;
    for (size_t i = 0; i < map->count; i++) {
        const cdk_sparse_range *range = &map->items[i];
        if (range->offset < end || !cdk_add_u64(range->offset, range->length, &end) || end > size) return false;
        if (!cdk_add_u64(sum, range->length, &sum)) return false;
    }
    return sum == stored;
}

void cdk_sparse_free(cdk_sparse_map *map, cdk_mem *mem)
{
    cdk_free(mem, map->items);
    *map = (cdk_sparse_map){0};
}
