/* SPDX-License-Identifier: Apache-2.0 */
#include "archive/codec.h"
#include "cdk_config.h"
#include "pieces.h"

#include <zlib.h>
#if CDK_WITH_ZSTD
#include <zstd.h>
#endif
#if CDK_WITH_LZMA
#include <lzma.h>
#endif
#if CDK_WITH_BZIP2
#include <bzlib.h>
#endif

enum { SAMPLE = 6000, ROOM = 2 * SAMPLE };
static uint8_t sample[SAMPLE];
static uint8_t packed[ROOM];
static size_t packed_n;

static size_t pack_gzip(const void *bytes, size_t n, uint8_t *out)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)bytes;
    z.avail_in = (uInt)n;
    z.next_out = out;
    z.avail_out = ROOM;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return z.total_out;
}

static size_t pack_zstd(const void *bytes, size_t n, uint8_t *out)
{
#if CDK_WITH_ZSTD
    ZSTD_CCtx *context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    size_t size = ZSTD_compress2(context, out, ROOM, bytes, n);
    assert_false(ZSTD_isError(size));
    ZSTD_freeCCtx(context);
    return size;
#else
    (void)bytes, (void)n, (void)out;
    return 0;
#endif
}

static size_t pack_xz(const void *bytes, size_t n, uint8_t *out)
{
    size_t size = 0;
#if CDK_WITH_LZMA
    assert_int_equal(lzma_easy_buffer_encode(1, LZMA_CHECK_CRC32, NULL, bytes, n, out, &size, ROOM), LZMA_OK);
#else
    (void)bytes, (void)n, (void)out;
#endif
    return size;
}

static size_t pack_bzip2(const void *bytes, size_t n, uint8_t *out)
{
    unsigned size = ROOM;
#if CDK_WITH_BZIP2
    assert_int_equal(BZ2_bzBuffToBuffCompress((char *)out, &size, (char *)(uintptr_t)bytes, (unsigned)n, 1, 0, 0), BZ_OK);
#else
    (void)bytes, (void)n, (void)out;
    size = 0;
#endif
    return size;
}

static size_t (*const packers[])(const void *, size_t, uint8_t *) = {
    [CDK_CODEC_NONE] = NULL, [CDK_CODEC_GZIP] = pack_gzip, [CDK_CODEC_ZSTD] = pack_zstd, [CDK_CODEC_XZ] = pack_xz,
    [CDK_CODEC_BZIP2] = pack_bzip2};
enum { CODECS = sizeof packers / sizeof *packers };

/* Half of it repeats itself, half does not. */
static int fill_sample(void **state)
{
    (void)state;
    uint32_t x = 99;
    for (size_t i = 0; i < SAMPLE; i++) {
        x = x * 1103515245u + 12345u;
        sample[i] = i % 1000 < 500 ? (uint8_t)(i % 7) : (uint8_t)(x >> 16);
    }
    return 0;
}

static bool is_sample(const uint8_t *out, size_t size, size_t copies)
{
    if (size > copies * SAMPLE) return false;
    for (size_t at = 0; at < size; at += SAMPLE)
        if (memcmp(out + at, sample, size - at < SAMPLE ? size - at : SAMPLE)) return false;
    return true;
}

/* Bits were flipped: what comes before the failure may be anything. */
static bool flipped;

/* What comes out must be a part of the sample: from its begin, whole where the status is good. */
static int32_t unpack(unit *u, cdk_codec_id expected, const void *bytes, size_t n, size_t piece, size_t fail_at, size_t copies)
{
    cdk_stream *stream;
    cdk_codec_id id;
    uint8_t *out = NULL;
    size_t size = 0;
    int32_t status = cdk_codec_auto(&u->env, piece_stream_new(u, bytes, n, piece, fail_at), &id, &stream);
    if (!status) {
        assert_int_equal(id, expected);
        status = drain_stream(stream, &out, &size);
        cdk_stream_close(stream);
    }
    assert_true((flipped && status) || is_sample(out, size, copies));
    if (!status) assert_int_equal(size, copies * SAMPLE);
    free(out);
    return status;
}

/* Runs `body` for each codec that is built in, with the packed sample. */
static void each_codec(void (*body)(cdk_codec_id id))
{
    for (int id = CDK_CODEC_GZIP; id < CODECS; id++) {
        if (!cdk_codec_built_in((cdk_codec_id)id)) continue;
        packed_n = packers[id](sample, SAMPLE, packed);
        body((cdk_codec_id)id);
    }
}

static int32_t unpack_once(cdk_codec_id id, const void *bytes, size_t n, size_t piece, size_t copies, cdk_error *error)
{
    unit u;
    unit_begin(&u, -1);
    int32_t status = unpack(&u, id, bytes, n, piece, 0, copies);
    if (error) *error = u.error;
    unit_end(&u);
    return status;
}

static void pieces_of(cdk_codec_id id)
{
    static const size_t sizes[] = {1, 2, 3, 100, 4096};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        assert_int_equal(unpack_once(id, packed, packed_n, sizes[i], 1, NULL), CISDOCK_OK);
}

static void test_pieces_of_any_size(void **state)
{
    (void)state;
    each_codec(pieces_of);
}

static void members_of(cdk_codec_id id)
{
    static uint8_t joined[3 * ROOM];
    for (size_t piece = 1; piece < 50; piece += 7) {
        size_t n = 0;
        for (int copy = 0; copy < 2; copy++) {
            memcpy(joined + n, packed, packed_n);
            n += packed_n;
            if (id == CDK_CODEC_ZSTD) { /* a skippable frame of 3 bytes */
                memcpy(joined + n, "\x53\x2a\x4d\x18\x03\0\0\0abc", 11);
                n += 11;
            }
            if (id == CDK_CODEC_XZ) { /* stream padding */
                memset(joined + n, 0, 4);
                n += 4;
            }
            n += packers[id]("", 0, joined + n); /* an empty member */
        }
        assert_int_equal(unpack_once(id, joined, n, piece, 2, NULL), CISDOCK_OK);
    }
}

static void test_members(void **state)
{
    (void)state;
    each_codec(members_of);
}

static void ends_of(cdk_codec_id id)
{
    for (size_t n = CDK_CODEC_PROBE_BYTES; n < packed_n; n++) {
        cdk_error error;
        assert_int_equal(unpack_once(id, packed, n, 61, 1, &error), CISDOCK_E_CORRUPT);
        assert_int_equal(error.cls, CDK_CLASS_BAD_COMPRESSION);
        assert_in_range(error.offset, 0, n);
    }
}

static void test_every_early_end(void **state)
{
    (void)state;
    each_codec(ends_of);
}

/* A flipped bit is found, or it stands where it changes nothing (a time in a header). */
static void flips_of(cdk_codec_id id)
{
    for (size_t at = CDK_CODEC_PROBE_BYTES; at < packed_n; at++) {
        cdk_error error = {0};
        packed[at] ^= (uint8_t)(1u << at % 8);
        if (unpack_once(id, packed, packed_n, 4096, 1, &error)) assert_int_equal(error.cls, CDK_CLASS_BAD_COMPRESSION);
        packed[at] ^= (uint8_t)(1u << at % 8);
    }
}

static void test_flipped_bits(void **state)
{
    (void)state;
    flipped = true;
    each_codec(flips_of);
    flipped = false;
}

static void failures_of(cdk_codec_id id)
{
    for (size_t fail_at = 1; fail_at <= packed_n / 500 + 1; fail_at++) {
        unit u;
        unit_begin(&u, -1);
        assert_int_equal(unpack(&u, id, packed, packed_n, 500, fail_at, 1), CISDOCK_E_HOST);
        assert_int_equal(u.error.host_code, -77);
        unit_end(&u);
    }
}

static void test_host_fails_at_every_call(void **state)
{
    (void)state;
    each_codec(failures_of);
}

static cdk_codec_id current;

static int32_t unpack_current(unit *u)
{
    return unpack(u, current, packed, packed_n, 300, 0, 1);
}

static void memory_of(cdk_codec_id id)
{
    current = id;
    unit_each_failure(unpack_current);
}

static void test_every_allocation_fails(void **state)
{
    (void)state;
    each_codec(memory_of);
}

/* gzip(1) and bzip2(1) ignore what follows; zstd(1) and xz(1) do not. */
static void rest_of(cdk_codec_id id)
{
    cdk_error error = {0};
    bool ignored = id == CDK_CODEC_GZIP || id == CDK_CODEC_BZIP2;
    memcpy(packed + packed_n, "no member begins here", 21);
    assert_int_equal(unpack_once(id, packed, packed_n + 21, 10, 1, &error), ignored ? CISDOCK_OK : CISDOCK_E_CORRUPT);
    if (!ignored) assert_int_equal(error.cls, CDK_CLASS_BAD_COMPRESSION);
}

static void test_bytes_behind_the_end(void **state)
{
    (void)state;
    each_codec(rest_of);
}

/* A digest below must be of all packed bytes, those behind the last member included. */
static void test_all_input_is_read(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    cdk_stream *stream;
    cdk_tally tally;
    uint8_t *out;
    size_t size;
    packed_n = pack_gzip(sample, SAMPLE, packed);
    memset(packed + packed_n, 'z', 1000);
    stream = piece_stream_new(&u, packed, packed_n + 1000, 100, 0);
    assert_int_equal(cdk_stream_tally(&u.env, stream, true, &tally, &stream), CISDOCK_OK);
    assert_int_equal(cdk_codec_auto(&u.env, stream, NULL, &stream), CISDOCK_OK);
    assert_int_equal(drain_stream(stream, &out, &size), CISDOCK_OK);
    assert_true(tally.ended);
    assert_int_equal(tally.bytes, packed_n + 1000);
    free(out);
    cdk_stream_close(stream);
    unit_end(&u);
}

/* RFC 1952, 2.3.1: every set of optional parts, its own CRC right and wrong, reserved bits refused. */
static size_t put_gzip_header(uint8_t *out, unsigned flags, bool good)
{
    static const uint8_t begin[10] = {0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 0, 3};
    size_t n = sizeof begin;
    memcpy(out, begin, n);
    out[3] = (uint8_t)flags;
    if (flags & 4) memcpy(out + n, "\3\0xyz", 5), n += 5;
    if (flags & 8) memcpy(out + n, "name", 5), n += 5;
    if (flags & 16) memcpy(out + n, "comment", 8), n += 8;
    unsigned sum = (unsigned)crc32(0, out, (uInt)n) ^ !good;
    if (flags & 2) out[n++] = (uint8_t)sum, out[n++] = (uint8_t)(sum >> 8);
    return n;
}

static void test_gzip_headers(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 5, 4096};
    static uint8_t member[ROOM];
    packed_n = pack_gzip(sample, SAMPLE, packed);
    for (unsigned flags = 0; flags < 256; flags++) {
        for (unsigned k = 0; k < 6; k++) {
            bool good = k % 2;
            size_t head = put_gzip_header(member, flags, good);
            memcpy(member + head, packed + 10, packed_n - 10); /* zlib wrote the shortest header */
            bool right = !(flags & 0xe0) && (good || !(flags & 2));
            int32_t status = unpack_once(CDK_CODEC_GZIP, member, head + packed_n - 10, sizes[k / 2], 1, NULL);
            assert_int_equal(status, right ? CISDOCK_OK : CISDOCK_E_CORRUPT);
        }
    }
}

static int32_t drain_zeros(unit *u, uint64_t *seen)
{
    static uint8_t zeros[1 << 20], small[ROOM];
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = zeros;
    z.avail_in = sizeof zeros;
    z.next_out = small;
    z.avail_out = sizeof small;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    cdk_stream *stream;
    assert_int_equal(cdk_codec_open(&u->env, CDK_CODEC_GZIP, piece_stream_new(u, small, z.total_out, 64, 0), &stream), CISDOCK_OK);
    int32_t status;
    for (*seen = 0;;) {
        const uint8_t *data;
        size_t size;
        status = cdk_stream_next(stream, &data, &size);
        if (status || !size) break;
        *seen += size;
    }
    cdk_stream_close(stream);
    return status;
}

static void test_limits(void **state)
{
    (void)state;
    unit u;
    uint64_t seen;
    unit_begin(&u, -1);
    assert_int_equal(drain_zeros(&u, &seen), CISDOCK_OK);
    assert_int_equal(seen, 1 << 20);
    u.limits.v[CDK_LIMIT_MAX_LAYER_BYTES] = 1 << 19;
    assert_int_equal(drain_zeros(&u, &seen), CISDOCK_E_LIMIT);
    assert_in_range(seen, 0, 1 << 20);
    u.limits.v[CDK_LIMIT_MAX_LAYER_BYTES] = 1 << 20;
    u.limits.v[CDK_LIMIT_MAX_RATIO] = 100;
    u.limits.v[CDK_LIMIT_RATIO_FREE_BYTES] = 1000;
    assert_int_equal(drain_zeros(&u, &seen), CISDOCK_E_LIMIT);
    assert_in_range(seen, 0, 1 << 20);
    unit_end(&u);
}

/* RFC 8878: descriptor 0 (no single segment), window of 2^31 bytes. */
static void test_zstd_window(void **state)
{
    (void)state;
    static const char frame[] = "\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00";
    if (!cdk_codec_built_in(CDK_CODEC_ZSTD)) skip();
    unit u;
    unit_begin(&u, -1);
    assert_int_equal(unpack(&u, CDK_CODEC_ZSTD, frame, 9, 100, 0, 0), CISDOCK_E_CORRUPT);
    assert_int_equal(u.error.cls, CDK_CLASS_BAD_COMPRESSION);
    assert_in_range(atomic_load(&u.mem.peak_bytes), 0, 2 << 20);
    unit_end(&u);
}

static void test_probe(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        cdk_codec_id id;
    } cases[] = {
        {"", 0, CDK_CODEC_NONE},
        {"\x1f", 1, CDK_CODEC_NONE},
        {"\x1f\x8b\x08\0", 4, CDK_CODEC_GZIP},
        {"\x28\xb5\x2f\xfd", 4, CDK_CODEC_ZSTD},
        {"\x5f\x2a\x4d\x18", 4, CDK_CODEC_ZSTD},
        {"\x60\x2a\x4d\x18", 4, CDK_CODEC_NONE},
        {"\xfd" "7zXZ\0\0\0", 8, CDK_CODEC_XZ},
        {"BZh91AY&", 8, CDK_CODEC_BZIP2},
        {"BZhelper", 8, CDK_CODEC_NONE},
        {"bin/sh\0\0", 8, CDK_CODEC_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(cdk_codec_probe((const uint8_t *)cases[i].bytes, cases[i].n), cases[i].id);
    assert_string_equal(cdk_codec_name(CDK_CODEC_BZIP2), "bzip2");
}

static void test_not_built_in(void **state)
{
    (void)state;
    for (int id = CDK_CODEC_GZIP; id < CODECS; id++) {
        if (cdk_codec_built_in((cdk_codec_id)id)) continue;
        unit u;
        cdk_stream *stream;
        unit_begin(&u, -1);
        assert_int_equal(cdk_codec_open(&u.env, (cdk_codec_id)id, piece_stream_new(&u, "", 0, 1, 0), &stream), CISDOCK_E_UNSUPPORTED);
        assert_non_null(strstr(u.error.message, cdk_codec_name((cdk_codec_id)id)));
        unit_end(&u);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_probe),
        cmocka_unit_test(test_pieces_of_any_size),
        cmocka_unit_test(test_members),
        cmocka_unit_test(test_every_early_end),
        cmocka_unit_test(test_flipped_bits),
        cmocka_unit_test(test_host_fails_at_every_call),
        cmocka_unit_test(test_every_allocation_fails),
        cmocka_unit_test(test_bytes_behind_the_end),
        cmocka_unit_test(test_all_input_is_read),
        cmocka_unit_test(test_gzip_headers),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_zstd_window),
        cmocka_unit_test(test_not_built_in),
    };
    return cmocka_run_group_tests(tests, fill_sample, NULL);
}
