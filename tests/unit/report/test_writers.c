/* SPDX-License-Identifier: Apache-2.0 */
/* The writers on findings made by hand: hostile texts, failing memory, failing sinks. */
#include "report/report.h"
#include "unit.h"


static const cdk_level levels[] = {{CDK_TARGET_DOCKER, 1}, {CDK_TARGET_LINUX_HOST, 2}};
static const cdk_slug slug = {.slug = "a-slug", .title = "A title", .remediation = "mend it", .evidence = "a thing"};
static const cdk_recommendation item = {.id = "4.8", .title = "A title", .section = "4", .slug = &slug, .scored = CDK_NO,
                                        .levels = levels, .level_count = 2};
static const cdk_benchmark benchmark = {.id = "b-1", .version = "1", .title = "B", .has_scored_marks = true, .items = &item, .count = 1};
static const cdk_bundle bundle = {.id = "b-1", .name = "B", .version = "1_0", .benchmark = &benchmark};

static const char bad_path[] = "/caf\xe9/\x1b[31mred";

static cdk_member path_member = {.name = "path", .type = CDK_M_STR, .str = {bad_path, sizeof bad_path - 1}};
static cdk_member mode_member = {.name = "mode", .type = CDK_M_STR, .str = {"4755", 4}, .next = &path_member};
static cdk_evidence_item evidence = {.kind = "file", .first = &mode_member, .last = &path_member};
static cdk_outcome object = {.verdict = CDK_WARN, .object_kind = "file", .object_id = bad_path, .evidence = &evidence,
                             .message = "turned \xe2\x80\xae" "round \x1b[2J and \x07 rung\n"};
static cdk_finding finding = {.recommendation = &item, .verdict = CDK_WARN, .objects = &object, .object_count = 1, .deciding = 1,
                              .level = 1, .fingerprint = "ffeeddccbbaa99887766554433221100"};

static unit u;
static cdk_evaluation evaluation;

typedef struct cdk_kept {
    char text[65536];
    size_t n;
    int32_t refuse; /* given instead of taking */
} cdk_kept;

static int32_t keep(void *user, const uint8_t *data, size_t size)
{
    cdk_kept *kept = user;
    if (kept->refuse) return kept->refuse;
    if (size > sizeof kept->text - 1 - kept->n) return -1;
    memcpy(kept->text + kept->n, data, size);
    kept->n += size;
    kept->text[kept->n] = '\0';
    return 0;
}

static int begin(void **state)
{
    (void)state;
    finding.message = object.message;
    unit_begin(&u, -1);
    evaluation = (cdk_evaluation){.benchmark = &benchmark, .bundle = &bundle, .findings = &finding, .finding_count = 1};
    cdk_selection_init(&evaluation.selection);
    return 0;
}

static int end(void **state)
{
    (void)state;
    unit_end(&u);
    return 0;
}

static int32_t write_in(const cdk_env *env, const char *format, cdk_kept *kept)
{
    cdk_report *report;
    cisdock_sink sink = {sizeof sink, kept, keep};
    kept->n = 0;
    kept->text[0] = '\0';
    int32_t status = cdk_report_new(env, &evaluation, NULL, NULL, &report);
    if (status) return status;
    status = cdk_writer_find(cdk_str_of(format))->write(env, report, &sink);
    cdk_report_free(report);
    return status;
}

static int32_t write_as(const char *format, cdk_kept *kept)
{
    return write_in(&u.env, format, kept);
}

static cdk_kept kept;

static void test_json_repairs_and_keeps_bytes(void **state)
{
    (void)state;
    cdk_arena arena;
    cdk_json *root;
    cdk_arena_init(&arena, &u.mem);
    assert_int_equal(write_as("json", &kept), CISDOCK_OK);
    assert_int_equal(cdk_json_parse(&u.env, &arena, (cdk_str){kept.text, kept.n}, "report", &root), CISDOCK_OK);
    const cdk_json *first = cdk_json_at(cdk_json_get(root, "recommendations"), 0);
    const cdk_json *file = cdk_json_at(cdk_json_get(first, "evidence"), 0);
    assert_true(cdk_str_is(cdk_json_get_str(file, "path"), "/caf\xef\xbf\xbd/\x1b[31mred"));
    assert_true(cdk_str_is(cdk_json_get_str(file, "path_bytes"), "L2NhZukvG1szMW1yZWQ="));
    assert_true(cdk_str_is(cdk_json_get_str(first, "verdict"), "warn"));
    assert_true(cdk_json_is(cdk_json_get(first, "scored"), CDK_JSON_FALSE));
    assert_true(cdk_json_missing(cdk_json_get(root, "image")));
    assert_int_equal(cdk_json_get(first, "levels")->count, 2);
    cdk_arena_free(&arena);
}

static void test_table_is_harmless(void **state)
{
    (void)state;
    assert_int_equal(write_as("table", &kept), CISDOCK_OK);
    for (size_t i = 0; i < kept.n; i++) assert_true(kept.text[i] == '\n' || (unsigned char)kept.text[i] >= 0x20);
    assert_null(strstr(kept.text, "\xe2\x80\xae"));
    assert_non_null(strstr(kept.text, "WARN"));
    assert_true(cdk_utf8_valid((cdk_str){kept.text, kept.n}));
    assert_int_equal(write_as("table-colour", &kept), CISDOCK_OK);
    assert_non_null(strstr(kept.text, "\x1b[33m"));
    assert_null(strstr(kept.text, "\x1b[2J"));
}

static void test_a_sink_that_fails(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < cdk_writer_count(); i++) {
        kept.refuse = -77;
        assert_int_equal(write_as(cdk_writer_at(i)->format, &kept), CISDOCK_E_HOST);
        assert_int_equal(u.error.host_code, -77);
        kept.refuse = 0;
    }
}

static int32_t write_all(unit *scarce)
{
    int32_t status = CISDOCK_OK;
    for (uint32_t i = 0; !status && i < cdk_writer_count(); i++) status = write_in(&scarce->env, cdk_writer_at(i)->format, &kept);
    return status;
}

static void test_each_allocation_may_fail(void **state)
{
    (void)state;
    unit_each_failure(write_all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_json_repairs_and_keeps_bytes, begin, end),
        cmocka_unit_test_setup_teardown(test_table_is_harmless, begin, end),
        cmocka_unit_test_setup_teardown(test_a_sink_that_fails, begin, end),
        cmocka_unit_test_setup_teardown(test_each_allocation_may_fail, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
