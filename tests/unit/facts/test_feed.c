/* SPDX-License-Identifier: Apache-2.0 */
/* Feeds: pieces of any size give the same, several add up, and each failing allocation is survived. */
#include "host_source.h"

#include "facts/findings.h"

static const char feed_text[] =
    "{\"generated_at\":\"2026-01-02T00:00:00Z\",\"advisories\":["
    "{\"id\":\"DEBIAN-CVE-1\",\"published\":\"2025-01-01T00:00:00Z\",\"upstream\":[\"CVE-1\"],\"references\":[{\"type\":\"WEB\",\"url\":\"https://x\"}],"
    "\"severity\":[{\"type\":\"CVSS_V3\",\"score\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}],"
    "\"affected\":[{\"package\":{\"ecosystem\":\"Debian:12\",\"name\":\"openssl\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"3.1\"}]}],"
    "\"versions\":[\"2.0\",\"9.9\"]}]},"
    "{\"id\":\"PYSEC-1\",\"modified\":\"2026-01-01T00:00:00Z\",\"affected\":[{\"package\":{\"ecosystem\":\"PyPI\",\"name\":\"Foo.Bar\"},\"versions\":[\"1.0\"]}]},"
    "{\"id\":7}],\"covers\":[\"Debian:12\",\"PyPI\"]}";

static const cdk_installed packages[] = {
    {CDK_DB_DPKG, {"libssl3", 7}, {"3.0", 3}, {"openssl", 7}, {"3.0", 3}, {"dpkg", 4}, {NULL, 0}},
    {CDK_DB_PYTHON, {"foo_bar", 7}, {"1", 1}, {"foo_bar", 7}, {"1", 1}, {"python", 6}, {"/x", 2}},
    {CDK_DB_GEM, {"rack", 4}, {"1", 1}, {"rack", 4}, {"1", 1}, {"gem", 3}, {"/y", 2}}};
static const cdk_installed_list installed = {packages, 3, {"debian", 6}, {"12", 2}, {CDK_HAVE, CDK_HAVE}};

static int32_t give(unit *u, cdk_evidence *evidence, const char *text, size_t piece)
{
    text_source state;
    cisdock_source source = text_source_of(&state, text, piece);
    return cdk_evidence_add_document(&u->env, evidence, CDK_EV_FEED, NULL, &source);
}

static void pieces_of_any_size_give_the_same(void **state)
{
    (void)state;
    for (size_t piece = 1; piece < 40; piece += 3) {
        unit u;
        cdk_evidence *evidence;
        cdk_arena arena;
        cdk_findings found;
        unit_begin(&u, -1);
        cdk_arena_init(&arena, &u.mem);
        assert_int_equal(cdk_evidence_new(&u.env, &evidence), CISDOCK_OK);
        assert_null(cdk_evidence_feed(evidence));
        assert_int_equal(give(&u, evidence, feed_text, piece), CISDOCK_OK);
        const cdk_feed *feed = cdk_evidence_feed(evidence);
        assert_int_equal(feed->records, 3);
        assert_int_equal(feed->unreadable, 1);
        assert_true(feed->has_time);
        assert_int_equal(feed->time, 1767312000);
        assert_int_equal(cdk_feed_match(&u.env, feed, &installed, &arena, &found), CISDOCK_OK);
        assert_int_equal(found.count, 2);
        assert_true(cdk_str_is(found.items[0].id, "CVE-1") && cdk_str_is(found.items[0].severity, "Critical"));
        assert_true(found.items[0].fix_count == 1 && cdk_str_is(found.items[0].fixes[0], "3.1"));
        assert_true(cdk_str_is(found.items[1].id, "PYSEC-1") && found.items[1].fix_count == 0);
        assert_true(found.covers_distro && found.gaps[0].text && found.gaps[1].text);
        assert_true(cdk_feed_covers(feed, CDK_DB_PYTHON, CDK_STR("x"), CDK_STR_NONE));
        assert_false(cdk_feed_covers(feed, CDK_DB_GEM, CDK_STR("debian"), CDK_STR("12")));
        const cdk_affected *kept = cdk_feed_find(feed, CDK_STR("openssl"));
        assert_int_equal(kept->version_count, 1); /* 2.0 is in the range */
        assert_true(cdk_str_is(kept->versions[0], "9.9"));
        cdk_arena_free(&arena);
        cdk_evidence_free(evidence);
        unit_end(&u);
    }
}

static void several_documents_add_up(void **state)
{
    (void)state;
    unit u;
    cdk_evidence *evidence;
    unit_begin(&u, -1);
    assert_int_equal(cdk_evidence_new(&u.env, &evidence), CISDOCK_OK);
    assert_int_equal(give(&u, evidence, "{\"generated_at\":\"2026-02-01T00:00:00Z\",\"covers\":[\"npm\"],\"advisories\":[]}", 9), CISDOCK_OK);
    assert_int_equal(give(&u, evidence, "{\"id\":\"A-1\",\"modified\":\"2026-01-01T00:00:00Z\",\"affected\":[{\"package\":{\"ecosystem\":\"Alpine:v3.18\",\"name\":\"a\"},\"versions\":[\"1\"]}]}\n", 9), CISDOCK_OK);
    const cdk_feed *feed = cdk_evidence_feed(evidence);
    assert_true(cdk_feed_covers(feed, CDK_DB_NPM, CDK_STR_NONE, CDK_STR_NONE));
    assert_true(cdk_feed_covers(feed, CDK_DB_APK, CDK_STR("alpine"), CDK_STR("3.18.4")));
    assert_false(cdk_feed_covers(feed, CDK_DB_APK, CDK_STR("alpine"), CDK_STR("3.17")));
    assert_int_equal(feed->time, 1767225600); /* the older one's */
    assert_int_equal(give(&u, evidence, "[]", 9), CISDOCK_OK);
    assert_false(feed->has_time); /* of the third nothing is known */
    cdk_evidence_free(evidence);
    unit_end(&u);
}

static int32_t whole(unit *u)
{
    cdk_evidence *evidence;
    cdk_arena arena;
    cdk_findings found;
    int32_t status = cdk_evidence_new(&u->env, &evidence);
    if (status) return status;
    cdk_arena_init(&arena, &u->mem);
    status = give(u, evidence, feed_text, 100);
    if (!status) status = cdk_feed_match(&u->env, cdk_evidence_feed(evidence), &installed, &arena, &found);
    cdk_arena_free(&arena);
    cdk_evidence_free(evidence);
    return status;
}

static void survives_each_failed_allocation(void **state)
{
    (void)state;
    unit_each_failure(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_of_any_size_give_the_same),
        cmocka_unit_test(several_documents_add_up),
        cmocka_unit_test(survives_each_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
