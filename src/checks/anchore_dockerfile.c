/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/anchore_dockerfile.h"

typedef struct reader {
    cdk_eval *eval;
    cdk_arena *arena;
    cdk_buf held; /* what a continued line has gathered */
    cdk_dockerfile_line *items;
    uint32_t count, cap;
} reader;

const char cdk_dockerfile_names[] =
    "ADD|ARG|COPY|CMD|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|USER|RUN|SHELL|STOPSIGNAL|VOLUME|WORKDIR";

static cdk_str upper(cdk_arena *arena, cdk_str s)
{
    cdk_str copy = cdk_str_dup(arena, s);
    char *p = (char *)(uintptr_t)copy.p;
    for (size_t i = 0; p && i < copy.n; i++)
        if (p[i] >= 'a' && p[i] <= 'z') p[i] = (char)(p[i] - 32);
    return copy;
}

static bool known_instruction(cdk_str word)
{
    cdk_str rest = cdk_str_of(cdk_dockerfile_names), name;
    while (rest.n) {
        cdk_str_cut(rest, '|', &name, &rest);
        if (cdk_str_eq(name, word)) return true;
    }
    return false;
}

/* BuildKit's history has whole instructions, before which the guess has put RUN. */
static cdk_str without_guessed_run(cdk_str line)
{
    cdk_str word, rest = cdk_str_from(line, 4), tail;
    if (!cdk_str_starts(line, CDK_STR("RUN "))) return line;
    cdk_str_cut(rest, ' ', &word, &tail);
    return known_instruction(word) ? rest : line;
}

static bool add_line(reader *r, cdk_str line, bool guessed)
{
    cdk_str name, rest;
    if (guessed && !cdk_odd(r->eval, CDK_ODD_BUILDKIT_IS_RUN)) line = without_guessed_run(line);
    if (r->count == r->cap) {
        uint32_t cap = r->cap ? r->cap * 2 : 32;
        cdk_dockerfile_line *bigger = cdk_arena_alloc(r->arena, (size_t)cap * sizeof *bigger);
        if (!bigger) return false;
        if (r->count) memcpy(bigger, r->items, r->count * sizeof *bigger);
        r->items = bigger;
        r->cap = cap;
    }
    cdk_str_cut(line, ' ', &name, &rest);
    r->items[r->count].text = line;
    r->items[r->count].name = upper(r->arena, name);
    return r->items[r->count++].name.p != NULL;
}

/* Does this line go on in the next? If so, what of it is kept. */
static bool continued(reader *r, cdk_str line, cdk_buf *kept)
{
    if (!cdk_odd(r->eval, CDK_ODD_DOLLAR_CONTINUES)) {
        if (!cdk_str_ends(line, CDK_STR("\\"))) return false;
        return cdk_buf_add(kept, line.p, line.n - 1);
    }
    size_t at;
    if (!cdk_str_find(line, CDK_STR("\\$"), &at)) return false;
    do {
        cdk_buf_add(kept, line.p, at);
        line = cdk_str_from(line, at + 2);
    } while (cdk_str_find(line, CDK_STR("\\$"), &at));
    return cdk_buf_str(kept, line);
}

static bool read_line(reader *r, cdk_str line, bool guessed)
{
    line = cdk_py_strip(line);
    if (line.n == 0 || line.p[0] == '#') return true;
    if (continued(r, line, &r->held)) return true;
    if (r->held.failed) return false;
    if (r->held.n) {
        cdk_buf_str(&r->held, line);
        line = cdk_str_dup(r->arena, cdk_buf_view(&r->held));
        r->held.n = 0;
        if (!line.p || r->held.failed) return false;
    }
    return add_line(r, line, guessed);
}

int32_t cdk_dockerfile_lines_of(cdk_eval *eval, const cdk_dockerfile_lines **out)
{
    cdk_anchore *anchore = eval->anchore;
    const cdk_gate_facts *facts = anchore->facts;
    *out = anchore->dockerfile;
    if (anchore->dockerfile) return 0;
    cdk_dockerfile_lines *lines = cdk_arena_calloc(&anchore->prepared, 1, sizeof *lines);
    if (!lines) return cdk_fail_memory(eval->env);
    lines->actual = cdk_str_eq_nocase(facts->dockerfile_mode, CDK_STR("actual"));
    lines->prepared = !cdk_str_eq_nocase(facts->dockerfile_mode, CDK_STR("unknown"));
    reader r = {.eval = eval, .arena = &anchore->prepared};
    cdk_buf_init(&r.held, eval->env->mem);
    cdk_str rest = facts->dockerfile, line;
    bool whole = true;
    while (whole && lines->prepared && cdk_py_line(&rest, &line)) whole = read_line(&r, line, !lines->actual);
    cdk_buf_free(&r.held);
    if (!whole) return cdk_fail_memory(eval->env);
    lines->items = r.items;
    lines->count = r.count;
    *out = anchore->dockerfile = lines;
    return 0;
}

int32_t cdk_dockerfile_begin(cdk_eval *eval, bool only_actual, bool empty_too, const cdk_dockerfile_lines **out)
{
    const cdk_dockerfile_lines *lines;
    *out = NULL;
    int32_t status = cdk_dockerfile_lines_of(eval, &lines);
    if (status || !lines->prepared) return status;
    if (lines->count == 0 && (!empty_too || cdk_odd(eval, CDK_ODD_EMPTY_DOCKERFILE_SILENT))) return 0;
    cdk_truth actual = CDK_TRUTH_FALSE;
    if (only_actual && !cdk_param_truth(eval, "actual_dockerfile_only", CDK_TRUTH_FALSE, &actual)) return 0;
    if (actual != CDK_TRUTH_TRUE || lines->actual) *out = lines;
    return 0;
}

int32_t cdk_dockerfile_fire(cdk_eval *eval, cdk_buf *text, cdk_str line)
{
    int32_t status = cdk_anchore_fire(eval, text, NULL);
    return status ? status : cdk_anchore_evidence(eval, "dockerfile", "value", line);
}
