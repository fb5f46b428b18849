/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "image/config.h"

typedef struct parsed {
    unit u;
    cdk_arena arena;
    cdk_problems problems;
    cdk_image_config *config;
} parsed;

static void begin(parsed *p, const char *text, uint32_t layers)
{
    unit_begin(&p->u, -1);
    cdk_arena_init(&p->arena, &p->u.mem);
    p->problems = (cdk_problems){0};
    assert_int_equal(cdk_image_config_parse(&p->u.env, &p->arena, cdk_str_of(text), layers, &p->problems, &p->config), CISDOCK_OK);
}

static void end(parsed *p)
{
    cdk_arena_free(&p->arena);
    unit_end(&p->u);
}

static const char whole[] =
    "{\"architecture\":\"arm\",\"os\":\"linux\",\"variant\":\"v7\",\"config\":{\"User\":\"app\",\"Env\":[\"A=1\",\"B=\"],"
    "\"Cmd\":[\"sh\"],\"Entrypoint\":\"/init\",\"ExposedPorts\":{\"80/tcp\":{},\"443/tcp\":{}},\"Volumes\":null,"
    "\"Labels\":{\"z\":\"1\",\"a\":\"2\"},\"Healthcheck\":{\"Test\":[\"NONE\"],\"Interval\":1}},"
    "\"history\":[{\"created_by\":\"a\"},{\"created_by\":\"b\",\"empty_layer\":true},{\"created_by\":\"c\"}],"
    "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:1\",\"sha256:2\"]}}";

static void reads_all_members(void **state)
{
    (void)state;
    parsed p;
    begin(&p, whole, 2);
    const cdk_image_config *c = p.config;
    assert_int_equal(p.problems.count, 0);
    assert_true(c->has_config && cdk_str_is(c->user, "app") && cdk_str_is(c->variant, "v7"));
    assert_true(c->env.count == 2 && cdk_str_is(c->env.items[1], "B="));
    assert_true(c->entrypoint.count == 1 && cdk_str_is(c->entrypoint.items[0], "/init"));
    assert_true(c->exposed_ports.count == 2 && cdk_str_is(c->exposed_ports.items[0], "443/tcp"));
    assert_false(c->volumes.present);
    assert_true(c->labels.count == 2 && cdk_str_is(c->labels.items[0].key, "z"));
    assert_true(c->healthcheck.present && cdk_str_is(c->healthcheck.test.items[0], "NONE"));
    assert_null(c->workdir.p);
    assert_true(c->history_layers_match);
    assert_int_equal(c->history[1].layer, -1);
    assert_int_equal(c->history[2].layer, 1);
    end(&p);
}

static const cdk_problem *only(const parsed *p, cdk_class cls, cdk_severity severity)
{
    assert_int_equal(p->problems.count, 1);
    assert_int_equal(p->problems.first->cls, cls);
    assert_int_equal(p->problems.first->severity, severity);
    return p->problems.first;
}

static void wrong_types_are_absent_and_noted(void **state)
{
    (void)state;
    static const struct {
        const char *text, *pointer;
    } cases[] = {
        {"{\"architecture\":7}", "/architecture"},
        {"{\"config\":[]}", "/config"},
        {"{\"config\":{\"User\":[\"x\"]}}", "/config/User"},
        {"{\"config\":{\"Env\":\"PATH=/\"}}", "/config/Env"},
        {"{\"config\":{\"Env\":[\"A=1\",2]}}", "/config/Env/1"},
        {"{\"config\":{\"ExposedPorts\":[80]}}", "/config/ExposedPorts"},
        {"{\"config\":{\"Labels\":{\"a\":1}}}", "/config/Labels/a"},
        {"{\"config\":{\"Healthcheck\":\"none\"}}", "/config/Healthcheck"},
        {"{\"config\":{\"Healthcheck\":{\"Test\":\"x\"}}}", "/config/Healthcheck/Test"},
        {"{\"rootfs\":{\"diff_ids\":\"x\"}}", "/rootfs/diff_ids"},
        {"{\"history\":{}}", "/history"},
        {"{\"history\":[{\"empty_layer\":true,\"created_by\":1}]}", "/history/0/created_by"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        parsed p;
        begin(&p, cases[i].text, 0);
        assert_string_equal(only(&p, CDK_CLASS_BAD_JSON, CDK_ERROR)->pointer, cases[i].pointer);
        assert_null(p.config->user.p);
        assert_false(p.config->healthcheck.present && p.config->healthcheck.test.present);
        if (p.config->history_count) assert_true(p.config->history[0].damaged);
        end(&p);
    }
}

/* encoding/json: "preferring exact matches but also accepting case-insensitive matches"; each key of the document is
 * assigned in turn, so the last spelling counts. */
static void members_are_named_as_go_names_them(void **state)
{
    (void)state;
    static const char *const root[] = {
        "{\"config\":{\"user\":\"root\"}}",
        "{\"config\":{\"User\":\"app\",\"USER\":\"root\"}}",
        ("{\"Config\":{\"U\xc5\xbf" "er\":\"root\"}}"),
    };
    for (size_t i = 0; i < sizeof root / sizeof *root; i++) {
        parsed p;
        begin(&p, root[i], 0);
        assert_true(cdk_str_is(p.config->user, "root"));
        end(&p);
    }
}

static void disagreeing_counts_are_told(void **state)
{
    (void)state;
    parsed p;
    begin(&p, "{\"history\":[{\"created_by\":\"one\"}]}", 2);
    only(&p, CDK_CLASS_HISTORY, CDK_WARNING);
    assert_false(p.config->history_layers_match);
    assert_int_equal(p.config->history[0].layer, -1);
    end(&p);
    begin(&p, "{\"rootfs\":{\"diff_ids\":[\"sha256:1\"]}}", 2);
    only(&p, CDK_CLASS_DIGEST_MISMATCH, CDK_ERROR);
    end(&p);
    begin(&p, "{\"config\":{\"User\":\"root\",\"User\":\"app\"}}", 0);
    only(&p, CDK_CLASS_DUPLICATE, CDK_WARNING);
    assert_true(cdk_str_is(p.config->user, "app"));
    end(&p);
}

static void what_is_no_object_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "null", "[]", "{", "{}x", "{\"config\":{\"Env\":[\"\xff\"]}}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        unit u;
        unit_begin(&u, -1);
        cdk_arena arena;
        cdk_arena_init(&arena, &u.mem);
        cdk_problems problems = {0};
        cdk_image_config *config;
        assert_int_equal(cdk_image_config_parse(&u.env, &arena, cdk_str_of(texts[i]), 0, &problems, &config), CISDOCK_E_PARSE);
        assert_int_equal(u.error.cls, CDK_CLASS_BAD_JSON);
        assert_null(config);
        cdk_arena_free(&arena);
        unit_end(&u);
    }
}

/* A million members of the wrong type must not cost a million walks to their pointers. */
static void many_wrong_types_cost_little(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    cdk_buf text;
    cdk_buf_init(&text, &u.mem);
    cdk_buf_text(&text, "{\"config\":{\"Env\":[1");
    for (int i = 0; i < 300000; i++) cdk_buf_text(&text, ",1");
    cdk_buf_text(&text, "]}}");
    cdk_arena arena;
    cdk_arena_init(&arena, &u.mem);
    cdk_problems problems = {0};
    cdk_image_config *config;
    assert_int_equal(cdk_image_config_parse(&u.env, &arena, cdk_buf_view(&text), 0, &problems, &config), CISDOCK_OK);
    assert_true(problems.count > 0 && problems.count < 100);
    assert_int_equal(config->env.count, 0);
    cdk_arena_free(&arena);
    cdk_buf_free(&text);
    unit_end(&u);
}

static int32_t parse_whole(unit *u)
{
    cdk_arena arena;
    cdk_arena_init(&arena, &u->mem);
    cdk_problems problems = {0};
    cdk_image_config *config;
    int32_t status = cdk_image_config_parse(&u->env, &arena, cdk_str_of(whole), 5, &problems, &config);
    cdk_arena_free(&arena);
    return status;
}

static void failed_allocations_are_survived(void **state)
{
    (void)state;
    unit_each_failure(parse_whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_all_members),           cmocka_unit_test(wrong_types_are_absent_and_noted),
        cmocka_unit_test(members_are_named_as_go_names_them), cmocka_unit_test(disagreeing_counts_are_told),
        cmocka_unit_test(what_is_no_object_is_refused), cmocka_unit_test(many_wrong_types_cost_little),
        cmocka_unit_test(failed_allocations_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
