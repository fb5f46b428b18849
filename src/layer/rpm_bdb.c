/* SPDX-License-Identifier: Apache-2.0 */
/* Berkeley DB's hash form, which older RPM uses: pages of key and data pairs, large data in chains of overflow pages. Either
 * byte order. */
#include "layer/rpm_header.h"

enum { MAGIC_AT = 12, MAGIC = 0x00061561, PAGE_SIZE_AT = 20, ENCRYPTED_AT = 24, LAST_PAGE_AT = 32 };
enum { NEXT_AT = 16, ENTRIES_AT = 20, LENGTH_AT = 22, TYPE_AT = 25, PAGE_HEAD = 26 };
enum { PAGE_HASH_UNSORTED = 2, PAGE_OVERFLOW = 7, PAGE_HASH = 13 };
enum { ITEM_INLINE = 1, ITEM_OFF_PAGE = 3, OFF_PAGE_BYTES = 12 };

typedef struct bdb {
    cdk_rpm_database *db;
    cdk_str bytes;
    bool big;
    uint32_t page_size, pages;
    cdk_buf joined; /* data of one chain */
    const char *why;
} bdb;

static uint32_t number(const bdb *b, const char *p, size_t n)
{
    uint32_t v = 0;
    for (size_t i = 0; i < n; i++) v = v << 8 | (uint8_t)p[b->big ? i : n - 1 - i];
    return v;
}

static const char *page_at(const bdb *b, uint32_t page)
{
    return page < b->pages ? b->bytes.p + (uint64_t)page * b->page_size : NULL;
}

/* Join the overflow pages from `page` on; a chain that is longer than it says, or than the file, is damaged. */
static bool join(bdb *b, uint32_t page, uint32_t length)
{
    b->joined.n = 0;
    for (uint32_t steps = 0; b->joined.n < length; steps++) {
        const char *p = page_at(b, page);
        if (!p || !page || steps > b->pages || p[TYPE_AT] != PAGE_OVERFLOW) return false;
        uint32_t n = number(b, p + LENGTH_AT, 2);
        if (n > b->page_size - PAGE_HEAD || !n) return false;
        if (n > length - b->joined.n) n = length - (uint32_t)b->joined.n;
        if (!cdk_buf_add(&b->joined, p + PAGE_HEAD, n)) return false;
        page = number(b, p + NEXT_AT, 4);
    }
    return true;
}

/* Item `i` of a page: it ends where the one before it begins. */
static bool item(const bdb *b, const char *page, uint32_t i, cdk_str *out)
{
    uint32_t start = number(b, page + PAGE_HEAD + 2 * i, 2);
    uint32_t end = i ? number(b, page + PAGE_HEAD + 2 * (i - 1), 2) : b->page_size;
    if (start < PAGE_HEAD || start >= end || end > b->page_size) return false;
    *out = (cdk_str){page + start, end - start};
    return true;
}

static int32_t take_pair(bdb *b, cdk_str key, cdk_str data)
{
    static const char next_number[4] = {0}; /* the record of key 0 tells which number comes next */
    if (key.n == 5 && key.p[0] == ITEM_INLINE && !memcmp(key.p + 1, next_number, 4)) return CISDOCK_OK;
    if (data.p[0] == ITEM_INLINE) return cdk_rpm_take_header(b->db, cdk_str_from(data, 1));
    if (data.p[0] != ITEM_OFF_PAGE || data.n < OFF_PAGE_BYTES) {
        b->why = "the RPM database (Berkeley DB) has an item of unknown type";
        return CISDOCK_OK;
    }
    uint32_t length = number(b, data.p + 8, 4);
    if (length > b->bytes.n || !join(b, number(b, data.p + 4, 4), length)) {
        if (b->joined.failed) return cdk_fail_memory(b->db->reading->env);
        b->why = "the RPM database (Berkeley DB) has a damaged chain of pages";
        return CISDOCK_OK;
    }
    return cdk_rpm_take_header(b->db, cdk_buf_view(&b->joined));
}

static int32_t read_page(bdb *b, const char *page)
{
    uint32_t entries = number(b, page + ENTRIES_AT, 2);
    if (page[TYPE_AT] != PAGE_HASH && page[TYPE_AT] != PAGE_HASH_UNSORTED) return CISDOCK_OK;
    if (PAGE_HEAD + 2 * entries > b->page_size) {
        b->why = "the RPM database (Berkeley DB) has a damaged page";
        return CISDOCK_OK;
    }
    for (uint32_t i = 0; i + 1 < entries; i += 2) {
        cdk_str key, data;
        if (!item(b, page, i, &key) || !item(b, page, i + 1, &data)) {
            b->why = "the RPM database (Berkeley DB) has a damaged item";
            return CISDOCK_OK;
        }
        int32_t status = take_pair(b, key, data);
        if (status) return status;
    }
    return CISDOCK_OK;
}

static bool read_head(bdb *b)
{
    if (b->bytes.n < 512) return false;
    b->big = number(b, b->bytes.p + MAGIC_AT, 4) != MAGIC;
    if (number(b, b->bytes.p + MAGIC_AT, 4) != MAGIC) return false;
    b->page_size = number(b, b->bytes.p + PAGE_SIZE_AT, 4);
    if (b->page_size < 512 || b->page_size > 65536 || b->page_size & (b->page_size - 1) || b->bytes.p[ENCRYPTED_AT]) {
        b->why = "the RPM database (Berkeley DB) has an unknown page size, or is encrypted";
        return true;
    }
    uint64_t told = (uint64_t)number(b, b->bytes.p + LAST_PAGE_AT, 4) + 1, there = b->bytes.n / b->page_size;
    if (told > there) b->why = "the RPM database (Berkeley DB) ends too early";
    b->pages = (uint32_t)(told < there ? told : there);
    return true;
}

int32_t cdk_rpm_read_bdb(cdk_rpm_database *db, cdk_str bytes, bool *known, const char **why)
{
    bdb b = {.db = db, .bytes = bytes};
    int32_t status = CISDOCK_OK;
    *known = read_head(&b);
    cdk_buf_init(&b.joined, db->reading->env->mem);
    for (uint32_t page = 1; *known && page < b.pages && !status; page++) {
        if (page % 1024 == 0) status = cdk_check_cancel(db->reading->env);
        if (!status) status = read_page(&b, page_at(&b, page));
    }
    cdk_buf_free(&b.joined);
    if (b.why) *why = b.why;
    return status;
}
