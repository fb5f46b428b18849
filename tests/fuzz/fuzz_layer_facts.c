/* SPDX-License-Identifier: Apache-2.0 */
/* Stored layer facts. Their head and the check at their end are made here, so that the fuzzer gets behind both; what is
 * read must then hold: it can be folded, looked at, and written again. */
#include "fuzz_rootfs.h"

#include "layer/fold.h"
#include "layer/serial.h"
#include "layer/serial_form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fold_twice(const cdk_env *env, cdk_layer_facts *facts)
{
    cdk_layer_facts *inputs[] = {facts, facts}, *value;
    cdk_fold *fold;
    if (cdk_fold_run(env, inputs, 2, false, &fold)) return;
    if (!cdk_fold_value(env, fold, &value)) {
        fuzz_look(env, value);
        cdk_layer_facts_unref(value);
    }
    cdk_fold_free(fold);
}

static void check_again(const cdk_env *env, const cdk_layer_facts *facts)
{
    cdk_buf bytes;
    cdk_layer_facts *back;
    cisdock_sink sink = {sizeof sink, &bytes, cdk_buf_collect};
    cdk_buf_init(&bytes, env->mem);
    if (!cdk_layer_serialize(env, facts, &sink)) {
        if (cdk_layer_parse(env, (const uint8_t *)bytes.p, bytes.n, &back)) abort();
        cdk_layer_facts_unref(back);
    }
    cdk_buf_free(&bytes);
}

/* Head, data and check; all numbers of a head are small. */
static bool wrap(const cdk_env *env, const uint8_t *data, size_t size, cdk_buf *out)
{
    uint8_t digest[32];
    cdk_buf_init(out, env->mem);
    cdk_buf_text(out, CDK_FORM_MAGIC);
    cdk_buf_char(out, CDK_FACTS_SCHEMA);
    cdk_buf_char(out, CDK_READER_COUNT);
    for (uint32_t i = 0; i < CDK_READER_COUNT; i++) cdk_buf_char(out, (char)cdk_reader_version(i));
    if (!cdk_buf_add(out, data, size) || cdk_sha256(env, cdk_buf_view(out), digest)) return false;
    return cdk_buf_add(out, digest, CDK_FORM_CHECK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_buf bytes;
    cdk_layer_facts *facts;
    fuzz_begin(&f);
    if (wrap(&f.env, data, size, &bytes) && !cdk_layer_parse(&f.env, (const uint8_t *)bytes.p, bytes.n, &facts)) {
        fuzz_look(&f.env, facts);
        fold_twice(&f.env, facts);
        check_again(&f.env, facts);
        cdk_layer_facts_unref(facts);
    }
    cdk_buf_free(&bytes);
    fuzz_end(&f);
    return 0;
}
