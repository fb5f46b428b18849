/* SPDX-License-Identifier: Apache-2.0 */
/* Whole numbers in as few bytes as they need: seven bits a byte, lowest first. */
#ifndef CDK_LAYER_VARINT_H
#define CDK_LAYER_VARINT_H

#include <stddef.h>
#include <stdint.h>

enum { CDK_VARINT_MAX = 10 };

/* Writes at most CDK_VARINT_MAX bytes; gives their number. */
static inline size_t cdk_varint_put(uint8_t *p, uint64_t v)
{
    size_t n = 0;
    while (v >= 0x80) {
        p[n++] = (uint8_t)(v | 0x80);
        v >>= 7;
    }
    p[n++] = (uint8_t)v;
    return n;
}

/* Bytes read; 0: it does not end within `n`, or does not fit. */
static inline size_t cdk_varint_get(const uint8_t *p, size_t n, uint64_t *out)
{
    uint64_t v = 0;
    for (size_t i = 0; i < n && i < CDK_VARINT_MAX; i++) {
        if (i == CDK_VARINT_MAX - 1 && p[i] > 1) return 0;
        v |= (uint64_t)(p[i] & 0x7f) << (7 * i);
        if (p[i] < 0x80) {
            *out = v;
            return i + 1;
        }
    }
    return 0;
}

static inline uint64_t cdk_zigzag(int64_t v)
{
    return ((uint64_t)v << 1) ^ (v < 0 ? UINT64_MAX : 0);
}

static inline int64_t cdk_unzigzag(uint64_t v)
{
    return (int64_t)((v >> 1) ^ (0 - (v & 1)));
}

#endif
