/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 and SHA-1 after FIPS 180-4, MD5 after RFC 1321. */
#include "base/digest_own.h"

#include <string.h>

typedef void compress_fn(uint32_t h[8], const uint8_t block[64]);

static uint32_t rotate_right(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

static uint32_t load_be(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint32_t load_le(const uint8_t *p)
{
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static void store_be(uint8_t *p, uint32_t x)
{
    for (int i = 0; i < 4; i++) p[i] = (uint8_t)(x >> (24 - 8 * i));
}

static void store_le(uint8_t *p, uint32_t x)
{
    for (int i = 0; i < 4; i++) p[i] = (uint8_t)(x >> (8 * i));
}

/* Fractions of the cube roots of the first 64 primes. */
static const uint32_t sha256_k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
    0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
    0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
    0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static void sha256_schedule(uint32_t w[64], const uint8_t block[64])
{
    for (int i = 0; i < 16; i++) w[i] = load_be(block + 4 * i);
    for (int i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];
        uint32_t s0 = rotate_right(a, 7) ^ rotate_right(a, 18) ^ a >> 3;
        uint32_t s1 = rotate_right(b, 17) ^ rotate_right(b, 19) ^ b >> 10;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
}

static void sha256_compress(uint32_t h[8], const uint8_t block[64])
{
    uint32_t w[64], v[8];
    sha256_schedule(w, block);
    memcpy(v, h, sizeof v);
    for (int i = 0; i < 64; i++) {
        uint32_t e = v[4], a = v[0];
        uint32_t s1 = rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25);
        uint32_t t1 = v[7] + s1 + ((e & v[5]) ^ (~e & v[6])) + sha256_k[i] + w[i];
        uint32_t s0 = rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22);
        uint32_t t2 = s0 + ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += t1;
        v[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++) h[i] += v[i];
}

static void sha1_compress(uint32_t h[8], const uint8_t block[64])
{
    static const uint32_t k[4] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
    uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    for (int i = 0; i < 16; i++) w[i] = load_be(block + 4 * i);
    for (int i = 16; i < 80; i++) w[i] = rotate_right(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 31);
    for (int i = 0; i < 80; i++) {
        int round = i / 20;
        uint32_t mix = round == 0 ? (b & c) ^ (~b & d) : round == 2 ? (b & c) ^ (b & d) ^ (c & d) : b ^ c ^ d;
        uint32_t sum = rotate_right(a, 27) + mix + e + k[round] + w[i];
        e = d;
        d = c;
        c = rotate_right(b, 2);
        b = a;
        a = sum;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
}

/* Fractions of |sin(1)| ... |sin(64)|. */
static const uint32_t md5_k[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af,
    0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa,
    0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8,
    0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244, 0x432aff97,
    0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
    0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

static uint32_t md5_mix(int round, uint32_t b, uint32_t c, uint32_t d)
{
    switch (round) {
    case 0: return (b & c) | (~b & d);
    case 1: return (d & b) | (~d & c);
    case 2: return b ^ c ^ d;
    default: return c ^ (b | ~d);
    }
}

static void md5_compress(uint32_t h[8], const uint8_t block[64])
{
    static const uint8_t turns[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    static const uint8_t factor[4] = {1, 5, 3, 7}, start[4] = {0, 1, 5, 0};
    uint32_t w[16], a = h[0], b = h[1], c = h[2], d = h[3];
    for (int i = 0; i < 16; i++) w[i] = load_le(block + 4 * i);
    for (int i = 0; i < 64; i++) {
        int round = i / 16;
        uint32_t sum = a + md5_mix(round, b, c, d) + md5_k[i] + w[(factor[round] * i + start[round]) % 16];
        a = d;
        d = c;
        c = b;
        b += rotate_right(sum, 32u - turns[round][i % 4]);
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
}

static void update(cdk_digest_own *state, const void *bytes, size_t n, compress_fn *compress)
{
    const uint8_t *p = bytes;
    size_t held = (size_t)(state->bytes % 64);
    state->bytes += n;
    if (held) {
        size_t room = 64 - held, part = n < room ? n : room;
        if (part) memcpy(state->block + held, p, part);
        if (part < room) return;
        compress(state->h, state->block);
        p += part;
        n -= part;
    }
    for (; n >= 64; p += 64, n -= 64) compress(state->h, p);
    if (n) memcpy(state->block, p, n);
}

/* One bit, zeros and the length in bits close the last block. */
static void pad(cdk_digest_own *state, compress_fn *compress, const uint8_t length[8])
{
    static const uint8_t padding[64] = {0x80};
    size_t held = (size_t)(state->bytes % 64);
    update(state, padding, held < 56 ? 56 - held : 120 - held, compress);
    update(state, length, 8, compress);
}

void cdk_own_sha256_init(cdk_digest_own *state)
{
    static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(state->h, start, sizeof start);
    state->bytes = 0;
}

void cdk_own_sha256_update(cdk_digest_own *state, const void *bytes, size_t n)
{
    update(state, bytes, n, sha256_compress);
}

static void sha_final(cdk_digest_own *state, compress_fn *compress, uint8_t *out, int words)
{
    uint8_t length[8];
    uint64_t bits = state->bytes * 8;
    store_be(length, (uint32_t)(bits >> 32));
    store_be(length + 4, (uint32_t)bits);
    pad(state, compress, length);
    for (int i = 0; i < words; i++) store_be(out + 4 * i, state->h[i]);
}

void cdk_own_sha256_final(cdk_digest_own *state, uint8_t out[32])
{
    sha_final(state, sha256_compress, out, 8);
}

void cdk_own_sha1_init(cdk_digest_own *state)
{
    static const uint32_t start[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    memcpy(state->h, start, sizeof start);
    state->bytes = 0;
}

void cdk_own_sha1_update(cdk_digest_own *state, const void *bytes, size_t n)
{
    update(state, bytes, n, sha1_compress);
}

void cdk_own_sha1_final(cdk_digest_own *state, uint8_t out[20])
{
    sha_final(state, sha1_compress, out, 5);
}

void cdk_own_md5_init(cdk_digest_own *state)
{
    static const uint32_t start[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    memcpy(state->h, start, sizeof start);
    state->bytes = 0;
}

void cdk_own_md5_update(cdk_digest_own *state, const void *bytes, size_t n)
{
    update(state, bytes, n, md5_compress);
}

void cdk_own_md5_final(cdk_digest_own *state, uint8_t out[16])
{
    uint8_t length[8];
    uint64_t bits = state->bytes * 8;
    store_le(length, (uint32_t)bits);
    store_le(length + 4, (uint32_t)(bits >> 32));
    pad(state, md5_compress, length);
    for (int i = 0; i < 4; i++) store_le(out + 4 * i, state->h[i]);
}
