/* SPDX-License-Identifier: Apache-2.0 */
#include "_cgo_export.h"
#include "bridge.h"

#define HANDLE ((uintptr_t)user)

static int64_t read_at(void *user, uint64_t offset, uint8_t *buffer, size_t size)
{
    return cisdockGoReadAt(HANDLE, offset, buffer, size);
}

static int64_t length(void *user)
{
    return cisdockGoLength(HANDLE);
}

static int64_t read_next(void *user, uint8_t *buffer, size_t size)
{
    return cisdockGoRead(HANDLE, buffer, size);
}

static void close_source(void *user)
{
    cisdockGoClose(HANDLE);
}

cisdock_source cisdock_go_source(uintptr_t handle, int random_access)
{
    cisdock_source source = {sizeof source, (void *)handle, NULL, NULL, NULL, close_source};
    if (random_access) {
        source.read_at = read_at;
        source.length = length;
    } else {
        source.read = read_next;
    }
    return source;
}

static int32_t open_blob(void *user, const char *digest, int64_t size, cisdock_source *out)
{
    return cisdockGoOpenBlob(HANDLE, (char *)digest, size, out);
}

static int32_t open_document(void *user, const char *name, cisdock_source *out)
{
    return cisdockGoOpenDocument(HANDLE, (char *)name, out);
}

cisdock_blobs cisdock_go_blobs(uintptr_t handle, int documents)
{
    cisdock_blobs blobs = {sizeof blobs, (void *)handle, open_blob, documents ? open_document : NULL, close_source};
    return blobs;
}

static int32_t write_out(void *user, const uint8_t *data, size_t size)
{
    return cisdockGoWrite(HANDLE, (uint8_t *)data, size);
}

cisdock_sink cisdock_go_sink(uintptr_t handle)
{
    cisdock_sink sink = {sizeof sink, (void *)handle, write_out};
    return sink;
}

static void log_line(void *user, int32_t level, const char *message)
{
    cisdockGoLog(HANDLE, level, (char *)message);
}

static void progress(void *user, const char *phase, uint64_t done, uint64_t total)
{
    cisdockGoProgress(HANDLE, (char *)phase, done, total);
}

static int32_t cancel(void *user)
{
    return cisdockGoCancel(HANDLE);
}

static int64_t now(void *user)
{
    return cisdockGoNow(HANDLE);
}

cisdock_hooks cisdock_go_hooks(uintptr_t handle, int clock)
{
    cisdock_hooks hooks = {sizeof hooks, (void *)handle, log_line, progress, cancel, clock ? now : NULL};
    return hooks;
}

static int32_t cache_get(void *user, const char *key, const cisdock_sink *into)
{
    return cisdockGoCacheGet(HANDLE, (char *)key, (cisdock_sink *)into);
}

static int32_t cache_put(void *user, const char *key, const uint8_t *data, size_t size)
{
    return cisdockGoCachePut(HANDLE, (char *)key, (uint8_t *)data, size);
}

cisdock_cache cisdock_go_cache(uintptr_t handle)
{
    cisdock_cache cache = {sizeof cache, (void *)handle, cache_get, cache_put};
    return cache;
}

static int32_t host_stat(void *user, const char *path, cisdock_host_stat *out)
{
    return cisdockGoHostStat(HANDLE, (char *)path, out);
}

static int32_t host_read(void *user, const char *path, const cisdock_sink *into)
{
    return cisdockGoHostRead(HANDLE, (char *)path, (cisdock_sink *)into);
}

static int32_t host_list(void *user, const char *path, const cisdock_sink *into)
{
    return cisdockGoHostList(HANDLE, (char *)path, (cisdock_sink *)into);
}

cisdock_host_answers cisdock_go_answers(uintptr_t handle)
{
    cisdock_host_answers answers = {sizeof answers, (void *)handle, host_stat, host_read, host_list, close_source};
    return answers;
}

static int32_t visit(void *user, const cisdock_file *file)
{
    return cisdockGoFile(HANDLE, (cisdock_file *)file);
}

cisdock_file_visitor cisdock_go_visitor(uintptr_t handle)
{
    cisdock_file_visitor visitor = {sizeof visitor, (void *)handle, visit};
    return visitor;
}

int32_t cisdock_go_write(const cisdock_sink *sink, const uint8_t *data, size_t size)
{
    return sink->write(sink->user, data, size);
}
