/* SPDX-License-Identifier: Apache-2.0 */
#include "program.h"

#include "cache.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int64_t tell_now(void *user)
{
    return ((program *)user)->now;
}

void clear_progress(program *prog)
{
    if (prog->progress_on) fputs("\r\033[K", stderr);
    prog->progress_on = false;
}

static void show_progress(void *user, const char *phase, uint64_t done, uint64_t total)
{
    program *prog = user;
    clear_progress(prog);
    if (total)
        fprintf(stderr, "%s: %" PRIu64 " of %" PRIu64, phase, done, total);
    else
        fprintf(stderr, "%s: %" PRIu64, phase, done);
    prog->progress_on = true;
}

static bool parse_now(const char *text, int64_t *out)
{
    struct tm parts = {0};
    const char *end = strptime(text, "%Y-%m-%dT%H:%M:%S", &parts);
    if (end && *end == '.') end += 1 + strspn(end + 1, "0123456789");
    if (!end || strcmp(end, "Z")) return complain("--now takes a time like 2026-01-31T12:00:00Z, not %s", text);
    *out = timegm(&parts);
    return true;
}

static bool set_threads(program *prog)
{
    char *end;
    errno = 0;
    unsigned long n = strtoul(prog->opt.threads, &end, 10);
    if (*end || end == prog->opt.threads || errno || cisdock_context_set_u64(prog->context, CISDOCK_OPT_THREADS, n)) {
        uint64_t min, max;
        cisdock_option_bounds(CISDOCK_OPT_THREADS, &min, &max, NULL);
        return complain("--threads takes %" PRIu64 " to %" PRIu64 ", not %s", min, max, prog->opt.threads);
    }
    return true;
}

bool begin(program *prog)
{
    if (cisdock_context_new(NULL, &prog->context)) return complain("no memory");
    prog->now = time(NULL);
    if (prog->opt.now && !parse_now(prog->opt.now, &prog->now)) return !(prog->wrong_use = true);
    cisdock_hooks hooks = {.struct_size = sizeof hooks, .user = prog, .now = tell_now};
    if (!prog->opt.quiet && isatty(STDERR_FILENO)) hooks.progress = show_progress;
    cisdock_context_set_hooks(prog->context, &hooks);
    if (prog->opt.threads && !set_threads(prog)) return !(prog->wrong_use = true);
    return !prog->opt.cache || use_cache(prog, prog->opt.cache);
}

int finish(program *prog)
{
    clear_progress(prog);
    cisdock_context_free(prog->context);
    free_options(&prog->opt);
    return prog->wrong_use ? EXIT_USE : prog->unread ? EXIT_UNREAD : prog->stop ? EXIT_STOP : EXIT_FINE;
}

void say_failure(program *prog, const char *name)
{
    const cisdock_context *context = prog->context;
    char where[1600];
    int n = 0;
    const struct {
        const char *label, *text;
    } texts[] = {{"blob", cisdock_error_digest(context)},
                 {"entry", cisdock_error_path(context)},
                 {"document", cisdock_error_document(context)},
                 {"at", cisdock_error_pointer(context)}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (*texts[i].text && n < (int)sizeof where)
            n += snprintf(where + n, sizeof where - (size_t)n, ", %s %s", texts[i].label, texts[i].text);
    if (cisdock_error_layer(context) >= 0 && n < (int)sizeof where)
        n += snprintf(where + n, sizeof where - (size_t)n, ", layer %d", (int)cisdock_error_layer(context));
    if (cisdock_error_offset(context) >= 0 && n < (int)sizeof where)
        n += snprintf(where + n, sizeof where - (size_t)n, ", offset %" PRId64, cisdock_error_offset(context));
    clear_progress(prog);
    complain("%s: %s: %s%s%s%s", name, cisdock_error_class(context), cisdock_error_message(context), n ? " (" : "",
             n ? where + 2 : "", n ? ")" : "");
}

bool failed(program *prog, const char *name)
{
    say_failure(prog, name);
    int32_t status = cisdock_error_status(prog->context);
    if (status == CISDOCK_E_INVALID_ARG || status == CISDOCK_E_AMBIGUOUS)
        prog->wrong_use = true;
    else
        prog->unread = true;
    return false;
}

static int32_t write_file(void *user, const uint8_t *data, size_t size)
{
    return fwrite(data, 1, size, user) == size ? 0 : -(errno ? errno : EIO);
}

cisdock_sink file_sink(FILE *file)
{
    return (cisdock_sink){sizeof(cisdock_sink), file, write_file};
}

/* The library borrows the descriptor and hands `user` back to close: this state owns both. */
typedef struct owned_file {
    cisdock_source inner;
    int fd;
} owned_file;

static int64_t owned_read_at(void *user, uint64_t offset, uint8_t *buffer, size_t size)
{
    const cisdock_source *inner = &((owned_file *)user)->inner;
    return inner->read_at(inner->user, offset, buffer, size);
}

static int64_t owned_length(void *user)
{
    const cisdock_source *inner = &((owned_file *)user)->inner;
    return inner->length(inner->user);
}

static int64_t owned_read(void *user, uint8_t *buffer, size_t size)
{
    const cisdock_source *inner = &((owned_file *)user)->inner;
    return inner->read(inner->user, buffer, size);
}

static void owned_close(void *user)
{
    owned_file *file = user;
    if (file->inner.close) file->inner.close(file->inner.user);
    if (file->fd > STDERR_FILENO) close(file->fd);
    free(file);
}

bool open_file(program *prog, const char *name, cisdock_source *out)
{
    bool standard = !strcmp(name, "-");
    int fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        prog->unread = true;
        return complain("%s: %s", name, strerror(errno));
    }
    owned_file *file = calloc(1, sizeof *file);
    if (!file || cisdock_source_fd(prog->context, fd, &file->inner)) {
        if (file) failed(prog, name);
        free(file);
        if (!standard) close(fd);
        return false;
    }
    file->fd = fd;
    *out = (cisdock_source){sizeof *out, file, file->inner.read_at ? owned_read_at : NULL, file->inner.length ? owned_length : NULL,
                            file->inner.read ? owned_read : NULL, owned_close};
    return true;
}
