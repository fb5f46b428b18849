/* SPDX-License-Identifier: Apache-2.0 */
/* Keep what layers hold in a folder, so that a second scan reads documents only: `cache_dir FOLDER IMAGE`.
 * Tells on standard error how many values were found and how many were kept. */
#include "example.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

typedef struct cache {
    const char *folder;
    unsigned found, kept;
} cache;

static void name_of(const cache *self, const char *key, const char *end, char *out, size_t cap)
{
    snprintf(out, cap, "%s/%s%s", self->folder, key, end);
    for (char *p = out + strlen(self->folder) + 1; *p; p++)
        if (*p == '/' || *p == ':') *p = '_';
}

static int32_t get(void *user, const char *key, const cisdock_sink *into)
{
    cache *self = user;
    char path[4096];
    uint8_t buffer[65536];
    name_of(self, key, "", path, sizeof path);
    FILE *file = fopen(path, "rb");
    if (!file) return 0;
    int32_t status = 1;
    for (size_t n; status == 1 && (n = fread(buffer, 1, sizeof buffer, file)) > 0;)
        if (into->write(into->user, buffer, n)) status = -1;
    fclose(file);
    self->found += status == 1;
    return status;
}

/* Written beside its place and renamed into it: a reader never sees half a value. */
static int32_t put(void *user, const char *key, const uint8_t *data, size_t size)
{
    cache *self = user;
    char path[4096], part[4096];
    name_of(self, key, "", path, sizeof path);
    name_of(self, key, ".part", part, sizeof part);
    FILE *file = fopen(part, "wb");
    if (!file) return -1;
    size_t written = fwrite(data, 1, size, file);
    if (fclose(file) || written != size || rename(part, path)) return -1;
    self->kept++;
    return 0;
}

int main(int argc, char **argv)
{
    cisdock_context *context;
    cisdock_image *image;
    cisdock_source source;
    int fd = argc == 3 ? open(argv[2], O_RDONLY) : -1;
    if (fd < 0 || cisdock_context_new(NULL, &context)) return 2;
    cache self = {.folder = argv[1]};
    cisdock_cache table = {sizeof table, &self, get, put};
    cisdock_context_set_cache(context, &table);
    int32_t status = cisdock_source_fd(context, fd, &source);
    if (!status) status = cisdock_image_open(context, &source, NULL, NULL, &image);
    int result = status ? tell(context) : judge(context, image);
    fprintf(stderr, "found %u, kept %u\n", self.found, self.kept);
    cisdock_context_free(context);
    close(fd);
    return result;
}
