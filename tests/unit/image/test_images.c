/* SPDX-License-Identifier: Apache-2.0 */
#include "made_tar.h"

#include "image/image.h"

#define CONFIG                                                                                                             \
    "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"User\":\"app\"},\"rootfs\":{\"diff_ids\":[\"sha256:1\",\"sha256:2\"]}," \
    "\"history\":[{\"created_by\":\"a\"},{\"created_by\":\"b\"}]}"
#define MANIFEST "[{\"Config\":\"c.json\",\"RepoTags\":[\"a:1\",null],\"Layers\":[\"l1.tar\",\"l2/layer.tar\"]}]"

/* The second layer is a symlink to a member that looks like a document; the manifest stands last. */
static void make_docker(made_tar *t)
{
    made_tar inner = {.n = 0};
    t->n = 0;
    made_text(&inner, "etc/passwd", "root:x:0:0::/:/bin/sh\n");
    made_end(&inner);
    made_add(t, "l1.tar", '0', inner.bytes, inner.n, NULL);
    made_text(t, "empty", "");
    made_add(t, "./l2/layer.tar", '2', NULL, 0, "../empty");
    made_text(t, "c.json", CONFIG);
    made_text(t, "manifest.json", MANIFEST);
    made_end(t);
    made_free(&inner);
}

static const cdk_image_doc *only_image(const cdk_images *images)
{
    assert_true(cdk_images_ready(images));
    assert_int_equal(cdk_images_count(images), 1);
    return cdk_images_at(images, 0);
}

static void check_docker(const cdk_images *images)
{
    const cdk_image_doc *doc = only_image(images);
    assert_string_equal(cdk_image_format_name(cdk_images_format(images)), "docker-archive");
    assert_int_equal(doc->layer_count, 2);
    assert_true(cdk_str_is(doc->config->user, "app"));
    assert_true(cdk_str_is(doc->layers[1].name, "l2/layer.tar") && cdk_str_is(doc->layers[1].diff_id, "sha256:2"));
    assert_int_equal(doc->layers[1].history, 1);
    assert_true(cdk_str_is(cdk_images_layer_member(images, 0, 0), "l1.tar"));
    assert_true(cdk_str_is(cdk_images_layer_member(images, 0, 1), "empty"));
    assert_true(doc->names.count == 2 && cdk_str_is(doc->names.items[0], "a:1"));
    assert_int_equal(doc->problems.count + cdk_images_problems(images)->count, 0);
}

static uint64_t drain(cdk_stream *stream)
{
    const uint8_t *data;
    size_t size;
    uint64_t sum = 0;
    while (!cdk_stream_next(stream, &data, &size) && size) sum += size;
    return sum;
}

static void reads_by_random_access(void **state)
{
    (void)state;
    unit u;
    made_tar tar = {.n = 0}, *t = &tar;
    cdk_images *images;
    cdk_stream *stream;
    make_docker(t);
    unit_begin(&u, -1);
    cisdock_source source = made_source(t);
    assert_int_equal(cdk_images_open(&u.env, &source, &images), CISDOCK_OK);
    check_docker(images);
    assert_int_equal(cdk_images_open_layer(images, &u.env, 0, 0, &stream), CISDOCK_OK);
    assert_int_equal(drain(stream), 2048);
    cdk_stream_close(stream);
    assert_int_equal(cdk_images_open_layer(images, &u.env, 0, 2, &stream), CISDOCK_E_INVALID_ARG);
    cdk_images_close(images);
    unit_end(&u);
    made_free(t);
}

typedef struct visits {
    char names[8][64];
    uint64_t sizes[8];
    int count;
} visits;

static int32_t visit(void *user, cdk_str name, cdk_stream *stored)
{
    visits *v = user;
    assert_true(v->count < 8 && name.n < 64);
    memcpy(v->names[v->count], name.p ? name.p : "", name.n);
    v->sizes[v->count++] = drain(stored);
    return CISDOCK_OK;
}

static void reads_from_a_pipe(void **state)
{
    (void)state;
    unit u;
    made_tar tar = {.n = 0}, *t = &tar;
    cdk_images *images;
    visits v = {.count = 0};
    make_docker(t);
    made_pipe pipe = {.tar = t};
    unit_begin(&u, -1);
    cisdock_source source = made_forward(&pipe);
    assert_int_equal(cdk_images_open(&u.env, &source, &images), CISDOCK_OK);
    assert_false(cdk_images_ready(images));
    assert_int_equal(pipe.at, 0);
    const cdk_layer_visitor visitor = {&v, visit};
    assert_int_equal(cdk_images_stream(images, &u.env, &visitor), CISDOCK_OK);
    check_docker(images);
    assert_int_equal(v.count, 2);
    assert_string_equal(v.names[0], "l1.tar");
    assert_int_equal(v.sizes[0], 2048);
    assert_string_equal(v.names[1], "empty");
    assert_int_equal(pipe.at, t->n);
    assert_int_equal(cdk_images_stream(images, &u.env, &visitor), CISDOCK_E_INVALID_ARG);
    cdk_images_close(images);
    assert_int_equal(pipe.closed, 1);
    unit_end(&u);
    made_free(t);
}

static int32_t refuse(void *user, cdk_str name, cdk_stream *stored)
{
    (void)name;
    (void)stored;
    return cdk_fail(user, CDK_CLASS_LIMIT, NULL, "enough");
}

static void a_visitor_that_fails_ends_the_stream(void **state)
{
    (void)state;
    unit u;
    made_tar tar = {.n = 0}, *t = &tar;
    cdk_images *images;
    make_docker(t);
    made_pipe pipe = {.tar = t};
    unit_begin(&u, -1);
    cisdock_source source = made_forward(&pipe);
    const cdk_layer_visitor visitor = {&u.env, refuse};
    assert_int_equal(cdk_images_open(&u.env, &source, &images), CISDOCK_OK);
    assert_int_equal(cdk_images_stream(images, &u.env, &visitor), CISDOCK_E_LIMIT);
    assert_false(cdk_images_ready(images));
    cdk_images_close(images);
    unit_end(&u);
    made_free(t);
}

/* A store of blobs: documents by name or digest. */
typedef struct store {
    struct {
        char name[80];
        const char *text;
    } items[8];
    int count, closed;
    const char *asked; /* for what is no digest, if ever */
} store;

static int64_t text_at(void *user, uint64_t offset, uint8_t *buffer, size_t size)
{
    const char *text = user;
    size_t n = strlen(text);
    if (offset >= n) return 0;
    n = n - (size_t)offset < size ? n - (size_t)offset : size;
    memcpy(buffer, text + offset, n);
    return (int64_t)n;
}

static int64_t text_length(void *user)
{
    return (int64_t)strlen(user);
}

static int32_t store_document(void *user, const char *name, cisdock_source *out)
{
    const store *s = user;
    for (int i = 0; i < s->count; i++) {
        if (strcmp(s->items[i].name, name)) continue;
        *out = (cisdock_source){sizeof *out, (void *)(uintptr_t)s->items[i].text, text_at, text_length, NULL, NULL};
        return 0;
    }
    return 1;
}

static int32_t store_blob(void *user, const char *digest, int64_t size, cisdock_source *out)
{
    (void)size;
    assert_int_equal(strlen(digest), 7 + 64); /* never anything else is asked of the host */
    return store_document(user, digest, out);
}

static void store_close(void *user)
{
    ((store *)user)->closed++;
}

static const char *put(unit *u, store *s, const char *text)
{
    uint8_t bytes[32];
    assert_int_equal(cdk_sha256(&u->env, cdk_str_of(text), bytes), CISDOCK_OK);
    memcpy(s->items[s->count].name, "sha256:", 8);
    cdk_hex(bytes, sizeof bytes, s->items[s->count].name + 7);
    s->items[s->count].text = text;
    return s->items[s->count++].name;
}

static void put_index(store *s, const char *text)
{
    snprintf(s->items[s->count].name, sizeof s->items[0].name, "index.json");
    s->items[s->count++].text = text;
}

static cisdock_blobs blobs_of(store *s)
{
    return (cisdock_blobs){sizeof(cisdock_blobs), s, store_blob, store_document, store_close};
}

/* An index with an artifact, an attestation, a missing manifest and, in an index below, one image. */
typedef struct layout {
    store s;
    char manifest[1024], below[1024], index[4096];
} layout;

static void make_layout(unit *u, layout *l)
{
    memset(l, 0, sizeof *l);
    const char *config = put(u, &l->s, CONFIG), *layer = put(u, &l->s, "layer");
    const char *artifact = put(u, &l->s, "{\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\"},\"layers\":[]}");
    snprintf(l->manifest, sizeof l->manifest,
             "{\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"%s\",\"size\":%zu},"
             "\"layers\":[{\"digest\":\"%s\",\"size\":5},{\"digest\":\"%s\",\"size\":5}]}",
             config, strlen(CONFIG), layer, layer);
    const char *manifest = put(u, &l->s, l->manifest);
    snprintf(l->below, sizeof l->below,
             "{\"manifests\":[{\"digest\":\"%s\",\"size\":%zu,\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\"},"
             "\"annotations\":{\"org.opencontainers.image.ref.name\":\"in\"}}]}",
             manifest, strlen(l->manifest));
    const char *below = put(u, &l->s, l->below);
    snprintf(l->index, sizeof l->index,
             "{\"manifests\":[{\"digest\":\"%s\"},{\"digest\":\"%s\",\"annotations\":{\"vnd.docker.reference.type\":"
             "\"attestation-manifest\"}},{\"digest\":\"sha256:%064d\"},{\"digest\":\"%s\",\"annotations\":"
             "{\"org.opencontainers.image.ref.name\":\"out\",\"io.containerd.image.name\":\"example.com/x:out\"}}]}",
             artifact, manifest, 0, below);
    put_index(&l->s, l->index);
}

static void reads_a_layout_of_blobs(void **state)
{
    (void)state;
    unit u;
    layout *l = calloc(1, sizeof *l);
    cdk_images *images;
    cdk_stream *stream;
    unit_begin(&u, -1);
    make_layout(&u, l);
    cisdock_blobs blobs = blobs_of(&l->s);
    assert_int_equal(cdk_images_open_blobs(&u.env, &blobs, &images), CISDOCK_OK);
    const cdk_image_doc *doc = only_image(images);
    assert_true(doc->names.count == 2 && cdk_str_is(doc->names.items[0], "out") && cdk_str_is(doc->names.items[1], "in"));
    assert_true(cdk_image_doc_named(doc, CDK_STR("example.com/x:out")));
    assert_true(cdk_str_is(doc->platform.architecture, "arm") && doc->descriptor_platform && doc->oci_config);
    assert_true(cdk_str_starts(doc->index_digest, CDK_STR("sha256:")));
    assert_int_equal(cdk_images_skipped_count(images), 3);
    assert_int_equal(cdk_images_skipped_at(images, 0)->cls, CDK_CLASS_NOT_AN_IMAGE);
    assert_string_equal(cdk_images_skipped_at(images, 1)->why, "attestation");
    assert_int_equal(cdk_images_skipped_at(images, 2)->cls, CDK_CLASS_BLOB_MISSING);
    assert_int_equal(cdk_images_problems(images)->count, 1);
    assert_int_equal(cdk_images_problems(images)->first->severity, CDK_WARNING);
    assert_int_equal(cdk_images_open_layer(images, &u.env, 0, 0, &stream), CISDOCK_OK);
    assert_int_equal(drain(stream), 5);
    cdk_stream_close(stream);
    cdk_images_close(images);
    assert_int_equal(l->s.closed, 1);
    unit_end(&u);
    free(l);
}

/* One index of one descriptor, whose failure is that of the whole. */
static void refused_layouts_tell_why(void **state)
{
    (void)state;
    static const struct {
        const char *index;
        cdk_class cls;
    } cases[] = {
        {NULL, CDK_CLASS_NOT_AN_IMAGE},
        {"foobar", CDK_CLASS_BAD_JSON},
        {"[]", CDK_CLASS_BAD_JSON},
        {"{}", CDK_CLASS_NO_IMAGE},
        {"{\"manifests\":null}", CDK_CLASS_NO_IMAGE},
        {"{\"manifests\":{}}", CDK_CLASS_BAD_JSON},
        {"{\"manifests\":[1]}", CDK_CLASS_BAD_JSON},
        {"{\"manifests\":[{\"digest\":\"sha256:../../etc/passwd\"}]}", CDK_CLASS_BAD_DIGEST},
        {"{\"manifests\":[{\"digest\":\"md5:2988a1ddfc39b35b45e52b8514c6554a\"}]}", CDK_CLASS_UNSUPPORTED},
        {"{\"manifests\":[{\"digest\":\"sha256:0000000000000000000000000000000000000000000000000000000000000000\"}]}",
         CDK_CLASS_BLOB_MISSING},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unit u;
        store s = {.count = 0};
        cdk_images *images;
        unit_begin(&u, -1);
        if (cases[i].index) put_index(&s, cases[i].index);
        cisdock_blobs blobs = blobs_of(&s);
        assert_int_equal(cdk_images_open_blobs(&u.env, &blobs, &images), cdk_class_status(cases[i].cls));
        assert_int_equal(u.error.cls, cases[i].cls);
        assert_null(images);
        assert_int_equal(s.closed, 1);
        unit_end(&u);
    }
}

/* What a manifest's text is read as, alone in its layout. */
static void manifests_are_what_their_members_say(void **state)
{
    (void)state;
    static const struct {
        const char *manifest;
        cdk_class cls;
    } cases[] = {
        {"{\"manifests\":[],\"layers\":[]}", CDK_CLASS_SCHEMA},
        {"{\"schemaVersion\":1,\"fsLayers\":[]}", CDK_CLASS_UNSUPPORTED},
        {"{\"blobs\":[]}", CDK_CLASS_NO_IMAGE},
        {"{\"layers\":[]}", CDK_CLASS_BAD_JSON},
        {"{\"config\":{\"mediaType\":\"application/vnd.cncf.helm.config.v1+json\"},\"layers\":[]}", CDK_CLASS_NO_IMAGE},
        {"{\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\"},\"layers\":[{\"mediaType\":"
         "\"application/vnd.dev.cosign.simplesigning.v1+json\"}]}", CDK_CLASS_NO_IMAGE},
        {"[]", CDK_CLASS_BAD_JSON},
        {"", CDK_CLASS_BAD_JSON},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unit u;
        store s = {.count = 0};
        char index[512];
        cdk_images *images;
        unit_begin(&u, -1);
        snprintf(index, sizeof index, "{\"manifests\":[{\"digest\":\"%s\"}]}", put(&u, &s, cases[i].manifest));
        put_index(&s, index);
        cisdock_blobs blobs = blobs_of(&s);
        assert_int_equal(cdk_images_open_blobs(&u.env, &blobs, &images), cdk_class_status(cases[i].cls));
        assert_int_equal(u.error.cls, cases[i].cls);
        unit_end(&u);
    }
}

static void documents_are_checked_against_descriptors(void **state)
{
    (void)state;
    unit u;
    store s = {.count = 0};
    char index[512];
    cdk_images *images;
    unit_begin(&u, -1);
    const char *name = put(&u, &s, "{\"manifests\":[]}");
    snprintf(index, sizeof index, "{\"manifests\":[{\"digest\":\"%s\",\"size\":15}]}", name);
    put_index(&s, index);
    cisdock_blobs blobs = blobs_of(&s);
    assert_int_equal(cdk_images_open_blobs(&u.env, &blobs, &images), CISDOCK_E_DIGEST_MISMATCH);
    snprintf(index, sizeof index, "{\"manifests\":[{\"digest\":\"%s\",\"size\":16}]}", name);
    s.items[0].text = "{\"manifests\":{}}";
    assert_int_equal(cdk_images_open_blobs(&u.env, &blobs, &images), CISDOCK_E_DIGEST_MISMATCH);
    assert_string_equal(u.error.digest, name);
    unit_end(&u);
}

static int32_t open_all(unit *u)
{
    made_tar t = {.n = 0};
    cdk_images *images;
    make_docker(&t);
    cisdock_source source = made_source(&t);
    int32_t status = cdk_images_open(&u->env, &source, &images);
    cdk_images_close(images);
    if (status) {
        made_free(&t);
        return status;
    }
    made_pipe pipe = {.tar = &t};
    visits v = {.count = 0};
    const cdk_layer_visitor visitor = {&v, visit};
    source = made_forward(&pipe);
    status = cdk_images_open(&u->env, &source, &images);
    if (!status) status = cdk_images_stream(images, &u->env, &visitor);
    cdk_images_close(images);
    assert_int_equal(pipe.closed, 1);
    made_free(&t);
    return status;
}

static int32_t open_layout(unit *u)
{
    static layout l;
    static unit maker;
    cdk_images *images;
    unit_begin(&maker, -1);
    make_layout(&maker, &l);
    unit_end(&maker);
    cisdock_blobs blobs = blobs_of(&l.s);
    int32_t status = cdk_images_open_blobs(&u->env, &blobs, &images);
    cdk_images_close(images);
    assert_int_equal(l.s.closed, 1);
    return status;
}

/* `repositories` alone, with a chain of two; and chains without it. */
static void make_chain(made_tar *t, bool named)
{
    static const char top[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                      low[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    char name[100], text[300];
    t->n = 0;
    snprintf(name, sizeof name, "%s/json", low);
    made_text(t, name, "{\"container_config\":{\"Cmd\":[\"/bin/sh\",\"-c\",\"one\"]}}");
    snprintf(name, sizeof name, "%s/layer.tar", low);
    made_text(t, name, "");
    snprintf(name, sizeof name, "%s/json", top);
    snprintf(text, sizeof text, "{\"parent\":\"%s\",\"config\":{\"User\":\"x\"}}", low);
    made_text(t, name, text);
    snprintf(name, sizeof name, "%s/layer.tar", top);
    made_text(t, name, "");
    snprintf(text, sizeof text, "{\"b\":{\"2\":\"%s\",\"1\":\"%s\"}}", top, top);
    if (named) made_text(t, "repositories", text);
    made_end(t);
}

static int32_t open_chain(unit *u)
{
    made_tar t = {.n = 0};
    cdk_images *images;
    int32_t status = CISDOCK_OK;
    for (int named = 0; named < 2 && !status; named++) {
        make_chain(&t, named);
        cisdock_source source = made_source(&t);
        status = cdk_images_open(&u->env, &source, &images);
        if (status) break;
        const cdk_image_doc *doc = only_image(images);
        assert_int_equal(doc->layer_count, 2);
        assert_int_equal(doc->names.count, named ? 2 : 0);
        if (named) assert_true(cdk_str_is(doc->names.items[0], "b:1"));
        assert_true(cdk_str_is(doc->config->user, "x") && cdk_str_is(doc->config->history[0].created_by, "/bin/sh -c one"));
        cdk_images_close(images);
    }
    made_free(&t);
    return status;
}

static void reads_chains_without_a_manifest(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    assert_int_equal(open_chain(&u), CISDOCK_OK);
    unit_end(&u);
}

static void failed_allocations_are_survived(void **state)
{
    (void)state;
    unit_each_failure(open_all);
    unit_each_failure(open_layout);
    unit_each_failure(open_chain);
}

static int32_t cancel_at_once(void *user)
{
    (void)user;
    return 1;
}

static void cancelling_works_in_both_ways(void **state)
{
    (void)state;
    unit u;
    made_tar t = {.n = 0};
    cdk_images *images;
    made_pipe pipe = {.tar = &t};
    visits v = {.count = 0};
    const cdk_layer_visitor visitor = {&v, visit};
    make_docker(&t);
    unit_begin(&u, -1);
    u.hooks.cancel = cancel_at_once;
    cisdock_source source = made_source(&t);
    assert_int_equal(cdk_images_open(&u.env, &source, &images), CISDOCK_E_CANCELLED);
    source = made_forward(&pipe);
    assert_int_equal(cdk_images_open(&u.env, &source, &images), CISDOCK_OK);
    assert_int_equal(cdk_images_stream(images, &u.env, &visitor), CISDOCK_E_CANCELLED);
    cdk_images_close(images);
    unit_end(&u);
    made_free(&t);
}

/* Names that climb out, links in circles, a member twice. */
static void odd_members_are_met(void **state)
{
    (void)state;
    unit u;
    made_tar t = {.n = 0};
    cdk_images *images;
    t.n = 0;
    made_text(&t, "../c.json", "{}");
    made_add(&t, "a.tar", '2', NULL, 0, "b.tar");
    made_add(&t, "b.tar", '2', NULL, 0, "a.tar");
    made_text(&t, "c.json", "{\"config\":{\"User\":\"first\"}}");
    made_text(&t, "c.json", "{\"config\":{\"User\":\"last\"}}");
    made_add(&t, "d.json", '1', NULL, 0, "./c.json");
    made_text(&t, "manifest.json", "[{\"config\":\"d.json\",\"layers\":null}]");
    made_end(&t);
    unit_begin(&u, -1);
    cisdock_source source = made_source(&t);
    assert_int_equal(cdk_images_open(&u.env, &source, &images), CISDOCK_OK);
    assert_true(cdk_str_is(only_image(images)->config->user, "last"));
    const cdk_problem *problem = cdk_images_problems(images)->first;
    assert_int_equal(problem->cls, CDK_CLASS_UNSAFE_PATH);
    assert_int_equal(problem->next->cls, CDK_CLASS_DUPLICATE);
    cdk_images_close(images);
    static const char *const layers[] = {"a.tar", "../c.json", "/../../etc/passwd", "nothing"};
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
        char text[100];
        made_tar *more = &t;
        more->n -= 1024 + 1024;
        snprintf(text, sizeof text, "[{\"Layers\":[\"%s\"]}]", layers[i]);
        made_text(more, "manifest.json", text);
        made_end(more);
        source = made_source(more);
        assert_int_equal(cdk_images_open(&u.env, &source, &images), CISDOCK_E_NOT_FOUND);
        assert_int_equal(u.error.cls, CDK_CLASS_BLOB_MISSING);
    }
    unit_end(&u);
    made_free(&t);
}

/* Beyond some thousand members the table is given up, and made again where the archive turns out to be an image's. */
static void many_members_before_the_manifest(void **state)
{
    (void)state;
    unit u;
    cdk_images *images;
    made_tar t = {.n = 0};
    for (int i = 0; i < 20000; i++) {
        char name[32];
        snprintf(name, sizeof name, "file-%d", i);
        made_text(&t, name, "");
    }
    made_text(&t, "manifest.json", "[{\"Layers\":[\"file-3\"]}]");
    made_end(&t);
    unit_begin(&u, -1);
    cisdock_source source = made_source(&t);
    assert_int_equal(cdk_images_open(&u.env, &source, &images), CISDOCK_OK);
    assert_true(cdk_str_is(cdk_images_layer_member(images, 0, 0), "file-3"));
    cdk_images_close(images);
    unit_end(&u);
    made_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_by_random_access),
        cmocka_unit_test(reads_from_a_pipe),
        cmocka_unit_test(a_visitor_that_fails_ends_the_stream),
        cmocka_unit_test(reads_a_layout_of_blobs),
        cmocka_unit_test(refused_layouts_tell_why),
        cmocka_unit_test(manifests_are_what_their_members_say),
        cmocka_unit_test(documents_are_checked_against_descriptors),
        cmocka_unit_test(reads_chains_without_a_manifest),
        cmocka_unit_test(failed_allocations_are_survived),
        cmocka_unit_test(cancelling_works_in_both_ways),
        cmocka_unit_test(odd_members_are_met),
        cmocka_unit_test(many_members_before_the_manifest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
