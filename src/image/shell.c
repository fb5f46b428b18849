/* SPDX-License-Identifier: Apache-2.0 */
#include "image/shell_parse.h"

bool cdk_shell_stop(cdk_shell *sh, const char *why)
{
    if (!sh->run->why) sh->run->why = why;
    return false;
}

bool cdk_shell_no_memory(cdk_shell *sh)
{
    if (!sh->run->status) sh->run->status = cdk_fail_memory(sh->run->env);
    return false;
}

void cdk_shell_blanks(cdk_shell *sh)
{
    for (;;) {
        int c = cdk_shell_peek(sh, 0), after = cdk_shell_peek(sh, 1);
        if (c == ' ' || c == '\t' || c == '\r') sh->at++;
        else if (c == '\\' && after == '\n') sh->at += 2;
        else if (c == '\\' && after == '\r' && cdk_shell_peek(sh, 2) == '\n') sh->at += 3;
        else break;
    }
    if (cdk_shell_peek(sh, 0) == '#')
        while (cdk_shell_peek(sh, 0) >= 0 && cdk_shell_peek(sh, 0) != '\n') sh->at++;
}

/* The body of a heredoc behind a line's end; a shell that reads it runs it. */
static bool take_body(cdk_shell *sh, const cdk_shell_heredoc *doc)
{
    size_t from = sh->at, end = sh->at;
    cdk_str rest = cdk_str_from(sh->text, sh->at), line;
    while (cdk_str_line(&rest, &line)) {
        end = (size_t)(line.p - sh->text.p);
        sh->at = (size_t)(rest.p ? rest.p - sh->text.p : (ptrdiff_t)sh->text.n);
        while (doc->strip_tabs && line.n && line.p[0] == '\t') line = cdk_str_from(line, 1);
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        if (cdk_str_eq(line, doc->name)) break;
        end = sh->at;
    }
    if (doc->owner >= sh->run->commands.count || !cdk_shell_reads_input(&sh->run->commands.items[doc->owner])) return true;
    return cdk_shell_nested(sh, (cdk_str){sh->text.p + from, end - from}, false);
}

static bool skip_newline(cdk_shell *sh)
{
    sh->at++;
    for (uint32_t i = 0; i < sh->heredocs.count; i++)
        if (!take_body(sh, &sh->heredocs.items[i])) return false;
    sh->heredocs.count = 0;
    return true;
}

bool cdk_shell_lines(cdk_shell *sh)
{
    for (;;) {
        cdk_shell_blanks(sh);
        if (cdk_shell_peek(sh, 0) != '\n') return true;
        if (!skip_newline(sh)) return false;
    }
}

/* The bare word at a command's place, for reserved words; none if it is quoted or part of a longer one. */
cdk_str cdk_shell_bare_word(const cdk_shell *sh)
{
    size_t n = 0;
    for (;; n++) {
        int c = cdk_shell_peek(sh, n);
        if (!((c >= 'a' && c <= 'z') || c == '{' || c == '}' || c == '!' || c == '[')) break;
    }
    int c = cdk_shell_peek(sh, n);
    bool ends = c < 0 || (c && strchr(" \t\n\r;&|<>()", c));
    return ends ? (cdk_str){sh->text.p + sh->at, n} : CDK_STR_NONE;
}

bool cdk_shell_at(const cdk_shell *sh, const char *word)
{
    return cdk_str_is(cdk_shell_bare_word(sh), word);
}

/* Words and marks that end a list. */
static bool at_list_end(const cdk_shell *sh)
{
    static const char *const words[] = {"then", "elif", "else", "fi", "do", "done", "esac", "}"};
    int c = cdk_shell_peek(sh, 0);
    if (c < 0 || c == ')' || (c == ';' && cdk_shell_peek(sh, 1) == ';')) return true;
    cdk_str word = cdk_shell_bare_word(sh);
    for (size_t i = 0; word.n && i < sizeof words / sizeof *words; i++)
        if (cdk_str_is(word, words[i])) return true;
    return false;
}

static bool read_pipeline(cdk_shell *sh)
{
    uint32_t pipeline = sh->run->pipelines++, position = 0;
    for (;;) {
        if (!cdk_shell_lines(sh)) return false;
        sh->pipeline = pipeline;
        sh->position = position++;
        if (!cdk_shell_read_command(sh)) return false;
        cdk_shell_blanks(sh);
        if (cdk_shell_peek(sh, 0) != '|' || cdk_shell_peek(sh, 1) == '|') return true;
        sh->at += cdk_shell_peek(sh, 1) == '&' ? 2 : 1;
        sh->join = CDK_JOIN_PIPE;
    }
}

static bool read_and_or(cdk_shell *sh)
{
    bool either = false;
    for (;;) {
        sh->conditional += either;
        bool good = read_pipeline(sh);
        sh->conditional -= either;
        if (!good) return false;
        cdk_shell_blanks(sh);
        int c = cdk_shell_peek(sh, 0);
        if ((c != '&' && c != '|') || cdk_shell_peek(sh, 1) != c) return true;
        sh->at += 2;
        either = c == '|';
        sh->join = either ? CDK_JOIN_OR : CDK_JOIN_AND;
    }
}

static void mark_background(cdk_shell *sh, uint32_t from)
{
    for (uint32_t i = from; i < sh->run->commands.count; i++) sh->run->commands.items[i].background = true;
}

/* Commands up to what ends a list. */
bool cdk_shell_read_list(cdk_shell *sh)
{
    for (;;) {
        if (!cdk_shell_lines(sh)) return false;
        if (at_list_end(sh)) return true;
        uint32_t first = sh->run->commands.count;
        size_t from = sh->at;
        if (!read_and_or(sh)) return false;
        cdk_shell_blanks(sh);
        int c = cdk_shell_peek(sh, 0);
        sh->join = CDK_JOIN_THEN;
        if (c == ';' && cdk_shell_peek(sh, 1) == ';') return true;
        if (c == '&') mark_background(sh, first);
        if (c == ';' || c == '&') sh->at++;
        else if (c == '\n' || at_list_end(sh)) continue;
        else return cdk_shell_stop(sh, "the syntax is not known");
        if (sh->at == from) return cdk_shell_stop(sh, "the syntax is not known");
    }
}

bool cdk_shell_list(cdk_shell *sh, bool closed)
{
    if (!cdk_shell_read_list(sh)) return false;
    int c = cdk_shell_peek(sh, 0);
    if (!closed) return c < 0 || cdk_shell_stop(sh, "something is closed that was not opened");
    if (c != ')') return cdk_shell_stop(sh, "a parenthesis is not closed");
    sh->at++;
    return true;
}

