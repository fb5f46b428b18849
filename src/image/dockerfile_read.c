/* SPDX-License-Identifier: Apache-2.0 */
#include "image/dockerfile_read.h"

enum { LONGEST_LINE = 65535, MOST_INSTRUCTIONS = 1000000 };

typedef struct lines {
    cdk_str rest;
    uint32_t number; /* of the line that was taken last */
    bool directives; /* only directives so far */
    bool too_long;
} lines;

/* With its line end. */
static bool take_line(lines *in, cdk_str *line)
{
    size_t at;
    if (!in->rest.n) return false;
    at = cdk_str_find_char(in->rest, '\n', &at) ? at + 1 : in->rest.n;
    *line = (cdk_str){in->rest.p, at};
    in->rest = cdk_str_from(in->rest, at);
    in->number++;
    in->too_long |= line->n > LONGEST_LINE;
    return true;
}

static cdk_str without_end(cdk_str line)
{
    while (line.n && (line.p[line.n - 1] == '\n' || line.p[line.n - 1] == '\r')) line.n--;
    return line;
}

static cdk_str trim_left(cdk_str s)
{
    while (s.n && cdk_blank(s.p[0])) s = cdk_str_from(s, 1);
    return s;
}

static bool is_comment(cdk_str line)
{
    line = trim_left(line);
    return line.n && line.p[0] == '#';
}

bool cdk_dockerfile_refuse(cdk_dockerfile_parts *parts, uint32_t line, const char *why)
{
    cdk_where where = CDK_NOWHERE;
    where.document = "Dockerfile";
    parts->file->refused = true;
    return cdk_problem_add(parts->env, parts->arena, &parts->file->problems, CDK_CLASS_BAD_DOCUMENT, CDK_WARNING, &where,
                           "line %u: %s", (unsigned)line, why);
}

/* "# name = value", name one of three, as long as nothing else has stood before. */
static bool take_directive(cdk_dockerfile_parts *parts, lines *in, cdk_str line)
{
    cdk_str key, value, *slot = NULL;
    if (!in->directives) return true;
    in->directives = false;
    if (!line.n || line.p[0] != '#' || !cdk_str_cut(cdk_str_from(line, 1), '=', &key, &value)) return true;
    key = cdk_str_trim(key);
    value = cdk_str_trim(value);
    if (!value.n) return true;
    bool escape = cdk_str_eq_nocase(key, CDK_STR("escape"));
    if (cdk_str_eq_nocase(key, CDK_STR("syntax"))) slot = &parts->file->syntax;
    if (cdk_str_eq_nocase(key, CDK_STR("check"))) slot = &parts->file->check;
    if (!slot && !escape) return true;
    in->directives = true;
    if (slot ? slot->p != NULL : parts->file->escape != '\0')
        return cdk_dockerfile_refuse(parts, in->number, "a directive is given twice");
    if (slot) *slot = value;
    else if (cdk_str_is(value, "\\") || cdk_str_is(value, "`")) parts->file->escape = value.p[0];
    else return cdk_dockerfile_refuse(parts, in->number, "the escape directive is neither \\ nor `");
    return true;
}

static char escape_of(const cdk_dockerfile_parts *parts)
{
    return parts->file->escape ? parts->file->escape : '\\';
}

/* Takes a continuation mark off: the last escape before blanks, unless an escape stands before it. */
static bool continues(cdk_str *line, char escape)
{
    size_t n = line->n;
    while (n && (line->p[n - 1] == ' ' || line->p[n - 1] == '\t')) n--;
    if (!n || line->p[n - 1] != escape || (n > 1 && line->p[n - 2] == escape)) return false;
    line->n = n - 1;
    return true;
}

/* Joins the lines of one instruction. */
static void join_lines(cdk_dockerfile_parts *parts, lines *in, cdk_str first, cdk_buf *joined)
{
    bool more = continues(&first, escape_of(parts));
    cdk_buf_str(joined, first);
    for (cdk_str line; more && take_line(in, &line);) {
        if (is_comment(line)) continue;
        line = without_end(line);
        if (!trim_left(line).n) continue;
        more = continues(&line, escape_of(parts));
        cdk_buf_str(joined, line);
    }
}

static bool add_body_line(cdk_buf *body, const cdk_heredoc *doc, cdk_str line)
{
    while (doc->strip_tabs && line.n && line.p[0] == '\t') line = cdk_str_from(line, 1);
    return cdk_buf_str(body, line);
}

/* The lines up to the one that is the name alone. */
static int32_t take_body(cdk_dockerfile_parts *parts, lines *in, cdk_heredoc *doc)
{
    cdk_buf body;
    bool ended = false;
    cdk_buf_init(&body, parts->env->mem);
    for (cdk_str line; !ended && take_line(in, &line);) {
        cdk_str bare = without_end(line);
        while (doc->strip_tabs && bare.n && bare.p[0] == '\t') bare = cdk_str_from(bare, 1);
        ended = cdk_str_eq(bare, doc->name);
        if (!ended) add_body_line(&body, doc, line);
    }
    doc->body = cdk_str_dup(parts->arena, cdk_buf_view(&body));
    bool fine = !body.failed && doc->body.p;
    cdk_buf_free(&body);
    if (fine && !ended) fine = cdk_dockerfile_refuse(parts, in->number, "a heredoc does not end");
    return fine ? CISDOCK_OK : cdk_fail_memory(parts->env);
}

static bool may_have_heredocs(const cdk_instruction *in)
{
    if (in->keyword == CDK_KW_ONBUILD && in->trigger) in = in->trigger;
    return !in->exec_form && (in->keyword == CDK_KW_RUN || in->keyword == CDK_KW_COPY || in->keyword == CDK_KW_ADD);
}

static int32_t take_heredocs(cdk_dockerfile_parts *parts, lines *in, const cdk_line_reader *reader, cdk_str joined,
                             cdk_instruction *out)
{
    cdk_heredocs docs = {0};
    size_t at;
    bool bad;
    if (!may_have_heredocs(out) || !cdk_str_find(joined, CDK_STR("<<"), &at)) return CISDOCK_OK;
    int32_t status = cdk_line_heredocs(reader, joined, &docs, &bad);
    if (!status && bad && !cdk_dockerfile_refuse(parts, in->number, "a heredoc's name is broken"))
        return cdk_fail_memory(parts->env);
    for (uint32_t i = 0; !status && i < docs.count; i++) status = take_body(parts, in, &docs.items[i]);
    out->heredocs = docs.items;
    out->heredoc_count = docs.count;
    return status;
}

static int32_t read_instruction(cdk_dockerfile_parts *parts, lines *in, cdk_str whole, cdk_str joined)
{
    cdk_line_reader reader = {.env = parts->env, .arena = parts->arena, .escape = escape_of(parts)};
    cdk_instruction out = {.builder = CDK_BUILDER_DOCKERFILE, .stage = -1, .history = -1, .layer = -1,
                           .line = in->number, .sure = CDK_SURE_HIGH, .origin = CDK_ORIGIN_OWN,
                           .origin_why = "it stands in the Dockerfile", .origin_sure = CDK_SURE_HIGH};
    if (parts->items.count >= MOST_INSTRUCTIONS)
        return cdk_fail(parts->env, CDK_CLASS_LIMIT, NULL, "the Dockerfile has too many instructions");
    int32_t status = cdk_line_read(&reader, joined, &out);
    if (!status) status = take_heredocs(parts, in, &reader, joined, &out);
    if (status) return status;
    out.raw = without_end((cdk_str){whole.p, whole.n - in->rest.n});
    out.end_line = in->number;
    if (reader.refused && !cdk_dockerfile_refuse(parts, out.line, reader.refused)) return cdk_fail_memory(parts->env);
    if (!cdk_instruction_vec_add(parts->arena, &parts->items, out)) return cdk_fail_memory(parts->env);
    return CISDOCK_OK;
}

/* One instruction that begins with `line`, which stands at the head of `whole`. */
static int32_t take_instruction(cdk_dockerfile_parts *parts, lines *in, cdk_str whole, cdk_str line)
{
    uint32_t first = in->number;
    cdk_buf buf;
    cdk_buf_init(&buf, parts->env->mem);
    join_lines(parts, in, line, &buf);
    cdk_str joined = cdk_str_dup(parts->arena, cdk_buf_view(&buf));
    bool fine = !buf.failed && joined.p;
    cdk_buf_free(&buf);
    int32_t status = fine ? read_instruction(parts, in, whole, joined) : cdk_fail_memory(parts->env);
    if (!status) parts->items.items[parts->items.count - 1].line = first;
    return status;
}

int32_t cdk_dockerfile_read(cdk_dockerfile_parts *parts, cdk_str text)
{
    lines in = {.rest = text, .directives = true};
    if (cdk_str_starts(text, CDK_STR("\xEF\xBB\xBF"))) in.rest = cdk_str_from(text, 3);
    for (;;) {
        cdk_str whole = in.rest, line;
        int32_t status = in.number % 1024 ? CISDOCK_OK : cdk_check_cancel(parts->env);
        if (status) return status;
        if (!take_line(&in, &line)) break;
        line = trim_left(without_end(line));
        if (!take_directive(parts, &in, line)) return cdk_fail_memory(parts->env);
        if (!line.n || is_comment(line)) continue;
        status = take_instruction(parts, &in, whole, line);
        if (status) return status;
    }
    parts->file->escape = escape_of(parts);
    if (in.too_long && !cdk_dockerfile_refuse(parts, in.number, "a line is longer than 65535 bytes")) return cdk_fail_memory(parts->env);
    if (!parts->items.count && !cdk_dockerfile_refuse(parts, in.number, "there is no instruction")) return cdk_fail_memory(parts->env);
    return CISDOCK_OK;
}
