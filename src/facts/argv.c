/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/argv.h"

typedef struct tokens {
    cdk_str rest;
    uint32_t line;
} tokens;

static bool next_token(tokens *t, cdk_str *token)
{
    if (!cdk_str_line(&t->rest, token)) return false;
    if (cdk_str_ends(*token, CDK_STR("\r"))) token->n--;
    t->line++;
    return true;
}

typedef struct search {
    const cdk_daemon_option_row *wanted;
    cdk_argv_visitor visit;
    void *user;
    tokens tokens;
} search;

static const cdk_daemon_option_row *by_flag(cdk_str flag)
{
    for (int i = 0; i < CDK_DO_COUNT; i++)
        if (cdk_str_is(flag, cdk_daemon_option_of((cdk_daemon_option)i)->flag)) return cdk_daemon_option_of((cdk_daemon_option)i);
    return NULL;
}

static const cdk_daemon_option_row *by_letter(char letter)
{
    for (int i = 0; i < CDK_DO_COUNT; i++)
        if (cdk_daemon_option_of((cdk_daemon_option)i)->letter == letter) return cdk_daemon_option_of((cdk_daemon_option)i);
    return NULL;
}

/* Gives a value to the option: `given`, or for a flag that needs one the next token. A boolean never takes that. */
static bool take(search *s, const cdk_daemon_option_row *option, bool has_value, cdk_str given)
{
    cdk_argv_hit hit = {.value = given, .line = s->tokens.line};
    if (!has_value && option->type == CDK_DT_BOOL)
        hit.value = CDK_STR("true");
    else if (!has_value)
        hit.bare = !next_token(&s->tokens, &hit.value);
    return option != s->wanted || s->visit(s->user, &hit);
}

static bool long_flag(search *s, cdk_str flag)
{
    cdk_str name, value;
    bool has_value = cdk_str_cut(flag, '=', &name, &value);
    const cdk_daemon_option_row *option = by_flag(name);
    if (option) return take(s, option, has_value, value);
    return true;
}

/* "-D", "-H x", "-Hx", "-H=x", "-DH x" */
static bool short_flags(search *s, cdk_str letters)
{
    while (letters.n) {
        const cdk_daemon_option_row *option = by_letter(letters.p[0]);
        letters = (cdk_str){letters.p + 1, letters.n - 1};
        if (!option) continue;
        bool equals = letters.n && letters.p[0] == '=';
        if (option->type == CDK_DT_BOOL && !equals) {
            if (!take(s, option, false, CDK_STR_NONE)) return false;
            continue;
        }
        return take(s, option, letters.n > 0, equals ? (cdk_str){letters.p + 1, letters.n - 1} : letters);
    }
    return true;
}

bool cdk_argv_each(cdk_str argv, const cdk_daemon_option_row *option, cdk_argv_visitor visit, void *user)
{
    search s = {.wanted = option, .visit = visit, .user = user, .tokens = {argv, 0}};
    cdk_str token;
    bool program = true, good = true;
    while (good && next_token(&s.tokens, &token)) {
        bool first = program;
        program = false;
        if (first && !cdk_str_starts(token, CDK_STR("-"))) continue;
        if (cdk_str_is(token, "--")) break;
        if (cdk_str_starts(token, CDK_STR("--")))
            good = long_flag(&s, cdk_str_from(token, 2));
        else if (cdk_str_starts(token, CDK_STR("-")))
            good = short_flags(&s, cdk_str_from(token, 1));
    }
    return good;
}

cdk_str cdk_argv_program(cdk_str argv)
{
    tokens t = {argv, 0};
    cdk_str token = CDK_STR_NONE;
    next_token(&t, &token);
    return token;
}

static bool is_a_daemon(cdk_str program)
{
    size_t at;
    if (cdk_str_rfind_char(program, '/', &at)) program = cdk_str_from(program, at + 1);
    return cdk_str_find(program, CDK_STR("docker"), &at) || cdk_str_find(program, CDK_STR("engine"), &at);
}

int32_t cdk_argv_check(const cdk_env *env, cdk_str argv)
{
    cdk_str program = cdk_argv_program(argv);
    cdk_where where = CDK_NOWHERE;
    size_t at;
    where.document = "dockerd-argv";
    if (cdk_str_find(program, CDK_STR(" -"), &at))
        return cdk_fail(env, CDK_CLASS_BAD_DOCUMENT, &where, "dockerd-argv: one argument a line is needed");
    if (cdk_str_starts(program, CDK_STR("-")) || is_a_daemon(program)) return CISDOCK_OK;
    return cdk_fail(env, CDK_CLASS_BAD_DOCUMENT, &where, "dockerd-argv: the first line is no program that is dockerd");
}
