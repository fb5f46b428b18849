/* SPDX-License-Identifier: Apache-2.0 */
/* Replays every file of the given folders (or files) through a fuzz target, so that seeds and past crashes are tests. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) return -1;
    uint8_t *data = NULL;
    size_t size = 0, cap = 0, got;
    do {
        if (size == cap) {
            cap = cap ? cap * 2 : 65536;
            uint8_t *bigger = realloc(data, cap);
            if (!bigger) abort();
            data = bigger;
        }
        got = fread(data + size, 1, cap - size, file);
        size += got;
    } while (got);
    fclose(file);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 0;
}

static long replay(const char *path)
{
    struct stat info;
    if (stat(path, &info)) return 0;
    if (!S_ISDIR(info.st_mode)) return replay_file(path) == 0;
    DIR *dir = opendir(path);
    if (!dir) return 0;
    long count = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        char below[4096];
        if (entry->d_name[0] == '.') continue;
        snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        count += replay(below);
    }
    closedir(dir);
    return count;
}

int main(int argc, char **argv)
{
    long count = 0;
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) count += replay(argv[i]);
    printf("%ld inputs replayed\n", count);
    return count == 0; /* a target without seeds is a mistake */
}
