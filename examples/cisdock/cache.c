/* SPDX-License-Identifier: Apache-2.0 */
/* A cache of layer facts in a folder. A value is written beside its place and renamed into it, so that no reader ever sees
 * half of one, whatever dies when. */
#include "cache.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Keys become names: letters, digits and few marks stay. */
static bool value_path(const char *folder, const char *key, char *out, size_t cap)
{
    int n = snprintf(out, cap, "%s/%s", folder, key);
    if (n < 0 || (size_t)n >= cap) return false;
    for (char *p = out + strlen(folder) + 1; *p; p++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.", *p)) *p = '_';
    return true;
}

static int32_t get(void *user, const char *key, const cisdock_sink *into)
{
    char path[4096];
    uint8_t buffer[65536];
    if (!value_path(user, key, path, sizeof path)) return 0;
    FILE *file = fopen(path, "rbe");
    if (!file) return errno == ENOENT ? 0 : -errno;
    int32_t status = 1;
    for (size_t n; status == 1 && (n = fread(buffer, 1, sizeof buffer, file)) > 0;)
        if (into->write(into->user, buffer, n)) status = -1;
    if (ferror(file)) status = -EIO;
    fclose(file);
    return status;
}

static int32_t put(void *user, const char *key, const uint8_t *data, size_t size)
{
    char path[4096], part[4200];
    if (!value_path(user, key, path, sizeof path)) return -ENAMETOOLONG;
    snprintf(part, sizeof part, "%s.%ld.part", path, (long)getpid());
    FILE *file = fopen(part, "wbxe");
    if (!file) return -errno;
    bool good = fwrite(data, 1, size, file) == size;
    good = !fclose(file) && good;
    if (good && !rename(part, path)) return 0;
    int32_t status = errno ? -errno : -EIO;
    unlink(part);
    return status;
}

bool use_cache(program *prog, const char *folder)
{
    struct stat info;
    if (mkdir(folder, 0700) && errno != EEXIST) return !(prog->wrong_use = true) || complain("%s: %s", folder, strerror(errno));
    if (stat(folder, &info) || !S_ISDIR(info.st_mode)) {
        prog->wrong_use = true;
        return complain("%s is no folder for a cache", folder);
    }
    cisdock_cache cache = {sizeof cache, (void *)(uintptr_t)folder, get, put};
    return !cisdock_context_set_cache(prog->context, &cache) || failed(prog, folder);
}
