/* SPDX-License-Identifier: Apache-2.0 */
#include "pieces.h"

#include "io/source.h"

#include <unistd.h>

enum { SIZE = 10000 };
static uint8_t sample[SIZE];

static int fill_sample(void **state)
{
    (void)state;
    uint32_t x = 12345;
    for (size_t i = 0; i < SIZE; i++) sample[i] = (uint8_t)((x = x * 1103515245u + 12345u) >> 16);
    return 0;
}

typedef struct fake_host {
    size_t most;        /* bytes that one call gives */
    int64_t fail;       /* what a call gives instead, where not 0 */
    int64_t at;         /* of the forward reader */
    int closed;
} fake_host;

static int64_t fake_read_at(void *user, uint64_t offset, uint8_t *buffer, size_t size)
{
    fake_host *host = user;
    if (host->fail) return host->fail < 0 ? host->fail : (int64_t)size + 1;
    if (offset >= SIZE) return 0;
    size_t n = SIZE - offset;
    if (n > size) n = size;
    if (n > host->most) n = host->most;
    memcpy(buffer, sample + offset, n);
    return (int64_t)n;
}

static int64_t fake_length(void *user)
{
    (void)user;
    return SIZE;
}

static int64_t fake_read(void *user, uint8_t *buffer, size_t size)
{
    fake_host *host = user;
    int64_t n = fake_read_at(user, (uint64_t)host->at, buffer, size);
    if (n > 0) host->at += n;
    return n;
}

static void fake_close(void *user)
{
    ((fake_host *)user)->closed++;
}

static cisdock_source random_access(fake_host *host)
{
    return (cisdock_source){sizeof(cisdock_source), host, fake_read_at, fake_length, NULL, fake_close};
}

static cisdock_source forward_only(fake_host *host)
{
    return (cisdock_source){sizeof(cisdock_source), host, NULL, NULL, fake_read, fake_close};
}

static void expect_bytes(cdk_stream *stream, size_t from, size_t n)
{
    uint8_t *bytes;
    size_t size;
    assert_int_equal(drain_stream(stream, &bytes, &size), CISDOCK_OK);
    assert_int_equal(size, n);
    if (n) assert_memory_equal(bytes, sample + from, n);
    free(bytes);
    cdk_stream_close(stream);
}

static void test_range(void **state)
{
    (void)state;
    static const size_t most[] = {1, 511, SIZE};
    for (size_t i = 0; i < 3; i++) {
        unit u;
        unit_begin(&u, -1);
        fake_host host = {.most = most[i]};
        cisdock_source table = random_access(&host);
        cdk_source source;
        cdk_stream *stream;
        assert_int_equal(cdk_source_init(&u.env, &table, &source), CISDOCK_OK);
        assert_int_equal(source.length, SIZE);
        assert_int_equal(cdk_stream_range(&u.env, &source, 17, 5000, &stream), CISDOCK_OK);
        expect_bytes(stream, 17, 5000);
        uint64_t skipped;
        assert_int_equal(cdk_stream_range(&u.env, &source, 0, SIZE, &stream), CISDOCK_OK);
        assert_int_equal(cdk_stream_skip(stream, 600, &skipped), CISDOCK_OK);
        assert_int_equal(skipped, 600);
        expect_bytes(stream, 600, SIZE - 600);
        uint8_t buffer[100];
        size_t got;
        assert_int_equal(cdk_source_read_at(&u.env, &source, SIZE - 50, buffer, 100, &got), CISDOCK_OK);
        assert_int_equal(got, 50);
        cdk_source_close(&source);
        cdk_source_close(&source);
        assert_int_equal(host.closed, 1);
        unit_end(&u);
    }
}

static void test_range_beyond_end(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    fake_host host = {.most = 4096};
    cisdock_source table = random_access(&host);
    cdk_source source;
    cdk_stream *stream;
    assert_int_equal(cdk_source_init(&u.env, &table, &source), CISDOCK_OK);
    assert_int_equal(cdk_stream_range(&u.env, &source, SIZE - 10, 20, &stream), CISDOCK_OK);
    uint8_t *bytes;
    size_t size;
    for (int again = 0; again < 2; again++) { /* a failure stays */
        assert_int_equal(drain_stream(stream, &bytes, &size), CISDOCK_E_TRUNCATED);
        assert_int_equal(size, again ? 0 : 10);
        free(bytes);
    }
    assert_int_equal(u.error.offset, SIZE);
    cdk_stream_close(stream);
    cdk_source_close(&source);
    unit_end(&u);
}

static void test_forward_and_tally(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    fake_host host = {.most = 333};
    cisdock_source table = forward_only(&host);
    cdk_source source;
    cdk_stream *stream;
    cdk_tally tally;
    uint8_t expected[32];
    assert_int_equal(cdk_source_init(&u.env, &table, &source), CISDOCK_OK);
    assert_int_equal(source.length, -1);
    assert_int_equal(cdk_stream_forward(&u.env, &source, &stream), CISDOCK_OK);
    assert_int_equal(cdk_stream_tally(&u.env, stream, true, &tally, &stream), CISDOCK_OK);
    expect_bytes(stream, 0, SIZE);
    assert_true(tally.ended);
    assert_int_equal(tally.bytes, SIZE);
    assert_int_equal(cdk_sha256(&u.env, (cdk_str){(const char *)sample, SIZE}, expected), CISDOCK_OK);
    assert_memory_equal(tally.sha256, expected, 32);
    cdk_source_close(&source);
    unit_end(&u);
}

static void test_bad_hosts(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    static const int64_t fails[] = {-5, 1}; /* a failure; more bytes than asked for */
    for (size_t i = 0; i < 2; i++) {
        fake_host host = {.most = 100, .fail = fails[i]};
        cisdock_source tables[] = {random_access(&host), forward_only(&host)};
        for (size_t k = 0; k < 2; k++) {
            cdk_source source;
            cdk_stream *stream;
            const uint8_t *data;
            size_t size;
            assert_int_equal(cdk_source_init(&u.env, &tables[k], &source), CISDOCK_OK);
            if (k)
                assert_int_equal(cdk_stream_forward(&u.env, &source, &stream), CISDOCK_OK);
            else
                assert_int_equal(cdk_stream_range(&u.env, &source, 0, 100, &stream), CISDOCK_OK);
            assert_int_equal(cdk_stream_next(stream, &data, &size), CISDOCK_E_HOST);
            assert_int_equal(u.error.host_code, fails[i] < 0 ? fails[i] : 0);
            cdk_stream_close(stream);
            cdk_source_close(&source);
        }
        assert_int_equal(host.closed, 2);
    }
    cdk_source source;
    fake_host host = {0};
    cisdock_source neither = {sizeof neither, &host, NULL, NULL, NULL, fake_close}, small = random_access(&host);
    assert_int_equal(cdk_source_init(&u.env, &neither, &source), CISDOCK_E_INVALID_ARG);
    assert_int_equal(host.closed, 1);
    small.struct_size = 8;
    assert_int_equal(cdk_source_init(&u.env, &small, &source), CISDOCK_E_INVALID_ARG);
    assert_int_equal(cdk_source_init(&u.env, NULL, &source), CISDOCK_E_INVALID_ARG);
    unit_end(&u);
}

static int32_t always_stop(void *user)
{
    (void)user;
    return 1;
}

static void test_cancel(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    fake_host host = {.most = 100};
    cisdock_source table = random_access(&host);
    cdk_source source;
    cdk_stream *stream;
    const uint8_t *data;
    size_t size;
    assert_int_equal(cdk_source_init(&u.env, &table, &source), CISDOCK_OK);
    assert_int_equal(cdk_stream_range(&u.env, &source, 0, 100, &stream), CISDOCK_OK);
    u.hooks.cancel = always_stop;
    assert_int_equal(cdk_stream_next(stream, &data, &size), CISDOCK_E_CANCELLED);
    cdk_stream_close(stream);
    cdk_source_close(&source);
    unit_end(&u);
}

static void test_limit_and_read_all(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    cdk_stream *stream;
    cdk_arena arena;
    cdk_str all;
    assert_int_equal(cdk_stream_limit(&u.env, piece_stream_new(&u, sample, SIZE, 7, 0), 1000, &stream), CISDOCK_OK);
    expect_bytes(stream, 0, 1000);
    cdk_arena_init(&arena, &u.mem);
    stream = piece_stream_new(&u, sample, SIZE, 999, 0);
    assert_int_equal(cdk_stream_read_all(stream, &arena, SIZE, &all), CISDOCK_OK);
    assert_int_equal(all.n, SIZE);
    assert_memory_equal(all.p, sample, SIZE);
    assert_int_equal(all.p[all.n], 0);
    cdk_stream_close(stream);
    stream = piece_stream_new(&u, sample, SIZE, 999, 0);
    assert_int_equal(cdk_stream_read_all(stream, &arena, SIZE - 1, &all), CISDOCK_E_LIMIT);
    cdk_stream_close(stream);
    cdk_arena_free(&arena);
    unit_end(&u);
}

/* Any mixture of looks, takes and skips sees the same bytes, whatever the pieces are. */
static void test_cursor(void **state)
{
    (void)state;
    static const size_t pieces[] = {1, 2, 511, 512, 513, 4096};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        unit u;
        unit_begin(&u, -1);
        cdk_cursor cursor;
        cdk_cursor_init(&cursor, piece_stream_new(&u, sample, SIZE, pieces[i], 0));
        size_t at = 0;
        for (uint32_t step = 0; at < SIZE; step++) {
            const uint8_t *data;
            size_t got, want = (step * 7919u) % 1400;
            assert_int_equal(cdk_cursor_peek(&cursor, want, &data, &got), CISDOCK_OK);
            assert_int_equal(got, want < SIZE - at ? want : SIZE - at);
            if (got) assert_memory_equal(data, sample + at, got);
            if (step % 3 == 2) {
                uint64_t skipped;
                assert_int_equal(cdk_cursor_skip(&cursor, want / 2, &skipped), CISDOCK_OK);
                assert_int_equal(skipped, want / 2 < SIZE - at ? want / 2 : SIZE - at);
                at += skipped;
            } else {
                assert_int_equal(cdk_cursor_take(&cursor, want, &data, &got), CISDOCK_OK);
                assert_true(got <= want && (got > 0 || want == 0));
                if (got) assert_memory_equal(data, sample + at, got);
                at += got;
            }
            assert_int_equal(cursor.offset, at);
        }
        cdk_cursor_close(&cursor);
        unit_end(&u);
    }
}

static void test_cursor_to_stream(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    cdk_cursor cursor;
    cdk_stream *stream;
    const uint8_t *data;
    size_t got;
    cdk_cursor_init(&cursor, piece_stream_new(&u, sample, SIZE, 100, 0));
    assert_int_equal(cdk_cursor_peek(&cursor, 550, &data, &got), CISDOCK_OK);
    assert_int_equal(cdk_cursor_take(&cursor, 33, &data, &got), CISDOCK_OK);
    assert_int_equal(cdk_stream_of_cursor(&u.env, &cursor, &stream), CISDOCK_OK);
    cdk_cursor_close(&cursor); /* taken over: nothing to do */
    expect_bytes(stream, 33, SIZE - 33);
    unit_end(&u);
}

static void test_memory_and_fd_sources(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    char path[] = "/tmp/cdk-stream-XXXXXX";
    int fd = mkstemp(path), ends[2];
    assert_true(fd >= 0);
    unlink(path);
    assert_int_equal(write(fd, sample, SIZE), SIZE);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], sample, SIZE), SIZE);
    close(ends[1]);
    for (int kind = 0; kind < 3; kind++) {
        cisdock_source table;
        cdk_source source;
        cdk_stream *stream;
        int32_t status = kind == 0 ? cdk_source_of_memory(&u.env, sample, SIZE, &table)
                                   : cdk_source_of_fd(&u.env, kind == 1 ? fd : ends[0], &table);
        if (kind && status == CISDOCK_E_UNSUPPORTED) continue; /* built without posix_io */
        assert_int_equal(status, CISDOCK_OK);
        assert_int_equal(cdk_source_init(&u.env, &table, &source), CISDOCK_OK);
        assert_int_equal(source.length, kind == 2 ? -1 : SIZE);
        if (kind == 2)
            assert_int_equal(cdk_stream_forward(&u.env, &source, &stream), CISDOCK_OK);
        else
            assert_int_equal(cdk_stream_range(&u.env, &source, 0, SIZE, &stream), CISDOCK_OK);
        expect_bytes(stream, 0, SIZE);
        cdk_source_close(&source);
    }
    cisdock_source table;
    assert_int_not_equal(cdk_source_of_fd(&u.env, -1, &table), CISDOCK_OK);
    close(fd);
    close(ends[0]);
    unit_end(&u);
}

static int32_t chain(unit *u)
{
    cdk_stream *stream = piece_stream_new(u, sample, SIZE, 700, 0);
    cdk_tally tally;
    cdk_cursor cursor;
    cdk_arena arena;
    cdk_str all;
    const uint8_t *data;
    size_t got;
    int32_t status = cdk_stream_limit(&u->env, stream, SIZE, &stream);
    if (!status) status = cdk_stream_tally(&u->env, stream, true, &tally, &stream);
    if (status) return status;
    cdk_cursor_init(&cursor, stream);
    status = cdk_cursor_peek(&cursor, 5000, &data, &got);
    if (status)
        cdk_cursor_close(&cursor);
    else
        status = cdk_stream_of_cursor(&u->env, &cursor, &stream);
    if (status) return status;
    cdk_arena_init(&arena, &u->mem);
    status = cdk_stream_read_all(stream, &arena, SIZE, &all);
    cdk_arena_free(&arena);
    cdk_stream_close(stream);
    return status;
}

static void test_every_allocation_fails(void **state)
{
    (void)state;
    unit_each_failure(chain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_range),
        cmocka_unit_test(test_range_beyond_end),
        cmocka_unit_test(test_forward_and_tally),
        cmocka_unit_test(test_bad_hosts),
        cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_limit_and_read_all),
        cmocka_unit_test(test_cursor),
        cmocka_unit_test(test_cursor_to_stream),
        cmocka_unit_test(test_memory_and_fd_sources),
        cmocka_unit_test(test_every_allocation_fails),
    };
    return cmocka_run_group_tests(tests, fill_sample, NULL);
}
