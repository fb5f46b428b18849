/* SPDX-License-Identifier: Apache-2.0 */
#include "image/shell_parse.h"

static bool take_redirect_target(cdk_shell *sh, bool heredoc)
{
    cdk_shell_heredoc doc = {.owner = UINT32_MAX};
    cdk_word word;
    bool any;
    if (heredoc && cdk_shell_peek(sh, 0) == '-') {
        doc.strip_tabs = true;
        sh->at++;
    }
    cdk_shell_blanks(sh);
    if (!cdk_shell_word(sh, &word, &any)) return false;
    if (!any) return cdk_shell_stop(sh, "a redirection has no target");
    doc.name = word.text;
    return !heredoc || cdk_shell_heredocs_add(sh->run->arena, &sh->heredocs, doc) || cdk_shell_no_memory(sh);
}

/* Over one redirection; *is false: there is none. */
static bool redirection(cdk_shell *sh, bool *is)
{
    size_t n = 0;
    while (cdk_shell_peek(sh, n) >= '0' && cdk_shell_peek(sh, n) <= '9') n++;
    int c = cdk_shell_peek(sh, n), after = cdk_shell_peek(sh, n + 1);
    bool both = n == 0 && c == '&' && after == '>';
    *is = both || ((c == '<' || c == '>') && after != '(');
    if (!*is) return true;
    sh->at += n + (both ? 2 : 1);
    bool heredoc = c == '<' && after == '<' && cdk_shell_peek(sh, 1) != '<';
    while ((c = cdk_shell_peek(sh, 0)) == '<' || c == '>' || c == '&' || c == '|') sh->at++;
    return take_redirect_target(sh, heredoc);
}

bool cdk_shell_redirections(cdk_shell *sh)
{
    for (bool is = true; is;) {
        cdk_shell_blanks(sh);
        if (!redirection(sh, &is)) return false;
    }
    for (uint32_t i = 0; i < sh->heredocs.count; i++)
        if (sh->heredocs.items[i].owner == UINT32_MAX) sh->heredocs.items[i].owner = UINT32_MAX - 1; /* of no single command */
    return true;
}

static bool name_char(char c, bool first)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (!first && c >= '0' && c <= '9');
}

/* NAME=, NAME+=, NAME[x]= in front of a word. */
static bool assignment(const cdk_word *word, cdk_pair *out)
{
    size_t n = 0;
    if (!cdk_str_cut(word->text, '=', &out->key, &out->value)) return false;
    cdk_str key = out->key;
    if (key.n && key.p[key.n - 1] == '+') key.n--;
    while (n < key.n && name_char(key.p[n], n == 0)) n++;
    if (!n || (n < key.n && key.p[n] != '[')) return false;
    if (!out->value.n) out->value = CDK_STR("");
    return true;
}

/* The values of A=(...). */
static bool skip_array(cdk_shell *sh)
{
    for (sh->at++;;) {
        cdk_word word;
        bool any;
        if (!cdk_shell_lines(sh) || !cdk_shell_word(sh, &word, &any)) return false;
        if (any) continue;
        if (cdk_shell_peek(sh, 0) != ')') return cdk_shell_stop(sh, "an array is not closed");
        sh->at++;
        return true;
    }
}

typedef struct simple {
    cdk_word_vec words;
    cdk_pairs assigned;
    size_t from;
} simple;

static bool add_word(cdk_shell *sh, simple *s, const cdk_word *word)
{
    cdk_pair pair;
    if (s->words.count || word->text.n == 0 || !assignment(word, &pair))
        return cdk_word_vec_add(sh->run->arena, &s->words, *word) || cdk_shell_no_memory(sh);
    if (!cdk_pairs_add(sh->run->arena, &s->assigned, pair)) return cdk_shell_no_memory(sh);
    return cdk_shell_peek(sh, 0) != '(' || skip_array(sh);
}

static bool function_body(cdk_shell *sh)
{
    sh->at++;
    cdk_shell_blanks(sh);
    if (cdk_shell_peek(sh, 0) != ')') return cdk_shell_stop(sh, "the syntax is not known");
    sh->at++;
    sh->conditional++;
    bool good = cdk_shell_lines(sh) && cdk_shell_read_command(sh);
    sh->conditional--;
    return good;
}

bool cdk_shell_simple(cdk_shell *sh)
{
    simple s = {.from = sh->at};
    for (;;) {
        cdk_word word;
        bool any, is;
        cdk_shell_blanks(sh);
        if (!redirection(sh, &is)) return false;
        if (is) continue;
        if (cdk_shell_peek(sh, 0) == '(' && s.words.count == 1 && !s.assigned.count) return function_body(sh);
        if (!cdk_shell_word(sh, &word, &any)) return false;
        if (!any) break;
        if (!add_word(sh, &s, &word)) return false;
    }
    if (!s.words.count && !s.assigned.count && sh->at == s.from) return cdk_shell_stop(sh, "the syntax is not known");
    return cdk_shell_command(sh, &s.words, &s.assigned, s.from);
}

