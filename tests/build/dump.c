/* SPDX-License-Identifier: Apache-2.0 */
/* Prints what the readers see, one JSON document a line, so that tests can compare it with other readers:
 *   dump dockerfile FILE...   as written, no variable replaced
 *   dump effective FILE...    variables replaced, the last stage and those it builds on
 *   dump history FILE...      of an image configuration
 *   dump expand FILE...       each line as a word of a Dockerfile, with A=1, B empty, P=/a/b.tar.gz, V=v1.2.3, S=x y set
 *   dump shell FILE...        commands of a shell text
 *   dump secrets PLACE FILE...  hits: file, env, label, arg, command or text
 *   dump lines FILE...        the same for lines that are JSON: [place, name, text] */
#include "dump.h"

#include <stdio.h>
#include <stdlib.h>

static int32_t to_stdout(void *user, const uint8_t *data, size_t size)
{
    (void)user;
    return fwrite(data, 1, size, stdout) == size ? 0 : -1;
}

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    size_t cap = 0, got = 1;
    *size = 0;
    while (file && got) {
        if (*size == cap && !(bytes = realloc(bytes, cap = cap * 2 + 65536))) abort();
        got = fread(bytes + *size, 1, cap - *size, file);
        *size += got;
    }
    if (file) fclose(file);
    return bytes;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int32_t (*dump)(dump_job *job);
        int before;
    } modes[] = {
        {"dockerfile", dump_dockerfile, 0}, {"effective", dump_effective, 0}, {"history", dump_history, 0},
        {"expand", dump_expand, 0}, {"shell", dump_shell, 0}, {"secrets", dump_secrets, 1}, {"lines", dump_secret_lines, 0},
    };
    static const cisdock_hooks hooks = {sizeof hooks};
    size_t mode = 0, count = sizeof modes / sizeof *modes;
    while (mode < count && (argc < 2 || strcmp(argv[1], modes[mode].name))) mode++;
    if (mode == count || argc < 3 + modes[mode].before) return 2;
    int bad = 0;
    for (int i = 2 + modes[mode].before; i < argc; i++) {
        cdk_mem mem;
        cdk_limits limits;
        cdk_error error = {0};
        cdk_mem_init(&mem, NULL);
        cdk_limits_init(&limits);
        cdk_env env = {&mem, &limits, &hooks, &error};
        cisdock_sink sink = {sizeof sink, NULL, to_stdout};
        dump_job job = {.env = &env, .name = argv[i], .argument = argv[2]};
        char *bytes = read_file(argv[i], &job.text.n);
        cdk_jsonw_options options = {.ascii = true};
        job.text.p = bytes;
        cdk_arena_init(&job.arena, &mem);
        if (!bytes || cdk_jsonw_new(&env, &sink, &options, &job.out)) return 3;
        int32_t status = modes[mode].dump(&job);
        cdk_jsonw_newline(job.out);
        if (cdk_jsonw_end(job.out) || status) {
            fprintf(stderr, "%s: %d %s\n", argv[i], (int)status, error.message);
            bad = 3;
        }
        cdk_arena_free(&job.arena);
        free(bytes);
    }
    return bad;
}
