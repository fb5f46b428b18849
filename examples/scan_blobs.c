/* SPDX-License-Identifier: Apache-2.0 */
/* Judge an OCI layout folder through a store of blobs: `scan_blobs FOLDER`. A registry client or a database fills the same
 * table. */
#include "example.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int64_t read_at(void *user, uint64_t offset, uint8_t *buffer, size_t size)
{
    ssize_t got = pread((int)(intptr_t)user, buffer, size, (off_t)offset);
    return got < 0 ? -errno : got;
}

static int64_t length(void *user)
{
    struct stat info;
    return fstat((int)(intptr_t)user, &info) ? -errno : info.st_size;
}

static void close_blob(void *user)
{
    close((int)(intptr_t)user);
}

static int32_t open_path(const char *path, cisdock_source *out)
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW);
    if (fd < 0) return errno == ENOENT ? 1 : -errno;
    *out = (cisdock_source){sizeof *out, (void *)(intptr_t)fd, read_at, length, NULL, close_blob};
    return 0;
}

/* Digests come from documents that nobody trusts: a name is taken only if it cannot lead elsewhere. */
static int32_t open_blob(void *user, const char *digest, int64_t size, cisdock_source *out)
{
    char path[4096];
    (void)size;
    if (strncmp(digest, "sha256:", 7) || strspn(digest + 7, "0123456789abcdef") != 64 || digest[71]) return 1;
    snprintf(path, sizeof path, "%s/blobs/sha256/%s", (const char *)user, digest + 7);
    return open_path(path, out);
}

static int32_t open_document(void *user, const char *name, cisdock_source *out)
{
    char path[4096];
    if (strcmp(name, "index.json") && strcmp(name, "oci-layout")) return 1;
    snprintf(path, sizeof path, "%s/%s", (const char *)user, name);
    return open_path(path, out);
}

int main(int argc, char **argv)
{
    cisdock_context *context;
    cisdock_image *image;
    if (argc != 2 || cisdock_context_new(NULL, &context)) return 2;
    cisdock_blobs blobs = {sizeof blobs, argv[1], open_blob, open_document, NULL};
    int result = cisdock_image_open_blobs(context, &blobs, NULL, NULL, &image) ? tell(context) : judge(context, image);
    cisdock_context_free(context);
    return result;
}
