/* SPDX-License-Identifier: Apache-2.0 */
/* A facts document of any form: read, looked at as the gates do, judged by a benchmark; and what is written of it again is read
 * again. */
#include "fuzz_env.h"

#include "cisdock/analysis.h"
#include "facts/facts_document.h"
#include "facts/gate_facts.h"
#include "report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void judge(fuzz_env *f, const cdk_facts *facts)
{
    cdk_bundle *bundle = NULL;
    cdk_evaluation *evaluation = NULL;
    cdk_report *report = NULL;
    cdk_selection selection;
    cdk_buf text;
    cdk_selection_init(&selection);
    cdk_buf_init(&text, &f->mem);
    cisdock_sink sink = {sizeof sink, &text, cdk_buf_collect};
    int32_t status = cdk_bundle_builtin(&f->env, CDK_STR("cis-docker-1.8.0"), &bundle);
    if (!status) status = cdk_bundle_evaluate(&f->env, bundle, facts, NULL, &selection, &evaluation);
    if (!status) status = cdk_report_new(&f->env, evaluation, facts, NULL, &report);
    if (!status) cdk_writer_find(CDK_STR("json"))->write(&f->env, report, &sink);
    cdk_buf_free(&text);
    cdk_report_free(report);
    cdk_evaluation_free(evaluation);
    cdk_bundle_free(bundle);
}

static int32_t touch(void *user, const cdk_file *file)
{
    size_t *n = user;
    if (!file->path.n) abort();
    *n += file->path.n;
    return CISDOCK_OK;
}

static int32_t touch_hidden(void *user, const cdk_hidden_file *hidden)
{
    return touch(user, &hidden->file);
}

static void look(fuzz_env *f, const cdk_facts *facts)
{
    cdk_gate_facts *gates;
    size_t bytes = 0;
    cdk_facts_each_file(facts, &f->env, touch, &bytes);
    cdk_facts_each_hidden(facts, &f->env, touch_hidden, &bytes);
    if (!cdk_gate_facts_from_image(&f->env, facts, NULL, &gates)) cdk_gate_facts_free(gates);
    judge(f, facts);
}

static int32_t take(fuzz_env *f, cdk_str text, bool again);

/* Written with and without what the gates need. */
static void write_again(fuzz_env *f, const cdk_facts *facts)
{
    for (uint32_t parts = 0; parts <= CISDOCK_FACTS_GATES; parts += CISDOCK_FACTS_GATES) {
        cdk_buf text;
        cdk_buf_init(&text, &f->mem);
        cisdock_sink sink = {sizeof sink, &text, cdk_buf_collect};
        if (!cdk_facts_write_json(&f->env, &facts, 1, parts, &sink)) {
            int32_t status = take(f, cdk_buf_view(&text), false);
            if (status == CISDOCK_E_PARSE || status == CISDOCK_E_SCHEMA) abort();
        }
        cdk_buf_free(&text);
    }
}

static int32_t take(fuzz_env *f, cdk_str text, bool again)
{
    cdk_arena arena;
    cdk_images *images = NULL;
    cdk_facts *facts = NULL;
    cdk_arena_init(&arena, &f->mem);
    int32_t status = cdk_facts_of_document(&f->env, &arena, text, &images, &facts);
    if (!status && again) {
        look(f, facts);
        write_again(f, facts);
    }
    if (!status) cdk_facts_free(facts);
    cdk_images_close(images);
    cdk_arena_free(&arena);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    fuzz_begin(&f);
    take(&f, (cdk_str){(const char *)data, size}, true);
    fuzz_end(&f);
    return 0;
}
