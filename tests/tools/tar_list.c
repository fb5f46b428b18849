/* SPDX-License-Identifier: Apache-2.0 */
/* Prints what the tar reader sees: one JSON line an entry, one a note, and one for the end. Bytes of names from 0x80 on
 * are written as U+0080 ... U+00FF. With --content each file's size and SHA-256 as it would be unpacked. */
#include "archive/codec.h"
#include "archive/tar.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static void print_text(const char *name, cdk_str text)
{
    printf(",\"%s\":\"", name);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c < 0x20 || c > 0x7e || c == '"' || c == '\\')
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

static void note(void *user, cdk_class cls, const cdk_where *where, const char *message)
{
    (void)user;
    printf("{\"note\":\"%s\",\"offset\":%" PRId64, cdk_class_text(cls), where->offset);
    print_text("path", where->path);
    print_text("message", cdk_str_of(message));
    puts("}");
}

typedef struct content {
    int32_t status;
    uint64_t size;
    char sha256[129];
} content;

/* Before the entry is printed: reading may give notes. */
static content read_content(const cdk_env *env, cdk_tar *tar)
{
    content out = {0};
    cdk_digest *digest = NULL;
    uint8_t sum[64];
    out.status = cdk_digest_new(env, CDK_SHA256, &digest);
    while (!out.status && out.size < UINT64_C(1) << 30) {
        const uint8_t *data;
        size_t size;
        out.status = cdk_tar_data_expanded(tar, &data, &size);
        if (out.status || !size) break;
        cdk_digest_update(digest, data, size);
        out.size += size;
    }
    if (!out.status) cdk_hex(sum, cdk_digest_final(digest, sum), out.sha256);
    cdk_digest_free(digest);
    return out;
}

static void print_entry(const cdk_env *env, cdk_tar *tar, const cdk_tar_entry *entry, bool with_content)
{
    content held = {0};
    with_content = with_content && entry->type == CDK_TAR_FILE;
    if (with_content) held = read_content(env, tar);
    printf("{\"type\":\"%c\",\"flag\":%d,\"mode\":%" PRIu32 ",\"uid\":%" PRIu64 ",\"gid\":%" PRIu64 ",\"size\":%" PRIu64
           ",\"stored\":%" PRIu64 ",\"mtime\":%" PRId64 ",\"sparse\":%s,\"header_offset\":%" PRIu64 ",\"data_offset\":%" PRIu64,
           entry->type, (unsigned char)entry->typeflag, entry->mode, entry->uid, entry->gid, entry->size, entry->stored_size,
           entry->mtime, entry->sparse ? "true" : "false", entry->header_offset, entry->data_offset);
    print_text("path", entry->path);
    print_text("link", entry->link);
    print_text("capability", entry->capability);
    if (with_content && held.status)
        printf(",\"content_class\":\"%s\"", cdk_class_text(env->error->cls));
    else if (with_content)
        printf(",\"content_size\":%" PRIu64 ",\"sha256\":\"%s\"", held.size, held.sha256);
    puts("}");
}

static int32_t list(const cdk_env *env, cdk_str bytes, bool with_content)
{
    cdk_stream *stream;
    cdk_tar *tar;
    cdk_tar_notes notes = {NULL, note};
    const cdk_tar_entry *entry;
    int32_t status = cdk_stream_memory(env, bytes.p, bytes.n, &stream);
    if (!status) status = cdk_codec_auto(env, stream, NULL, &stream);
    if (!status) status = cdk_tar_new(env, stream, &notes, &tar);
    if (status) return status;
    while (!(status = cdk_tar_next(tar, &entry)) && entry) print_entry(env, tar, entry, with_content);
    if (!status) status = cdk_tar_drain(tar);
    cdk_tar_close(tar);
    return status;
}

static bool read_file(const char *path, cdk_buf *out)
{
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    char part[65536];
    for (size_t got; (got = fread(part, 1, sizeof part, file));) cdk_buf_add(out, part, got);
    fclose(file);
    return !out->failed;
}

int main(int argc, char **argv)
{
    bool with_content = argc > 1 && !strcmp(argv[1], "--content");
    for (int i = 1 + with_content; i < argc; i++) {
        cdk_mem mem;
        cdk_limits limits;
        cisdock_hooks hooks = {sizeof hooks, NULL, NULL, NULL, NULL, NULL};
        cdk_error error = {0};
        cdk_env env = {&mem, &limits, &hooks, &error};
        cdk_buf file;
        cdk_mem_init(&mem, NULL);
        cdk_limits_init(&limits);
        cdk_buf_init(&file, &mem);
        if (!read_file(argv[i], &file)) return 2;
        int32_t status = list(&env, cdk_buf_view(&file), with_content);
        printf("{\"end\":\"%s\",\"offset\":%" PRId64, status ? cdk_class_text(error.cls) : "ok", status ? error.offset : -1);
        print_text("message", cdk_str_of(status ? error.message : ""));
        puts("}");
        cdk_buf_free(&file);
    }
    return 0;
}
