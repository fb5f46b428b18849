/* SPDX-License-Identifier: Apache-2.0 */
/* What BuildKit holds against the words and flags of an instruction before anything is built. */
#include "image/dockerfile_line.h"

typedef enum flag_type { FLAG_TEXT, FLAG_SWITCH, FLAG_MANY } flag_type;

static const struct flag_row {
    cdk_keyword keyword;
    const char *name;
    flag_type type;
} flag_rows[] = {
    {CDK_KW_ADD, "chown", FLAG_TEXT}, {CDK_KW_ADD, "chmod", FLAG_TEXT}, {CDK_KW_ADD, "link", FLAG_SWITCH},
    {CDK_KW_ADD, "keep-git-dir", FLAG_SWITCH}, {CDK_KW_ADD, "checksum", FLAG_TEXT}, {CDK_KW_ADD, "exclude", FLAG_MANY},
    {CDK_KW_ADD, "unpack", FLAG_SWITCH}, {CDK_KW_COPY, "chown", FLAG_TEXT}, {CDK_KW_COPY, "chmod", FLAG_TEXT},
    {CDK_KW_COPY, "from", FLAG_TEXT}, {CDK_KW_COPY, "link", FLAG_SWITCH}, {CDK_KW_COPY, "parents", FLAG_SWITCH},
    {CDK_KW_COPY, "exclude", FLAG_MANY}, {CDK_KW_FROM, "platform", FLAG_TEXT}, {CDK_KW_RUN, "mount", FLAG_MANY},
    {CDK_KW_RUN, "network", FLAG_TEXT}, {CDK_KW_RUN, "security", FLAG_TEXT}, {CDK_KW_RUN, "device", FLAG_MANY},
    {CDK_KW_HEALTHCHECK, "interval", FLAG_TEXT}, {CDK_KW_HEALTHCHECK, "timeout", FLAG_TEXT},
    {CDK_KW_HEALTHCHECK, "start-period", FLAG_TEXT}, {CDK_KW_HEALTHCHECK, "start-interval", FLAG_TEXT},
    {CDK_KW_HEALTHCHECK, "retries", FLAG_TEXT},
};

static const struct flag_row *flag_row_of(cdk_keyword keyword, cdk_str name)
{
    for (size_t i = 0; i < sizeof flag_rows / sizeof *flag_rows; i++)
        if (flag_rows[i].keyword == keyword && cdk_str_is(name, flag_rows[i].name)) return &flag_rows[i];
    return NULL;
}

static bool given_before(const cdk_instruction *in, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++)
        if (cdk_str_eq(in->flags[i].name, in->flags[index].name)) return true;
    return false;
}

static const char *check_flags(const cdk_instruction *in)
{
    bool none = in->keyword == CDK_KW_HEALTHCHECK && in->arg_count && cdk_str_is(in->args[0], "NONE");
    if (none || in->keyword == CDK_KW_ARG || in->keyword == CDK_KW_STOPSIGNAL) return NULL;
    for (uint32_t i = 0; i < in->flag_count; i++) {
        const cdk_flag *flag = &in->flags[i];
        const struct flag_row *row = flag_row_of(in->keyword, flag->name);
        if (!row) return "a flag is not known";
        if (row->type != FLAG_MANY && given_before(in, i)) return "a flag is given twice";
        if (row->type != FLAG_SWITCH && !flag->value.p) return "a flag has no value";
        if (row->type == FLAG_SWITCH && flag->value.p && !cdk_str_eq_nocase(flag->value, CDK_STR("true")) &&
            !cdk_str_eq_nocase(flag->value, CDK_STR("false")))
            return "a flag is neither true nor false";
    }
    return NULL;
}

/* A duration as Go writes it: 1m30s, 1.5h, 0. Negative and below a millisecond: not taken. */
static bool duration(cdk_str s)
{
    static const struct { const char *unit; double seconds; } units[] = {
        {"ns", 1e-9}, {"us", 1e-6}, {"\xc2\xb5s", 1e-6}, {"\xce\xbcs", 1e-6}, {"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}};
    double total = 0;
    if (!s.n || cdk_str_is(s, "0")) return true;
    if (s.p[0] == '+') s = cdk_str_from(s, 1);
    while (s.n) {
        double number = 0, scale = 1;
        size_t digits = 0, i = 0, unit = 0;
        for (bool point = false; i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] == '.' && !point)); i++) {
            if (s.p[i] == '.') point = true;
            else number = number * 10 + (s.p[i] - '0'), digits++;
            if (point && s.p[i] != '.') scale *= 10;
        }
        s = cdk_str_from(s, i);
        for (i = 0; i < s.n && s.p[i] != '.' && (s.p[i] < '0' || s.p[i] > '9'); i++) {}
        while (unit < sizeof units / sizeof *units && !cdk_str_is((cdk_str){s.p, i}, units[unit].unit)) unit++;
        if (!digits || unit == sizeof units / sizeof *units) return false;
        total += number / scale * units[unit].seconds;
        s = cdk_str_from(s, i);
    }
    return total == 0 || total >= 1e-3;
}

static const char *check_health(const cdk_instruction *in)
{
    if (!in->arg_count) return "HEALTHCHECK has no argument";
    if (cdk_str_is(in->args[0], "NONE")) return in->arg_count > 1 ? "HEALTHCHECK NONE has arguments" : NULL;
    if (!cdk_str_starts(in->args[0], CDK_STR("CMD"))) return "HEALTHCHECK is neither NONE nor CMD";
    if (in->arg_count < 2) return "HEALTHCHECK CMD has no command";
    for (uint32_t i = 0; i < in->flag_count; i++) {
        uint64_t retries;
        if (!cdk_str_is(in->flags[i].name, "retries")) {
            if (!duration(in->flags[i].value)) return "a time of HEALTHCHECK is broken";
        } else if (in->flags[i].value.n && (!cdk_str_u64(in->flags[i].value, 10, &retries) || retries > INT32_MAX)) {
            return "the retries of HEALTHCHECK are broken";
        }
    }
    return NULL;
}

static bool stage_name(cdk_str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = (char)(name.p[i] | 0x20);
        bool letter = c >= 'a' && c <= 'z' && name.p[i] != '_';
        if (!letter && (i == 0 || !((name.p[i] >= '0' && name.p[i] <= '9') || (name.p[i] && strchr("-_.", name.p[i]))))) return false;
    }
    return name.n > 0;
}

static const char *check_from(const cdk_instruction *in)
{
    if (in->arg_count == 1) return NULL;
    if (in->arg_count != 3 || !cdk_str_eq_nocase(in->args[1], CDK_STR("AS"))) return "FROM has not one or three arguments";
    return stage_name(in->args[2]) ? NULL : "the stage's name is not allowed";
}

static const char *check_sources(const cdk_instruction *in)
{
    if (in->arg_count < 2) return "a source or the destination is missing";
    cdk_str last = in->args[in->arg_count - 1];
    size_t at = 0;
    while (at < last.n && last.p[at] >= '0' && last.p[at] <= '9') at++;
    if (!cdk_str_starts(cdk_str_from(last, at), CDK_STR("<<"))) return NULL;
    last = cdk_str_from(last, at + 2);
    return last.n && !cdk_str_is(last, "-") && !cdk_str_find_char(last, '<', &at) ? "a heredoc is no destination" : NULL;
}

static const char *check_volume(const cdk_instruction *in)
{
    if (!in->arg_count) return "an argument is missing";
    for (uint32_t i = 0; i < in->arg_count; i++)
        if (!cdk_str_trim(in->args[i]).n) return "a volume's name is empty";
    return NULL;
}

static const char *check_nested(const cdk_instruction *in)
{
    static const cdk_keyword forbidden[] = {CDK_KW_ONBUILD, CDK_KW_MAINTAINER, CDK_KW_FROM};
    if (!in->trigger) return "an argument is missing";
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
        if (in->trigger->keyword == forbidden[i]) return "this instruction may not stand behind ONBUILD";
    return NULL;
}

static const char *check_pairs(const cdk_instruction *in)
{
    if (!in->pair_count) return "an argument is missing";
    return NULL;
}

static const char *check_args(const cdk_instruction *in)
{
    switch (in->keyword) {
    case CDK_KW_HEALTHCHECK: return check_health(in);
    case CDK_KW_FROM: return check_from(in);
    case CDK_KW_ADD:
    case CDK_KW_COPY: return check_sources(in);
    case CDK_KW_VOLUME: return check_volume(in);
    case CDK_KW_ONBUILD: return check_nested(in);
    case CDK_KW_ENV:
    case CDK_KW_LABEL:
    case CDK_KW_ARG: return check_pairs(in);
    case CDK_KW_EXPOSE: return in->arg_count ? NULL : "an argument is missing";
    case CDK_KW_MAINTAINER:
    case CDK_KW_STOPSIGNAL:
    case CDK_KW_USER:
    case CDK_KW_WORKDIR: return in->arg_count == 1 ? NULL : "not exactly one argument";
    case CDK_KW_SHELL: return in->exec_form && in->arg_count ? NULL : "SHELL is no array with a word in it";
    default: return NULL;
    }
}

const char *cdk_line_check(const cdk_instruction *in)
{
    const char *why = check_args(in);
    return why ? why : check_flags(in);
}
