/* SPDX-License-Identifier: Apache-2.0 */
#include "image/shell_parse.h"

static bool expect(cdk_shell *sh, const char *word)
{
    if (!cdk_shell_lines(sh)) return false;
    if (!cdk_shell_at(sh, word)) return cdk_shell_stop(sh, "a compound command is not closed");
    sh->at += strlen(word);
    return true;
}

static bool branch(cdk_shell *sh)
{
    sh->conditional++;
    bool good = cdk_shell_read_list(sh);
    sh->conditional--;
    return good;
}

static bool read_if(cdk_shell *sh)
{
    if (!cdk_shell_read_list(sh) || !expect(sh, "then") || !branch(sh)) return false;
    while (cdk_shell_at(sh, "elif")) {
        sh->at += 4;
        if (!branch(sh) || !expect(sh, "then") || !branch(sh)) return false;
    }
    if (cdk_shell_at(sh, "else")) {
        sh->at += 4;
        if (!branch(sh)) return false;
    }
    return expect(sh, "fi");
}

static bool read_body(cdk_shell *sh)
{
    if (!cdk_shell_lines(sh)) return false;
    if (cdk_shell_at(sh, "{")) {
        sh->at++;
        return branch(sh) && expect(sh, "}");
    }
    return expect(sh, "do") && branch(sh) && expect(sh, "done");
}

static bool read_while(cdk_shell *sh)
{
    return cdk_shell_read_list(sh) && read_body(sh);
}

/* Words up to the end of the line or a semicolon, for their substitutions. */
static bool skip_words(cdk_shell *sh)
{
    for (;;) {
        cdk_word word;
        bool any;
        cdk_shell_blanks(sh);
        if (!cdk_shell_word(sh, &word, &any)) return false;
        if (!any) break;
    }
    cdk_shell_blanks(sh);
    int c = cdk_shell_peek(sh, 0);
    if (c == ';') sh->at++;
    else if (c != '\n' && c >= 0 && !cdk_shell_at(sh, "do")) return cdk_shell_stop(sh, "the syntax is not known");
    return true;
}

static bool skip_double_parentheses(cdk_shell *sh)
{
    size_t end;
    if (!cdk_str_find(cdk_str_from(sh->text, sh->at), CDK_STR("))"), &end)) return cdk_shell_stop(sh, "(( is not closed");
    sh->at += end + 2;
    return true;
}

static bool read_for(cdk_shell *sh)
{
    cdk_word name;
    bool any;
    cdk_shell_blanks(sh);
    if (cdk_shell_peek(sh, 0) == '(' && cdk_shell_peek(sh, 1) == '(') {
        if (!skip_double_parentheses(sh)) return false;
        cdk_shell_blanks(sh);
        if (cdk_shell_peek(sh, 0) == ';') sh->at++;
        return read_body(sh);
    }
    if (!cdk_shell_word(sh, &name, &any) || !cdk_shell_lines(sh)) return false;
    if (!any) return cdk_shell_stop(sh, "the syntax is not known");
    if (cdk_shell_at(sh, "in")) {
        sh->at += 2;
        if (!skip_words(sh)) return false;
    } else if (cdk_shell_peek(sh, 0) == ';') {
        sh->at++;
    }
    return read_body(sh);
}

static bool read_case(cdk_shell *sh)
{
    cdk_word word;
    bool any;
    cdk_shell_blanks(sh);
    if (!cdk_shell_word(sh, &word, &any) || !expect(sh, "in")) return false;
    for (;;) {
        if (!cdk_shell_lines(sh)) return false;
        if (cdk_shell_at(sh, "esac")) break;
        if (cdk_shell_peek(sh, 0) == '(') sh->at++;
        for (;;) {
            cdk_shell_blanks(sh);
            if (!cdk_shell_word(sh, &word, &any)) return false;
            cdk_shell_blanks(sh);
            if (cdk_shell_peek(sh, 0) != '|') break;
            sh->at++;
        }
        if (cdk_shell_peek(sh, 0) != ')') return cdk_shell_stop(sh, "a case is not closed");
        sh->at++;
        if (!branch(sh)) return false;
        if (cdk_shell_peek(sh, 0) == ';') sh->at += 2;
        if (cdk_shell_peek(sh, 0) == '&') sh->at++;
    }
    sh->at += 4;
    return true;
}

static bool read_group(cdk_shell *sh)
{
    return cdk_shell_read_list(sh) && expect(sh, "}");
}

static bool read_function(cdk_shell *sh)
{
    cdk_word name;
    bool any;
    cdk_shell_blanks(sh);
    if (!cdk_shell_word(sh, &name, &any)) return false;
    cdk_shell_blanks(sh);
    if (cdk_shell_peek(sh, 0) == '(' && cdk_shell_peek(sh, 1) == ')') sh->at += 2;
    sh->conditional++;
    bool good = cdk_shell_lines(sh) && cdk_shell_read_command(sh);
    sh->conditional--;
    return good;
}

static bool read_not(cdk_shell *sh)
{
    return cdk_shell_read_command(sh);
}

/* [[ expression ]]: no command is in it but in its substitutions. */
static bool read_test(cdk_shell *sh)
{
    for (;;) {
        cdk_word word;
        bool any;
        if (!cdk_shell_lines(sh) || !cdk_shell_word(sh, &word, &any)) return false;
        if (any && cdk_str_is(word.text, "]]")) return true;
        if (!any && cdk_shell_peek(sh, 0) < 0) return cdk_shell_stop(sh, "[[ is not closed");
        if (!any) sh->at++;
    }
}

static bool compound(cdk_shell *sh, bool (*read)(cdk_shell *), size_t skip)
{
    if (sh->depth >= CDK_SHELL_DEPTH) return cdk_shell_stop(sh, "commands are nested too deep");
    sh->at += skip;
    sh->depth++;
    sh->level++;
    bool good = read(sh);
    sh->depth--;
    sh->level--;
    return good && cdk_shell_redirections(sh);
}

static bool read_subshell(cdk_shell *sh)
{
    return cdk_shell_list(sh, true);
}

bool cdk_shell_read_command(cdk_shell *sh)
{
    static const struct { const char *word; bool (*read)(cdk_shell *); } words[] = {
        {"if", read_if}, {"for", read_for}, {"select", read_for}, {"while", read_while}, {"until", read_while},
        {"case", read_case}, {"{", read_group}, {"function", read_function}, {"!", read_not}, {"[[", read_test},
    };
    cdk_shell_blanks(sh);
    if (cdk_shell_peek(sh, 0) == '(' && cdk_shell_peek(sh, 1) == '(') return compound(sh, skip_double_parentheses, 2);
    if (cdk_shell_peek(sh, 0) == '(') return compound(sh, read_subshell, 1);
    cdk_str word = cdk_shell_bare_word(sh);
    for (size_t i = 0; word.n && i < sizeof words / sizeof *words; i++)
        if (cdk_str_is(word, words[i].word)) return compound(sh, words[i].read, word.n);
    return cdk_shell_simple(sh);
}
