/* SPDX-License-Identifier: Apache-2.0 */
/* What all handles share: a count of their users, and a reference on the context whose memory they live in. */
#ifndef CDK_API_HANDLE_H
#define CDK_API_HANDLE_H

#include "api/context.h"

#include <cisdock/cisdock.h>

typedef struct cdk_handle {
    _Atomic uint32_t refs;
    cisdock_context *context;
} cdk_handle;

/* Cleared memory of `size` bytes that begins with a cdk_handle; NULL: no memory (failure set). */
void *cdk_handle_new(cisdock_context *context, size_t size);
void cdk_handle_ref(const void *handle);
/* True where this was the last user: free what it holds, then cdk_handle_end(). NULL: false. */
bool cdk_handle_last(void *handle);
void cdk_handle_end(void *handle);
bool cdk_handle_shared(const void *handle); /* has more than one user */

const cisdock_problem *cdk_problem_public(const cdk_problems *list);

/* Bytes as a pointer and a length; `size` may be NULL. */
static inline const uint8_t *cdk_bytes_public(cdk_str s, size_t *size)
{
    if (size) *size = s.p ? s.n : 0;
    return (const uint8_t *)s.p;
}

/* Text of the layers below, which end all their strings with a NUL; empty means "none" in documents. */
static inline const char *cdk_text_public(cdk_str s)
{
    return s.n ? s.p : NULL;
}

#endif
