/* SPDX-License-Identifier: Apache-2.0 */
/* What package databases say of files: each form's lines, damage, limits; stored, folded, and shown of the topmost database. */
#include "layers.h"

#include "base/digest.h"
#include "layer/reading.h"
#include "layer/serial.h"

#define X32 "0123456789abcdef0123456789ABCDEF"

static const char status_text[] =
    "Package: a\nStatus: install ok installed\nVersion: 1\nConffiles:\n /etc/a.conf " X32 "\n /etc/old.conf " X32 " obsolete\n /etc/new newconffile\n relative " X32
    "\nDescription: x\n /etc/no.conf " X32 "\n\n"
    "Package: gone\nStatus: deinstall ok config-files\nVersion: 1\nConffiles:\n /etc/gone.conf " X32 "\n";
static const char apk_text[] =
    "C:Q1abc=\nP:busybox\nV:1\nF:\nR:top\nZ:Q1AAAAAAAAAAAAAAAAAAAAAAAAAAA=\nF:bin\nM:0:0:755\nR:busybox\na:0:0:4755\nZ:Q1AQEBAQEBAQEBAQEBAQEBAQEBAQE=\nR:sh\n"
    "F:etc/init.d\nR:x\nF:etc\nR:y\nZ:Q2" "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\nP:b\nV:2\nR:z\n";

static int32_t read_text_file(unit *u, const char *path, const char *text, cdk_layer_facts **out)
{
    made_tar tar = {.bytes = NULL};
    cdk_plan *plan = NULL;
    *out = NULL;
    made_text(&tar, path, text);
    made_end(&tar);
    int32_t status = cdk_plan_new(&u->env, &plan);
    if (!status) status = cdk_plan_add_base(&u->env, plan);
    if (!status) status = cdk_plan_add(&u->env, plan, &(cdk_need){.kind = CDK_NEED_RECORDS});
    if (!status) status = cdk_plan_add(&u->env, plan, &(cdk_need){.kind = CDK_NEED_DIGESTS});
    if (!status) status = read_made(&u->env, &tar, plan, out);
    cdk_plan_free(plan);
    made_free(&tar);
    return status;
}

static cdk_layer_facts *read_one(unit *u, const char *path, const char *text)
{
    cdk_layer_facts *facts;
    assert_int_equal(read_text_file(u, path, text, &facts), 0);
    return facts;
}

/* "package folder|name algorithm:digest mode size flags" lines, of all taken files in order. */
static void list_records(unit *u, const cdk_layer_facts *facts, cdk_buf *out)
{
    cdk_buf_init(out, &u->mem);
    for (size_t t = 0; t < facts->taken_count; t++) {
        if (!cdk_reads_records(facts->taken[t].reader)) continue;
        for (uint32_t i = 0; i < facts->taken[t].count; i++) {
            const cdk_record_row *row = &facts->records[facts->taken[t].first + i];
            char hex[2 * CDK_RECORD_DIGEST_MAX + 1];
            cdk_str digest = cdk_layer_str(facts, row->digest), package = cdk_layer_str(facts, row->package);
            cdk_str folder = cdk_layer_str(facts, row->folder), name = cdk_layer_str(facts, row->name);
            cdk_hex((const uint8_t *)digest.p, digest.n, hex);
            cdk_buf_printf(out, "%.*s %.*s|%.*s %u:%.8s %o %u\n", (int)package.n, package.p, (int)folder.n, folder.p, (int)name.n, name.p,
                           row->algorithm, hex, row->mode, row->flags);
        }
    }
    cdk_buf_char(out, '\0');
}

static cdk_known state_of(const cdk_layer_facts *facts)
{
    for (size_t t = 0; t < facts->taken_count; t++)
        if (cdk_reads_records(facts->taken[t].reader)) return (cdk_known)facts->taken[t].state;
    return CDK_ABSENT;
}

static void each_form(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text, *records;
        cdk_known known;
    } rows[] = {
        {"var/lib/dpkg/info/a:amd64.md5sums", X32 "  usr/bin/a\n" X32 " *b\n", "a usr/bin/|a 1:01234567 0 0\na |b 1:01234567 0 0\n", CDK_HAVE},
        {"var/lib/dpkg/info/a.md5sums", "\n" X32 "  usr/share/a b\r\n", "a usr/share/|a b 1:01234567 0 0\n", CDK_HAVE},
        {"var/lib/dpkg/info/a.md5sums", "nothing\n" X32 "  x\n" X32 "\n" X32 "  \n" X32 "  y/\n", "a |x 1:01234567 0 0\n", CDK_DAMAGED},
        {"var/lib/dpkg/info/.md5sums", X32 "  x\n", "", CDK_DAMAGED},
        {"var/lib/dpkg/info/a.md5sums", "", "", CDK_HAVE},
        {"var/lib/dpkg/info/a.list", X32 "  x\n", "", CDK_ABSENT},
        {"var/lib/dpkg/status.d/b.md5sums", X32 "  etc/x", "b etc/|x 1:01234567 0 0\n", CDK_HAVE},
        {"var/lib/dpkg/status", status_text, "a /etc/|a.conf 1:01234567 0 1\n", CDK_HAVE},
        {"lib/apk/db/installed", apk_text,
         "busybox |top 2:00000000 644 256\nbusybox bin|busybox 2:01010101 4755 0\nbusybox bin|sh 0: 644 256\nbusybox etc/init.d|x 0: 644 256\n"
         "busybox etc|y 8:00000000 644 384\nb |z 0: 644 256\n", CDK_HAVE},
        {"usr/lib/apk/db/installed", "P:a\nR:x\nZ:Q1AAAA\nR:y\na:0:0:99\nZ:nope", "a |x 2: 644 256\na |y 2: 644 256\n", CDK_DAMAGED},
        {"lib/apk/db/installed", "R:x\nZ:Q1AAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", "", CDK_HAVE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unit u;
        cdk_buf text;
        unit_begin(&u, -1);
        cdk_layer_facts *facts = read_one(&u, rows[i].path, rows[i].text);
        list_records(&u, facts, &text);
        assert_string_equal(text.p, rows[i].records);
        assert_int_equal(state_of(facts), rows[i].known);
        cdk_buf_free(&text);
        cdk_layer_facts_unref(facts);
        unit_end(&u);
    }
}

/* An RPM header in RPM's own form of a database: one slot, one blob. */
typedef struct rpm_tag {
    uint32_t tag, type, count;
    const char *data;
    size_t n;
} rpm_tag;

static void put32(unsigned char *p, uint32_t v)
{
    for (int i = 0; i < 4; i++) p[i] = (unsigned char)(v >> (24 - 8 * i));
}

static size_t make_ndb(unsigned char *db, const rpm_tag *tags, size_t count)
{
    static const unsigned char slot[] = {'S', 'l', 'o', 't', 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0}; /* blob 1 at block 256 */
    unsigned char *blob = db + 4096, *entry = blob + 16 + 8, *data = entry + 16 * count;
    memset(db, 0, 8192);
    memcpy(db, "RpmP", 4);
    db[12] = 1;
    for (size_t at = 32; at < 4096; at += 16) memcpy(db + at, "Slot", 4);
    memcpy(db + 32, slot, sizeof slot);
    size_t n = 0;
    for (size_t i = 0; i < count; i++, entry += 16) {
        put32(entry, tags[i].tag);
        put32(entry + 4, tags[i].type);
        put32(entry + 8, (uint32_t)n);
        put32(entry + 12, tags[i].count);
        memcpy(data + n, tags[i].data, tags[i].n);
        n += tags[i].n;
    }
    size_t size = 8 + 16 * count + n;
    memcpy(blob, "BlbS\1\0\0\0\0\0\0\0", 12);
    blob[12] = (unsigned char)size;
    blob[13] = (unsigned char)(size >> 8);
    put32(blob + 16, (uint32_t)count);
    put32(blob + 20, (uint32_t)n);
    return 4096 + 16 + size;
}

#define TEXT(tag, type, count, data) {tag, type, count, data, sizeof data}
#define BYTES(tag, type, count, data) {tag, type, count, data, sizeof data - 1}
static const rpm_tag whole[] = {
    TEXT(1000, 6, 1, "pkg"), TEXT(1001, 6, 1, "1"), TEXT(1117, 8, 3, "tool\0conf\0old"), TEXT(1118, 8, 2, "/usr/bin/\0/etc/"),
    BYTES(1116, 4, 3, "\0\0\0\0\0\0\0\1\0\0\0\1"), BYTES(1030, 3, 3, "\x81\xed\x81\xa4\x81\xa4"), TEXT(1035, 8, 3, "aabb\0\0cc"),
    BYTES(1037, 4, 3, "\0\0\0\0\0\0\0\x11\0\0\0\x48"), BYTES(1045, 4, 3, "\xff\xff\xff\xff\0\0\0\x3c\xff\xff\xff\xff"),
    BYTES(1029, 1, 3, "\0\0\2"), BYTES(1028, 4, 3, "\0\0\0\7\0\0\0\0\0\0\0\0"), BYTES(5011, 4, 1, "\0\0\0\x8")};

static cdk_layer_facts *read_ndb(unit *u, const rpm_tag *tags, size_t count, size_t cut)
{
    unsigned char db[8192];
    made_tar tar = {.bytes = NULL};
    cdk_plan *plan;
    cdk_layer_facts *facts;
    size_t n = make_ndb(db, tags, count);
    made_add(&tar, "var/lib/rpm/Packages.db", '0', db, n - cut, NULL);
    made_end(&tar);
    assert_int_equal(cdk_plan_new(&u->env, &plan), 0);
    assert_int_equal(cdk_plan_add(&u->env, plan, &(cdk_need){.kind = CDK_NEED_RECORDS}), 0);
    assert_int_equal(read_made(&u->env, &tar, plan, &facts), 0);
    cdk_plan_free(plan);
    made_free(&tar);
    return facts;
}

static void rpm_arrays(void **state)
{
    (void)state;
    unit u;
    cdk_buf text;
    unit_begin(&u, -1);
    cdk_layer_facts *facts = read_ndb(&u, whole, sizeof whole / sizeof *whole, 0);
    list_records(&u, facts, &text);
    /* The second: a config file of which neither digest, size nor mode is verified; the third: a ghost that may be missing, left out. */
    assert_string_equal(text.p, "pkg /usr/bin/|tool 8:aabb 100755 0\npkg /etc/|conf 8: 100644 113\npkg /etc/|old 8:cc 100644 14\n");
    assert_int_equal(facts->records[0].size, 7);
    cdk_buf_free(&text);
    cdk_layer_facts_unref(facts);
    /* Arrays that end before their count, a folder that is none, a digest that is none. */
    static const rpm_tag bad[][5] = {
        {TEXT(1000, 6, 1, "pkg"), TEXT(1001, 6, 1, "1"), TEXT(1117, 8, 90000000, "a"), TEXT(1118, 8, 1, "/"), BYTES(1116, 4, 1, "\0\0\0\0")},
        {TEXT(1000, 6, 1, "pkg"), TEXT(1001, 6, 1, "1"), TEXT(1117, 8, 1, "a"), BYTES(1030, 3, 1, "\x81\xed"), BYTES(1116, 4, 1, "\0\0\0\7")},
        {TEXT(1000, 6, 1, "pkg"), TEXT(1001, 6, 1, "1"), TEXT(1117, 8, 1, "a"), BYTES(1030, 3, 1, "\x81\xed"), TEXT(1035, 8, 1, "zz")}};
    for (size_t i = 0; i < 3; i++) {
        facts = read_ndb(&u, bad[i], 5, 0);
        assert_int_equal(facts->record_count, 0);
        assert_int_equal(state_of(facts), CDK_DAMAGED);
        assert_int_equal(facts->problems.count, 1);
        cdk_layer_facts_unref(facts);
    }
    unit_end(&u);
}

static void store(unit *u, const cdk_layer_facts *facts, cdk_buf *out)
{
    cisdock_sink sink = {sizeof sink, out, cdk_buf_collect};
    cdk_buf_init(out, &u->mem);
    assert_int_equal(cdk_layer_serialize(&u->env, facts, &sink), 0);
}

static void stored_and_folded(void **state)
{
    (void)state;
    unit u;
    cdk_buf bytes, want, have;
    cdk_layer_facts *back, *value;
    cdk_fold *fold;
    unit_begin(&u, -1);
    cdk_layer_facts *lower = read_one(&u, "lib/apk/db/installed", apk_text), *upper = read_one(&u, "lib/apk/db/installed", "P:c\nR:only\n");
    list_records(&u, lower, &want);
    store(&u, lower, &bytes);
    assert_int_equal(cdk_layer_parse(&u.env, (const uint8_t *)bytes.p, bytes.n, &back), 0);
    list_records(&u, back, &have);
    assert_string_equal(have.p, want.p);
    assert_true(back->digests[0].has_sha1 && memcmp(back->digests[0].sha1, lower->digests[0].sha1, 20) == 0);
    cdk_buf_free(&have);
    /* Of a database that is hidden nothing goes on. */
    assert_int_equal(cdk_fold_run(&u.env, (cdk_layer_facts *[]){back, upper}, 2, true, &fold), 0);
    assert_int_equal(cdk_fold_value(&u.env, fold, &value), 0);
    list_records(&u, value, &have);
    assert_string_equal(have.p, "c |only 0: 644 256\n");
    cdk_buf_free(&have);
    cdk_layer_facts *all[] = {lower, back, upper, value};
    for (size_t i = 0; i < 4; i++) cdk_layer_facts_unref(all[i]);
    cdk_fold_free(fold);
    cdk_buf_free(&bytes);
    cdk_buf_free(&want);
    unit_end(&u);
}

static void limits_hold(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    u.limits.v[CDK_LIMIT_MAX_LAYER_ENTRIES] = 5;
    cdk_layer_facts *facts = read_one(&u, "lib/apk/db/installed", apk_text);
    assert_int_equal(facts->record_count, 5);
    assert_int_equal(state_of(facts), CDK_LIMITED);
    cdk_layer_facts_unref(facts);
    u.limits.v[CDK_LIMIT_MAX_LAYER_ENTRIES] = 100;
    u.limits.v[CDK_LIMIT_MAX_PATH] = 24;
    facts = read_one(&u, "lib/apk/db/installed", "P:a\nF:01234567890123456789\nR:012\nR:0123\nR:1\n");
    assert_int_equal(facts->record_count, 1);
    assert_int_equal(state_of(facts), CDK_LIMITED);
    cdk_layer_facts_unref(facts);
    unit_end(&u);
}

static int32_t all_forms(unit *u)
{
    static const char *const paths[] = {"lib/apk/db/installed", "var/lib/dpkg/status", "var/lib/dpkg/info/a.md5sums"};
    static const char *const texts[] = {apk_text, status_text, X32 "  usr/bin/a\n"};
    int32_t status = 0;
    for (size_t i = 0; i < 3 && !status; i++) {
        cdk_layer_facts *facts;
        status = read_text_file(u, paths[i], texts[i], &facts);
        if (!status) cdk_layer_facts_unref(facts);
    }
    return status;
}

static void no_memory(void **state)
{
    (void)state;
    unit_each_failure(all_forms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_form), cmocka_unit_test(rpm_arrays), cmocka_unit_test(stored_and_folded),
                                       cmocka_unit_test(limits_hold), cmocka_unit_test(no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
