/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence of one document, for targets that look at what was made of it. */
#ifndef CDK_TESTS_FUZZ_DOCUMENT_H
#define CDK_TESTS_FUZZ_DOCUMENT_H

#include "fuzz_env.h"

#include "facts/evidence.h"

/* The evidence is the caller's to free. `status` of taking the document in may be NULL. */
static inline cdk_evidence *fuzz_document(fuzz_env *f, cdk_evidence_kind kind, const uint8_t *data, size_t size, bool forward, int32_t *status)
{
    fuzz_bytes bytes = {data, size, 0};
    cisdock_source source = fuzz_source(&bytes, forward);
    cdk_evidence *evidence = NULL;
    if (cdk_evidence_new(&f->env, &evidence)) abort();
    int32_t taken = cdk_evidence_add_document(&f->env, evidence, kind, NULL, &source);
    if (status) *status = taken;
    return evidence;
}

#endif
