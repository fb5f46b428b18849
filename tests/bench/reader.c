/* SPDX-License-Identifier: Apache-2.0 */
/* What the library's byte layers cost without any judgement: reader FILE walks the members of an image's archive and the
 * entries of each layer in it, with both digests, and prints the number of entries. */
#include "archive/codec.h"
#include "archive/tar.h"
#include "io/source.h"

#include <fcntl.h>
#include <stdio.h>

static int32_t count_entries(const cdk_env *env, cdk_stream *stream, uint64_t *entries)
{
    cdk_tar *tar;
    const cdk_tar_entry *entry;
    int32_t status = cdk_tar_new(env, stream, NULL, &tar);
    if (status) return status;
    while (!(status = cdk_tar_next(tar, &entry)) && entry) ++*entries;
    if (!status) status = cdk_tar_drain(tar);
    cdk_tar_close(tar);
    return status;
}

/* A blob that is no tar counts nothing, but is read and hashed. */
static int32_t read_blob(const cdk_env *env, cdk_tar *outer, uint64_t *entries)
{
    cdk_stream *stream;
    cdk_tally stored, unpacked;
    cdk_codec_id id;
    int32_t status = cdk_tar_data_stream(outer, &stream);
    if (!status) status = cdk_stream_tally(env, stream, true, &stored, &stream);
    if (!status) status = cdk_codec_auto(env, stream, &id, &stream);
    if (!status && id != CDK_CODEC_NONE) status = cdk_stream_tally(env, stream, true, &unpacked, &stream);
    if (!status) status = count_entries(env, stream, entries);
    return env->error->cls == CDK_CLASS_BAD_TAR || env->error->cls == CDK_CLASS_TRUNCATED ? CISDOCK_OK : status;
}

static int32_t read_image(const cdk_env *env, cdk_source *source, uint64_t *entries)
{
    cdk_stream *stream;
    cdk_tar *tar;
    const cdk_tar_entry *entry;
    int32_t status = cdk_stream_range(env, source, 0, (uint64_t)source->length, &stream);
    if (!status) status = cdk_tar_new(env, stream, NULL, &tar);
    if (status) return status;
    while (!(status = cdk_tar_next(tar, &entry)) && entry)
        if (entry->type == CDK_TAR_FILE && (status = read_blob(env, tar, entries))) break;
    cdk_tar_close(tar);
    return status;
}

int main(int argc, char **argv)
{
    cdk_mem mem;
    cdk_limits limits;
    cisdock_hooks hooks = {sizeof hooks, NULL, NULL, NULL, NULL, NULL};
    cdk_error error = {0};
    cdk_env env = {&mem, &limits, &hooks, &error};
    cisdock_source host;
    cdk_source source;
    uint64_t entries = 0;
    cdk_mem_init(&mem, NULL);
    cdk_limits_init(&limits);
    int fd = argc == 2 ? open(argv[1], O_RDONLY) : -1;
    if (fd < 0 || cdk_source_of_fd(&env, fd, &host) || cdk_source_init(&env, &host, &source)) return 2;
    int32_t status = read_image(&env, &source, &entries);
    cdk_source_close(&source);
    printf("%llu\n", (unsigned long long)entries);
    if (status) fprintf(stderr, "%s\n", error.message);
    return status != 0;
}
