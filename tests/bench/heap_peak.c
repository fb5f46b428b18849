/* SPDX-License-Identifier: Apache-2.0 */
/* Preloaded into a program: counts its heap, and at its end writes the peak in bytes to the file that HEAP_PEAK names.
 * All heap of the process counts, the dependencies' too. */
#include <malloc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *ptr, size_t size);
void *__libc_memalign(size_t align, size_t size);
void __libc_free(void *ptr);

static _Atomic size_t used, peak;

static void *grown(void *ptr)
{
    size_t now = atomic_fetch_add(&used, malloc_usable_size(ptr)) + malloc_usable_size(ptr), before = atomic_load(&peak);
    while (now > before && !atomic_compare_exchange_weak(&peak, &before, now)) {}
    return ptr;
}

void *malloc(size_t size)
{
    return grown(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return grown(__libc_calloc(count, size));
}

void *realloc(void *ptr, size_t size)
{
    size_t old = malloc_usable_size(ptr);
    void *moved = __libc_realloc(ptr, size);
    if (!moved && size) return NULL;
    atomic_fetch_sub(&used, old);
    return grown(moved);
}

void *aligned_alloc(size_t align, size_t size)
{
    return grown(__libc_memalign(align, size));
}

int posix_memalign(void **out, size_t align, size_t size)
{
    *out = grown(__libc_memalign(align, size));
    return *out ? 0 : 12;
}

void free(void *ptr)
{
    atomic_fetch_sub(&used, malloc_usable_size(ptr));
    __libc_free(ptr);
}

__attribute__((destructor)) static void report(void)
{
    const char *path = getenv("HEAP_PEAK");
    size_t bytes = atomic_load(&peak);
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file) return;
    fprintf(file, "%zu\n", bytes);
    fclose(file);
}
