/* SPDX-License-Identifier: Apache-2.0 */
#include "archive/tar.h"
#include "archive/tar_header.h"
#include "pieces.h"
#include "tar_make.h"

static tar_make made;

/* What a reader saw, as text: "type path>link mode uid gid size content|" for each entry. */
typedef struct seen {
    char text[8192];
    size_t n;
    int entries, notes;
    int32_t status;
    cdk_class cls;
    int64_t offset;
} seen;

static void count_note(void *user, cdk_class cls, const cdk_where *where, const char *message)
{
    assert_true(cls == CDK_CLASS_BAD_TAR || cls == CDK_CLASS_UNSUPPORTED);
    assert_true(where->offset >= 0 && message[0]);
    ((seen *)user)->notes++;
}

static void put(seen *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(out->text + out->n, sizeof out->text - out->n, format, args);
    va_end(args);
    out->n += (size_t)n;
    assert_true(out->n < sizeof out->text);
}

static int32_t put_entry(unit *u, cdk_tar *tar, const cdk_tar_entry *e, seen *out)
{
    cdk_arena arena;
    cdk_str content = CDK_STR_NONE;
    int32_t status = CISDOCK_OK;
    cdk_arena_init(&arena, &u->mem);
    if (e->type == CDK_TAR_FILE && e->size < 4096) status = cdk_tar_read(tar, &arena, 4096, &content);
    if (status && e->sparse && status == CISDOCK_E_CORRUPT) {
        status = CISDOCK_OK; /* only this entry's content is lost */
        content = CDK_STR("?");
    }
    if (!status) {
        put(out, "%c %.*s", e->type, (int)e->path.n, e->path.p ? e->path.p : "");
        if (e->link.n) put(out, ">%.*s", (int)e->link.n, e->link.p);
        put(out, " %o %llu %llu %llu %.*s|", e->mode, (unsigned long long)e->uid, (unsigned long long)e->gid,
            (unsigned long long)e->size, (int)content.n, content.p ? content.p : "");
        out->entries++;
    }
    cdk_arena_free(&arena);
    return status;
}

static int32_t walk_stream(unit *u, cdk_stream *stream, seen *out)
{
    cdk_tar *tar;
    const cdk_tar_entry *entry;
    cdk_tar_notes notes = {out, count_note};
    int32_t status = cdk_tar_new(&u->env, stream, &notes, &tar);
    if (status) return status;
    while (!(status = cdk_tar_next(tar, &entry)) && entry)
        if ((status = put_entry(u, tar, entry, out))) break;
    if (!status) status = cdk_tar_drain(tar);
    cdk_tar_close(tar);
    out->status = status;
    out->cls = u->error.cls;
    out->offset = u->error.offset;
    return status;
}

static void walk_bytes(size_t n, size_t piece, size_t fail_at, seen *out)
{
    unit u;
    unit_begin(&u, -1);
    *out = (seen){0};
    walk_stream(&u, piece_stream_new(&u, made.bytes, n, piece, fail_at), out);
    unit_end(&u);
}

static seen walk(void)
{
    seen whole, bytewise;
    walk_bytes(made.n, 4096, 0, &whole);
    walk_bytes(made.n, 1, 0, &bytewise);
    assert_string_equal(whole.text, bytewise.text);
    assert_int_equal(whole.status, bytewise.status);
    assert_int_equal(whole.notes, bytewise.notes);
    made.n = 0; /* the next archive */
    return whole;
}

static void expect(const char *text, int notes)
{
    seen out = walk();
    assert_string_equal(out.text, text);
    assert_int_equal(out.status, CISDOCK_OK);
    assert_int_equal(out.notes, notes);
}

static void test_types(void **state)
{
    (void)state;
    static const struct {
        char flag;
        const char *name;
        char type;
    } cases[] = {{'0', "a", 'f'}, {'\0', "a", 'f'}, {'\0', "a/", 'd'}, {'0', "a/", 'f'}, {'7', "a", 'f'}, {'5', "a", 'd'},
                 {'2', "a", 'l'}, {'1', "a", 'h'},  {'3', "a", 'c'},   {'4', "a", 'b'},  {'6', "a", 'p'}, {'D', "a", 'd'},
                 {'V', "a", '?'}, {'Z', "a", '?'}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tar_header(&made, cases[i].name, cases[i].flag, 0);
        tar_text(&made, 100, 8, "120644"); /* the mode's own type says symbolic link: it counts for nothing */
        tar_sum(&made);
        tar_end(&made);
        seen out = walk();
        assert_int_equal(out.entries, 1);
        assert_int_equal(out.text[0], cases[i].type);
    }
}

/* Links, folders and devices have no data behind them whatever their size says. */
static void test_size_of_links(void **state)
{
    (void)state;
    tar_header(&made, "hard", '1', 700);
    tar_text(&made, 157, 100, "to");
    tar_sum(&made);
    tar_header(&made, "dir", '5', 700);
    tar_file(&made, "after", "x");
    tar_end(&made);
    expect("h hard>to 644 0 0 0 |d dir 644 0 0 0 |f after 644 0 0 1 x|", 0);
}

static void test_prefix(void **state)
{
    (void)state;
    tar_header(&made, "name", '0', 0);
    tar_text(&made, 345, 155, "some/prefix");
    tar_sum(&made);
    tar_header(&made, "gnu", '0', 0); /* times where ustar has its prefix */
    memcpy(made.header + 257, "ustar  ", 8);
    tar_text(&made, 345, 12, "12574544345");
    tar_sum(&made);
    tar_header(&made, "v7", '0', 0);
    memset(made.header + 257, 0, 8);
    tar_text(&made, 345, 155, "rubbish");
    tar_sum(&made);
    tar_header(&made, "star", '0', 0);
    tar_text(&made, 345, 155, "pre");
    tar_text(&made, 476, 12, "12574544345");
    tar_text(&made, 508, 4, "tar");
    tar_sum(&made);
    expect("f some/prefix/name 644 0 0 0 |f gnu 644 0 0 0 |f v7 644 0 0 0 |f pre/star 644 0 0 0 |", 0);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *field;
        size_t n;
        bool good;
        int64_t value;
    } cases[] = {
        {"0000644\0", 8, true, 0644}, {"00000644", 8, true, 0644},  {"   644 \0", 8, true, 0644}, {"\0\0\0\0\0\0\0\0", 8, true, 0},
        {"644\0junk", 8, true, 0644}, {"  64 4\0\0", 8, false, 64}, {"0000689\0", 8, false, 0},   {"        ", 8, true, 0},
        {"777777777777", 12, true, INT64_C(0777777777777)},
        {"\x80\0\0\0\0\0\x03\xe8", 8, true, 1000},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 12, true, -1},
        {"\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff", 12, true, INT64_MAX},
        {"\x80\0\0\0\x80\0\0\0\0\0\0\0", 12, false, INT64_MAX},
        {"\xff\xff\xff\xff\x80\0\0\0\0\0\0\0", 12, true, INT64_MIN},
        {"\xff\xff\xff\xff\x7f\xff\xff\xff\xff\xff\xff\xff", 12, false, INT64_MIN},
        {"\x80\x7f\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 12, false, INT64_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value;
        assert_int_equal(cdk_tar_number((const uint8_t *)cases[i].field, cases[i].n, &value), cases[i].good);
        if (cases[i].good || cases[i].n == 12) assert_true(value == cases[i].value);
    }
}

static void test_odd_numbers_in_headers(void **state)
{
    (void)state;
    tar_header(&made, "a", '0', 0);
    memcpy(made.header + 108, "\x80\0\0\0\0\0\x03\xe8", 8);
    memcpy(made.header + 124, "\x80\0\0\0\0\0\0\0\0\0\0\x01", 12);
    tar_sum(&made);
    tar_data(&made, "x", 1);
    tar_header(&made, "b", '0', 0);
    memcpy(made.header + 116, "nobody\0\0", 8);
    tar_sum(&made);
    expect("f a 644 1000 0 1 x|f b 644 0 0 0 |", 1);
    tar_header(&made, "a", '0', 0);
    memset(made.header + 124, 0xff, 12);
    tar_sum(&made);
    assert_int_equal(walk().cls, CDK_CLASS_BAD_TAR);
    tar_file(&made, "a", "1");
    tar_header(&made, "b", '0', 0);
    memcpy(made.header + 124, "\x80\x7f\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 12);
    tar_sum(&made);
    tar_file(&made, "c", "3");
    seen out = walk();
    assert_int_equal(out.cls, CDK_CLASS_TRUNCATED);
    assert_int_equal(out.entries, 2);
}

static void test_signed_checksum(void **state)
{
    (void)state;
    tar_header(&made, "h\xc3\xa9", '0', 0);
    unsigned sum = 0;
    memset(made.header + 148, ' ', 8);
    for (int i = 0; i < 512; i++) sum += (unsigned)(signed char)made.header[i];
    snprintf((char *)made.header + 148, 8, "%06o", sum);
    expect("f h\xc3\xa9 644 0 0 0 |", 0);
}

static void test_long_names_in_any_order(void **state)
{
    (void)state;
    for (int order = 0; order < 2; order++) {
        tar_meta(&made, order ? 'K' : 'L', order ? "long/link" : "long/name", 10);
        tar_meta(&made, order ? 'L' : 'K', order ? "long/name" : "long/link", 10);
        tar_header(&made, "short", '2', 0);
        tar_text(&made, 157, 100, "shortlink");
        tar_sum(&made);
        tar_file(&made, "next", "n");
        tar_end(&made);
        expect("l long/name>long/link 644 0 0 0 |f next 644 0 0 1 n|", 0);
    }
}

/* A header without a name, which libtar's own loop passes over: a setuid program would not be seen. */
static void test_empty_name_with_pax_path(void **state)
{
    (void)state;
    tar_pax(&made, "path", "bin/evil");
    tar_header(&made, "", '0', 1);
    tar_text(&made, 100, 8, "0004755");
    tar_sum(&made);
    tar_data(&made, "#", 1);
    tar_end(&made);
    expect("f bin/evil 4755 0 0 1 #|", 0);
}

static void test_pax(void **state)
{
    (void)state;
    char records[4096];
    size_t n = tar_record(records, "path", "p/\xff", 3);
    n += tar_record(records + n, "uid", "5000000000", 10);
    n += tar_record(records + n, "gid", "7", 1);
    n += tar_record(records + n, "size", "3", 1);
    n += tar_record(records + n, "SCHILY.xattr.user.x", "a\0\n=b", 5);
    n += tar_record(records + n, "hdrcharset", "BINARY", 6);
    tar_meta(&made, 'x', records, n);
    tar_header(&made, "short", '0', 0);
    tar_data(&made, "abc", 3);
    tar_pax(&made, "linkpath", "far/away");
    tar_header(&made, "l", '2', 0);
    tar_pax(&made, "path", "twice");
    tar_pax(&made, "uid", "1"); /* the last header counts alone */
    tar_file(&made, "q", "");
    tar_pax(&made, "path", ""); /* takes the record away */
    tar_file(&made, "kept", "");
    tar_end(&made);
    expect("f p/\xff 644 5000000000 7 3 abc|l l>far/away 644 0 0 0 |f q 644 1 0 0 |f kept 644 0 0 0 |", 0);
}

static void test_pax_damage(void **state)
{
    (void)state;
    static const char *const damaged[] = {"5 a=b",      "0 x=y\n",     "-9 x=y\n",   "9 noequal\n", "99999999999999999999 path=x\n",
                                          "7 path\n",   "5 =v\n",      "12 path=x",  "x",           " 9 path=x\n",
                                          "9 path=x\n9"};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        tar_meta(&made, 'x', damaged[i], strlen(damaged[i]));
        tar_file(&made, "a", "1");
        tar_end(&made);
        seen out = walk();
        assert_int_equal(out.status, CISDOCK_OK);
        assert_int_equal(out.entries, 1);
        assert_int_equal(out.notes, 1);
    }
    tar_pax(&made, "size", "12x");
    tar_file(&made, "a", "1");
    assert_int_equal(walk().cls, CDK_CLASS_BAD_TAR);
    tar_pax(&made, "size", "9223372036854775808");
    tar_file(&made, "a", "1");
    assert_int_equal(walk().cls, CDK_CLASS_BAD_TAR);
    tar_pax(&made, "size", "9223372036854775807");
    tar_file(&made, "a", "1");
    assert_int_equal(walk().cls, CDK_CLASS_TRUNCATED);
}

static void test_pax_global(void **state)
{
    (void)state;
    char record[64];
    tar_meta(&made, 'g', record, tar_record(record, "uid", "12", 2));
    tar_file(&made, "a", "");
    tar_pax(&made, "uid", "13");
    tar_file(&made, "b", "");
    tar_meta(&made, 'g', record, tar_record(record, "gid", "14", 2));
    tar_file(&made, "c", "");
    tar_meta(&made, 'g', record, tar_record(record, "uid", "", 0));
    tar_file(&made, "d", "");
    expect("f a 644 12 0 0 |f b 644 13 0 0 |f c 644 12 14 0 |f d 644 0 14 0 |", 3);
    tar_meta(&made, 'g', record, tar_record(record, "comment", "0123abcd", 8));
    tar_file(&made, "a", "");
    expect("f a 644 0 0 0 |", 0);
}

static void expect_capability(const char *key, const void *value, size_t n, const char *expected, size_t expected_n)
{
    unit u;
    cdk_tar *tar;
    const cdk_tar_entry *entry;
    char records[256];
    unit_begin(&u, -1);
    made.n = 0;
    tar_meta(&made, 'x', records, tar_record(records, key, value, n));
    tar_file(&made, "ping", "");
    assert_int_equal(cdk_tar_new(&u.env, piece_stream_new(&u, made.bytes, made.n, 100, 0), NULL, &tar), CISDOCK_OK);
    assert_int_equal(cdk_tar_next(tar, &entry), CISDOCK_OK);
    assert_int_equal(entry->capability.n, expected_n);
    if (expected_n) assert_memory_equal(entry->capability.p, expected, expected_n);
    cdk_tar_close(tar);
    unit_end(&u);
    made.n = 0;
}

static void test_capability(void **state)
{
    (void)state;
    static const char cap[20] = {1, 0, 0, 2, 0, 0x20};
    expect_capability("SCHILY.xattr.security.capability", cap, 20, cap, 20);
    expect_capability("LIBARCHIVE.xattr.security.capability", "AQAAAgAgAAAAAAAAAAAAAAAAAAA", 27, cap, 20);
    expect_capability("LIBARCHIVE.xattr.security.capability", "AQAAAgAgAAAAAAAAAAAAAAAAAAA=", 28, cap, 20);
    expect_capability("LIBARCHIVE.xattr.security.capability", "no base64!", 10, "", 0);
    expect_capability("SCHILY.xattr.user.other", "v", 1, "", 0);
}

static void test_ends(void **state)
{
    (void)state;
    expect("", 0); /* nothing at all */
    tar_end(&made);
    expect("", 0);
    tar_file(&made, "a", "1"); /* no end blocks */
    expect("f a 644 0 0 1 1|", 0);
    tar_file(&made, "a", "1");
    tar_end(&made);
    memcpy(made.bytes + made.n, "garbage", 7);
    made.n += 7;
    expect("f a 644 0 0 1 1|", 0);
    tar_file(&made, "a", "1"); /* the last padding lacks */
    made.n -= 511;
    expect("f a 644 0 0 1 1|", 0);
    tar_file(&made, "a", "1"); /* less than a block of zeros */
    memset(made.bytes + made.n, 0, 100);
    made.n += 100;
    expect("f a 644 0 0 1 1|", 0);
    tar_file(&made, "a", "1"); /* a single zero block hides what follows */
    memset(made.bytes + made.n, 0, 512);
    made.n += 512;
    tar_file(&made, "hidden", "2");
    expect("f a 644 0 0 1 1|", 1);
    tar_file(&made, "a", "1");
    tar_header(&made, "b", '0', 0);
    made.header[0] = 'c';
    seen out = walk();
    assert_int_equal(out.cls, CDK_CLASS_BAD_TAR);
    assert_int_equal(out.offset, 1024);
    assert_int_equal(out.entries, 1);
    tar_file(&made, "a", "1");
    tar_pax(&made, "path", "nothing follows");
    assert_int_equal(walk().cls, CDK_CLASS_TRUNCATED);
}

static void make_mixture(void)
{
    made.n = 0;
    tar_file(&made, "first", "1");
    tar_meta(&made, 'L', "long/name", 10);
    tar_file(&made, "x", "22");
    tar_pax(&made, "path", "by/pax");
    tar_header(&made, "y", '0', 600);
    for (int i = 0; i < 600; i++) made.bytes[made.n + (size_t)i] = 'y';
    memset(made.bytes + made.n + 600, 0, 424);
    made.n += 1024;
    tar_header(&made, "sp", 'S', 3);
    memcpy(made.header + 257, "ustar  ", 8);
    tar_octal(&made, 386, 12, 5);
    tar_octal(&made, 398, 12, 3);
    tar_octal(&made, 483, 12, 20);
    tar_sum(&made);
    tar_data(&made, "abc", 3);
    tar_file(&made, "last", "3");
    tar_end(&made);
}

/* Wherever it is cut: the entries before stand, none is made up, and it is told unless the cut is between entries. */
static void test_every_early_end(void **state)
{
    (void)state;
    seen whole, cut;
    make_mixture();
    walk_bytes(made.n, 4096, 0, &whole);
    assert_int_equal(whole.entries, 5);
    for (size_t n = 0; n < made.n; n++) {
        walk_bytes(n, 333, 0, &cut);
        assert_memory_equal(cut.text, whole.text, cut.n);
        cdk_class expected = n < 262 ? CDK_CLASS_BAD_TAR : CDK_CLASS_TRUNCATED; /* up to its magic it may be anything */
        if (cut.status) assert_int_equal(cut.cls, expected);
        if (cut.status) assert_in_range(cut.offset, 0, n);
    }
    made.n = 0;
}

static void test_host_fails_at_every_call(void **state)
{
    (void)state;
    seen whole, broken;
    make_mixture();
    walk_bytes(made.n, 100, 0, &whole);
    for (size_t fail_at = 1; fail_at <= made.n / 100 + 1; fail_at++) {
        walk_bytes(made.n, 100, fail_at, &broken);
        assert_int_equal(broken.status, CISDOCK_E_HOST);
        assert_memory_equal(broken.text, whole.text, broken.n);
    }
    made.n = 0;
}

static int32_t walk_mixture(unit *u)
{
    seen out = {0};
    return walk_stream(u, piece_stream_new(u, made.bytes, made.n, 100, 0), &out);
}

static void test_every_allocation_fails(void **state)
{
    (void)state;
    make_mixture();
    unit_each_failure(walk_mixture);
    made.n = 0;
}

static void put_sparse(const char *realsize, const uint64_t (*ranges)[2], size_t count, size_t stored)
{
    tar_header(&made, "sp", 'S', stored);
    memcpy(made.header + 257, "ustar  ", 8);
    size_t in_header = count < 4 ? count : 4;
    for (size_t i = 0; i < in_header; i++) {
        tar_octal(&made, 386 + 24 * i, 12, ranges[i][0]);
        tar_octal(&made, 398 + 24 * i, 12, ranges[i][1]);
    }
    tar_text(&made, 483, 12, realsize);
    made.header[482] = count > 4;
    tar_sum(&made);
    for (size_t i = in_header; i < count; i += 21) {
        uint8_t *block = made.bytes + made.n;
        memset(block, 0, 512);
        for (size_t k = i; k < count && k < i + 21; k++)
            snprintf((char *)block + 24 * (k - i), 25, "%011llo %011llo", (unsigned long long)ranges[k][0], (unsigned long long)ranges[k][1]);
        block[504] = count > i + 21;
        made.n += 512;
    }
}

static void test_sparse_old(void **state)
{
    (void)state;
    static const uint64_t many[30][2] = {{1, 1},  {3, 1},  {5, 1},  {7, 1},  {9, 1},  {11, 1}, {13, 1}, {15, 1}, {17, 1}, {19, 1},
                                         {21, 1}, {23, 1}, {25, 1}, {27, 1}, {29, 1}, {31, 1}, {33, 1}, {35, 1}, {37, 1}, {39, 1},
                                         {41, 1}, {43, 1}, {45, 1}, {47, 1}, {49, 1}, {51, 1}, {53, 1}, {55, 1}, {57, 1}, {59, 1}};
    unit u;
    cdk_tar *tar;
    const cdk_tar_entry *entry;
    cdk_arena arena;
    cdk_str content;
    unit_begin(&u, -1);
    cdk_arena_init(&arena, &u.mem);
    put_sparse("00000000075", many, 30, 30);
    tar_data(&made, "abcdefghijklmnopqrstuvwxyzABCD", 30);
    tar_file(&made, "after", "x");
    assert_int_equal(cdk_tar_new(&u.env, piece_stream_new(&u, made.bytes, made.n, 100, 0), NULL, &tar), CISDOCK_OK);
    assert_int_equal(cdk_tar_next(tar, &entry), CISDOCK_OK);
    assert_true(entry->sparse);
    assert_int_equal(entry->size, 61);
    assert_int_equal(entry->stored_size, 30);
    assert_int_equal(cdk_tar_read(tar, &arena, 100, &content), CISDOCK_OK);
    assert_int_equal(content.n, 61);
    for (size_t i = 0; i < 61; i++) assert_int_equal(content.p[i], i % 2 ? "abcdefghijklmnopqrstuvwxyzABCD"[i / 2] : 0);
    assert_int_equal(cdk_tar_next(tar, &entry), CISDOCK_OK);
    assert_int_equal(cdk_tar_read(tar, &arena, 100, &content), CISDOCK_OK);
    assert_string_equal(content.p, "x");
    cdk_tar_close(tar);
    cdk_arena_free(&arena);
    unit_end(&u);
    made.n = 0;
}

/* Damage of a map costs that file's content, no more. */
static void test_sparse_damage(void **state)
{
    (void)state;
    static const uint64_t overlap[2][2] = {{0, 10}, {5, 10}}, beyond[1][2] = {{90, 20}}, short_of[1][2] = {{0, 7}};
    static const struct {
        const uint64_t (*ranges)[2];
        size_t count;
    } cases[] = {{overlap, 2}, {beyond, 1}, {short_of, 1}};
    for (size_t i = 0; i < 3; i++) {
        put_sparse("00000000144", cases[i].ranges, cases[i].count, 20);
        tar_data(&made, "DDDDDDDDDDDDDDDDDDDD", 20);
        tar_file(&made, "after", "x");
        expect("f sp 644 0 0 100 ?|f after 644 0 0 1 x|", 1);
    }
    static const uint64_t one[1][2] = {{0, 20}};
    put_sparse("777777777777", one, 1, 20); /* 64 GiB less 1: only metadata is used */
    tar_data(&made, "DDDDDDDDDDDDDDDDDDDD", 20);
    expect("f sp 644 0 0 68719476735 |", 0);
}

static void test_limits(void **state)
{
    (void)state;
    unit u;
    seen out = {0};
    unit_begin(&u, -1);
    u.limits.v[CDK_LIMIT_MAX_PAX] = 1500;
    made.n = 0;
    tar_meta(&made, 'L', "long/name", 10);
    tar_meta(&made, 'K', "long/link", 10);
    tar_meta(&made, 'K', "long/link", 10);
    tar_file(&made, "a", "1");
    assert_int_equal(walk_stream(&u, piece_stream_new(&u, made.bytes, made.n, 100, 0), &out), CISDOCK_E_LIMIT);
    u.limits.v[CDK_LIMIT_MAX_PAX] = 1 << 20;
    u.limits.v[CDK_LIMIT_MAX_PATH] = 8;
    assert_int_equal(walk_stream(&u, piece_stream_new(&u, made.bytes, made.n, 100, 0), &out), CISDOCK_E_LIMIT);
    made.n = 0;
    tar_header(&made, "././@LongLink", 'L', 0x7fffffff); /* 2 GiB that are not there: truncated, and no memory for them */
    tar_data(&made, "x", 1);
    assert_int_equal(walk_stream(&u, piece_stream_new(&u, made.bytes, made.n, 100, 0), &out), CISDOCK_E_TRUNCATED);
    unit_end(&u);
    assert_in_range(atomic_load(&u.mem.peak_bytes), 0, 1 << 20);
    made.n = 0;
}

static void test_data_stream(void **state)
{
    (void)state;
    unit u;
    cdk_tar *tar;
    const cdk_tar_entry *entry;
    cdk_stream *stream, *second;
    uint8_t *bytes;
    size_t size;
    uint64_t skipped;
    unit_begin(&u, -1);
    tar_file(&made, "a", "0123456789");
    tar_file(&made, "b", "x");
    assert_int_equal(cdk_tar_new(&u.env, piece_stream_new(&u, made.bytes, made.n, 3, 0), NULL, &tar), CISDOCK_OK);
    assert_int_equal(cdk_tar_next(tar, &entry), CISDOCK_OK);
    assert_int_equal(cdk_tar_data_stream(tar, &stream), CISDOCK_OK);
    assert_int_equal(cdk_stream_skip(stream, 4, &skipped), CISDOCK_OK);
    assert_int_equal(skipped, 4);
    assert_int_equal(drain_stream(stream, &bytes, &size), CISDOCK_OK);
    assert_int_equal(size, 6);
    assert_memory_equal(bytes, "456789", 6);
    free(bytes);
    cdk_stream_close(stream);
    assert_int_equal(cdk_tar_data_stream(tar, &second), CISDOCK_OK);
    assert_int_equal(cdk_tar_next(tar, &entry), CISDOCK_OK);
    assert_int_equal(entry->path.p[0], 'b');
    assert_int_equal(drain_stream(second, &bytes, &size), CISDOCK_E_INTERNAL); /* left behind */
    cdk_stream_close(second);
    cdk_tar_close(tar);
    unit_end(&u);
    made.n = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_size_of_links),
        cmocka_unit_test(test_prefix),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_odd_numbers_in_headers),
        cmocka_unit_test(test_signed_checksum),
        cmocka_unit_test(test_long_names_in_any_order),
        cmocka_unit_test(test_empty_name_with_pax_path),
        cmocka_unit_test(test_pax),
        cmocka_unit_test(test_pax_damage),
        cmocka_unit_test(test_pax_global),
        cmocka_unit_test(test_capability),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_every_early_end),
        cmocka_unit_test(test_host_fails_at_every_call),
        cmocka_unit_test(test_every_allocation_fails),
        cmocka_unit_test(test_sparse_old),
        cmocka_unit_test(test_sparse_damage),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_data_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
