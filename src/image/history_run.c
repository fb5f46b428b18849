/* SPDX-License-Identifier: Apache-2.0 */
/* A command line from history: "|2 A=b C=d /bin/sh -c text". */
#include "image/history_text.h"

/* Shells that take their text as the last argument, and how their options end. */
static const char *const shells[] = {"sh", "bash", "ash", "dash", "ksh", "zsh", "busybox"};
static const char *const windows[] = {"cmd", "powershell", "pwsh"};

static cdk_str base_name(cdk_str path)
{
    size_t at;
    while (cdk_str_find_char(path, '/', &at) || cdk_str_find_char(path, '\\', &at)) path = cdk_str_from(path, at + 1);
    if (cdk_str_ends(path, CDK_STR(".exe"))) path.n -= 4;
    return path;
}

static bool in_table(cdk_str name, const char *const *table, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (cdk_str_eq_nocase(name, cdk_str_of(table[i]))) return true;
    return false;
}

static cdk_str take_word(cdk_str *rest)
{
    cdk_str word = {rest->p, 0};
    while (word.n < rest->n && !cdk_blank(rest->p[word.n])) word.n++;
    *rest = cdk_str_from(*rest, word.n);
    while (rest->n && rest->p[0] == ' ') *rest = cdk_str_from(*rest, 1);
    return word;
}

/* Does the shell's text follow this option? */
static bool ends_options(cdk_str word, bool unix_shell)
{
    size_t at;
    if (!unix_shell) return cdk_str_eq_nocase(word, CDK_STR("/c")) || cdk_str_eq_nocase(word, CDK_STR("-command")) ||
                            cdk_str_eq_nocase(word, CDK_STR("-c"));
    return word.p[0] == '-' && cdk_str_find_char(word, 'c', &at) && !cdk_str_starts(word, CDK_STR("--"));
}

/* "/bin/bash -o pipefail -c text": the words in front of the text. False: no shell stands there. */
static bool take_shell(cdk_line_reader *reader, cdk_str *text, cdk_strs *shell, bool *memory)
{
    enum { MOST_OPTIONS = 16 };
    cdk_str rest = *text, word = take_word(&rest), name = base_name(word), before = CDK_STR("");
    bool unix_shell = in_table(name, shells, sizeof shells / sizeof *shells);
    *memory = cdk_strs_add(reader->arena, shell, word);
    if (!*memory || (!unix_shell && !in_table(name, windows, sizeof windows / sizeof *windows))) return false;
    while (shell->count < MOST_OPTIONS) {
        word = take_word(&rest);
        bool value = before.n && before.p[before.n - 1] == 'o'; /* -o pipefail */
        bool applet = cdk_str_is(name, "busybox") && shell->count == 1;
        if (!word.n || (unix_shell && !value && !applet && word.p[0] != '-' && word.p[0] != '+')) return false;
        if (!cdk_strs_add(reader->arena, shell, word)) return *memory = false;
        if (!value && ends_options(word, unix_shell)) {
            *text = rest;
            return true;
        }
        before = value ? CDK_STR("") : word;
    }
    return false;
}

/* Where a build argument's value ends: before the next name=, or before what looks like a shell; else at the blank. */
static size_t value_end(cdk_str text, bool last)
{
    size_t first = text.n, at = 0;
    for (; at < text.n; at++) {
        if (text.p[at] != ' ') continue;
        if (first == text.n) first = at;
        cdk_str rest = cdk_str_from(text, at + 1), word = take_word(&rest);
        size_t equal;
        bool name = cdk_str_find_char(word, '=', &equal) && equal > 0;
        for (size_t i = 0; name && i < equal; i++)
            name = (word.p[i] >= 'A' && word.p[i] <= 'Z') || (word.p[i] >= 'a' && word.p[i] <= 'z') || word.p[i] == '_' ||
                   (i && word.p[i] >= '0' && word.p[i] <= '9');
        bool shell = word.n && word.p[0] == '/' && in_table(base_name(word), shells, sizeof shells / sizeof *shells);
        if (last ? shell || in_table(base_name(word), windows, sizeof windows / sizeof *windows) : name) return at;
    }
    return first;
}

static int32_t take_build_args(cdk_line_reader *reader, cdk_str *text, cdk_instruction *out)
{
    cdk_str rest = cdk_str_from(*text, 1), number = take_word(&rest);
    uint64_t count;
    cdk_pairs pairs = {0};
    if (text->n < 2 || text->p[0] != '|' || !cdk_str_u64(number, 10, &count)) return CISDOCK_OK;
    for (uint64_t i = 0; i < count && rest.n; i++) {
        cdk_pair pair;
        size_t end = value_end(rest, i + 1 == count);
        if (!cdk_str_cut((cdk_str){rest.p, end}, '=', &pair.key, &pair.value)) break;
        if (!pair.value.n) pair.value = CDK_STR("");
        if (!cdk_pairs_add(reader->arena, &pairs, pair)) return cdk_fail_memory(reader->env);
        rest = cdk_str_trim(cdk_str_from(rest, end));
    }
    out->build_args = pairs.items;
    out->build_arg_count = pairs.count;
    *text = rest;
    return CISDOCK_OK;
}

int32_t cdk_history_run(cdk_line_reader *reader, cdk_str text, bool written, cdk_instruction *out)
{
    cdk_strs shell = {0}, words = {0};
    bool memory, is, broken;
    out->keyword = CDK_KW_RUN;
    int32_t status = take_build_args(reader, &text, out);
    if (status) return status;
    out->text = text;
    bool has_shell = take_shell(reader, &text, &shell, &memory);
    if (!memory) return cdk_fail_memory(reader->env);
    status = cdk_line_json(reader, text, &words, &is, &broken);
    if (status) return status;
    if (is) { /* buildah prints the exec form behind a shell that did not run */
        out->exec_form = true;
    } else if (has_shell) {
        out->command = text;
        out->shell = shell.items;
        out->shell_count = shell.count;
        return CISDOCK_OK;
    } else {
        out->command = text;
        if (written) return CISDOCK_OK;
        out->exec_form = true;
        words = (cdk_strs){0};
        for (cdk_str word; cdk_str_word(&text, &word);)
            if (!cdk_strs_add(reader->arena, &words, word)) return cdk_fail_memory(reader->env);
    }
    out->args = words.items;
    out->arg_count = words.count;
    return CISDOCK_OK;
}
