/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

static const char sample[] =
    "{\"a\":[1,2.9,-3e2,true,null],\"b\":{\"x/y\":{\"~\":\"\\u00e9\\n\"}},\"big\":9223372036854775807}";

static cdk_json *parse(unit *u, cdk_arena *arena, const char *text, int32_t expect)
{
    cdk_json *root;
    assert_int_equal(cdk_json_parse(&u->env, arena, cdk_str_of(text), "doc", &root), expect);
    return root;
}

static void reads_values_and_pointers(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    cdk_arena arena;
    cdk_arena_init(&arena, &u.mem);
    cdk_json *root = parse(&u, &arena, sample, CISDOCK_OK);
    int64_t whole;
    double number;
    const cdk_json *list = cdk_json_get(root, "a");
    assert_int_equal(list->count, 5);
    assert_true(cdk_json_i64(cdk_json_at(list, 2), &whole));
    assert_int_equal(whole, -300);
    assert_false(cdk_json_i64(cdk_json_at(list, 1), &whole));
    assert_true(cdk_json_double(cdk_json_at(list, 1), &number));
    assert_true(cdk_json_i64(cdk_json_get(root, "big"), &whole));
    assert_true(whole == INT64_MAX);
    const cdk_json *deep = cdk_json_get(cdk_json_get(cdk_json_get(root, "b"), "x/y"), "~");
    assert_true(cdk_str_is(deep->text, "\xc3\xa9\n"));
    assert_string_equal(cdk_json_pointer(&arena, deep), "/b/x~1y/~0"); /* RFC 6901, section 3 */
    assert_string_equal(cdk_json_pointer(&arena, cdk_json_at(list, 4)), "/a/4");
    assert_true(cdk_json_missing(cdk_json_at(list, 4)));
    assert_null(cdk_json_get(list, "a"));
    assert_null(cdk_json_path(root, "b.nothing.more"));
    cdk_arena_free(&arena);
    unit_end(&u);
}

static void last_of_a_double_key_counts(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    cdk_arena arena;
    cdk_arena_init(&arena, &u.mem);
    cdk_json *root = parse(&u, &arena, "{\"a\":1,\"b\":2,\"a\":3}", CISDOCK_OK);
    int64_t whole;
    assert_true(root->duplicate_keys);
    assert_int_equal(root->count, 2);
    assert_true(cdk_json_i64(cdk_json_get(root, "a"), &whole));
    assert_int_equal(whole, 3);
    assert_true(cdk_str_is(root->last->key, "a"));
    cdk_arena_free(&arena);
    unit_end(&u);
}

static void refuses_what_is_no_json(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "{", "[1,]", "{\"a\":}", "[1] x", "\"\xff\"", "nul", "{\"a\" 1}", "[1"};
    unit u;
    unit_begin(&u, -1);
    cdk_arena arena;
    cdk_arena_init(&arena, &u.mem);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_null(parse(&u, &arena, bad[i], CISDOCK_E_PARSE));
        assert_int_equal(u.error.cls, CDK_CLASS_BAD_JSON);
        assert_string_equal(u.error.document, "doc");
    }
    char deep[1000];
    memset(deep, '[', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    parse(&u, &arena, deep, CISDOCK_E_PARSE);
    assert_non_null(parse(&u, &arena, "\xef\xbb\xbf{}", CISDOCK_OK));
    cdk_arena_free(&arena);
    unit_end(&u);
}

static int32_t round_trip(unit *u)
{
    cdk_arena arena;
    cdk_buf written;
    cdk_json *root;
    cdk_jsonw *w = NULL;
    cdk_arena_init(&arena, &u->mem);
    cdk_buf_init(&written, &u->mem);
    cisdock_sink sink = {sizeof sink, &written, cdk_buf_collect};
    int32_t status = cdk_json_parse(&u->env, &arena, cdk_str_of(sample), "doc", &root);
    if (!status) status = cdk_jsonw_new(&u->env, &sink, NULL, &w);
    if (!status) {
        cdk_jsonw_value(w, root);
        status = cdk_jsonw_end(w);
        if (!status && !written.failed)
            assert_true(cdk_str_is(cdk_buf_view(&written), "{\"a\":[1,2.9,-3e2,true,null],\"b\":{\"x/y\":{\"~\":\"\xc3\xa9\\n\"}},"
                                                           "\"big\":9223372036854775807}"));
        if (status == CISDOCK_E_HOST && written.failed) status = CISDOCK_E_NO_MEMORY; /* the sink's own memory */
    }
    cdk_buf_free(&written);
    cdk_arena_free(&arena);
    return status;
}

static void survives_each_failed_allocation(void **state)
{
    (void)state;
    unit_each_failure(round_trip);
}

static void writes_bad_bytes_as_asked(void **state)
{
    (void)state;
    static const struct {
        cdk_jsonw_options options;
        const char *expect;
    } cases[] = {
        {{0}, "[\"a\xef\xbf\xbd\xf0\x9f\x98\x80\\u0001\"]"},
        {{.ascii = true}, "[\"a\\ufffd\\ud83d\\ude00\\u0001\"]"},
        {{.ascii = true, .surrogate_escapes = true}, "[\"a\\udcff\\ud83d\\ude00\\u0001\"]"},
        {{.indent = 1}, "[\n \"a\xef\xbf\xbd\xf0\x9f\x98\x80\\u0001\"\n]"},
    };
    unit u;
    unit_begin(&u, -1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cdk_buf written;
        cdk_jsonw *w;
        cdk_buf_init(&written, &u.mem);
        cisdock_sink sink = {sizeof sink, &written, cdk_buf_collect};
        assert_int_equal(cdk_jsonw_new(&u.env, &sink, &cases[i].options, &w), CISDOCK_OK);
        cdk_jsonw_array(w);
        cdk_jsonw_str(w, CDK_STR("a\xff\xf0\x9f\x98\x80\x01"));
        cdk_jsonw_array_end(w);
        assert_int_equal(cdk_jsonw_end(w), CISDOCK_OK);
        assert_true(cdk_str_is(cdk_buf_view(&written), cases[i].expect));
        cdk_buf_free(&written);
    }
    unit_end(&u);
}

/* What RFC 8259 and our choice of escapes ask for one ASCII byte; text beyond ASCII is put by other tests. */
static void expect_byte(cdk_buf *expected, unsigned char c)
{
    static const char short_form[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (const char *p = short_form; *p; p += 2)
        if ((unsigned char)*p == c) {
            cdk_buf_printf(expected, "\\%c", p[1]);
            return;
        }
    if (c < 0x20 || c == 0x7f)
        cdk_buf_printf(expected, "\\u%04x", c);
    else
        cdk_buf_char(expected, (char)c);
}

static void escapes_each_byte_at_each_place(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    for (unsigned c = 0; c < 0x80; c++)
        for (size_t at = 0; at < 20; at++) {
            char text[20];
            cdk_buf written, expected;
            cdk_jsonw *w;
            cdk_buf_init(&written, &u.mem);
            cdk_buf_init(&expected, &u.mem);
            memset(text, '~', sizeof text);
            text[at] = (char)c;
            cdk_buf_char(&expected, '"');
            for (size_t i = 0; i < sizeof text; i++) expect_byte(&expected, (unsigned char)text[i]);
            cdk_buf_char(&expected, '"');
            cisdock_sink sink = {sizeof sink, &written, cdk_buf_collect};
            assert_int_equal(cdk_jsonw_new(&u.env, &sink, NULL, &w), CISDOCK_OK);
            cdk_jsonw_str(w, (cdk_str){text, sizeof text});
            assert_int_equal(cdk_jsonw_end(w), CISDOCK_OK);
            assert_true(cdk_str_eq(cdk_buf_view(&written), cdk_buf_view(&expected)));
            cdk_buf_free(&written);
            cdk_buf_free(&expected);
        }
    unit_end(&u);
}

/* Texts that end before, at and behind the end of what the writer gathers. */
static void writes_texts_of_any_length(void **state)
{
    (void)state;
    enum { PIECE = 65536 };
    static const size_t lengths[] = {PIECE - 3, PIECE - 2, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE};
    unit u;
    unit_begin(&u, -1);
    char *text = cdk_alloc(&u.mem, 3 * PIECE);
    assert_non_null(text);
    for (size_t i = 0; i < 3 * PIECE; i++) text[i] = (char)('a' + i % 26);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        cdk_buf written;
        cdk_jsonw *w;
        cdk_buf_init(&written, &u.mem);
        cisdock_sink sink = {sizeof sink, &written, cdk_buf_collect};
        assert_int_equal(cdk_jsonw_new(&u.env, &sink, NULL, &w), CISDOCK_OK);
        cdk_jsonw_array(w);
        for (int n = 0; n < 3; n++) cdk_jsonw_str(w, (cdk_str){text, lengths[i]});
        cdk_jsonw_array_end(w);
        assert_int_equal(cdk_jsonw_end(w), CISDOCK_OK);
        assert_int_equal(written.n, 3 * (lengths[i] + 3) + 1);
        for (size_t n = 0; n < 3; n++) assert_memory_equal(written.p + 2 + n * (lengths[i] + 3), text, lengths[i]);
        cdk_buf_free(&written);
    }
    cdk_free(&u.mem, text);
    unit_end(&u);
}

static int32_t refuse(void *user, const uint8_t *bytes, size_t n)
{
    (void)bytes;
    (void)n;
    ++*(int *)user;
    return 7;
}

static void stops_writing_where_the_sink_fails(void **state)
{
    (void)state;
    int calls = 0;
    unit u;
    unit_begin(&u, -1);
    cdk_jsonw *w;
    cisdock_sink sink = {sizeof sink, &calls, refuse};
    assert_int_equal(cdk_jsonw_new(&u.env, &sink, NULL, &w), CISDOCK_OK);
    cdk_jsonw_array(w);
    for (int i = 0; i < 100000; i++) cdk_jsonw_i64(w, i);
    cdk_jsonw_array_end(w);
    assert_int_equal(cdk_jsonw_end(w), CISDOCK_E_HOST);
    assert_int_equal(calls, 1);
    unit_end(&u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_values_and_pointers),      cmocka_unit_test(last_of_a_double_key_counts),
        cmocka_unit_test(refuses_what_is_no_json),        cmocka_unit_test(survives_each_failed_allocation),
        cmocka_unit_test(writes_bad_bytes_as_asked),
        cmocka_unit_test(escapes_each_byte_at_each_place), cmocka_unit_test(writes_texts_of_any_length),
        cmocka_unit_test(stops_writing_where_the_sink_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
