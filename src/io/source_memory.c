/* SPDX-License-Identifier: Apache-2.0 */
#include "io/source.h"

typedef struct memory_source {
    cdk_mem *mem;
    const uint8_t *data;
    size_t size;
} memory_source;

static int64_t memory_read_at(void *user, uint64_t offset, uint8_t *buffer, size_t size)
{
    const memory_source *memory = user;
    if (offset >= memory->size) return 0;
    size_t left = memory->size - (size_t)offset, n = size < left ? size : left;
    if (n) memcpy(buffer, memory->data + offset, n);
    return (int64_t)n;
}

static int64_t memory_length(void *user)
{
    return (int64_t)((const memory_source *)user)->size;
}

static void memory_close(void *user)
{
    memory_source *memory = user;
    cdk_free(memory->mem, memory);
}

int32_t cdk_source_of_memory(const cdk_env *env, const uint8_t *data, size_t size, cisdock_source *out)
{
    if (size > INT64_MAX) return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "a source of %zu bytes is too large", size);
    memory_source *memory = cdk_alloc(env->mem, sizeof *memory);
    if (!memory) return cdk_fail_memory(env);
    *memory = (memory_source){env->mem, data, size};
    *out = (cisdock_source){sizeof *out, memory, memory_read_at, memory_length, NULL, memory_close};
    return CISDOCK_OK;
}
