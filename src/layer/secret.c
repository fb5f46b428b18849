/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/secret.h"

#include "layer/secret_scan.h"

static const struct kind_row {
    const char *name, *text;
} kinds[] = {
#define CDK_SECRET(id, name, text) {name, text},
#include "layer/secret_kinds.def"
#undef CDK_SECRET
};

static const struct mark_row {
    cdk_str mark;
    bool any_case;
    void (*detect)(cdk_secret_scanner *, size_t);
} marks[] = {
#define CDK_MARK(text, any_case, detect) {{text, sizeof(text) - 1}, any_case, detect},
#include "layer/secret_marks.def"
#undef CDK_MARK
};

enum { MARKS = sizeof marks / sizeof *marks, BUCKETS = 4096, MOST_ROWS = 255 };

const char *cdk_secret_kind_name(cdk_secret_kind kind)
{
    return kind < CDK_SECRET_KIND_COUNT ? kinds[kind].name : "";
}

const char *cdk_secret_kind_text(cdk_secret_kind kind)
{
    return kind < CDK_SECRET_KIND_COUNT ? kinds[kind].text : "";
}

bool cdk_secret_kind_find(cdk_str name, cdk_secret_kind *out)
{
    for (int i = 0; i < CDK_SECRET_KIND_COUNT; i++)
        if (cdk_str_is(name, kinds[i].name)) {
            *out = (cdk_secret_kind)i;
            return true;
        }
    return false;
}

void cdk_secret_add(cdk_secret_scanner *scanner, cdk_secret_kind kind, cdk_str value, cdk_sure sure, bool example)
{
    cdk_secret_span span = {.kind = kind, .offset = (size_t)(value.p - scanner->text.p), .length = value.n, .sure = sure, .example = example};
    if (scanner->spans.count >= CDK_LIMIT(scanner->env, MAX_FINDINGS)) return;
    if (!cdk_secret_span_vec_add(scanner->arena, &scanner->spans, span)) scanner->failed = true;
}

/* Rows by the first two characters of their marks, letters small, behind a filter of the first three: five bits of each,
 * so that case does not count. Nearly every place in a text ends at the filter. */
struct cdk_secret_index {
    uint32_t filter[1024];
    unsigned char heads[BUCKETS];
    unsigned char next[MOST_ROWS + 1];
};

static unsigned lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? c | 0x20u : c;
}

static unsigned bucket(const char *p)
{
    return (lower((unsigned char)p[0]) * 61 + lower((unsigned char)p[1])) % BUCKETS;
}

static cdk_str mark_of(uint32_t row)
{
    return row < MARKS ? marks[row].mark : cdk_secret_token_mark(row - MARKS);
}

/* The three characters that end with `c`, where `key` is that of those that end before it. */
static unsigned next_key(unsigned key, char c)
{
    return (key << 5 | ((unsigned char)c & 31)) & 0x7fff;
}

static void put_filter(cdk_secret_index *index, cdk_str mark)
{
    unsigned first = mark.n > 2 ? mark.p[2] & 31 : 0, last = mark.n > 2 ? first : 31; /* a mark of two fits with any third */
    unsigned key = next_key(next_key(0, mark.p[0]), mark.p[1]);
    for (unsigned c = first; c <= last; c++) {
        unsigned whole = next_key(key, (char)c);
        index->filter[whole / 32] |= 1u << whole % 32;
    }
}

static void build_index(cdk_secret_index *index)
{
    memset(index, 0, sizeof *index);
    for (uint32_t row = 0; row < MARKS + cdk_secret_token_count() && row < MOST_ROWS; row++) {
        unsigned b = bucket(mark_of(row).p);
        index->next[row + 1] = index->heads[b];
        index->heads[b] = (unsigned char)(row + 1);
        put_filter(index, mark_of(row));
    }
}

static bool mark_stands(uint32_t row, cdk_str rest)
{
    cdk_str mark = mark_of(row);
    if (rest.n < mark.n) return false;
    rest.n = mark.n;
    return row < MARKS && marks[row].any_case ? cdk_str_eq_nocase(rest, mark) : cdk_str_eq(rest, mark);
}

static void look_at(cdk_secret_scanner *scanner, const cdk_secret_index *index, size_t i)
{
    for (unsigned row = index->heads[bucket(scanner->text.p + i)]; row; row = index->next[row]) {
        if (i < scanner->passed || !mark_stands(row - 1, cdk_str_from(scanner->text, i))) continue;
        if (row - 1 < MARKS) marks[row - 1].detect(scanner, i);
        else cdk_secret_token(scanner, row - 1 - MARKS, i);
    }
}

static int32_t look_at_marks(cdk_secret_scanner *scanner, const cdk_secret_index *index)
{
    cdk_str text = scanner->text;
    if (text.n < 2) return CISDOCK_OK;
    unsigned key = next_key(next_key(0, text.p[0]), text.p[1]);
    for (size_t i = 0; i + 1 < text.n; i++) {
        if (i % 1048576 == 0) {
            int32_t status = cdk_check_cancel(scanner->env);
            if (status) return status;
        }
        key = next_key(key, i + 2 < text.n ? text.p[i + 2] : '\0');
        if (index->filter[key / 32] >> key % 32 & 1) look_at(scanner, index, i);
    }
    return CISDOCK_OK;
}

cdk_secret_index *cdk_secret_index_new(cdk_mem *mem)
{
    cdk_secret_index *index = cdk_alloc(mem, sizeof *index);
    if (index) build_index(index);
    return index;
}

int32_t cdk_secret_search(const cdk_env *env, const cdk_secret_index *index, cdk_arena *arena, cdk_secret_place place,
                          cdk_str name, cdk_str text, cdk_secret_spans *out)
{
    cdk_secret_scanner scanner = {.env = env, .arena = arena, .place = place, .name = name, .text = text};
    size_t slash;
    scanner.base = cdk_str_rfind_char(name, '/', &slash) ? cdk_str_from(name, slash + 1) : name;
    *out = (cdk_secret_spans){.items = NULL};
    if (!text.n) return CISDOCK_OK;
    int32_t status = look_at_marks(&scanner, index);
    if (status) return status;
    if (place == CDK_SECRET_IN_FILE) cdk_secret_known_file(&scanner);
    if (place == CDK_SECRET_IN_ENV || place == CDK_SECRET_IN_ARG || place == CDK_SECRET_IN_LABEL) cdk_secret_pair(&scanner, name, text, false);
    if (scanner.failed) return cdk_fail_memory(env);
    cdk_secret_settle(&scanner.spans, text, out);
    out->limited = scanner.spans.count >= CDK_LIMIT(env, MAX_FINDINGS);
    return CISDOCK_OK;
}

int32_t cdk_secret_scan(const cdk_env *env, cdk_arena *arena, cdk_secret_place place, cdk_str name, cdk_str text,
                        cdk_secret_spans *out)
{
    cdk_secret_index index;
    build_index(&index);
    return cdk_secret_search(env, &index, arena, place, name, text, out);
}
