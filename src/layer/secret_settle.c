/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/secret_scan.h"

#include <stdlib.h>

/* A name tells less than a form: of spans that overlap, the one that says more. */
static int rank(const cdk_secret_span *span)
{
    if (span->kind == CDK_SECRET_PRIVATE_KEY) return 3;
    return span->kind == CDK_SECRET_PASSWORD || span->kind == CDK_SECRET_TOKEN ? 0 : span->kind == CDK_SECRET_URL_PASSWORD ? 1 : 2;
}

static int by_offset(const void *a, const void *b)
{
    const cdk_secret_span *x = a, *y = b;
    if (x->offset != y->offset) return x->offset < y->offset ? -1 : 1;
    if (rank(x) != rank(y)) return rank(y) - rank(x);
    if (x->length != y->length) return x->length > y->length ? -1 : 1;
    return (int)x->kind - (int)y->kind;
}

/* Overlapping spans become one that covers both, so that nothing of either is shown. */
void cdk_secret_settle(cdk_secret_span_vec *spans, cdk_str text, cdk_secret_spans *out)
{
    cdk_secret_span *items = spans->items;
    uint32_t kept = 0, line = 1;
    size_t at = 0;
    if (spans->count) qsort(items, spans->count, sizeof *items, by_offset);
    for (uint32_t i = 0; i < spans->count; i++) {
        cdk_secret_span *last = kept ? &items[kept - 1] : NULL, span = items[i];
        if (last && span.offset < last->offset + last->length) {
            size_t end = span.offset + span.length, last_end = last->offset + last->length;
            cdk_sure sure = span.sure > last->sure ? span.sure : last->sure;
            if (rank(&span) > rank(last)) sure = span.sure, last->kind = span.kind, last->example = span.example;
            else if (rank(&span) < rank(last)) sure = last->sure;
            last->sure = sure;
            last->length = (end > last_end ? end : last_end) - last->offset;
            continue;
        }
        items[kept++] = span;
    }
    for (uint32_t i = 0; i < kept; i++) {
        for (; at < items[i].offset; at++) line += text.p[at] == '\n';
        items[i].line = line;
    }
    out->items = items;
    out->count = kept;
}
