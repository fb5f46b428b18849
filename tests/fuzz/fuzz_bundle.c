/* SPDX-License-Identifier: Apache-2.0 */
/* A bundle and a facts document, with a line of "%%" between them: parsed, explained, and judged in every mode. What the
 * gates saw, written as a document, must be read again as the same document. */
#include "fuzz_env.h"

#include "bundle/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool write_facts(fuzz_env *f, const cdk_gate_facts *facts, cdk_buf *text)
{
    cisdock_sink sink = {sizeof sink, text, cdk_buf_collect};
    cdk_jsonw_options options = {.indent = 1};
    cdk_jsonw *w;
    if (cdk_jsonw_new(&f->env, &sink, &options, &w)) return false;
    cdk_gate_facts_write(w, facts);
    return !cdk_jsonw_end(w);
}

static void again(fuzz_env *f, cdk_arena *arena, const cdk_gate_facts *facts)
{
    cdk_buf first, second;
    cdk_json *root;
    cdk_gate_facts *read = NULL;
    cdk_buf_init(&first, &f->mem);
    cdk_buf_init(&second, &f->mem);
    if (write_facts(f, facts, &first)) {
        int32_t status = cdk_json_parse(&f->env, arena, cdk_buf_view(&first), "facts", &root);
        if (status == CISDOCK_E_PARSE) abort();
        if (!status && !cdk_gate_facts_from_json(&f->env, root, NULL, &read) && write_facts(f, read, &second) &&
            !cdk_str_eq(cdk_buf_view(&first), cdk_buf_view(&second)))
            abort();
    }
    cdk_gate_facts_free(read);
    cdk_buf_free(&first);
    cdk_buf_free(&second);
}

static void judge(fuzz_env *f, cdk_str text, const cdk_gate_facts *facts)
{
    static const cdk_compat modes[] = {CDK_COMPAT_ANCHORE_1_1, CDK_COMPAT_ANCHORE_0_8, CDK_COMPAT_ANCHORE_0_3, CDK_COMPAT_INTENDED};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        cdk_arena arena;
        cdk_json *root;
        cdk_policy_result *result;
        cdk_arena_init(&arena, &f->mem);
        if (!cdk_json_parse(&f->env, &arena, text, "bundle", &root) && cdk_json_is(root, CDK_JSON_OBJECT)) {
            const cdk_policy_bundle policy = {root, text, "bundle"};
            cdk_eval eval = {.env = &f->env, .arena = &arena, .compat = modes[i], .has_now = true, .now = 1780000000};
            cdk_policy_evaluate_facts(&eval, &policy, facts, CDK_STR("docker.io/library/x:1"), &result);
        }
        cdk_arena_free(&arena);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    size_t at;
    cdk_bundle *bundle = NULL;
    cdk_gate_facts *facts = NULL;
    cdk_arena arena;
    cdk_json *root;
    cdk_str text = {(const char *)data, size}, document = CDK_STR_NONE;
    if (cdk_str_find(text, CDK_STR("\n%%\n"), &at)) {
        document = cdk_str_from(text, at + 4);
        text.n = at;
    }
    fuzz_begin(&f);
    f.limits.v[CDK_LIMIT_MAX_PATTERN_STEPS] = 100000;
    cdk_arena_init(&arena, &f.mem);
    if (!cdk_bundle_parse(&f.env, text, "bundle", &bundle)) {
        cdk_buf out;
        cdk_buf_init(&out, &f.mem);
        cisdock_sink sink = {sizeof sink, &out, cdk_buf_collect};
        cdk_bundle_explain(&f.env, bundle, CDK_STR("docker.io/library/x:1"), &sink);
        cdk_buf_free(&out);
    }
    if (!cdk_json_parse(&f.env, &arena, document, "facts", &root) && !cdk_gate_facts_from_json(&f.env, root, NULL, &facts)) {
        again(&f, &arena, facts);
        judge(&f, text, facts);
    }
    cdk_gate_facts_free(facts);
    cdk_bundle_free(bundle);
    cdk_arena_free(&arena);
    fuzz_end(&f);
    return 0;
}
