/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "image/descriptor.h"
#include "image/reference.h"

/* The expected forms are those of distribution/reference's documentation of familiar names. */
static void references_have_one_full_form(void **state)
{
    (void)state;
    static const struct {
        const char *name, *domain, *path, *tag, *digest;
        bool library;
    } cases[] = {
        {"alpine", "docker.io", "alpine", "latest", NULL, true},
        {"alpine:3.20", "docker.io", "alpine", "3.20", NULL, true},
        {"docker.io/library/alpine:3.20", "docker.io", "alpine", "3.20", NULL, true},
        {"index.docker.io/library/alpine", "docker.io", "alpine", "latest", NULL, true},
        {"library/alpine", "docker.io", "alpine", "latest", NULL, true},
        {"someone/app", "docker.io", "someone/app", "latest", NULL, false},
        {"localhost/app:1", "localhost", "app", "1", NULL, false},
        {"registry.example:5000/a/b", "registry.example:5000", "a/b", "latest", NULL, false},
        {"registry.example:5000/a/b:2", "registry.example:5000", "a/b", "2", NULL, false},
        {"ghcr.example/x@sha256:00", "ghcr.example", "x", NULL, "sha256:00", false},
        {"x:1@sha256:00", "docker.io", "x", "1", "sha256:00", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cdk_reference r = cdk_reference_of(cdk_str_of(cases[i].name));
        assert_true(cdk_str_is(r.domain, cases[i].domain));
        assert_true(cdk_str_is(r.path, cases[i].path));
        assert_true(cdk_str_eq(r.tag, cdk_str_of(cases[i].tag)) && !r.tag.p == !cases[i].tag);
        assert_true(cdk_str_eq(r.digest, cdk_str_of(cases[i].digest)));
        assert_int_equal(r.library, cases[i].library);
    }
}

static void images_are_found_by_name(void **state)
{
    (void)state;
    static const struct {
        const char *has, *asked;
        bool found;
    } cases[] = {
        {"alpine:3.20", "alpine:3.20", true},
        {"alpine:3.20", "docker.io/library/alpine:3.20", true},
        {"docker.io/library/alpine:latest", "alpine", true},
        {"alpine:3.20", "alpine", false},
        {"alpine:3.20", "3.20", true},
        {"1.0", "docker.io/example/layered:1.0", true},
        {"1.0", "1.0", true},
        {"1.0", "example/layered", false},
        {"example.com/a:1", "a:1", false},
        {"alpine:3.20", "alpine:3.2", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cdk_str name = cdk_str_of(cases[i].has);
        const cdk_image_doc by_name = {.names = {&name, 1, true}}, by_full_name = {.full_names = {&name, 1, true}};
        assert_int_equal(cdk_image_doc_named(&by_name, cdk_str_of(cases[i].asked)), cases[i].found);
        assert_int_equal(cdk_image_doc_named(&by_full_name, cdk_str_of(cases[i].asked)), cases[i].found);
    }
}

static void images_are_found_by_digest(void **state)
{
    (void)state;
    const cdk_image_doc doc = {.image_id = CDK_STR("sha256:aa"), .manifest_digest = CDK_STR("sha256:bb"), .index_digest = CDK_STR("")};
    assert_true(cdk_image_doc_named(&doc, CDK_STR("sha256:aa")));
    assert_true(cdk_image_doc_named(&doc, CDK_STR("sha256:bb")));
    assert_true(cdk_image_doc_named(&doc, CDK_STR("any/name:tag@sha256:bb")));
    assert_false(cdk_image_doc_named(&doc, CDK_STR("sha256:cc")));
    assert_false(cdk_image_doc_named(&doc, CDK_STR("x@")));
}

/* As containerd's platforms package normalises them. */
static void platforms_have_several_spellings(void **state)
{
    (void)state;
    static const struct {
        const char *arch, *variant, *asked;
        bool fits;
    } cases[] = {
        {"amd64", NULL, "linux/amd64", true},      {"amd64", NULL, "linux/x86_64", true},     {"amd64", "v1", "linux/amd64", true},
        {"amd64", "v2", "linux/amd64", false},     {"arm64", NULL, "linux/aarch64", true},    {"arm64", "v8", "linux/arm64", true},
        {"arm64", NULL, "linux/arm64/v8", true},   {"arm64", "v9", "linux/arm64", false},     {"arm", "v7", "linux/arm", true},
        {"arm", NULL, "linux/arm/v7", true},       {"arm", "v6", "linux/armel", true},        {"arm", "v6", "linux/arm/v7", false},
        {"arm", "7", "linux/armhf", true},         {"386", NULL, "linux/i386", true},         {"amd64", NULL, "Linux/AMD64", true},
        {"amd64", NULL, "windows/amd64", false},   {"amd64", NULL, "amd64", false},           {"amd64", NULL, "", false},
        {"s390x", NULL, "linux/ppc64le", false},   {NULL, NULL, "linux/amd64", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const cdk_image_doc doc = {.platform = {CDK_STR("linux"), cdk_str_of(cases[i].arch), cdk_str_of(cases[i].variant)}};
        assert_int_equal(cdk_image_doc_platform(&doc, cdk_str_of(cases[i].asked)), cases[i].fits);
    }
}

static void media_types_are_classed(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        cdk_media_kind kind;
        uint32_t flags;
    } cases[] = {
        {"", CDK_MEDIA_NOT_TOLD, 0},
        {"application/vnd.oci.image.index.v1+json", CDK_MEDIA_INDEX, 0},
        {"application/vnd.oci.image.manifest.v1+json; charset=utf-8", CDK_MEDIA_MANIFEST, 0},
        {"application/vnd.docker.distribution.manifest.v1+prettyjws", CDK_MEDIA_SCHEMA1, 0},
        {"application/vnd.oci.image.config.v1+json", CDK_MEDIA_CONFIG, CDK_MEDIA_OCI},
        {"application/vnd.docker.container.image.v1+json", CDK_MEDIA_CONFIG, 0},
        {"application/vnd.oci.image.layer.v1.tar+zstd", CDK_MEDIA_LAYER, 0},
        {"application/vnd.oci.image.layer.v1.tar+gzip+encrypted", CDK_MEDIA_LAYER, CDK_MEDIA_UNREADABLE},
        {"application/vnd.oci.image.layer.nydus.blob.v1", CDK_MEDIA_LAYER, CDK_MEDIA_UNREADABLE},
        {"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", CDK_MEDIA_LAYER, CDK_MEDIA_FOREIGN},
        {"application/vnd.in-toto+json", CDK_MEDIA_OTHER, 0},
        {"text/plain", CDK_MEDIA_OTHER, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cdk_media media = cdk_media_of(cdk_str_of(cases[i].type));
        assert_int_equal(media.kind, cases[i].kind);
        assert_int_equal(media.flags, cases[i].flags);
    }
}

#define HEX "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void descriptors_are_read_strictly(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        int32_t status;
        cdk_class cls;
    } cases[] = {
        {"{\"digest\":\"sha256:" HEX "\",\"size\":3}", CISDOCK_OK, CDK_CLASS_NONE},
        {"{\"digest\":\"sha256:" HEX "\",\"size\":-3}", CISDOCK_E_SCHEMA, CDK_CLASS_SCHEMA},
        {"{\"digest\":\"sha256:" HEX "\",\"size\":\"3\"}", CISDOCK_E_SCHEMA, CDK_CLASS_SCHEMA},
        {"{\"digest\":\"sha256:../../../index.json\"}", CISDOCK_E_SCHEMA, CDK_CLASS_BAD_DIGEST},
        {"{\"digest\":\"sha256:" HEX "00\"}", CISDOCK_E_SCHEMA, CDK_CLASS_BAD_DIGEST},
        {"{\"digest\":\"\"}", CISDOCK_E_SCHEMA, CDK_CLASS_BAD_DIGEST},
        {"{\"digest\":\"md5:2988a1ddfc39b35b45e52b8514c6554a\"}", CISDOCK_E_UNSUPPORTED, CDK_CLASS_UNSUPPORTED},
        {"{\"size\":3}", CISDOCK_E_PARSE, CDK_CLASS_BAD_JSON},
        {"7", CISDOCK_E_PARSE, CDK_CLASS_BAD_JSON},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unit u;
        cdk_arena arena;
        cdk_json *json;
        cdk_descriptor descriptor;
        unit_begin(&u, -1);
        cdk_arena_init(&arena, &u.mem);
        assert_int_equal(cdk_json_parse(&u.env, &arena, cdk_str_of(cases[i].json), "index", &json), CISDOCK_OK);
        assert_int_equal(cdk_descriptor_read(&u.env, &arena, json, "index", &descriptor), cases[i].status);
        assert_int_equal(u.error.cls, cases[i].cls);
        if (cases[i].cls == CDK_CLASS_BAD_DIGEST) assert_string_equal(u.error.pointer, "/digest");
        cdk_arena_free(&arena);
        unit_end(&u);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_have_one_full_form),    cmocka_unit_test(images_are_found_by_name),
        cmocka_unit_test(images_are_found_by_digest),       cmocka_unit_test(platforms_have_several_spellings),
        cmocka_unit_test(media_types_are_classed),          cmocka_unit_test(descriptors_are_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
