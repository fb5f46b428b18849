/* SPDX-License-Identifier: Apache-2.0 */
#include "io/source.h"

#include "cdk_config.h"

#if CDK_POSIX_IO

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/* The descriptor is the callbacks' `user`: no memory is needed. Host codes are negative errno. */
static int to_fd(void *user)
{
    return (int)(intptr_t)user;
}

static int64_t fd_read_at(void *user, uint64_t offset, uint8_t *buffer, size_t size)
{
    if (offset > INT64_MAX) return 0;
    for (;;) {
        ssize_t got = pread(to_fd(user), buffer, size, (off_t)offset);
        if (got >= 0) return got;
        if (errno != EINTR) return -errno;
    }
}

static int64_t fd_read(void *user, uint8_t *buffer, size_t size)
{
    for (;;) {
        ssize_t got = read(to_fd(user), buffer, size);
        if (got >= 0) return got;
        if (errno != EINTR) return -errno;
    }
}

static int64_t file_length(void *user)
{
    struct stat info;
    return fstat(to_fd(user), &info) ? -errno : (int64_t)info.st_size;
}

/* Devices tell their size by their end; the position is put back. */
static int64_t device_length(void *user)
{
    off_t here = lseek(to_fd(user), 0, SEEK_CUR), end = lseek(to_fd(user), 0, SEEK_END);
    if (here < 0 || end < 0 || lseek(to_fd(user), here, SEEK_SET) < 0) return -errno;
    return end;
}

int32_t cdk_source_of_fd(const cdk_env *env, int32_t fd, cisdock_source *out)
{
    struct stat info;
    if (fstat(fd, &info)) {
        int code = errno;
        cdk_fail(env, CDK_CLASS_IO, NULL, "the descriptor %d cannot be asked what it is", (int)fd);
        env->error->host_code = -code;
        return env->error->status;
    }
    if (S_ISDIR(info.st_mode)) return cdk_fail(env, CDK_CLASS_IO, NULL, "the descriptor %d is a folder", (int)fd);
    *out = (cisdock_source){.struct_size = sizeof *out, .user = (void *)(intptr_t)fd};
    if (S_ISREG(info.st_mode) || S_ISBLK(info.st_mode)) {
        out->read_at = fd_read_at;
        out->length = S_ISREG(info.st_mode) ? file_length : device_length;
    } else {
        out->read = fd_read;
    }
    return CISDOCK_OK;
}

#else

int32_t cdk_source_of_fd(const cdk_env *env, int32_t fd, cisdock_source *out)
{
    (void)fd;
    *out = (cisdock_source){.struct_size = sizeof *out};
    return cdk_fail(env, CDK_CLASS_UNSUPPORTED, NULL, "descriptors are not in this build (option posix_io)");
}

#endif
