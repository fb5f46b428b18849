/* SPDX-License-Identifier: Apache-2.0 */
/* Judging on hostile documents: an image's configuration, a Dockerfile, the site's policy and one layer's tar, with lines
 * of "%%" between them, each may be left out. The report is written in all forms; JSON must be JSON, and no form may hold
 * the token that the seeds plant. */
#include "fuzz_env.h"

#include "facts/analyze.h"
#include "report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CONFIG, DOCKERFILE, SITE, LAYER, PARTS };

static const char index_json[] = "{\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":"
                                 "\"sha256:0000000000000000000000000000000000000000000000000000000000000001\"}]}";
static const char manifest_json[] =
    "{\"config\":{\"mediaType\":\"application/vnd.docker.container.image.v1+json\",\"digest\":"
    "\"sha256:0000000000000000000000000000000000000000000000000000000000000002\"},\"layers\":[{\"mediaType\":"
    "\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\"sha256:0000000000000000000000000000000000000000000000000000000000000003\"}]}";
static const char planted[] = "npm_0123456789abcdefghijABCDEFGHIJ012345";

typedef struct inputs {
    fuzz_bytes parts[PARTS], index, manifest;
} inputs;

static int32_t document(void *user, const char *name, cisdock_source *out)
{
    inputs *in = user;
    if (strcmp(name, "index.json")) return 1;
    *out = fuzz_source(&in->index, false);
    return 0;
}

static int32_t blob(void *user, const char *digest, int64_t size, cisdock_source *out)
{
    (void)size;
    inputs *in = user;
    switch (digest[strlen(digest) - 1]) {
    case '1': *out = fuzz_source(&in->manifest, false); return 0;
    case '2': *out = fuzz_source(&in->parts[CONFIG], false); return 0;
    case '3': *out = fuzz_source(&in->parts[LAYER], false); return 0;
    default: return 1;
    }
}

static int64_t now(void *user)
{
    (void)user;
    return 1780000000;
}

static void add(fuzz_env *f, cdk_evidence *evidence, cdk_evidence_kind kind, fuzz_bytes *bytes)
{
    if (!bytes->size) return;
    cisdock_source source = fuzz_source(bytes, false);
    cdk_evidence_add_document(&f->env, evidence, kind, NULL, &source);
}

static void write_all(fuzz_env *f, const cdk_report *report)
{
    for (uint32_t i = 0; i < cdk_writer_count(); i++) {
        cdk_buf text;
        cdk_arena arena;
        cdk_json *root;
        cdk_buf_init(&text, &f->mem);
        cdk_arena_init(&arena, &f->mem);
        cisdock_sink sink = {sizeof sink, &text, cdk_buf_collect};
        if (!cdk_writer_at(i)->write(&f->env, report, &sink)) {
            if (text.n && memmem(text.p, text.n, planted, sizeof planted - 1)) abort();
            bool json = strncmp(cdk_writer_at(i)->format, "json", 4) == 0;
            if (json && cdk_json_parse(&f->env, &arena, cdk_buf_view(&text), "report", &root) == CISDOCK_E_PARSE) abort();
        }
        cdk_arena_free(&arena);
        cdk_buf_free(&text);
    }
}

static void judge(fuzz_env *f, const cdk_facts *facts, const cdk_evidence *evidence)
{
    cdk_bundle *bundle = NULL;
    cdk_evaluation *evaluation = NULL;
    cdk_report *report = NULL;
    cdk_selection selection;
    cdk_selection_init(&selection);
    int32_t status = cdk_bundle_builtin(&f->env, CDK_STR("cis-docker-1.8.0"), &bundle);
    if (!status) status = cdk_bundle_evaluate(&f->env, bundle, facts, evidence, &selection, &evaluation);
    if (!status) status = cdk_report_new(&f->env, evaluation, facts, evidence, &report);
    if (!status) write_all(f, report);
    cdk_report_free(report);
    cdk_evaluation_free(evaluation);
    cdk_bundle_free(bundle);
}

static void split(cdk_str rest, inputs *in)
{
    size_t at;
    for (int i = 0; i < PARTS && rest.n; i++) {
        bool more = i + 1 < PARTS && cdk_str_find(rest, CDK_STR("\n%%\n"), &at);
        in->parts[i] = (fuzz_bytes){(const uint8_t *)rest.p, more ? at : rest.n, 0};
        rest = more ? cdk_str_from(rest, at + 4) : CDK_STR_NONE;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    inputs in = {.index = {(const uint8_t *)index_json, sizeof index_json - 1, 0},
                 .manifest = {(const uint8_t *)manifest_json, sizeof manifest_json - 1, 0}};
    split((cdk_str){(const char *)data, size}, &in);
    fuzz_begin(&f);
    f.limits.v[CDK_LIMIT_VERIFY] = 0;
    f.hooks.now = now;
    cisdock_blobs blobs = {sizeof blobs, &in, blob, document, NULL};
    cdk_images *images = NULL;
    cdk_layer_store *store = NULL;
    cdk_facts *facts = NULL;
    cdk_evidence *evidence = NULL;
    if (cdk_evidence_new(&f.env, &evidence)) abort();
    add(&f, evidence, CDK_EV_DOCKERFILE, &in.parts[DOCKERFILE]);
    add(&f, evidence, CDK_EV_SITE, &in.parts[SITE]);
    if (in.parts[CONFIG].size && !cdk_images_open_blobs(&f.env, &blobs, &images) && !cdk_layer_store_new(&f.env, &store)) {
        const cdk_analyze_options options = {.store = store};
        const cdk_choice choice = {.index = 0};
        cdk_analyze(&f.env, images, &choice, NULL, &options, &facts);
    }
    judge(&f, facts, evidence);
    if (facts) cdk_facts_free(facts);
    cdk_layer_store_free(store);
    cdk_images_close(images);
    cdk_evidence_free(evidence);
    fuzz_end(&f);
    return 0;
}
