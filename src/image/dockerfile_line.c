/* SPDX-License-Identifier: Apache-2.0 */
#include "image/dockerfile_line.h"

#include "base/json.h"

enum { MAX_NESTING = 8 };

static void refuse(cdk_line_reader *reader, const char *why)
{
    if (!reader->refused) reader->refused = why;
}

/* Blanks at which words are cut; a newline is none of them. */
static bool cut_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

bool cdk_line_blanks(const cdk_line_reader *reader, cdk_str text, cdk_strs *out)
{
    size_t at = 0;
    while (at < text.n) {
        size_t from = at;
        while (at < text.n && !cut_blank(text.p[at])) at++;
        if (!cdk_strs_add(reader->arena, out, (cdk_str){text.p + from, at - from})) return false;
        if (at == text.n) break;
        while (at < text.n && cut_blank(text.p[at])) at++;
        if (at == text.n && !cdk_strs_add(reader->arena, out, (cdk_str){text.p + at, 0})) return false;
    }
    return true;
}

/* Words between blanks, with quotes and escapes kept in them; an escape at the very end is dropped. */
bool cdk_line_words(const cdk_line_reader *reader, cdk_str text, cdk_strs *out)
{
    size_t at = 0;
    while (at < text.n) {
        while (at < text.n && cdk_blank(text.p[at])) at++;
        if (at == text.n) break;
        size_t from = at, end = text.n;
        char quote = 0;
        for (; at < text.n && (quote || !cdk_blank(text.p[at])); at++) {
            char c = text.p[at];
            if (c == reader->escape && quote != '\'') {
                if (++at == text.n) end--;
            } else if (quote ? c == quote : c == '\'' || c == '"') {
                quote = quote ? 0 : c;
            }
        }
        if (at < text.n) end = at;
        if (end > from && !cdk_strs_add(reader->arena, out, (cdk_str){text.p + from, end - from})) return false;
    }
    return true;
}

int32_t cdk_line_json(const cdk_line_reader *reader, cdk_str text, cdk_strs *out, bool *is, bool *broken)
{
    cdk_json *array;
    *is = *broken = false;
    text = cdk_str_trim(text);
    if (text.n == 0 || text.p[0] != '[') return CISDOCK_OK;
    text = cdk_utf8_repair(reader->arena, text);
    if (!text.p) return cdk_fail_memory(reader->env);
    int32_t status = cdk_json_parse(reader->env, reader->arena, text, "Dockerfile", &array);
    if (status == CISDOCK_E_NO_MEMORY || status == CISDOCK_E_CANCELLED) return status;
    if (status) {
        cdk_error_clear(reader->env);
        return CISDOCK_OK;
    }
    CDK_JSON_EACH(item, array)
    {
        if (item->type != CDK_JSON_STRING) {
            *broken = true;
            return CISDOCK_OK;
        }
        if (!cdk_strs_add(reader->arena, out, item->text)) return cdk_fail_memory(reader->env);
    }
    *is = true;
    return CISDOCK_OK;
}

static void set_args(cdk_instruction *out, const cdk_strs *list)
{
    out->args = list->items;
    out->arg_count = list->count;
}

/* A JSON array as exec form; *is false: something else. */
static int32_t read_array(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out, bool *is)
{
    cdk_strs list = {0};
    bool broken;
    int32_t status = cdk_line_json(reader, rest, &list, is, &broken);
    if (status) return status;
    if (broken) refuse(reader, "an array in exec form holds something other than texts");
    if (*is) {
        out->exec_form = true;
        set_args(out, &list);
    }
    return CISDOCK_OK;
}

static int32_t read_command(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out)
{
    bool is;
    int32_t status = read_array(reader, rest, out, &is);
    if (!status && !is) out->command = rest;
    return status;
}

static int32_t read_list(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out, bool arrays)
{
    bool is = false;
    int32_t status = arrays ? read_array(reader, rest, out, &is) : CISDOCK_OK;
    if (status || is) return status;
    cdk_strs list = {0};
    if (!cdk_line_blanks(reader, rest, &list)) return cdk_fail_memory(reader->env);
    set_args(out, &list);
    return CISDOCK_OK;
}

/* ENV and LABEL: name=value ..., or the old form of one name and the rest of the line. */
static int32_t read_pairs(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out, bool defaults)
{
    cdk_strs words = {0};
    cdk_pairs pairs = {0};
    size_t at;
    if (!cdk_line_words(reader, rest, &words)) return cdk_fail_memory(reader->env);
    if (!defaults && words.count && !cdk_str_find_char(words.items[0], '=', &at)) {
        cdk_pair pair = {.key = rest};
        for (at = 0; at < rest.n && !cut_blank(rest.p[at]); at++) {}
        pair.key.n = at;
        while (at < rest.n && cut_blank(rest.p[at])) at++;
        pair.value = cdk_str_from(rest, at);
        if (!pair.value.n) refuse(reader, "a name stands without a value");
        if (!cdk_pairs_add(reader->arena, &pairs, pair)) return cdk_fail_memory(reader->env);
        words.count = 0;
    }
    for (uint32_t i = 0; i < words.count; i++) {
        cdk_pair pair;
        bool has = cdk_str_cut(words.items[i], '=', &pair.key, &pair.value);
        if (has && !pair.value.n) pair.value = CDK_STR("");
        if (!has && !defaults) refuse(reader, "a word has not the form name=value");
        if (has && !pair.key.n) refuse(reader, "a name is empty");
        if (!cdk_pairs_add(reader->arena, &pairs, pair)) return cdk_fail_memory(reader->env);
    }
    out->pairs = pairs.items;
    out->pair_count = pairs.count;
    return CISDOCK_OK;
}

static int32_t read_line(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out)
{
    cdk_strs list = {0};
    if (rest.n && !cdk_strs_add(reader->arena, &list, rest)) return cdk_fail_memory(reader->env);
    set_args(out, &list);
    return CISDOCK_OK;
}

/* HEALTHCHECK: args[0] is NONE, CMD, or CMD-SHELL where a shell runs it; anything else stays as it is. */
static int32_t read_health(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out)
{
    cdk_strs list = {0}, words = {0};
    bool is, broken;
    size_t at = 0;
    while (at < rest.n && !cdk_blank(rest.p[at])) at++;
    cdk_str type = {rest.p, at}, behind = cdk_str_trim(cdk_str_from(rest, at));
    if (!type.n) return CISDOCK_OK;
    int32_t status = cdk_line_json(reader, behind, &words, &is, &broken);
    if (status) return status;
    if (broken) refuse(reader, "an array in exec form holds something other than texts");
    if (cdk_str_eq_nocase(type, CDK_STR("NONE"))) type = CDK_STR("NONE");
    if (cdk_str_eq_nocase(type, CDK_STR("CMD"))) type = is ? CDK_STR("CMD") : CDK_STR("CMD-SHELL");
    if (!cdk_strs_add(reader->arena, &list, type)) return cdk_fail_memory(reader->env);
    out->exec_form = is;
    if (!is) out->command = behind;
    if (!is && behind.n && !cdk_strs_add(reader->arena, &list, behind)) return cdk_fail_memory(reader->env);
    for (uint32_t i = 0; is && i < words.count; i++)
        if (!cdk_strs_add(reader->arena, &list, words.items[i])) return cdk_fail_memory(reader->env);
    set_args(out, &list);
    return CISDOCK_OK;
}

static int32_t read_depth(cdk_line_reader *reader, cdk_str line, cdk_instruction *out, unsigned depth);

static int32_t read_nested(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out, unsigned depth)
{
    if (!rest.n) return CISDOCK_OK;
    if (depth >= MAX_NESTING) {
        refuse(reader, "ONBUILD stands behind ONBUILD");
        return CISDOCK_OK;
    }
    cdk_instruction *trigger = cdk_arena_calloc(reader->arena, 1, sizeof *trigger);
    if (!trigger) return cdk_fail_memory(reader->env);
    trigger->history = trigger->layer = trigger->stage = -1;
    out->trigger = trigger;
    return read_depth(reader, rest, trigger, depth + 1);
}

/* --name=value words in front, unquoted; the rest of the line. A lone -- ends them. */
static bool take_flags(const cdk_line_reader *reader, cdk_str *line, cdk_flags *out)
{
    size_t at = 0;
    for (;;) {
        while (at < line->n && cdk_blank(line->p[at])) at++;
        if (line->n - at < 2 || line->p[at] != '-' || line->p[at + 1] != '-') break;
        char *word = cdk_arena_bytes(reader->arena, line->n - at + 1), quote = 0;
        if (!word) return false;
        size_t n = 0;
        for (; at < line->n && (quote || !cdk_blank(line->p[at])); at++) {
            char c = line->p[at];
            if (quote ? c == quote : c == '\'' || c == '"') {
                quote = quote ? 0 : c;
                continue;
            }
            if (c == reader->escape && ++at == line->n) break;
            word[n++] = line->p[at];
        }
        cdk_flag flag = {0};
        if (n == 2) break;
        if (!cdk_str_cut((cdk_str){word + 2, n - 2}, '=', &flag.name, &flag.value)) flag.value = CDK_STR_NONE;
        else if (!flag.value.n) flag.value = CDK_STR("");
        if (!cdk_flags_add(reader->arena, out, flag)) return false;
    }
    *line = cdk_str_trim(cdk_str_from(*line, at));
    return true;
}

static int32_t read_form(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out, unsigned depth)
{
    enum form { WORDS, SOURCES, DEFAULTS, COMMAND, PAIRS, HEALTH, LINE, NESTED, ARRAY, LIST };
    static const unsigned char forms[CDK_KW_COUNT] = {
        LINE,
#define CDK_KEYWORD(name, text, makes_layer, form) form,
#include "image/keyword.def"
#undef CDK_KEYWORD
    };
    switch ((enum form)forms[out->keyword]) {
    case WORDS: return read_list(reader, rest, out, false);
    case SOURCES:
    case LIST: return read_list(reader, rest, out, true);
    case DEFAULTS: return read_pairs(reader, rest, out, true);
    case PAIRS: return read_pairs(reader, rest, out, false);
    case HEALTH: return read_health(reader, rest, out);
    case NESTED: return read_nested(reader, rest, out, depth);
    case COMMAND:
    case ARRAY: return read_command(reader, rest, out);
    case LINE: break;
    }
    return read_line(reader, rest, out);
}

static int32_t read_rest(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out, unsigned depth)
{
    cdk_flags flags = {0};
    if (!take_flags(reader, &rest, &flags)) return cdk_fail_memory(reader->env);
    out->flags = flags.items;
    out->flag_count = flags.count;
    out->text = rest;
    int32_t status = read_form(reader, rest, out, depth);
    if (status) return status;
    const char *why = depth ? NULL : cdk_line_check(out); /* behind ONBUILD nothing is checked before it is triggered */
    if (why) refuse(reader, why);
    return CISDOCK_OK;
}

static int32_t read_depth(cdk_line_reader *reader, cdk_str line, cdk_instruction *out, unsigned depth)
{
    line = cdk_str_trim(line);
    size_t at = 0;
    while (at < line.n && !cut_blank(line.p[at])) at++;
    out->raw = line;
    out->keyword = cdk_keyword_find((cdk_str){line.p, at});
    if (out->keyword == CDK_KW_NONE) {
        if (!depth) refuse(reader, "no such instruction");
        out->text = line;
        return CISDOCK_OK;
    }
    return read_rest(reader, cdk_str_from(line, at), out, depth);
}

int32_t cdk_line_read(cdk_line_reader *reader, cdk_str line, cdk_instruction *out)
{
    return read_depth(reader, line, out, 0);
}

int32_t cdk_line_read_rest(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out)
{
    return read_rest(reader, cdk_str_trim(rest), out, 0);
}
