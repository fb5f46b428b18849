/* SPDX-License-Identifier: Apache-2.0 */
#include "image/shell_parse.h"

typedef struct word {
    cdk_buf text;
    bool dynamic, quoted;
} word;

static void keep(cdk_shell *sh, word *w, size_t count)
{
    cdk_buf_add(&w->text, sh->text.p + sh->at, count);
    sh->at += count;
}

/* A list in the same text, up to its closing parenthesis, with a state of its own. */
static bool inner_list(cdk_shell *sh)
{
    cdk_shell inner = *sh;
    inner.depth++;
    inner.level++;
    inner.substitution = true;
    inner.join = CDK_JOIN_NONE;
    inner.heredocs = (cdk_shell_heredocs){0};
    if (inner.depth > CDK_SHELL_DEPTH) return cdk_shell_stop(sh, "commands are nested too deep");
    if (!cdk_shell_list(&inner, true)) return false;
    sh->at = inner.at;
    return true;
}

/* Over what stands between brackets, quotes minded; `at` stands behind the opening one. */
static bool skip_to(cdk_shell *sh, char open, char close)
{
    unsigned level = 1;
    for (char quote = 0; level; sh->at++) {
        int c = cdk_shell_peek(sh, 0);
        if (c < 0) return cdk_shell_stop(sh, "a bracket or quote is not closed");
        if (c == '\\' && quote != '\'') sh->at++;
        else if (quote) quote = c == quote ? 0 : quote;
        else if (c == '\'' || c == '"') quote = (char)c;
        else if (c == open && open != close) level++;
        else if (c == close) level--;
        if (sh->at >= sh->text.n) return cdk_shell_stop(sh, "a bracket or quote is not closed");
    }
    return true;
}

static bool substitution(cdk_shell *sh)
{
    sh->at += 2;
    if (!sh->known_parts) return inner_list(sh);
    return skip_to(sh, '(', ')');
}

static bool arithmetic(cdk_shell *sh)
{
    size_t from = sh->at;
    sh->at += 3;
    if (!skip_to(sh, '(', ')')) return false;
    if (cdk_shell_peek(sh, 0) == ')') {
        sh->at++;
        return true;
    }
    sh->at = from; /* $((a); b) after all */
    return substitution(sh);
}

static bool backquotes(cdk_shell *sh)
{
    cdk_buf inner;
    bool good = true;
    cdk_buf_init(&inner, sh->run->env->mem);
    sh->at++;
    for (int c; (c = cdk_shell_peek(sh, 0)) != '`'; sh->at++) {
        if (c < 0) {
            good = cdk_shell_stop(sh, "a backquote is not closed");
            break;
        }
        int after = cdk_shell_peek(sh, 1);
        if (c == '\\' && (after == '`' || after == '\\' || after == '$')) {
            sh->at++;
            c = after;
        }
        cdk_buf_char(&inner, (char)c);
    }
    if (good) sh->at++;
    cdk_str text = cdk_str_dup(sh->run->arena, cdk_buf_view(&inner));
    if (good && (inner.failed || !text.p)) good = cdk_shell_no_memory(sh);
    cdk_buf_free(&inner);
    if (!good || sh->known_parts) return good;
    bool before = sh->substitution;
    sh->substitution = true;
    good = cdk_shell_nested(sh, text, false);
    sh->substitution = before;
    return good;
}

static bool name_char(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Anything that begins with $ or a backquote: kept as it is written. */
static bool expansion(cdk_shell *sh, word *w)
{
    size_t from = sh->at;
    int c = cdk_shell_peek(sh, 1);
    bool good = true;
    if (cdk_shell_peek(sh, 0) == '`') {
        good = backquotes(sh);
    } else if (c == '(') {
        good = cdk_shell_peek(sh, 2) == '(' ? arithmetic(sh) : substitution(sh);
    } else if (c == '{') {
        sh->at += 2;
        good = skip_to(sh, '{', '}');
    } else {
        sh->at++;
        if (name_char(c)) while (name_char(cdk_shell_peek(sh, 0))) sh->at++;
        else if (c > 0 && strchr("@*#?$!-", c)) sh->at++;
        else w->dynamic |= sh->at - from > 1;
    }
    if (!good) return false;
    w->dynamic |= sh->at - from > 1;
    return cdk_buf_add(&w->text, sh->text.p + from, sh->at - from) || cdk_shell_no_memory(sh);
}

static bool single_quotes(cdk_shell *sh, word *w)
{
    size_t end;
    sh->at++;
    if (!cdk_str_find_char(cdk_str_from(sh->text, sh->at), '\'', &end)) return cdk_shell_stop(sh, "a quote is not closed");
    keep(sh, w, end);
    sh->at++;
    w->quoted = true;
    return true;
}

static bool double_quotes(cdk_shell *sh, word *w)
{
    w->quoted = true;
    sh->at++;
    for (int c; (c = cdk_shell_peek(sh, 0)) != '"';) {
        int after = cdk_shell_peek(sh, 1);
        if (c < 0) return cdk_shell_stop(sh, "a quote is not closed");
        if (c == '$' || c == '`') {
            if (!expansion(sh, w)) return false;
        } else if (c == '\\' && after >= 0 && after && strchr("\"\\$`\n", after)) {
            sh->at++;
            if (after == '\n') sh->at++;
            else keep(sh, w, 1);
        } else {
            keep(sh, w, 1);
        }
    }
    sh->at++;
    return true;
}

/* $'...': escapes stay as they are, but for the quote. */
static bool ansi_quotes(cdk_shell *sh, word *w)
{
    w->quoted = true;
    sh->at += 2;
    for (int c; (c = cdk_shell_peek(sh, 0)) != '\'';) {
        if (c < 0) return cdk_shell_stop(sh, "a quote is not closed");
        keep(sh, w, c == '\\' && cdk_shell_peek(sh, 1) >= 0 ? 2 : 1);
    }
    sh->at++;
    return true;
}

static bool ends_word(const cdk_shell *sh, int c)
{
    (void)sh;
    return c < 0 || (c && strchr(" \t\n;&|<>()", c)) || c == '\r';
}

static bool escape(cdk_shell *sh, word *w)
{
    int after = cdk_shell_peek(sh, 1);
    sh->at++;
    if (after == '\r' && cdk_shell_peek(sh, 1) == '\n') sh->at++, after = '\n';
    if (after == '\n') {
        sh->at++;
        return true;
    }
    w->quoted = true;
    if (after >= 0) keep(sh, w, 1);
    return true;
}

static bool one_piece(cdk_shell *sh, word *w, int c)
{
    int after = cdk_shell_peek(sh, 1);
    if (c == '\\') return escape(sh, w);
    if (c == '\'') return single_quotes(sh, w);
    if (c == '"') return double_quotes(sh, w);
    if (c == '$' && after == '\'') return ansi_quotes(sh, w);
    if (c == '$' && after == '"') {
        sh->at++;
        return true;
    }
    if (c == '$' || c == '`') return expansion(sh, w);
    if (c == '<' || c == '>') { /* <(list) */
        size_t from = sh->at;
        w->dynamic = true;
        if (!substitution(sh)) return false;
        return cdk_buf_add(&w->text, sh->text.p + from, sh->at - from) || cdk_shell_no_memory(sh);
    }
    if (c == '*' || c == '?' || c == '[') w->dynamic = true;
    keep(sh, w, 1);
    return true;
}

bool cdk_shell_word(cdk_shell *sh, cdk_word *out, bool *any)
{
    word w = {.dynamic = false};
    size_t from = sh->at;
    bool good = true;
    cdk_buf_init(&w.text, sh->run->env->mem);
    for (;;) {
        int c = cdk_shell_peek(sh, 0), after = cdk_shell_peek(sh, 1);
        if (ends_word(sh, c) && !((c == '<' || c == '>') && after == '(')) break;
        good = one_piece(sh, &w, c);
        if (!good) break;
    }
    *any = w.text.n || w.quoted;
    *out = (cdk_word){.dynamic = w.dynamic, .quoted = w.quoted};
    if (good) out->text = cdk_str_dup(sh->run->arena, cdk_buf_view(&w.text));
    if (good && (w.text.failed || !out->text.p)) good = cdk_shell_no_memory(sh);
    cdk_buf_free(&w.text);
    size_t cost = sh->at - from;
    if (good && cost > sh->run->work) return cdk_shell_stop(sh, "the text is too long");
    sh->run->work -= good ? cost : 0;
    return good;
}
