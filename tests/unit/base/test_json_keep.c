/* SPDX-License-Identifier: Apache-2.0 */
/* Lists that are read element by element, and tables of what is kept of their elements. */
#include "unit.h"

typedef struct fed {
    cdk_str text;
    size_t step, at; /* how many bytes are given at a time */
    int seen;
    cdk_jsonw *w;    /* what the elements are written to */
    bool doubled;    /* some object had a key twice */
    int64_t sum;
    bool stays;      /* elements stay, or are forgotten */
} fed;

static int32_t feed(void *user, const char **bytes, size_t *n)
{
    fed *f = user;
    size_t left = f->text.n - f->at;
    *bytes = f->text.p + f->at;
    *n = left < f->step ? left : f->step;
    f->at += *n;
    return CISDOCK_OK;
}

static bool has_doubles(const cdk_json *value)
{
    bool found = value->duplicate_keys;
    CDK_JSON_EACH(child, value) found |= has_doubles(child);
    return found;
}

static int32_t each(void *user, uint64_t index, cdk_json *element)
{
    fed *f = user;
    assert_int_equal(index, f->seen++);
    assert_null(element->parent);
    cdk_jsonw_value(f->w, element);
    f->doubled |= has_doubles(element);
    return CISDOCK_OK;
}

static const cdk_json_keep inner[] = {{"p", NULL, false, 7}, {"q", NULL, false, 0}, {NULL, NULL, false, 0}};
static const cdk_json_keep table[] = {{"all", NULL, false, 1}, {"some", inner, false, 2}, {"names", cdk_json_keep_names, false, 3},
                                      {"list", inner, true, 4}, {NULL, NULL, false, 0}};

static int32_t keep(unit *u, fed *f, const cdk_json_keep *wanted, cdk_buf *written)
{
    cdk_arena arena;
    cisdock_sink sink = {sizeof sink, written, cdk_buf_collect};
    cdk_arena_init(&arena, &u->mem);
    int32_t status = cdk_jsonw_new(&u->env, &sink, NULL, &f->w);
    if (!status) {
        cdk_jsonw_array(f->w);
        cdk_json_feed hooks = {.user = f, .feed = feed, .each = each, .arena = f->stays ? &arena : NULL, .keep = wanted};
        status = cdk_json_each(&u->env, &hooks, "list");
        cdk_jsonw_array_end(f->w);
        int32_t ended = cdk_jsonw_end(f->w);
        if (!status) status = ended;
    }
    cdk_arena_free(&arena);
    return status;
}

typedef struct keep_case {
    const char *text, *expect;
    bool doubled;
} keep_case;

static void check(const keep_case *c, const cdk_json_keep *wanted, size_t step)
{
    unit u;
    cdk_buf written;
    fed f = {.text = cdk_str_of(c->text), .step = step, .stays = step % 2};
    unit_begin(&u, -1);
    cdk_buf_init(&written, &u.mem);
    assert_int_equal(keep(&u, &f, wanted, &written), CISDOCK_OK);
    if (!cdk_str_is(cdk_buf_view(&written), c->expect)) fail_msg("%s: %.*s, not %s", c->text, (int)written.n, written.p, c->expect);
    assert_int_equal(f.doubled, c->doubled);
    cdk_buf_free(&written);
    unit_end(&u);
}

static void hands_over_elements_one_by_one(void **state)
{
    (void)state;
    static const keep_case cases[] = {
        {"[{\"v\":{\"w\":1}}, 7, \"x\", [1,{}], null, {\"v\":30}]", "[{\"v\":{\"w\":1}},7,\"x\",[1,{}],null,{\"v\":30}]", false},
        {"{\"v\":{\"w\":5},\"z\":[1]}", "[{\"v\":{\"w\":5},\"z\":[1]}]", false},
        {" 7 ", "[7]", false},
        {"[]", "[]", false},
        {"[[],[[]]]", "[[],[[]]]", false},
        {"[{\"a\":1,\"b\":2,\"a\":3}]", "[{\"b\":2,\"a\":3}]", true},
    };
    for (size_t step = 1; step < 9; step++)
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check(&cases[i], NULL, step);
}

static void keeps_what_a_table_names(void **state)
{
    (void)state;
    static const keep_case cases[] = {
        {"[{\"x\":[{\"all\":1}],\"all\":{\"p\":{\"x\":1}},\"y\":{}}]", "[{\"all\":{\"p\":{\"x\":1}}}]", false},
        {"[{\"some\":{\"x\":\"\\u0041\",\"p\":[1,{\"x\":2}],\"q\":null},\"x\":null}]", "[{\"some\":{\"p\":[1,{\"x\":2}],\"q\":null}}]", false},
        {"[{\"some\":[{\"x\":1}]},{\"some\":\"x\"}]", "[{\"some\":[{\"x\":1}]},{\"some\":\"x\"}]", false}, /* of another type: whole */
        {"[{\"names\":{\"a\":{\"b\":[1]},\"c\":7,\"d\":[[]]}}]", "[{\"names\":{\"a\":{},\"c\":7,\"d\":[]}}]", false},
        {"[{\"list\":[{\"p\":1,\"x\":2},3,[{\"x\":4}]]},{\"list\":{\"k\":{\"x\":1,\"q\":2}}}]",
         "[{\"list\":[{\"p\":1},3,[{\"x\":4}]]},{\"list\":{\"k\":{\"q\":2}}}]", false},
        {"{\"x\":1,\"all\":2}", "[{\"all\":2}]", false},
        {"[1,[{\"x\":1}],\"x\",{}]", "[1,[{\"x\":1}],\"x\",{}]", false},
        {"[{\"all\":1,\"x\":0,\"all\":2}]", "[{\"all\":2}]", true},
        {"[{\"x\":1,\"all\":0,\"x\":{\"x\":2}},{\"x\":1}]", "[{\"all\":0},{}]", true}, /* told of keys that nobody wants, too */
        {"[{\"x\":{\"y\":1,\"y\":2}}]", "[{}]", false},                              /* but not inside what nobody wants */
        {"[{\"all\":1,\"x\":2},{\"x\":2,\"all\":1},{\"all\":1},{\"all\":1,\"x\":2}]", "[{\"all\":1},{\"all\":1},{\"all\":1},{\"all\":1}]", false},
    };
    for (size_t step = 1; step < 9; step++)
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check(&cases[i], table, step);
}

static int32_t take_slots(void *user, uint64_t index, cdk_json *element)
{
    const cdk_json *all = cdk_json_get(element, "all"), *p = cdk_json_path(element, "some.p");
    (void)index;
    assert_int_equal(all->slot, 1);
    assert_int_equal(all->first->slot, 0);
    assert_int_equal(cdk_json_get(element, "some")->slot, 2);
    assert_int_equal(p->slot, 7);
    assert_int_equal(p->first->slot, 0);
    ((fed *)user)->seen++;
    return CISDOCK_OK;
}

static void tells_the_numbers_of_members(void **state)
{
    (void)state;
    unit u;
    cdk_arena arena;
    fed f = {.text = CDK_STR("[{\"all\":{\"p\":1},\"some\":{\"p\":[1]}}]"), .step = 5};
    unit_begin(&u, -1);
    cdk_arena_init(&arena, &u.mem);
    cdk_json_feed hooks = {.user = &f, .feed = feed, .each = take_slots, .arena = &arena, .keep = table};
    assert_int_equal(cdk_json_each(&u.env, &hooks, "list"), CISDOCK_OK);
    assert_int_equal(f.seen, 1);
    cdk_arena_free(&arena);
    unit_end(&u);
}

/* What nobody wants must be JSON all the same, and be no deeper than a document may be. */
static void refuses_damage_in_what_nobody_wants(void **state)
{
    (void)state;
    static const char *const bad[] = {"[{\"x\":[1,]}]", "[{\"x\":\"\xff\"}]", "[{\"x\":{\"a\" 1}}]", "[{\"x\":[1}]", "[{\"x\":tru}]", "[{\"x\":[1]", "[{\"x\":1}] 2"};
    for (size_t i = 0; i <= sizeof bad / sizeof *bad; i++) {
        unit u;
        char deep[600] = "[{\"x\":";
        cdk_buf written;
        memset(deep + 6, '[', sizeof deep - 7);
        fed f = {.text = cdk_str_of(i < sizeof bad / sizeof *bad ? bad[i] : deep), .step = 64};
        unit_begin(&u, -1);
        cdk_buf_init(&written, &u.mem);
        assert_int_equal(keep(&u, &f, table, &written), CISDOCK_E_PARSE);
        assert_int_equal(u.error.cls, CDK_CLASS_BAD_JSON);
        cdk_buf_free(&written);
        unit_end(&u);
    }
}

/* Very many keys of which nobody wants one are forgotten between objects, and told of where they stand twice. */
static void knows_many_keys(void **state)
{
    (void)state;
    enum { KEYS = 5000 };
    unit u;
    cdk_buf text, written;
    unit_begin(&u, -1);
    cdk_buf_init(&text, &u.mem);
    cdk_buf_init(&written, &u.mem);
    for (int object = 0; object < 3; object++) {
        cdk_buf_text(&text, object ? ",{\"all\":1" : "[{\"all\":1");
        for (int i = 0; i < KEYS; i++) cdk_buf_printf(&text, ",\"k%d\":%d", i, object);
        cdk_buf_text(&text, object == 2 ? ",\"k77\":1}" : "}");
    }
    cdk_buf_text(&text, "]");
    fed f = {.text = cdk_buf_view(&text), .step = 1000};
    assert_int_equal(keep(&u, &f, table, &written), CISDOCK_OK);
    assert_true(cdk_str_is(cdk_buf_view(&written), "[{\"all\":1},{\"all\":1},{\"all\":1}]"));
    assert_true(f.doubled);
    cdk_buf_free(&text);
    cdk_buf_free(&written);
    unit_end(&u);
}

static int32_t keep_some(unit *u)
{
    cdk_buf written;
    fed f = {.text = CDK_STR("[{\"x\":[{\"y\":1}],\"some\":{\"z\":1,\"p\":2},\"all\":[1],\"all\":\"text\"},{\"w\":{}}]"), .step = 9};
    cdk_buf_init(&written, &u->mem);
    int32_t status = keep(u, &f, table, &written);
    if (status == CISDOCK_E_HOST && written.failed) status = CISDOCK_E_NO_MEMORY; /* the sink's own memory */
    cdk_buf_free(&written);
    return status;
}

static void survives_each_failed_allocation(void **state)
{
    (void)state;
    unit_each_failure(keep_some);
}

/* Elements of a named member come one by one, and the object around them behind, with the list empty; documents follow one another. */
static int32_t each_of_many(void *user, uint64_t index, cdk_json *element)
{
    fed *f = user;
    int64_t v;
    assert_int_equal(index, f->seen++);
    assert_null(element->parent);
    const cdk_json *list = cdk_json_get(element, "list");
    if (cdk_json_is(list, CDK_JSON_ARRAY)) assert_int_equal(list->count, 0);
    if (cdk_json_i64(cdk_json_get(element, "w"), &v)) f->sum += v;
    return CISDOCK_OK;
}

static void hands_over_elements_of_a_member(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int seen, sum;
    } cases[] = {
        {"{\"w\":100,\"list\":[{\"w\":1},{\"w\":2,\"list\":[]},[3],\"x\"],\"y\":{\"list\":[1]}}", 5, 103},
        {"{\"w\":1}\n{\"w\":2}\n", 2, 3}, {"[{\"w\":1}][{\"w\":2}] {\"w\":4,\"list\":[{\"w\":8}]}", 4, 15},
        {"{\"list\":{\"w\":1},\"w\":2}", 1, 2}, {"{\"list\":[{\"w\":1}],\"list\":[{\"w\":2}]}", 3, 3},
    };
    for (size_t step = 1; step < 9; step++)
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            unit u;
            unit_begin(&u, -1);
            fed f = {.text = cdk_str_of(cases[i].text), .step = step};
            cdk_json_feed hooks = {.user = &f, .feed = feed, .each = each_of_many, .member = "list", .many = true};
            assert_int_equal(cdk_json_each(&u.env, &hooks, "list"), CISDOCK_OK);
            assert_int_equal(f.seen, cases[i].seen);
            assert_int_equal(f.sum, cases[i].sum);
            unit_end(&u);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hands_over_elements_one_by_one),      cmocka_unit_test(keeps_what_a_table_names),
        cmocka_unit_test(tells_the_numbers_of_members),        cmocka_unit_test(refuses_damage_in_what_nobody_wants),
        cmocka_unit_test(knows_many_keys),                     cmocka_unit_test(survives_each_failed_allocation),
        cmocka_unit_test(hands_over_elements_of_a_member),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
