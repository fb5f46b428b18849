/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence of a host: documents with lines "%% KIND" before each, in any number and order, judged by the newest benchmark in
 * the host's scope. Whatever the documents say, the JSON report must be JSON, and no document given means no pass. */
#include "fuzz_env.h"

#include "report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int64_t now(void *user)
{
    (void)user;
    return 1780000000;
}

/* Takes the next document off; false: nothing is left. */
static bool next_document(cdk_str *rest, cdk_evidence_kind *kind, cdk_str *document)
{
    size_t at;
    cdk_str line, text;
    while (rest->n) {
        if (!cdk_str_line(rest, &line)) return false;
        if (!cdk_str_starts(line, CDK_STR("%% ")) || !cdk_evidence_kind_by_name(cdk_str_from(line, 3), kind)) continue;
        text = *rest;
        if (cdk_str_find(text, CDK_STR("\n%% "), &at)) text.n = at + 1;
        *rest = cdk_str_from(*rest, text.n);
        *document = text;
        return true;
    }
    return false;
}

static void write_json(fuzz_env *f, const cdk_report *report)
{
    cdk_buf text;
    cdk_arena arena;
    cdk_json *root;
    cdk_buf_init(&text, &f->mem);
    cdk_arena_init(&arena, &f->mem);
    cisdock_sink sink = {sizeof sink, &text, cdk_buf_collect};
    const cdk_writer *writer = cdk_writer_find(CDK_STR("json"));
    if (!writer->write(&f->env, report, &sink) && cdk_json_parse(&f->env, &arena, cdk_buf_view(&text), "report", &root) == CISDOCK_E_PARSE)
        abort();
    cdk_arena_free(&arena);
    cdk_buf_free(&text);
}

static void judge(fuzz_env *f, const cdk_evidence *evidence, bool given)
{
    cdk_bundle *bundle = NULL;
    cdk_evaluation *evaluation = NULL;
    cdk_report *report = NULL;
    cdk_selection selection;
    cdk_selection_init(&selection);
    selection.scope = CDK_SCOPE_HOST;
    int32_t status = cdk_bundle_builtin(&f->env, CDK_STR("cis-docker-1.8.0"), &bundle);
    if (!status) status = cdk_bundle_evaluate(&f->env, bundle, NULL, evidence, &selection, &evaluation);
    for (uint32_t i = 0; !status && !given && i < evaluation->finding_count; i++)
        if (evaluation->findings[i].verdict == CDK_PASS) abort();
    if (!status) status = cdk_report_new(&f->env, evaluation, NULL, evidence, &report);
    if (!status) write_json(f, report);
    cdk_report_free(report);
    cdk_evaluation_free(evaluation);
    cdk_bundle_free(bundle);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_str rest = {(const char *)data, size}, document;
    cdk_evidence_kind kind;
    cdk_evidence *evidence = NULL;
    bool given = false;
    fuzz_begin(&f);
    f.hooks.now = now;
    if (cdk_evidence_new(&f.env, &evidence)) abort();
    while (next_document(&rest, &kind, &document)) {
        fuzz_bytes bytes = {(const uint8_t *)document.p, document.n, 0};
        cisdock_source source = fuzz_source(&bytes, document.n % 2);
        cdk_evidence_add_document(&f.env, evidence, kind, NULL, &source);
        given = true;
    }
    judge(&f, evidence, given);
    cdk_evidence_free(evidence);
    fuzz_end(&f);
    return 0;
}
