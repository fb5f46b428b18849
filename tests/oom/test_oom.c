/* SPDX-License-Identifier: Apache-2.0 */
/* Fails every allocation in turn, from opening an image to its written report, through the public API alone: each
 * failure must be survived, leave nothing behind and the context usable.
 *
 *   oom IMAGE [STEP]   every STEP-th allocation (1: each) */
#include <cisdock/cisdock.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct counter {
    unsigned long asked, fail_at;
    long held;
} counter;

static int refuses(counter *c)
{
    return ++c->asked == c->fail_at;
}

static void *take(void *user, size_t size)
{
    counter *c = user;
    void *ptr = refuses(c) ? NULL : malloc(size);
    if (ptr) c->held++;
    return ptr;
}

static void *resize(void *user, void *ptr, size_t old_size, size_t new_size)
{
    (void)old_size;
    return refuses(user) ? NULL : realloc(ptr, new_size);
}

static void give(void *user, void *ptr, size_t size)
{
    (void)size;
    ((counter *)user)->held--;
    free(ptr);
}

typedef struct text {
    uint64_t hash;
    size_t size;
} text;

static int32_t hash_written(void *user, const uint8_t *data, size_t size)
{
    text *t = user;
    for (size_t i = 0; i < size; i++) t->hash = (t->hash ^ data[i]) * 0x100000001b3u;
    t->size += size;
    return 0;
}

/* The whole job. `out` gets the report's hash where it succeeds. */
static int32_t scan(cisdock_context *context, const uint8_t *data, size_t size, text *out)
{
    cisdock_source source;
    cisdock_image *image = NULL;
    cisdock_analysis *analysis = NULL;
    cisdock_bundle *bundle = NULL;
    cisdock_selection *selection = NULL;
    cisdock_report *report = NULL;
    *out = (text){0xcbf29ce484222325u, 0};
    cisdock_sink sink = {sizeof sink, out, hash_written};
    int32_t status = cisdock_source_memory(context, data, size, &source);
    if (!status) status = cisdock_image_open(context, &source, NULL, NULL, &image);
    if (!status) status = cisdock_analyze(context, image, NULL, &analysis);
    if (!status) status = cisdock_bundle_builtin(context, "cis-docker-1.13.0", &bundle);
    if (!status) status = cisdock_selection_new(context, &selection);
    if (!status) status = cisdock_evaluate_bundle(context, bundle, analysis, NULL, selection, &report);
    if (!status) status = cisdock_report_write(context, report, "json", &sink);
    cisdock_image_close(image); /* parents first: any order is safe */
    cisdock_bundle_free(bundle);
    cisdock_analysis_free(analysis);
    cisdock_selection_free(selection);
    cisdock_report_free(report);
    return status;
}

static uint8_t *load(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = NULL;
    long length;
    if (file && !fseek(file, 0, SEEK_END) && (length = ftell(file)) >= 0 && !fseek(file, 0, SEEK_SET)) {
        data = malloc((size_t)length + 1);
        *size = data ? fread(data, 1, (size_t)length, file) : 0;
    }
    if (file) fclose(file);
    return data;
}

/* One run in which the `k`-th allocation fails (0: none does). Complaints go to stderr; false: something is wrong. */
static int attempt(const uint8_t *data, size_t size, unsigned long k, unsigned long *asked, text *out, const text *want)
{
    counter c = {0, k, 0};
    cisdock_allocator allocator = {sizeof allocator, &c, take, resize, give};
    cisdock_context *context = NULL;
    text again;
    int good = 1;
    int32_t status = cisdock_context_new(&allocator, &context);
    if (!status) {
        status = scan(context, data, size, out);
        if (status && status != CISDOCK_E_NO_MEMORY) {
            fprintf(stderr, "allocation %lu: status %d (%s)\n", k, status, cisdock_error_message(context));
            good = 0;
        }
        c.fail_at = 0;
        if (!status && want && memcmp(out, want, sizeof *want)) {
            fprintf(stderr, "allocation %lu: the report is another one, and no failure was told\n", k);
            good = 0;
        }
        if (status && scan(context, data, size, &again)) {
            fprintf(stderr, "allocation %lu: the context is of no use afterwards\n", k);
            good = 0;
        }
        cisdock_context_free(context);
    }
    if (c.held) {
        fprintf(stderr, "allocation %lu: %ld allocations are still held\n", k, c.held);
        good = 0;
    }
    *asked = c.asked;
    return good;
}

int main(int argc, char **argv)
{
    size_t size = 0;
    uint8_t *data = argc > 1 ? load(argv[1], &size) : NULL;
    unsigned long step = argc > 2 ? strtoul(argv[2], NULL, 10) : 1, total, asked, wrong = 0, runs = 0;
    text want, got;
    if (!data || !step) {
        fprintf(stderr, "usage: oom IMAGE [STEP]\n");
        return 2;
    }
    if (!attempt(data, size, 0, &total, &want, NULL) || !want.size) {
        fprintf(stderr, "the scan fails without any failing allocation\n");
        return 1;
    }
    for (unsigned long k = 1; k <= total; k += step, runs++) wrong += !attempt(data, size, k, &asked, &got, &want);
    free(data);
    printf("%lu allocations, %lu made to fail, %lu not survived\n", total, runs, wrong);
    return wrong != 0;
}
