/* SPDX-License-Identifier: Apache-2.0 */
/* A list of inspected containers, read in pieces: each has its view, whose members are those of
 * their names, and is found by its own id and name. */
#include "fuzz_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(const cdk_evidence *evidence, uint32_t index)
{
    const cdk_container_view *view = cdk_evidence_container(evidence, index);
    const cdk_element *element = cdk_evidence_element(evidence, CDK_EV_CONTAINERS, index);
    if (!view || !element) abort();
    if (view->id.n && !cdk_evidence_container_by_ref(evidence, view->id)) abort();
    if (view->name.n && view->name.p[0] != '/' && !cdk_evidence_container_by_ref(evidence, view->name)) abort();
    for (int m = CDK_C_NONE + 1; m < CDK_C_COUNT; m++)
        if (view->members[m] && !cdk_str_is(view->members[m]->key, cdk_container_member_name((cdk_container_member)m))) abort();
    if (view->running && view->never_started) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    fuzz_begin(&f);
    cdk_evidence *evidence = fuzz_document(&f, CDK_EV_CONTAINERS, data, size, size % 2, NULL);
    for (uint32_t i = 0; i < cdk_evidence_count(evidence, CDK_EV_CONTAINERS) && i < 64; i++) look(evidence, i);
    cdk_evidence_free(evidence);
    fuzz_end(&f);
    return 0;
}
