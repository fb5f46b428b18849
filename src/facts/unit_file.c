/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/unit_file.h"

static bool is_comment(cdk_str line)
{
    return line.n == 0 || line.p[0] == '#' || line.p[0] == ';';
}

/* Cuts a backslash at the end off, behind which the setting goes on. */
static bool cut_backslash(cdk_str *value)
{
    if (!cdk_str_ends(*value, CDK_STR("\\"))) return false;
    *value = cdk_str_trim((cdk_str){value->p, value->n - 1});
    return true;
}

bool cdk_unit_next(cdk_unit_reader *reader, cdk_unit_setting *out)
{
    cdk_str line, value;
    while (cdk_str_line(&reader->rest, &line)) {
        reader->line++;
        line = cdk_str_trim(line);
        if (is_comment(line)) continue;
        if (reader->continued) {
            value = line;
        } else if (line.p[0] == '[' && cdk_str_ends(line, CDK_STR("]"))) {
            reader->section = (cdk_str){line.p + 1, line.n - 2};
            continue;
        } else if (!cdk_str_cut(line, '=', &reader->key, &value)) {
            continue;
        }
        reader->key = cdk_str_trim(reader->key);
        value = cdk_str_trim(value);
        reader->continued = cut_backslash(&value);
        *out = (cdk_unit_setting){reader->section, reader->key, value, reader->line};
        return true;
    }
    return false;
}

/* "A=1" 'B=2 3' C=4: the next of such words, without its quotes. */
static bool next_assignment(cdk_str *rest, cdk_str *out)
{
    size_t end;
    *rest = cdk_str_trim(*rest);
    if (rest->n == 0) return false;
    if (rest->p[0] != '"' && rest->p[0] != '\'') return cdk_str_word(rest, out);
    char quote = rest->p[0];
    *rest = cdk_str_from(*rest, 1);
    if (!cdk_str_find_char(*rest, quote, &end)) end = rest->n;
    *out = (cdk_str){rest->p, end};
    *rest = cdk_str_from(*rest, end + 1);
    return true;
}

bool cdk_unit_variable(cdk_str text, const char *name, cdk_str *value)
{
    cdk_unit_reader reader = {.rest = text};
    cdk_unit_setting setting;
    bool found = false;
    while (cdk_unit_next(&reader, &setting)) {
        cdk_str word, key, rest = setting.value, content;
        if (!cdk_str_is(setting.key, "Environment")) continue;
        if (rest.n == 0) found = false; /* clears what stood before */
        while (next_assignment(&rest, &word)) {
            if (!cdk_str_cut(word, '=', &key, &content) || !cdk_str_is(key, name)) continue;
            *value = content;
            found = true;
        }
    }
    return found;
}

bool cdk_unit_listens(cdk_str text, bool path, cdk_unit_setting *out)
{
    cdk_unit_reader reader = {.rest = text};
    cdk_unit_setting setting;
    bool found = false;
    while (cdk_unit_next(&reader, &setting)) {
        if (!cdk_str_is(setting.key, "ListenStream")) continue;
        if (setting.value.n == 0) {
            found = false;
            continue;
        }
        char first = setting.value.p[0]; /* a path, one in a folder of systemd's, or an abstract name */
        bool unix_socket = first == '/' || first == '%' || first == '@';
        if (found || (path ? first != '/' : unix_socket)) continue;
        *out = setting;
        found = true;
    }
    return found;
}
