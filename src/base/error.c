/* SPDX-License-Identifier: Apache-2.0 */
#include "base/env.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

static const struct {
    const char *text;
    int32_t status;
} classes[CDK_CLASS_COUNT] = {
#define CDK_CLASS(name, text, code) {text, CDK_STATUS_##code},
#define CDK_STATUS_OK CISDOCK_OK
#define CDK_STATUS_INVALID_ARG CISDOCK_E_INVALID_ARG
#define CDK_STATUS_NO_MEMORY CISDOCK_E_NO_MEMORY
#define CDK_STATUS_IO CISDOCK_E_IO
#define CDK_STATUS_HOST CISDOCK_E_HOST
#define CDK_STATUS_CANCELLED CISDOCK_E_CANCELLED
#define CDK_STATUS_LIMIT CISDOCK_E_LIMIT
#define CDK_STATUS_TRUNCATED CISDOCK_E_TRUNCATED
#define CDK_STATUS_CORRUPT CISDOCK_E_CORRUPT
#define CDK_STATUS_DIGEST_MISMATCH CISDOCK_E_DIGEST_MISMATCH
#define CDK_STATUS_UNSUPPORTED CISDOCK_E_UNSUPPORTED
#define CDK_STATUS_NOT_FOUND CISDOCK_E_NOT_FOUND
#define CDK_STATUS_AMBIGUOUS CISDOCK_E_AMBIGUOUS
#define CDK_STATUS_PARSE CISDOCK_E_PARSE
#define CDK_STATUS_SCHEMA CISDOCK_E_SCHEMA
#define CDK_STATUS_BUSY CISDOCK_E_BUSY
#define CDK_STATUS_NOT_READY CISDOCK_E_NOT_READY
#define CDK_STATUS_INTERNAL CISDOCK_E_INTERNAL
#include "base/class.def"
#undef CDK_CLASS
};

const char *cdk_class_text(cdk_class cls)
{
    return classes[cls].text;
}

int32_t cdk_class_status(cdk_class cls)
{
    return classes[cls].status;
}

bool cdk_class_by_text(cdk_str text, cdk_class *out)
{
    for (int cls = 0; cls < CDK_CLASS_COUNT; cls++)
        if (cdk_str_is(text, classes[cls].text)) return *out = (cdk_class)cls, true;
    return false;
}

/* Copy text into a fixed buffer: bad UTF-8 replaced by '?', cut at a character's border. */
static void put_text(char *to, size_t cap, cdk_str text)
{
    size_t n = 0;
    while (text.n) {
        bool good;
        size_t taken = cdk_utf8_length(text, &good), put = good ? taken : 1;
        if (n + put + 1 > cap) break;
        if (good)
            memcpy(to + n, text.p, taken);
        else
            to[n] = '?';
        n += put;
        text = cdk_str_from(text, taken);
    }
    to[n] = '\0';
}

static void put_where(cdk_error *error, const cdk_where *where)
{
    error->offset = where ? where->offset : -1;
    error->layer = where ? where->layer : -1;
    put_text(error->digest, sizeof error->digest, cdk_str_of(where ? where->digest : NULL));
    put_text(error->path, sizeof error->path, where ? where->path : CDK_STR_NONE);
    put_text(error->document, sizeof error->document, cdk_str_of(where ? where->document : NULL));
    put_text(error->pointer, sizeof error->pointer, cdk_str_of(where ? where->pointer : NULL));
}

int32_t cdk_fail(const cdk_env *env, cdk_class cls, const cdk_where *where, const char *format, ...)
{
    cdk_error *error = env->error;
    char text[sizeof error->message * 2];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    put_text(error->message, sizeof error->message, cdk_str_of(text));
    put_where(error, where);
    error->cls = cls;
    error->host_code = 0;
    return error->status = cdk_class_status(cls);
}

int32_t cdk_fail_memory(const cdk_env *env)
{
    if (atomic_exchange(&env->mem->limit_hit, 0)) {
        size_t limit = atomic_load(&env->mem->limit_bytes);
        return cdk_fail(env, CDK_CLASS_LIMIT, NULL,
                        "the memory budget of %zu bytes is used up: raise MAX_MEMORY (%zu bytes are in use)", limit,
                        atomic_load(&env->mem->used_bytes));
    }
    return cdk_fail(env, CDK_CLASS_MEMORY, NULL, "the allocator gave no memory");
}

int32_t cdk_fail_host(const cdk_env *env, const char *what, int64_t host_code)
{
    cdk_fail(env, CDK_CLASS_HOST, NULL, "the host's callback %s failed with %" PRId64, what, host_code);
    env->error->host_code = host_code;
    return env->error->status;
}

int32_t cdk_fail_limit(const cdk_env *env, cdk_limit limit, const cdk_where *where, uint64_t wanted)
{
    const cdk_option *option = cdk_option_of(limit);
    return cdk_fail(env, CDK_CLASS_LIMIT, where, "%s: %" PRIu64 " %s, and %s allows %" PRIu64 ": raise it to go on",
                    option->text, wanted, option->unit, option->name, env->limits->v[limit]);
}

int32_t cdk_check_cancel(const cdk_env *env)
{
    const cisdock_hooks *hooks = env->hooks;
    if (!hooks->cancel || !hooks->cancel(hooks->user)) return CISDOCK_OK;
    return cdk_fail(env, CDK_CLASS_CANCELLED, NULL, "the host asked to stop");
}

void cdk_progress(const cdk_env *env, const char *phase, uint64_t done, uint64_t total)
{
    if (env->hooks->progress) env->hooks->progress(env->hooks->user, phase, done, total);
}

void cdk_log(const cdk_env *env, int32_t level, const char *format, ...)
{
    if (!env->hooks->log) return;
    char line[1024], clean[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    put_text(clean, sizeof clean, cdk_str_of(line));
    env->hooks->log(env->hooks->user, level, clean);
}

static bool copy_place(cdk_arena *arena, const cdk_where *where, cdk_problem *problem)
{
    problem->offset = where ? where->offset : -1;
    problem->layer = where ? where->layer : -1;
    if (!where) return true;
    if (where->path.p && !(problem->path = cdk_str_dup(arena, where->path)).p) return false;
    if (where->document && !(problem->document = cdk_arena_dup(arena, where->document, strlen(where->document)))) return false;
    if (where->pointer && !(problem->pointer = cdk_arena_dup(arena, where->pointer, strlen(where->pointer)))) return false;
    return true;
}

static cdk_problem *append(const cdk_env *env, cdk_arena *arena, cdk_problems *list)
{
    cdk_problem *problem = cdk_arena_calloc(arena, 1, sizeof *problem);
    if (!problem) {
        cdk_fail_memory(env);
        return NULL;
    }
    *(list->last ? &list->last->next : &list->first) = problem;
    list->last = problem;
    list->count++;
    return problem;
}

static bool add_text(const cdk_env *env, cdk_arena *arena, cdk_problems *list, cdk_class cls, cdk_severity severity,
                     const cdk_where *where, const char *text)
{
    if (list->count >= CDK_LIMIT(env, MAX_PROBLEMS)) {
        list->dropped++;
        return true;
    }
    cdk_problem *problem = append(env, arena, list);
    if (!problem) return false;
    problem->cls = cls;
    problem->severity = severity;
    problem->message = cdk_arena_dup(arena, text, strlen(text));
    if (problem->message && copy_place(arena, where, problem)) return true;
    problem->message = "";
    cdk_fail_memory(env);
    return false;
}

bool cdk_problem_add(const cdk_env *env, cdk_arena *arena, cdk_problems *list, cdk_class cls, cdk_severity severity,
                     const cdk_where *where, const char *format, ...)
{
    char text[1024], clean[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    put_text(clean, sizeof clean, cdk_str_of(text));
    return add_text(env, arena, list, cls, severity, where, clean);
}

static const char *or_null(const char *text)
{
    return text[0] ? text : NULL;
}

bool cdk_problem_from_error(const cdk_env *env, cdk_arena *arena, cdk_problems *list, cdk_severity severity)
{
    const cdk_error *error = env->error;
    cdk_where where = {.offset = error->offset, .layer = error->layer, .document = or_null(error->document),
                       .pointer = or_null(error->pointer), .path = cdk_str_of(or_null(error->path))};
    return add_text(env, arena, list, error->cls, severity, &where, error->message);
}

bool cdk_problems_append(const cdk_env *env, cdk_arena *arena, cdk_problems *to, const cdk_problems *from, int32_t layer)
{
    for (const cdk_problem *p = from->first; p; p = p->next) {
        cdk_where where = {.path = p->path, .offset = p->offset, .document = p->document, .pointer = p->pointer,
                           .layer = p->layer < 0 && layer >= 0 ? layer : p->layer};
        if (!add_text(env, arena, to, p->cls, p->severity, &where, p->message)) return false;
    }
    to->dropped += from->dropped;
    return true;
}
