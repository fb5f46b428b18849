/* SPDX-License-Identifier: Apache-2.0 */
/* What unit tests share: cmocka, an env over a counting allocator that can be told to fail, a sink into a buffer. */
#ifndef CDK_TESTS_UNIT_H
#define CDK_TESTS_UNIT_H

#include "base/env.h"
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct unit {
    cdk_mem mem;
    cdk_limits limits;
    cisdock_hooks hooks;
    cdk_error error;
    cdk_env env;
    long allocations; /* asked for so far */
    long fail_at;     /* this one fails; -1: none */
    long held;        /* allocations that were not given back */
} unit;

static inline bool unit_refuses(unit *u)
{
    return u->allocations++ == u->fail_at;
}

static inline void *unit_alloc(void *user, size_t size)
{
    unit *u = user;
    void *ptr = unit_refuses(u) ? NULL : malloc(size);
    if (ptr) u->held++;
    return ptr;
}

static inline void *unit_realloc(void *user, void *ptr, size_t old_size, size_t new_size)
{
    (void)old_size;
    return unit_refuses(user) ? NULL : realloc(ptr, new_size);
}

static inline void unit_free(void *user, void *ptr, size_t size)
{
    (void)size;
    ((unit *)user)->held--;
    free(ptr);
}

static inline void unit_begin(unit *u, long fail_at)
{
    memset(u, 0, sizeof *u);
    u->fail_at = fail_at;
    cisdock_allocator allocator = {sizeof allocator, u, unit_alloc, unit_realloc, unit_free};
    cdk_mem_init(&u->mem, &allocator);
    cdk_limits_init(&u->limits);
    u->hooks.struct_size = sizeof u->hooks;
    u->env = (cdk_env){&u->mem, &u->limits, &u->hooks, &u->error};
}

/* Nothing may be held when a test ends. */
static inline void unit_end(unit *u)
{
    assert_int_equal(u->held, 0);
    assert_int_equal(atomic_load(&u->mem.used_bytes), 0);
}

/* Runs `body` with the k-th allocation failing, for each k, until it succeeds: every failure must be reported as no
 * memory and leave nothing behind. */
static inline void unit_each_failure(int32_t (*body)(unit *u))
{
    for (long k = 0;; k++) {
        unit u;
        unit_begin(&u, k);
        int32_t status = body(&u);
        bool reached = u.allocations > k;
        unit_end(&u);
        if (!reached) {
            assert_int_equal(status, CISDOCK_OK);
            return;
        }
        if (status) assert_int_equal(status, CISDOCK_E_NO_MEMORY);
    }
}

#endif
