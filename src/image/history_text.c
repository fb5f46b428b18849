/* SPDX-License-Identifier: Apache-2.0 */
#include "image/history_text.h"

static int32_t keep(cdk_line_reader *reader, const cdk_strs *list, cdk_instruction *out)
{
    (void)reader;
    out->args = list->items;
    out->arg_count = list->count;
    return CISDOCK_OK;
}

static void put_utf8(char *to, size_t *n, uint32_t c)
{
    if (c < 0x80) {
        to[(*n)++] = (char)c;
    } else if (c < 0x800) {
        to[(*n)++] = (char)(0xC0 | c >> 6);
        to[(*n)++] = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        to[(*n)++] = (char)(0xE0 | c >> 12);
        to[(*n)++] = (char)(0x80 | (c >> 6 & 0x3F));
        to[(*n)++] = (char)(0x80 | (c & 0x3F));
    } else {
        to[(*n)++] = (char)(0xF0 | (c >> 18 & 7));
        to[(*n)++] = (char)(0x80 | (c >> 12 & 0x3F));
        to[(*n)++] = (char)(0x80 | (c >> 6 & 0x3F));
        to[(*n)++] = (char)(0x80 | (c & 0x3F));
    }
}

/* \xNN is a byte, \uNNNN and \UNNNNNNNN are characters: never longer than they are written. */
static size_t number_escape(cdk_str s, size_t digits, char what, char *to, size_t *n)
{
    uint32_t c = 0;
    size_t i = 0;
    for (; i < digits && i < s.n && cdk_hex_digit(s.p[i]) >= 0; i++) c = c * 16 + (uint32_t)cdk_hex_digit(s.p[i]);
    if (what == 'x') to[(*n)++] = (char)c;
    else put_utf8(to, n, c);
    return i;
}

/* A string as Go's %q prints it; `*text` stands behind its first quote, and is left behind its last. */
static bool take_quoted(cdk_arena *arena, cdk_str *text, cdk_str *out)
{
    static const char plain[] = "a\ab\bf\fn\nr\rt\tv\v\\\\''\"\"";
    char *to = cdk_arena_bytes(arena, text->n + 4);
    size_t n = 0, i = 0;
    if (!to) return false;
    for (; i < text->n && text->p[i] != '"'; i++) {
        if (text->p[i] != '\\' || i + 1 == text->n) {
            to[n++] = text->p[i];
            continue;
        }
        char c = text->p[++i];
        size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        const char *row = plain;
        while (*row && *row != c) row += 2;
        if (digits) i += number_escape(cdk_str_from(*text, i + 1), digits, c, to, &n);
        else to[n++] = *row ? row[1] : c;
    }
    *out = (cdk_str){to, n};
    *text = cdk_str_from(*text, i + 1);
    return true;
}

/* [ "a" "b" ] or [a b], commas allowed, up to the closing bracket. False: no memory. */
static bool take_list(cdk_line_reader *reader, cdk_str *text, cdk_strs *out)
{
    *text = cdk_str_from(*text, 1);
    while (text->n && text->p[0] != ']') {
        cdk_str word = {text->p, 0};
        char c = text->p[0];
        if (c == ' ' || c == ',') {
            *text = cdk_str_from(*text, 1);
            continue;
        }
        if (c == '"') {
            *text = cdk_str_from(*text, 1);
            if (!take_quoted(reader->arena, text, &word)) return false;
        } else {
            while (word.n < text->n && !strchr(" ]", text->p[word.n])) word.n++;
            if (!word.n) word.n = 1;
            *text = cdk_str_from(*text, word.n);
        }
        if (!cdk_strs_add(reader->arena, out, word)) return false;
    }
    *text = cdk_str_from(*text, 1);
    return true;
}

/* CMD and ENTRYPOINT: a list, &{[list]...}, or what a shell is given. A list of a shell and one text is shell form. */
static int32_t read_command(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out)
{
    cdk_strs list = {0};
    if (cdk_str_starts(rest, CDK_STR("&{"))) rest = cdk_str_from(rest, 2);
    if (!rest.n || rest.p[0] != '[') {
        out->command = rest;
        return CISDOCK_OK;
    }
    if (!take_list(reader, &rest, &list)) return cdk_fail_memory(reader->env);
    out->exec_form = true;
    return keep(reader, &list, out);
}

static int32_t read_health(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out)
{
    cdk_strs list = {0};
    if (!cdk_str_starts(rest, CDK_STR("&{"))) return cdk_line_read_rest(reader, rest, out);
    rest = cdk_str_from(rest, 2);
    if (rest.n && rest.p[0] == '[' && !take_list(reader, &rest, &list)) return cdk_fail_memory(reader->env);
    out->exec_form = list.count && cdk_str_is(list.items[0], "CMD");
    if (list.count == 2 && cdk_str_is(list.items[0], "CMD-SHELL")) out->command = list.items[1];
    return keep(reader, &list, out);
}

/* [a b], map[80/tcp:{} 81/udp:{}] or plain words. */
static int32_t read_list(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out)
{
    cdk_strs list = {0};
    bool map = cdk_str_starts(rest, CDK_STR("map["));
    if (map) rest = cdk_str_from(rest, 3);
    bool fine = rest.n && rest.p[0] == '[' ? take_list(reader, &rest, &list) : cdk_line_blanks(reader, rest, &list);
    if (!fine) return cdk_fail_memory(reader->env);
    for (uint32_t i = 0; map && i < list.count; i++)
        if (cdk_str_ends(list.items[i], CDK_STR(":{}"))) list.items[i].n -= 3;
    return keep(reader, &list, out);
}

static bool name_of_pair(cdk_str word)
{
    size_t i = 0;
    for (; i < word.n && word.p[i] != '='; i++) {
        char c = (char)(word.p[i] | 0x20);
        if (!((c >= 'a' && c <= 'z') || (i && word.p[i] >= '0' && word.p[i] <= '9') || (word.p[i] && strchr("_.-/", word.p[i]))))
            return false;
    }
    return i && i < word.n;
}

/* Quotes are lost in history: a word that is no name=... belongs to the value before it. */
static int32_t read_pairs(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out)
{
    cdk_pairs pairs = {0};
    for (size_t at = 0; at < rest.n;) {
        size_t end = at;
        cdk_str key, value, tail = cdk_str_from(rest, at);
        while (end < rest.n) {
            while (end < rest.n && rest.p[end] != ' ') end++;
            size_t word = end;
            while (word < rest.n && rest.p[word] == ' ') word++;
            if (word == rest.n || name_of_pair(cdk_str_from(rest, word))) break;
            end = word;
        }
        bool has = cdk_str_cut((cdk_str){tail.p, end - at}, '=', &key, &value);
        if (has && !value.n) value = CDK_STR("");
        if (has && value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"') value = (cdk_str){value.p + 1, value.n - 2};
        if (!cdk_pairs_add(reader->arena, &pairs, (cdk_pair){key, value})) return cdk_fail_memory(reader->env);
        at = end;
        while (at < rest.n && rest.p[at] == ' ') at++;
    }
    out->pairs = pairs.items;
    out->pair_count = pairs.count;
    return CISDOCK_OK;
}

/* "file:<hash> in /path", or words as in a Dockerfile. */
static int32_t read_sources(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out)
{
    int32_t status = cdk_line_read_rest(reader, rest, out);
    if (status || out->arg_count < 3 || !cdk_str_is(out->args[out->arg_count - 2], "in")) return status;
    if (cdk_instruction_source(out, 0) != CDK_COPY_HASH) return status;
    cdk_strs list = {0};
    for (uint32_t i = 0; i < out->arg_count; i++)
        if (i != out->arg_count - 2 && !cdk_strs_add(reader->arena, &list, out->args[i])) return cdk_fail_memory(reader->env);
    return keep(reader, &list, out);
}

static int32_t read_one(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out)
{
    if (rest.n >= 2 && rest.p[0] == '[' && rest.p[rest.n - 1] == ']') rest = (cdk_str){rest.p + 1, rest.n - 2};
    return cdk_line_read_rest(reader, rest, out);
}

int32_t cdk_history_line(cdk_line_reader *reader, cdk_str text, cdk_instruction *out)
{
    size_t at = 0;
    while (at < text.n && !cdk_blank(text.p[at])) at++;
    out->keyword = cdk_keyword_find((cdk_str){text.p, at});
    cdk_str rest = cdk_str_trim(cdk_str_from(text, at));
    out->text = rest;
    switch (out->keyword) {
    case CDK_KW_RUN:
        return cdk_history_run(reader, rest, out->builder == CDK_BUILDER_KANIKO || out->builder == CDK_BUILDER_UNKNOWN, out);
    case CDK_KW_CMD:
    case CDK_KW_ENTRYPOINT: return read_command(reader, rest, out);
    case CDK_KW_SHELL: return read_command(reader, rest, out);
    case CDK_KW_HEALTHCHECK: return read_health(reader, rest, out);
    case CDK_KW_EXPOSE:
    case CDK_KW_VOLUME: return read_list(reader, rest, out);
    case CDK_KW_ENV:
    case CDK_KW_LABEL:
    case CDK_KW_ARG: return read_pairs(reader, rest, out);
    case CDK_KW_ADD:
    case CDK_KW_COPY: return read_sources(reader, rest, out);
    case CDK_KW_USER: return read_one(reader, rest, out);
    default: return cdk_line_read_rest(reader, rest, out);
    }
}
