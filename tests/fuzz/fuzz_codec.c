/* SPDX-License-Identifier: Apache-2.0 */
/* The codecs: any bytes end in output or a failure. What is taken for good gzip, zlib unpacks to the same bytes. */
#include "archive/codec.h"
#include "fuzz_pieces.h"

#include <zlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int32_t unpack(const uint8_t *bytes, size_t n, size_t piece, cdk_codec_id *id, uint8_t **out, size_t *out_n)
{
    fuzz_env f;
    cdk_stream *stream = NULL;
    fuzz_begin_tight(&f);
    *out = NULL;
    *out_n = 0;
    int32_t status = cdk_codec_auto(&f.env, fuzz_pieces(&f, bytes, n, piece), id, &stream);
    while (!status) {
        const uint8_t *data;
        size_t size;
        status = cdk_stream_next(stream, &data, &size);
        if (status || !size) break;
        *out = realloc(*out, *out_n + size);
        if (!*out) abort();
        memcpy(*out + *out_n, data, size);
        *out_n += size;
        fuzz_require(*out_n <= (5 << 20));
    }
    cdk_stream_close(stream);
    fuzz_end(&f);
    return status;
}

/* Members up to bytes that begin none, as the stream takes them. */
static void compare_with_zlib(const uint8_t *bytes, size_t n, const uint8_t *expected, size_t expected_n)
{
    size_t got = 0;
    uint8_t *out = malloc(expected_n + 1);
    if (!out) abort();
    z_stream z = {.next_in = (Bytef *)(uintptr_t)bytes, .avail_in = (uInt)n};
    if (inflateInit2(&z, 16 + MAX_WBITS) != Z_OK) abort();
    while (z.avail_in > 2 && !memcmp(z.next_in, "\x1f\x8b\x08", 3)) {
        z.next_out = out + got;
        z.avail_out = (uInt)(expected_n + 1 - got);
        int code = inflate(&z, Z_FINISH);
        fuzz_require(code == Z_STREAM_END);
        got = (size_t)(z.next_out - out);
        inflateReset(&z);
    }
    inflateEnd(&z);
    fuzz_require(got == expected_n && (!got || !memcmp(out, expected, got)));
    free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *whole, *pieces;
    size_t whole_n, pieces_n;
    cdk_codec_id id;
    if (size > 1 << 16) return 0;
    int32_t status = unpack(data, size, size + 1, &id, &whole, &whole_n);
    fuzz_require(unpack(data, size, 7, &id, &pieces, &pieces_n) == status);
    if (!status) {
        fuzz_require(whole_n == pieces_n && (!whole_n || !memcmp(whole, pieces, whole_n)));
        if (id == CDK_CODEC_GZIP) compare_with_zlib(data, size, whole, whole_n);
    }
    free(whole);
    free(pieces);
    return 0;
}
