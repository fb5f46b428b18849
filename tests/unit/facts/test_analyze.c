/* SPDX-License-Identifier: Apache-2.0 */
/* Which layers are read, how often, and what is known afterwards: by random access, from a pipe, by threads, from a cache. */
#include "../image/made_tar.h"

#include "facts/analyze.h"

#define CONFIG "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"diff_ids\":[%s]}}"

static void add_layer(made_tar *image, const char *name, const made_tar *layer)
{
    made_add(image, name, '0', layer->bytes, layer->n, NULL);
}

static void make_layers(made_tar *lower, made_tar *upper)
{
    made_add(lower, "etc/passwd", '0', "root:x:0:0::/:/bin/sh\napp:x:5:5::/:/bin/sh\n", 43, NULL);
    made_text(lower, "etc/os-release", "ID=debian\n");
    made_text(lower, "srv/old", "");
    made_end(lower);
    made_text(upper, "etc/.wh.passwd", "");
    made_text(upper, "srv/.wh..wh..opq", "");
    made_text(upper, "srv/new", "");
    made_end(upper);
}

/* Two layers, the lower one `repeats` times. */
static void make_image(made_tar *image, int repeats)
{
    made_tar lower = {.bytes = NULL}, upper = {.bytes = NULL};
    char manifest[4096] = "[{\"Config\":\"c.json\",\"RepoTags\":[\"a:1\"],\"Layers\":[", config[256];
    for (int i = 0; i < repeats; i++) strcat(manifest, "\"lower.tar\",");
    strcat(manifest, "\"upper.tar\"]}]");
    snprintf(config, sizeof config, CONFIG, "");
    make_layers(&lower, &upper);
    add_layer(image, "lower.tar", &lower);
    add_layer(image, "upper.tar", &upper);
    made_text(image, "c.json", config);
    made_text(image, "manifest.json", manifest);
    made_end(image);
    made_free(&lower);
    made_free(&upper);
}

/* What a test looks at, and the objects behind it. */
typedef struct analyzed {
    cdk_images *images;
    cdk_layer_store *store;
    cdk_plan *plan;
    cdk_facts *facts;
} analyzed;

static int32_t analyze(unit *u, const cisdock_source *source, bool base, const cisdock_cache *cache, analyzed *a)
{
    cdk_choice choice = {.index = 0};
    memset(a, 0, sizeof *a);
    int32_t status = cdk_images_open(&u->env, source, &a->images);
    if (!status) status = cdk_layer_store_new(&u->env, &a->store);
    if (!status) status = cdk_plan_new(&u->env, &a->plan);
    if (!status && base) status = cdk_plan_add_base(&u->env, a->plan);
    cdk_analyze_options options = {.store = a->store, .cache = cache};
    return status ? status : cdk_analyze(&u->env, a->images, &choice, a->plan, &options, &a->facts);
}

static void end(analyzed *a)
{
    cdk_facts_free(a->facts);
    cdk_plan_free(a->plan);
    cdk_layer_store_free(a->store);
    cdk_images_close(a->images);
}

static int32_t count_hidden(void *user, const cdk_hidden_file *file)
{
    bool last = file->file.layer == 2; /* all others are replaced by the same layer again */
    assert_int_equal(file->removed_by, last ? 3 : -1);
    ++*(uint32_t *)user;
    return 0;
}

static void check_facts(unit *u, const analyzed *a)
{
    const cdk_user *users;
    uint32_t count, hidden = 0;
    int32_t layer;
    cdk_str bytes;
    assert_int_equal(cdk_facts_layer_count(a->facts), 4);
    assert_int_equal(cdk_facts_tree_state(a->facts), CDK_HAVE);
    assert_int_equal(cdk_facts_file_count(a->facts), 2);
    assert_int_equal(cdk_facts_users(a->facts, &users, &count), CDK_ABSENT);
    assert_int_equal(cdk_facts_content(a->facts, CDK_STR("etc/os-release"), &bytes, &layer), CDK_HAVE);
    assert_int_equal(layer, 2);
    assert_true(cdk_str_is(cdk_facts_os_release_get(a->facts, "ID"), "debian"));
    assert_int_equal(cdk_facts_each_hidden(a->facts, &u->env, count_hidden, &hidden), 0);
    assert_int_equal(hidden, 5); /* passwd of three layers, os-release of two */
}

static void each_layer_is_read_once(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 3; threads += 2) {
        unit u;
        analyzed a;
        made_tar image = {.bytes = NULL};
        unit_begin(&u, -1);
        u.limits.v[CDK_LIMIT_THREADS] = (uint64_t)threads;
        make_image(&image, 3);
        cisdock_source source = made_source(&image);
        assert_int_equal(analyze(&u, &source, true, NULL, &a), 0);
        assert_int_equal(cdk_layer_store_reads(a.store), 2);
        check_facts(&u, &a);
        end(&a);
        made_free(&image);
        unit_end(&u);
    }
}

static void a_pipe_gives_the_same(void **state)
{
    (void)state;
    unit u;
    analyzed a;
    made_tar image = {.bytes = NULL};
    unit_begin(&u, -1);
    make_image(&image, 3);
    made_pipe pipe = {.tar = &image};
    cisdock_source source = made_forward(&pipe);
    assert_int_equal(analyze(&u, &source, true, NULL, &a), 0);
    assert_int_equal(cdk_layer_store_reads(a.store), 2);
    check_facts(&u, &a);
    end(&a);
    assert_int_equal(pipe.closed, 1);
    made_free(&image);
    unit_end(&u);
}

static void a_plan_without_needs_reads_no_layer(void **state)
{
    (void)state;
    for (int forward = 0; forward < 2; forward++) {
        unit u;
        analyzed a;
        made_tar image = {.bytes = NULL};
        const cdk_user *users;
        uint32_t count;
        unit_begin(&u, -1);
        make_image(&image, 3);
        made_pipe pipe = {.tar = &image};
        cisdock_source source = forward ? made_forward(&pipe) : made_source(&image);
        assert_int_equal(analyze(&u, &source, false, NULL, &a), 0);
        assert_int_equal(cdk_layer_store_reads(a.store), 0);
        assert_int_equal(cdk_facts_tree_state(a.facts), CDK_NOT_COLLECTED);
        assert_int_equal(cdk_facts_users(a.facts, &users, &count), CDK_NOT_COLLECTED);
        assert_non_null(cdk_facts_config(a.facts));
        end(&a);
        made_free(&image);
        unit_end(&u);
    }
}

static void damage_in_an_upper_layer_leaves_no_answer(void **state)
{
    (void)state;
    unit u;
    analyzed a;
    made_tar image = {.bytes = NULL}, lower = {.bytes = NULL}, upper = {.bytes = NULL};
    const cdk_user *users;
    uint32_t count;
    cdk_str bytes;
    unit_begin(&u, -1);
    make_layers(&lower, &upper);
    upper.bytes[512 + 148] ^= 1; /* the second header's checksum */
    add_layer(&image, "l", &lower);
    add_layer(&image, "u", &upper);
    made_text(&image, "c.json", "{\"rootfs\":{\"diff_ids\":[]}}");
    made_text(&image, "manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[\"l\",\"u\"]}]");
    made_end(&image);
    cisdock_source source = made_source(&image);
    assert_int_equal(analyze(&u, &source, true, NULL, &a), 0);
    assert_int_equal(cdk_facts_tree_state(a.facts), CDK_DAMAGED);
    assert_int_equal(cdk_facts_users(a.facts, &users, &count), CDK_DAMAGED); /* the whiteout of it was read before */
    assert_int_equal(cdk_facts_content(a.facts, CDK_STR("etc/os-release"), &bytes, NULL), CDK_DAMAGED);
    end(&a);
    made_free(&image);
    made_free(&lower);
    made_free(&upper);
    unit_end(&u);
}

static int32_t whole(unit *u)
{
    analyzed a;
    made_tar image = {.bytes = NULL};
    make_image(&image, 2);
    cisdock_source source = made_source(&image);
    int32_t status = analyze(u, &source, true, NULL, &a);
    end(&a);
    made_free(&image);
    return status;
}

static void no_memory(void **state)
{
    (void)state;
    unit_each_failure(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_layer_is_read_once), cmocka_unit_test(a_pipe_gives_the_same),
                                       cmocka_unit_test(a_plan_without_needs_reads_no_layer),
                                       cmocka_unit_test(damage_in_an_upper_layer_leaves_no_answer), cmocka_unit_test(no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
