/* SPDX-License-Identifier: Apache-2.0 */
/* Whole images. An input that begins with '%' is a store of blobs: its parts, between lines of "%%", are the index and
 * then each blob in the order in which they are asked for (digests are not checked). Anything else is an archive, read
 * with random access and forward only, which must agree. */
#include "fuzz_env.h"

#include "image/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PARTS = 32 };

typedef struct parts {
    fuzz_bytes items[PARTS];
    size_t count, next;
} parts;

static int32_t document(void *user, const char *name, cisdock_source *out)
{
    parts *p = user;
    if (strcmp(name, "index.json")) return 1;
    *out = fuzz_source(&p->items[0], false);
    return 0;
}

static int32_t blob(void *user, const char *digest, int64_t size, cisdock_source *out)
{
    (void)size;
    parts *p = user;
    if (strchr(digest, '/')) abort(); /* never asked for */
    fuzz_bytes *item = &p->items[1 + p->next++ % PARTS];
    if (item >= p->items + p->count) return 1;
    item->at = 0;
    *out = fuzz_source(item, p->next % 2 == 0);
    return 0;
}

static int32_t swallow(void *user, cdk_str name, cdk_stream *stored)
{
    const uint8_t *data;
    size_t size;
    (void)user;
    (void)name;
    while (!cdk_stream_next(stored, &data, &size) && size) continue;
    return CISDOCK_OK;
}

static void look(const cdk_images *images, const cdk_env *env)
{
    for (uint32_t i = 0; i < cdk_images_count(images); i++) {
        const cdk_image_doc *doc = cdk_images_at(images, i);
        cdk_image_doc_named(doc, CDK_STR("docker.io/library/alpine:3.20"));
        cdk_image_doc_platform(doc, CDK_STR("linux/arm/v7"));
        for (uint32_t k = 0; k < doc->layer_count && k < 8; k++) {
            cdk_stream *stream;
            if (cdk_images_open_layer(images, env, i, k, &stream)) continue;
            swallow(NULL, CDK_STR(""), stream);
            cdk_stream_close(stream);
        }
    }
}

static void as_blobs(const uint8_t *data, size_t size)
{
    fuzz_env f;
    parts p = {.count = 0};
    cdk_str rest = {(const char *)data, size};
    size_t at;
    while (rest.n && p.count < PARTS) {
        bool more = cdk_str_find(rest, CDK_STR("\n%%\n"), &at);
        p.items[p.count++] = (fuzz_bytes){(const uint8_t *)rest.p, more ? at : rest.n, 0};
        rest = more ? cdk_str_from(rest, at + 4) : CDK_STR_NONE;
    }
    fuzz_begin(&f);
    f.limits.v[CDK_LIMIT_VERIFY] = 0;
    cisdock_blobs blobs = {sizeof blobs, &p, blob, document, NULL};
    cdk_images *images;
    if (!cdk_images_open_blobs(&f.env, &blobs, &images)) look(images, &f.env);
    cdk_images_close(images);
    fuzz_end(&f);
}

static int32_t as_archive(fuzz_env *f, const uint8_t *data, size_t size, bool forward, cdk_images **images)
{
    static fuzz_bytes bytes[2];
    bytes[forward] = (fuzz_bytes){data, size, 0};
    cisdock_source source = fuzz_source(&bytes[forward], forward);
    const cdk_layer_visitor visitor = {NULL, swallow};
    fuzz_begin(f);
    f->limits.v[CDK_LIMIT_VERIFY] = 0;
    int32_t status = cdk_images_open(&f->env, &source, images);
    if (!status && !cdk_images_ready(*images)) status = cdk_images_stream(*images, &f->env, &visitor);
    return status;
}

/* Both ways find the same, but for root file systems that begin as images do, which only random access can tell. */
static void compare(const cdk_images *by_access, const cdk_images *by_stream)
{
    if (cdk_images_format(by_stream) == CDK_FORMAT_ROOTFS) return;
    if (cdk_images_format(by_access) != cdk_images_format(by_stream)) abort();
    if (cdk_images_count(by_access) != cdk_images_count(by_stream)) abort();
    for (uint32_t i = 0; i < cdk_images_count(by_access); i++) {
        const cdk_image_doc *a = cdk_images_at(by_access, i), *b = cdk_images_at(by_stream, i);
        if (a->layer_count != b->layer_count || !cdk_str_eq(a->image_id, b->image_id)) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size && data[0] == '%') {
        as_blobs(data + 1, size - 1);
        return 0;
    }
    fuzz_env f, g;
    cdk_images *by_access, *by_stream;
    int32_t status = as_archive(&f, data, size, false, &by_access);
    int32_t streamed = as_archive(&g, data, size, true, &by_stream);
    if (!status) look(by_access, &f.env);
    if (!status && !streamed) compare(by_access, by_stream);
    cdk_images_close(by_access);
    cdk_images_close(by_stream);
    fuzz_end(&f);
    fuzz_end(&g);
    return 0;
}
