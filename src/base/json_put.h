/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes behind the JSON writer: a buffer in front of the sink, and strings with what must be escaped in them. */
#ifndef CDK_BASE_JSON_PUT_H
#define CDK_BASE_JSON_PUT_H

#include "base/json.h"

enum { CDK_JSON_PIECE = 64 * 1024 };

typedef struct cdk_json_put {
    const cdk_env *env;
    cisdock_sink sink;
    cdk_jsonw_options options;
    int32_t status; /* first failure, sticky: nothing is written after it */
    size_t n;
    char piece[CDK_JSON_PIECE];
} cdk_json_put;

void cdk_json_put_flush(cdk_json_put *out);
void cdk_json_put_large(cdk_json_put *out, const char *bytes, size_t n); /* more than there is room for */

static inline void cdk_json_put_bytes(cdk_json_put *out, const char *bytes, size_t n)
{
    if (n > sizeof out->piece - out->n) {
        cdk_json_put_large(out, bytes, n);
    } else if (n) {
        memcpy(out->piece + out->n, bytes, n);
        out->n += n;
    }
}
static inline void cdk_json_put_char(cdk_json_put *out, char c)
{
    if (out->n == sizeof out->piece) cdk_json_put_flush(out);
    out->piece[out->n++] = c;
}
/* In quotes, escaped, repaired where it is no UTF-8. */
void cdk_json_put_string(cdk_json_put *out, cdk_str s);

#endif
