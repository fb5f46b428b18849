/* SPDX-License-Identifier: Apache-2.0 */
/* Assignments: a name that tells, what joins it to its value, and a value that may be a secret. */
#include "layer/secret_scan.h"

enum { MOST_WORDS = 16, LONGEST_NAME = 128, LONGEST_VALUE = 2048, LONG_VALUE = 128 };

static const struct name_row {
    cdk_secret_kind kind;
    const char *words;
    size_t min;
} names[] = {
#define CDK_SECRET_NAME(kind, words, min) {CDK_SECRET_##kind, words, min},
#define CDK_SECRET_NOT(word)
#include "layer/secret_names.def"
#undef CDK_SECRET_NAME
#undef CDK_SECRET_NOT
};

static const char *const not_last[] = {
#define CDK_SECRET_NAME(kind, words, min)
#define CDK_SECRET_NOT(word) word,
#include "layer/secret_names.def"
#undef CDK_SECRET_NAME
#undef CDK_SECRET_NOT
};

typedef struct words {
    cdk_str items[MOST_WORDS];
    size_t count;
} words;

static bool lower_case(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool upper_case(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Cuts at anything but letters and digits, and where a small letter stands before a capital. */
static void split(cdk_str name, words *out)
{
    out->count = 0;
    for (size_t i = 0; i < name.n && out->count < MOST_WORDS;) {
        size_t from = i;
        while (i < name.n && cdk_secret_alnum(name.p[i]) && !(i > from && lower_case(name.p[i - 1]) && upper_case(name.p[i]))) i++;
        if (i > from) out->items[out->count++] = (cdk_str){name.p + from, i - from};
        else i++;
    }
}

/* Do the words of `want` stand in the name from `at` on? */
static bool words_at(const words *have, size_t at, const char *want)
{
    cdk_str rest = cdk_str_of(want), word;
    for (; cdk_str_word(&rest, &word); at++)
        if (at >= have->count || !cdk_str_eq_nocase(have->items[at], word)) return false;
    return true;
}

static bool has_words(const words *have, const char *want)
{
    for (size_t i = 0; i < have->count; i++)
        if (words_at(have, i, want)) return true;
    return false;
}

/* The row that a name fits, or NULL. PWD alone is the working folder. */
static const struct name_row *row_of(cdk_str name)
{
    words have;
    if (name.n > LONGEST_NAME || cdk_str_is(name, "PWD") || cdk_str_is(name, "OLDPWD")) return NULL;
    split(name, &have);
    if (!have.count) return NULL;
    for (size_t i = 0; i < sizeof not_last / sizeof *not_last; i++)
        if (cdk_str_eq_nocase(have.items[have.count - 1], cdk_str_of(not_last[i]))) return NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (has_words(&have, names[i].words)) return &names[i];
    return NULL;
}

static bool all_hex(cdk_str v)
{
    for (size_t i = 0; i < v.n; i++)
        if (!((v.p[i] >= '0' && v.p[i] <= '9') || ((v.p[i] | 0x20) >= 'a' && (v.p[i] | 0x20) <= 'f'))) return false;
    return true;
}

/* a.b.c, someName, call(x): code, where nothing quotes it. */
static bool looks_like_code(cdk_str v)
{
    bool digit = false, code = true;
    for (size_t i = 0; i < v.n; i++) {
        char c = v.p[i];
        digit |= c >= '0' && c <= '9';
        if (c == '(' || c == ')' || c == '[' || c == ']' || c == '{' || c == '}') return true;
        code &= cdk_secret_alnum(c) || c == '_' || c == '.' || c == ':' || c == '>' || c == '-';
    }
    size_t at;
    return code && !digit && (cdk_str_find_char(v, '.', &at) || cdk_str_find_char(v, ':', &at) || cdk_str_find(v, CDK_STR("->"), &at));
}

/* A token is random; a word, a sentence or a number is none. */
static bool token_like(cdk_str v)
{
    size_t at;
    unsigned classes = cdk_secret_classes(v);
    if (cdk_str_find_char(v, ' ', &at) || cdk_str_find(v, CDK_STR("%20"), &at)) return false;
    for (size_t i = 0; i < v.n; i++)
        if (!v.p[i] || strchr("()[]{}<>\\|^*\"'`", v.p[i])) return false; /* patterns and code, no token has these */
    bool digits = false, letters = false;
    for (size_t i = 0; i < v.n; i++) {
        digits |= v.p[i] >= '0' && v.p[i] <= '9';
        letters |= lower_case(v.p[i] | 0x20);
    }
    if (v.n >= 16 && all_hex(v) && digits) return cdk_secret_entropy(v) >= 250;
    bool wordless = v.n >= 24 && classes == 2 && !cdk_str_find_char(v, '_', &at) && !cdk_str_find_char(v, '-', &at);
    return letters && (digits ? classes >= 2 : wordless) && cdk_secret_entropy(v) >= (!digits ? 350 : v.n >= 16 ? 280 : 220);
}

/* 1.6.3-r3, 4.13: "passwd=4.13" asks for a package. */
static bool is_version(cdk_str v)
{
    size_t dots = 0, i = 0;
    for (; i < v.n && ((v.p[i] >= '0' && v.p[i] <= '9') || v.p[i] == '.'); i++) dots += v.p[i] == '.';
    return dots && i && (i == v.n || v.p[i] == '-' || v.p[i] == '+' || v.p[i] == '*');
}

/* PASSWORD, MY_TOKEN: what a help text calls the value. */
static bool is_metavariable(cdk_str v)
{
    for (size_t i = 0; i < v.n; i++)
        if (!(upper_case(v.p[i]) || v.p[i] == '_')) return false;
    return row_of(v) != NULL;
}

static size_t blanks_in(cdk_str v)
{
    size_t count = 0;
    for (size_t i = 0; i < v.n; i++) count += v.p[i] == ' ';
    return count;
}

/* How sure a named value is a secret; false: it is none. `bare`: nothing quotes it, in a text that may be code. */
static bool judge(const struct name_row *row, cdk_str v, bool bare, cdk_sure *sure)
{
    if (v.n < row->min || v.n > LONGEST_VALUE || cdk_secret_is_reference(v) || blanks_in(v) > 3) return false;
    if (cdk_secret_is_example(v)) {
        *sure = CDK_SURE_MEDIUM;
        return true;
    }
    if (cdk_secret_is_placeholder(v) || is_metavariable(v) || is_version(v) || (bare && looks_like_code(v))) return false;
    if (row->kind == CDK_SECRET_PASSWORD) {
        bool rich = v.n >= 8 && cdk_secret_classes(v) >= 2 && !blanks_in(v);
        *sure = cdk_secret_is_weak(v) ? CDK_SURE_LOW : rich ? CDK_SURE_HIGH : CDK_SURE_MEDIUM;
        if (bare && cdk_secret_classes(v) == 1 && !all_hex(v)) *sure = CDK_SURE_LOW;
        return !(bare && blanks_in(v));
    }
    if (cdk_secret_is_weak(v) || !token_like(v)) return false;
    *sure = row->kind == CDK_SECRET_TOKEN ? CDK_SURE_MEDIUM : CDK_SURE_HIGH;
    return true;
}

void cdk_secret_pair(cdk_secret_scanner *scanner, cdk_str name, cdk_str value, bool bare)
{
    const struct name_row *row = row_of(name);
    cdk_sure sure;
    if (row && judge(row, value, bare, &sure)) cdk_secret_add(scanner, row->kind, value, sure, cdk_secret_is_example(value));
}

static bool name_char(char c)
{
    return cdk_secret_alnum(c) || c == '_' || c == '-' || c == '.';
}

/* What joins name and value. A blank alone does behind --name. False: nothing does. */
static bool take_join(cdk_str text, size_t *at, bool option, bool *tight, char *open)
{
    size_t i = *at;
    *open = '\0';
    if (i < text.n && (text.p[i] == '"' || text.p[i] == '\'')) i++; /* the name was quoted */
    if (i < text.n && text.p[i] == ']') i++;
    size_t before = i;
    while (i < text.n && (text.p[i] == ' ' || text.p[i] == '\t')) i++;
    bool blank = i > before;
    if (i + 1 < text.n && text.p[i] == '=' && text.p[i + 1] == '=') return false;
    if (i < text.n && (text.p[i] == '=' || text.p[i] == ':' || text.p[i] == ',' || text.p[i] == '>')) {
        if (text.p[i] == ',' && before == *at) return false; /* a list of words, not define('NAME', 'value') */
        *open = text.p[i] == '>' ? '<' : '\0';
        *tight = !blank && text.p[i] == '=';
        i++;
        if (i < text.n && (text.p[i] == '=' || text.p[i] == '>')) i++;
        if (i < text.n && text.p[i] == ':') return false;
    } else if (!(option && blank)) {
        return false;
    }
    while (i < text.n && (text.p[i] == ' ' || text.p[i] == '\t')) i++;
    *at = i;
    return true;
}

/* The value from `at` on: in quotes, up to a tag, or up to a blank. */
static cdk_str take_value(cdk_str text, size_t at, char open, bool *quoted)
{
    size_t end = at;
    char quote = at < text.n && (text.p[at] == '"' || text.p[at] == '\'' || text.p[at] == '`') ? text.p[at] : '\0';
    if (at + 1 < text.n && text.p[at] == '\\' && text.p[at + 1] == '"') { /* JSON in JSON, or in a shell's quotes */
        size_t n;
        *quoted = true;
        cdk_str rest = cdk_str_from(text, at + 2);
        return cdk_str_find(rest, CDK_STR("\\\""), &n) && n <= LONGEST_VALUE ? (cdk_str){rest.p, n} : CDK_STR_NONE;
    }
    *quoted = quote != '\0' || open == '<';
    if (quote) end = ++at;
    for (; end < text.n && end - at <= LONGEST_VALUE; end++) {
        char c = text.p[end];
        if (c == '\n' || c == '\r' || c == '\0') break;
        if (quote && c == '\\' && end + 1 < text.n) end++;
        else if (quote ? c == quote : open ? c == open : (strchr(" \t;&|,\"'`)<>", c) != NULL)) break;
    }
    if (quote && (end >= text.n || text.p[end] != quote)) return CDK_STR_NONE;
    if (end > text.n) end = text.n;
    return open ? cdk_str_trim((cdk_str){text.p + at, end - at}) : (cdk_str){text.p + at, end - at};
}

/* "password: set it in the environment": a sentence, no value. */
static bool goes_on(cdk_str text, cdk_str value, bool whole)
{
    size_t end = (size_t)(value.p - text.p) + value.n;
    return !whole && end + 1 < text.n && text.p[end] == ' ' && lower_case((char)(text.p[end + 1] | 0x20)) && cdk_secret_classes(value) == 1;
}

/* Does a line of the text hold its value to the end, blanks and all? INI, properties, YAML with a bare value. */
static bool starts_line(cdk_str text, size_t from)
{
    while (from > 0 && (text.p[from - 1] == ' ' || text.p[from - 1] == '\t' || text.p[from - 1] == '-')) from--;
    return from == 0 || text.p[from - 1] == '\n';
}

void cdk_secret_assignment(cdk_secret_scanner *scanner, size_t at)
{
    cdk_str text = scanner->text;
    size_t from = at, end = at;
    bool tight = false, quoted;
    char open;
    if (at < scanner->value_end) return;
    while (from > 0 && at - from < LONGEST_NAME && name_char(text.p[from - 1])) from--;
    while (end < text.n && end - at < LONGEST_NAME && name_char(text.p[end])) end++;
    cdk_str name = {text.p + from, end - from};
    bool option = cdk_str_starts(name, CDK_STR("-"));
    if (!take_join(text, &end, option, &tight, &open)) return;
    cdk_str value = take_value(text, end, open, &quoted);
    if (!value.p || !value.n || (option && value.p[0] == '-') || goes_on(text, value, quoted || tight)) return;
    if (value.n > LONG_VALUE) scanner->value_end = (size_t)(value.p - text.p) + value.n;
    bool code = !quoted && scanner->place != CDK_SECRET_IN_COMMAND && !(tight && starts_line(text, from));
    cdk_secret_pair(scanner, name, value, code);
}
