/* SPDX-License-Identifier: Apache-2.0 */
/* The least that any reader of an image must do: read it, SHA-256 of each blob by libcrypto, inflate gzip layers and
 * SHA-256 of what comes out, and walk from header to header. No path is looked at, nothing is kept, no damage noticed.
 * floor FILE prints the number of entries in its layers. */
#include "cdk_config.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#if CDK_WITH_ISAL
#include <isa-l/igzip_lib.h>
#else
#include <zlib.h>
#endif

enum { BUFFER = 128 * 1024, OUT = 256 * 1024 };

/* Walks tar headers over pieces of any size. */
typedef struct walk {
    uint8_t block[512];
    size_t held;
    uint64_t skip, entries;
} walk;

static uint64_t octal(const uint8_t *p, size_t n)
{
    uint64_t value = 0;
    for (size_t i = 0; i < n && p[i] >= '0' && p[i] <= '7'; i++) value = value * 8 + (p[i] - '0');
    return value;
}

static void take_header(walk *w, const uint8_t *block)
{
    if (!block[0]) return;
    uint64_t size = octal(block + 124, 12);
    w->skip = (size + 511) / 512 * 512;
    w->entries += block[156] != 'x' && block[156] != 'g' && block[156] != 'L' && block[156] != 'K';
}

static void walk_piece(walk *w, const uint8_t *p, size_t n)
{
    while (n) {
        if (w->skip) {
            size_t part = w->skip < n ? (size_t)w->skip : n;
            w->skip -= part;
            p += part;
            n -= part;
        } else if (!w->held && n >= 512) {
            take_header(w, p);
            p += 512;
            n -= 512;
        } else {
            size_t room = 512 - w->held, part = n < room ? n : room;
            memcpy(w->block + w->held, p, part);
            w->held += part;
            p += part;
            n -= part;
            if (w->held < 512) return;
            w->held = 0;
            take_header(w, w->block);
        }
    }
}

static uint8_t out[OUT];

#if CDK_WITH_ISAL
static struct inflate_state inflater;
static void inflate_begin(void)
{
    isal_inflate_init(&inflater);
    inflater.crc_flag = ISAL_GZIP;
}
static size_t inflate_step(const uint8_t **p, size_t *n)
{
    inflater.next_in = (uint8_t *)(uintptr_t)*p;
    inflater.avail_in = (uint32_t)*n;
    inflater.next_out = out;
    inflater.avail_out = OUT;
    if (isal_inflate(&inflater) != ISAL_DECOMP_OK) exit(1);
    *p = inflater.next_in;
    *n = inflater.avail_in;
    return OUT - inflater.avail_out;
}
#else
static z_stream inflater;
static void inflate_begin(void)
{
    memset(&inflater, 0, sizeof inflater);
    if (inflateInit2(&inflater, 16 + MAX_WBITS) != Z_OK) exit(1);
}
static size_t inflate_step(const uint8_t **p, size_t *n)
{
    inflater.next_in = (Bytef *)(uintptr_t)*p;
    inflater.avail_in = (uInt)*n;
    inflater.next_out = out;
    inflater.avail_out = OUT;
    int code = inflate(&inflater, Z_NO_FLUSH);
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) exit(1);
    *p = inflater.next_in;
    *n = inflater.avail_in;
    return (size_t)(OUT - inflater.avail_out);
}
#endif

static EVP_MD_CTX *new_sum(void)
{
    EVP_MD_CTX *sum = EVP_MD_CTX_new();
    if (!sum || !EVP_DigestInit_ex(sum, EVP_sha256(), NULL)) exit(1);
    return sum;
}

static void end_sum(EVP_MD_CTX *sum)
{
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned n;
    if (!EVP_DigestFinal_ex(sum, digest, &n)) exit(1);
    EVP_MD_CTX_free(sum);
}

static void unpack_piece(walk *w, EVP_MD_CTX *sum, const uint8_t *p, size_t n)
{
    for (size_t made = OUT; n || made == OUT;) {
        made = inflate_step(&p, &n);
        EVP_DigestUpdate(sum, out, made);
        walk_piece(w, out, made);
        if (!made && n) return; /* behind the member's end */
    }
}

/* One member of the outer archive. */
static uint64_t blob(int fd, uint64_t at, uint64_t size)
{
    static uint8_t in[BUFFER];
    walk w = {.skip = 0};
    EVP_MD_CTX *stored = new_sum(), *unpacked = NULL;
    for (uint64_t done = 0; done < size;) {
        size_t want = size - done < BUFFER ? (size_t)(size - done) : BUFFER;
        ssize_t got = pread(fd, in, want, (off_t)(at + done));
        if (got <= 0) exit(1);
        EVP_DigestUpdate(stored, in, (size_t)got);
        if (!done && got > 2 && in[0] == 0x1f && in[1] == 0x8b) {
            unpacked = new_sum();
            inflate_begin();
        }
        if (!done && !unpacked && (got < 512 || memcmp(in + 257, "ustar", 5))) w.skip = UINT64_MAX;
        if (unpacked)
            unpack_piece(&w, unpacked, in, (size_t)got);
        else
            walk_piece(&w, in, (size_t)got);
        done += (uint64_t)got;
    }
    end_sum(stored);
    if (unpacked) end_sum(unpacked);
    return w.entries;
}

int main(int argc, char **argv)
{
    int fd = argc == 2 ? open(argv[1], O_RDONLY) : -1;
    if (fd < 0) return 2;
    uint8_t block[512];
    uint64_t entries = 0;
    for (uint64_t at = 0; pread(fd, block, 512, (off_t)at) == 512 && block[0];) {
        uint64_t size = octal(block + 124, 12);
        if (block[156] == '0' || !block[156]) entries += blob(fd, at + 512, size);
        at += 512 + (size + 511) / 512 * 512;
    }
    printf("%llu\n", (unsigned long long)entries);
    return 0;
}
