/* SPDX-License-Identifier: Apache-2.0 */
/* An OCI layout folder as a store of blobs: blobs/ALGORITHM/HEX, and documents at its top. Each name is opened below the
 * folder part by part without following links, so that nothing outside of it is ever read. */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct folder {
    program *prog;
    int fd;
} folder;

static int64_t blob_read_at(void *user, uint64_t offset, uint8_t *buffer, size_t size)
{
    ssize_t got = pread((int)(intptr_t)user, buffer, size, (off_t)offset);
    return got < 0 ? -errno : got;
}

static int64_t blob_length(void *user)
{
    struct stat info;
    return fstat((int)(intptr_t)user, &info) ? -errno : info.st_size;
}

static void blob_close(void *user)
{
    close((int)(intptr_t)user);
}

static bool plain(const char *name)
{
    return *name && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == strlen(name) && name[0] != '.';
}

/* 0: opened; 1: not there; negative: failure. */
static int32_t open_below(int at, const char *name, cisdock_source *out)
{
    struct stat info;
    int fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return errno == ENOENT || errno == ENOTDIR || errno == ELOOP ? 1 : -errno;
    if (fstat(fd, &info) || !S_ISREG(info.st_mode)) {
        close(fd);
        return 1;
    }
    *out = (cisdock_source){sizeof *out, (void *)(intptr_t)fd, blob_read_at, blob_length, NULL, blob_close};
    return 0;
}

static int32_t open_document(void *user, const char *name, cisdock_source *out)
{
    return plain(name) ? open_below(((folder *)user)->fd, name, out) : 1;
}

static int open_subfolder(int at, const char *name)
{
    return openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static int32_t open_blob(void *user, const char *digest, int64_t size, cisdock_source *out)
{
    (void)size;
    char algorithm[32];
    const char *hex = strchr(digest, ':');
    if (!hex || (size_t)(hex - digest) >= sizeof algorithm) return 1;
    memcpy(algorithm, digest, (size_t)(hex - digest));
    algorithm[hex - digest] = '\0';
    if (!plain(algorithm) || !plain(++hex)) return 1;
    int blobs = open_subfolder(((folder *)user)->fd, "blobs");
    int kind = blobs < 0 ? -1 : open_subfolder(blobs, algorithm);
    int32_t status = kind < 0 ? 1 : open_below(kind, hex, out);
    if (kind >= 0) close(kind);
    if (blobs >= 0) close(blobs);
    return status;
}

static void close_folder(void *user)
{
    close(((folder *)user)->fd);
    free(user);
}

bool open_folder(program *prog, const char *path, cisdock_blobs *out)
{
    folder *self = malloc(sizeof *self);
    if (!self) return complain("no memory");
    *self = (folder){prog, open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (self->fd < 0) {
        prog->unread = true;
        complain("%s: %s", path, strerror(errno));
        free(self);
        return false;
    }
    *out = (cisdock_blobs){sizeof *out, self, open_blob, open_document, close_folder};
    return true;
}
