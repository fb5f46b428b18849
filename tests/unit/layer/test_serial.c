/* SPDX-License-Identifier: Apache-2.0 */
/* Stored layer facts: what is read back is what was written, and nothing damaged is taken. */
#include "random_layers.h"

#include "layer/serial.h"

static void store(unit *u, const cdk_layer_facts *facts, cdk_buf *out)
{
    cisdock_sink sink = {sizeof sink, out, cdk_buf_collect};
    cdk_buf_init(out, &u->mem);
    assert_int_equal(cdk_layer_serialize(&u->env, facts, &sink), 0);
}

static int32_t load(unit *u, const cdk_buf *bytes, cdk_layer_facts **out)
{
    return cdk_layer_parse(&u->env, (const uint8_t *)bytes->p, bytes->n, out);
}

/* Write, read, write: the same bytes, and the same tree. */
static void check_round_trip(unit *u, cdk_layer_facts *facts)
{
    cdk_buf first, second;
    cdk_layer_facts *back;
    store(u, facts, &first);
    assert_int_equal(load(u, &first, &back), 0);
    store(u, back, &second);
    assert_int_equal(first.n, second.n);
    assert_memory_equal(first.p, second.p, first.n);
    char *want = list_fold(u, &facts, 1), *have = list_fold(u, &back, 1);
    assert_string_equal(have, want);
    free(want);
    free(have);
    cdk_layer_facts_unref(back);
    cdk_buf_free(&first);
    cdk_buf_free(&second);
}

static void random_layers_and_folds(void **state)
{
    (void)state;
    static random_layers r = {.state = 7};
    for (int round = 0; round < 300; round++) {
        unit u;
        cdk_plan *plan;
        cdk_layer_facts *layers[2], *value;
        cdk_fold *fold;
        unit_begin(&u, -1);
        assert_int_equal(cdk_plan_new(&u.env, &plan), 0);
        assert_int_equal(cdk_plan_add_base(&u.env, plan), 0);
        draw_layers(&r, 2);
        for (size_t l = 0; l < 2; l++) layers[l] = make_layer(&u, r.members[l], r.counts[l], plan);
        assert_int_equal(cdk_fold_run(&u.env, layers, 2, false, &fold), 0);
        assert_int_equal(cdk_fold_value(&u.env, fold, &value), 0);
        check_round_trip(&u, layers[0]);
        check_round_trip(&u, value);
        cdk_fold_free(fold);
        cdk_layer_facts_unref(value);
        for (size_t l = 0; l < 2; l++) cdk_layer_facts_unref(layers[l]);
        cdk_plan_free(plan);
        unit_end(&u);
    }
}

/* Files that readers take, of each kind, with a secret that a fold hides. */
static cdk_layer_facts *make_telling(unit *u)
{
    static const char status[] = "Package: a\nVersion: 1\nStatus: install ok installed\n\nPackage: b\nVersion: 1\nStatus: install ok installed\n";
    made_tar tar = {.bytes = NULL};
    cdk_plan *plan;
    cdk_layer_facts *facts;
    made_text(&tar, "etc/passwd", "root:x:0:0::/:/bin/sh\n");
    made_text(&tar, "var/lib/dpkg/status", status);
    made_text(&tar, "root/.npmrc", "//registry.example/:_authToken=npm_0123456789abcdefghijABCDEFGHIJ012345\n");
    made_text(&tar, "a/node_modules/b/package.json", "{\"name\":\"b\",\"version\":\"2\"}");
    made_text(&tar, "../climbs", "");
    made_add(&tar, "dev/null", '3', NULL, 0, NULL);
    made_end(&tar);
    assert_int_equal(cdk_plan_new(&u->env, &plan), 0);
    assert_int_equal(cdk_plan_add_base(&u->env, plan), 0);
    assert_int_equal(read_made(&u->env, &tar, plan, &facts), 0);
    cdk_plan_free(plan);
    made_free(&tar);
    return facts;
}

static void all_that_hangs_on_nodes(void **state)
{
    (void)state;
    static const member above[] = {{'f', "root/.wh..npmrc", NULL}, {'f', "etc/passwd", NULL}};
    unit u;
    unit_begin(&u, -1);
    cdk_layer_facts *facts = make_telling(&u), *upper = make_layer(&u, above, 2, facts->collected), *value;
    assert_int_equal(facts->taken_count, 3);
    assert_int_equal(facts->package_count, 3);
    assert_true(facts->secret_count > 0);
    assert_int_equal(facts->problems.count, 1);
    check_round_trip(&u, facts);
    cdk_fold *fold;
    assert_int_equal(cdk_fold_run(&u.env, (cdk_layer_facts *[]){facts, upper}, 2, false, &fold), 0);
    assert_int_equal(cdk_fold_value(&u.env, fold, &value), 0);
    assert_int_equal(value->secret_count, facts->secret_count);
    check_round_trip(&u, value);
    cdk_fold_free(fold);
    cdk_layer_facts_unref(value);
    cdk_layer_facts_unref(upper);
    cdk_layer_facts_unref(facts);
    unit_end(&u);
}

static void damage_is_noticed(void **state)
{
    (void)state;
    unit u;
    cdk_buf bytes;
    cdk_layer_facts *facts, *back;
    unit_begin(&u, -1);
    facts = make_telling(&u);
    store(&u, facts, &bytes);
    for (size_t i = 0; i < bytes.n; i++) {
        cdk_buf cut = bytes;
        bytes.p[i] ^= 0x10;
        assert_int_not_equal(load(&u, &bytes, &back), 0);
        assert_null(back);
        bytes.p[i] ^= 0x10;
        cut.n = i;
        assert_int_not_equal(load(&u, &cut, &back), 0);
    }
    cdk_layer_facts_unref(facts);
    cdk_buf_free(&bytes);
    unit_end(&u);
}

static int32_t store_and_load(unit *u)
{
    static const member members[] = {{'f', "a/b", NULL}, {'h', "a/c", "a/b"}, {'h', "d", "gone"}, {'l', "e", "a"}};
    made_tar tar = {.bytes = NULL};
    cdk_layer_facts *facts = NULL, *back = NULL;
    cdk_plan *plan = NULL;
    cdk_buf bytes;
    cisdock_sink sink = {sizeof sink, &bytes, cdk_buf_collect};
    for (size_t i = 0; i < 4; i++) made_add(&tar, members[i].path, tar_flag(members[i].type), NULL, 0, members[i].target);
    made_text(&tar, "etc/passwd", "root:x:0:0::/:/bin/sh\n");
    cdk_buf_init(&bytes, &u->mem);
    int32_t status = cdk_plan_new(&u->env, &plan);
    if (!status) status = cdk_plan_add_base(&u->env, plan);
    if (!status) status = read_made(&u->env, &tar, plan, &facts);
    if (!status) status = cdk_layer_serialize(&u->env, facts, &sink);
    if (status == CISDOCK_E_HOST) status = CISDOCK_E_NO_MEMORY; /* this sink has no other failure */
    if (!status) status = cdk_layer_parse(&u->env, (const uint8_t *)bytes.p, bytes.n, &back);
    cdk_layer_facts_unref(facts);
    cdk_layer_facts_unref(back);
    cdk_plan_free(plan);
    cdk_buf_free(&bytes);
    made_free(&tar);
    return status;
}

static void no_memory(void **state)
{
    (void)state;
    unit_each_failure(store_and_load);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_layers_and_folds), cmocka_unit_test(all_that_hangs_on_nodes),
                                       cmocka_unit_test(damage_is_noticed), cmocka_unit_test(no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
