/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/host_ask.h"

#include "facts/host_paths.h"
#include "io/source.h"

#include <stdio.h>

/* What a callback says. */
enum { ANSWERED = 0, DOES_NOT_EXIST = 1, NOT_ALLOWED = 2 };
enum { DEPTH = 3, MOST_PATHS = 4096 };

static const struct {
    cdk_evidence_kind kind;
    const char *path, *lines;
} files[] = {
#define CDK_HOST_FILE(kind, path, lines) {CDK_EV_##kind, path, lines},
#include "facts/host_ask.def"
#undef CDK_HOST_FILE
};

typedef struct asker {
    const cdk_env *env;
    cdk_evidence *evidence;
    const cisdock_host_answers *answers;
    cdk_arena scratch;
    cdk_jsonw *stats; /* an array of answers to stat */
    uint32_t asked;
} asker;

typedef struct bounded {
    cdk_buf buf;
    uint64_t limit;
} bounded;

static int32_t take(void *user, const uint8_t *data, size_t size)
{
    bounded *into = user;
    if (size > into->limit - into->buf.n) return -1;
    return cdk_buf_add(&into->buf, data, size) ? 0 : -1;
}

/* Calls read or list with a buffer. */
static int32_t ask_bytes(asker *a, int32_t (*callback)(void *, const char *, const cisdock_sink *), const char *what, const char *path,
                         bounded *into, int32_t *answer)
{
    *into = (bounded){.limit = CDK_LIMIT(a->env, MAX_EVIDENCE)};
    cdk_buf_init(&into->buf, a->env->mem);
    cisdock_sink sink = {sizeof sink, into, take};
    int32_t status = cdk_check_cancel(a->env);
    if (status) return status;
    *answer = callback(a->answers->user, path, &sink);
    if (into->buf.failed) return cdk_fail_memory(a->env);
    return *answer < 0 || *answer > NOT_ALLOWED ? cdk_fail_host(a->env, what, *answer) : CISDOCK_OK;
}

/* Lines that begin with `prefix`, joined at the front of the text. */
static cdk_str only_lines(cdk_str text, const char *prefix, char *into)
{
    size_t n = 0;
    for (cdk_str line; prefix && cdk_str_line(&text, &line);) {
        if (!cdk_str_starts(line, cdk_str_of(prefix))) continue;
        memmove(into + n, line.p, line.n);
        n += line.n;
        into[n++] = '\n';
    }
    return prefix ? (cdk_str){into, n} : text;
}

static int32_t add_text(asker *a, cdk_evidence_kind kind, const char *name, cdk_str text)
{
    cisdock_source source;
    int32_t status = cdk_source_of_memory(a->env, (const uint8_t *)text.p, text.n, &source);
    return status ? status : cdk_evidence_add_document(a->env, a->evidence, kind, name, &source);
}

static int32_t ask_file(asker *a, cdk_evidence_kind kind, const char *path, const char *lines)
{
    bounded content;
    int32_t answer = ANSWERED;
    int32_t status = ask_bytes(a, a->answers->read, "read", path, &content, &answer);
    if (!status && answer == ANSWERED) {
        /* One byte more, for the end of a last line that has none. */
        if (!cdk_buf_char(&content.buf, '\n')) status = cdk_fail_memory(a->env);
        cdk_str text = status ? CDK_STR_NONE : only_lines((cdk_str){content.buf.p, content.buf.n - 1}, lines, content.buf.p);
        if (!status && (text.n || !lines)) status = add_text(a, kind, path, text);
        if (!status && !text.n && lines) cdk_evidence_set_given(a->evidence, kind, CDK_GIVEN_ABSENT);
    } else if (!status && cdk_evidence_state(a->evidence, kind) != CDK_GIVEN_DENIED) {
        cdk_evidence_set_given(a->evidence, kind, answer == NOT_ALLOWED ? CDK_GIVEN_DENIED : CDK_GIVEN_ABSENT);
    }
    cdk_buf_free(&content.buf);
    return status;
}

static int32_t ask_files(asker *a)
{
    bool given[CDK_EV_COUNT];
    for (int kind = 0; kind < CDK_EV_COUNT; kind++) given[kind] = cdk_evidence_state(a->evidence, (cdk_evidence_kind)kind) != CDK_NOT_ASKED;
    int32_t status = CISDOCK_OK;
    for (size_t i = 0; i < sizeof files / sizeof *files && !status; i++) {
        cdk_evidence_kind kind = files[i].kind;
        if (given[kind] || cdk_evidence_state(a->evidence, kind) == CDK_GIVEN || cdk_evidence_state(a->evidence, kind) == CDK_GIVEN_DAMAGED) continue;
        status = ask_file(a, kind, files[i].path, files[i].lines);
    }
    return status;
}

static void write_found(cdk_jsonw *w, const cisdock_host_stat *found)
{
    static const struct {
        int32_t type;
        const char *word;
    } types[] = {{'f', "file"}, {'d', "dir"}, {'l', "symlink"}, {'s', "socket"}, {'c', "char"}, {'b', "block"}, {'p', "fifo"}};
    char mode[16];
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].type == found->type) cdk_jsonw_key(w, "type"), cdk_jsonw_text(w, types[i].word);
    snprintf(mode, sizeof mode, "%04o", (unsigned)(found->mode & 07777));
    cdk_jsonw_key(w, "mode");
    cdk_jsonw_text(w, mode);
    cdk_jsonw_key(w, "uid");
    cdk_jsonw_u64(w, found->uid);
    cdk_jsonw_key(w, "gid");
    cdk_jsonw_u64(w, found->gid);
    const cdk_str names[] = {{found->owner, strnlen(found->owner, sizeof found->owner)}, {found->group, strnlen(found->group, sizeof found->group)}};
    if (names[0].n) cdk_jsonw_key(w, "user"), cdk_jsonw_str(w, names[0]);
    if (names[1].n) cdk_jsonw_key(w, "group"), cdk_jsonw_str(w, names[1]);
}

static int32_t ask_stat(asker *a, const char *path, bool *folder)
{
    cisdock_host_stat found = {.struct_size = sizeof found};
    *folder = false;
    int32_t status = cdk_check_cancel(a->env);
    if (status || a->asked++ >= MOST_PATHS) return status;
    int32_t answer = a->answers->stat(a->answers->user, path, &found);
    if (answer < 0 || answer > NOT_ALLOWED) return cdk_fail_host(a->env, "stat", answer);
    cdk_jsonw_object(a->stats);
    cdk_jsonw_key(a->stats, "path");
    cdk_jsonw_text(a->stats, path);
    cdk_jsonw_key(a->stats, "exists");
    cdk_jsonw_bool(a->stats, answer == ANSWERED);
    if (answer == NOT_ALLOWED) cdk_jsonw_key(a->stats, "denied"), cdk_jsonw_bool(a->stats, true);
    if (answer == ANSWERED) write_found(a->stats, &found);
    cdk_jsonw_object_end(a->stats);
    *folder = answer == ANSWERED && found.type == 'd';
    return CISDOCK_OK;
}

/* A path, and with `depth` what is below it. */
static int32_t ask_below(asker *a, const char *path, int depth)
{
    bool folder;
    bounded names;
    int32_t answer = ANSWERED, status = ask_stat(a, path, &folder);
    if (status || !folder || !depth || !a->answers->list) return status;
    status = ask_bytes(a, a->answers->list, "list", path, &names, &answer);
    cdk_str rest = cdk_buf_view(&names.buf), name;
    while (!status && answer == ANSWERED && rest.n) {
        cdk_str_cut(rest, '\0', &name, &rest);
        if (!name.n || memchr(name.p, '/', name.n)) continue;
        const char *below = cdk_arena_printf(&a->scratch, "%s/%.*s", path, (int)name.n, name.p);
        status = below ? ask_below(a, below, depth - 1) : cdk_fail_memory(a->env);
    }
    cdk_buf_free(&names.buf);
    return status;
}

static int32_t ask_object(asker *a, cdk_host_object object)
{
    cdk_host_paths paths = {.state = CDK_PATHS_NONE};
    int32_t status = cdk_host_paths_of(a->env, &a->scratch, a->evidence, object, &paths);
    for (uint32_t i = 0; i < paths.count && !status && paths.state == CDK_PATHS_KNOWN; i++) status = ask_below(a, paths.items[i].p, 0);
    return status;
}

static int32_t ask_stats(asker *a)
{
    if (!a->answers->stat || cdk_evidence_state(a->evidence, CDK_EV_STAT) != CDK_NOT_ASKED) return CISDOCK_OK;
    bounded into = {.limit = CDK_LIMIT(a->env, MAX_EVIDENCE)};
    cdk_buf_init(&into.buf, a->env->mem);
    cisdock_sink sink = {sizeof sink, &into, take};
    int32_t status = cdk_jsonw_new(a->env, &sink, &(cdk_jsonw_options){0}, &a->stats);
    if (status) return status;
    cdk_jsonw_array(a->stats);
    for (int object = 0; object < CDK_HO_COUNT && !status; object++) status = ask_object(a, (cdk_host_object)object);
    if (!status) status = ask_below(a, "/etc/docker/certs.d", DEPTH);
    cdk_jsonw_array_end(a->stats);
    int32_t ended = cdk_jsonw_end(a->stats);
    if (!status) status = ended;
    if (!status) status = add_text(a, CDK_EV_STAT, "stat", cdk_buf_view(&into.buf));
    cdk_buf_free(&into.buf);
    return status;
}

int32_t cdk_evidence_ask(const cdk_env *env, cdk_evidence *evidence, const cisdock_host_answers *answers)
{
    asker a = {.env = env, .evidence = evidence, .answers = answers};
    cdk_arena_init(&a.scratch, env->mem);
    int32_t status = answers->read ? ask_files(&a) : CISDOCK_OK;
    if (!status) status = ask_stats(&a);
    cdk_arena_free(&a.scratch);
    if (answers->close) answers->close(answers->user);
    return status;
}
