/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/anchore_dockerfile.h"


/* --- instruction --- */

typedef struct test {
    cdk_str check, value;
    cdk_regex *regex;
    cdk_regex_run *run;
} test;

static int32_t holds(const test *t, cdk_str text, bool *out)
{
    if (cdk_str_is(t->check, "=")) *out = cdk_str_eq(text, t->value);
    if (cdk_str_is(t->check, "!=")) *out = !cdk_str_eq(text, t->value);
    if (cdk_str_is(t->check, "exists")) *out = true;
    if (cdk_str_is(t->check, "not_exists")) *out = false;
    if (cdk_str_is(t->check, "in")) *out = cdk_list_has(t->value, text);
    if (cdk_str_is(t->check, "not_in")) *out = !cdk_list_has(t->value, text);
    if (!t->run) return 0;
    int32_t status = cdk_regex_try(t->run, CDK_RE_MATCH, text, out);
    if (cdk_str_is(t->check, "not_like")) *out = !*out;
    return status;
}

static int32_t fire_line(cdk_eval *eval, const test *t, cdk_str name, cdk_str line)
{
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_printf(&text, "Dockerfile directive '%.*s' check '%.*s' matched against '", (int)name.n, name.p, (int)t->check.n,
                   t->check.p);
    cdk_buf_str(&text, t->value);
    cdk_buf_text(&text, "' for line '");
    cdk_buf_str(&text, line);
    cdk_buf_text(&text, "'");
    return cdk_dockerfile_fire(eval, &text, line);
}

static int32_t test_lines(cdk_eval *eval, const test *t, cdk_str name, const cdk_dockerfile_lines *lines)
{
    bool there = false;
    for (uint32_t i = 0; i < lines->count; i++) {
        if (!cdk_str_eq(lines->items[i].name, name)) continue;
        cdk_str line = cdk_py_strip(cdk_str_from(lines->items[i].text, name.n));
        bool hit = false;
        there = true;
        int32_t status = holds(t, line, &hit);
        if (status) return cdk_anchore_regex_failed(eval, status, "the parameter value");
        if (hit && (status = fire_line(eval, t, name, line))) return status;
    }
    if (there || !cdk_str_is(t->check, "not_exists")) return 0;
    return cdk_anchore_firef(eval, "Dockerfile directive '%.*s' not found, matching condition 'not_exists' check", (int)name.n, name.p);
}

static int32_t instruction(cdk_eval *eval)
{
    const cdk_dockerfile_lines *lines;
    test t = {.check = cdk_param(eval, "check"), .value = cdk_param(eval, "value")};
    cdk_str name = cdk_param(eval, "instruction");
    bool existence = cdk_str_is(t.check, "exists") || cdk_str_is(t.check, "not_exists");
    int32_t status = cdk_dockerfile_begin(eval, true, true, &lines);
    if (status || !lines || (!existence && !t.value.p)) return status;
    bool like = cdk_str_is(t.check, "like") || cdk_str_is(t.check, "not_like"), there = false;
    for (uint32_t i = 0; i < lines->count && !there; i++) there = cdk_str_eq(lines->items[i].name, name);
    /* A pattern that no line meets is never compiled, and so never found to be wrong. */
    if (like && there) status = cdk_regex_new(eval->env, t.value, CDK_RE_TEXT, &t.regex);
    if (!status && t.regex) status = cdk_regex_run_new(eval->env, t.regex, &t.run);
    status = status ? cdk_anchore_regex_failed(eval, status, "the parameter value") : test_lines(eval, &t, name, lines);
    cdk_regex_run_free(t.run);
    cdk_regex_free(t.regex);
    return status;
}

/* --- effective_user --- */

static int32_t user_by_pattern(cdk_eval *eval, cdk_str line, cdk_str *user)
{
    static const char pattern[] = "\\s*USER\\s+\\[?([^\\]]+)\\]?\\s*";
    cdk_regex *regex;
    cdk_regex_run *run = NULL;
    bool hit = false;
    int32_t status = cdk_regex_new(eval->env, cdk_str_of(pattern), CDK_RE_TEXT, &regex);
    if (!status) status = cdk_regex_run_new(eval->env, regex, &run);
    if (!status) status = cdk_regex_try(run, CDK_RE_SEARCH, line, &hit);
    if (!status && (!hit || !cdk_regex_group(run, 1, user))) *user = CDK_STR_NONE;
    cdk_regex_run_free(run);
    cdk_regex_free(regex);
    return status;
}

static cdk_str user_name(cdk_str user)
{
    cdk_str group;
    cdk_str_cut(user, ':', &user, &group);
    return cdk_str_is(user, "0") ? CDK_STR("root") : user;
}

static bool user_listed(cdk_eval *eval, cdk_str users, cdk_str user)
{
    cdk_str one;
    bool text = cdk_odd(eval, CDK_ODD_USER_TEXT);
    if (users.n == 0) return false;
    while (cdk_py_item(&users, &one))
        if (cdk_str_eq(text ? one : user_name(one), text ? user : user_name(user))) return true;
    return false;
}

static int32_t effective_user(cdk_eval *eval)
{
    const cdk_dockerfile_lines *lines;
    int32_t status = cdk_dockerfile_begin(eval, false, false, &lines);
    if (status || !lines) return status;
    cdk_str line = CDK_STR("USER root"), user;
    for (uint32_t i = 0; i < lines->count; i++)
        if (cdk_str_is(lines->items[i].name, "USER")) line = lines->items[i].text;
    if (!cdk_odd(eval, CDK_ODD_USER_CASE) && cdk_str_eq_nocase((cdk_str){line.p, line.n < 4 ? line.n : 4}, CDK_STR("USER"))) {
        const char *upper = cdk_arena_printf(eval->arena, "USER%.*s", (int)(line.n - 4), line.p + 4);
        if (!upper) return cdk_fail_memory(eval->env);
        line = cdk_str_of(upper);
    }
    status = user_by_pattern(eval, cdk_py_strip(line), &user);
    if (status || !user.p) return status;
    bool allow = cdk_str_is(cdk_param(eval, "type"), "whitelist");
    if (user_listed(eval, cdk_param(eval, "users"), user) == allow) return 0;
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_text(&text, "User ");
    cdk_buf_str(&text, user);
    cdk_buf_text(&text, allow ? " found as effective user, which is not on the allowed list"
                              : " found as effective user, which is explicity not allowed");
    if (!allow && cdk_odd(eval, CDK_ODD_MESSAGES_0_3)) cdk_buf_text(&text, " list");
    return cdk_dockerfile_fire(eval, &text, line);
}

static int32_t no_dockerfile(cdk_eval *eval)
{
    if (cdk_str_eq_nocase(cdk_seen(eval)->dockerfile_mode, CDK_STR("actual"))) return 0;
    return cdk_anchore_firef(eval, "Image was not analyzed with an actual Dockerfile");
}

#define ACTUAL_ONLY {.name = "actual_dockerfile_only", .type = CDK_P_BOOL, .def = "false", .description = "pass over what was guessed from the history"}

static const cdk_param_spec instruction_params[] = {
    {.name = "instruction", .type = CDK_P_ENUM, .required = true, .choices = cdk_dockerfile_names, .description = "instruction whose lines are looked at"},
    {.name = "check", .type = CDK_P_ENUM, .required = true, .choices = "=|!=|exists|not_exists|like|not_like|in|not_in", .description = "how a line is compared"},
    {.name = "value", .type = CDK_P_STRING, .description = "text, pattern or list that it is compared with"},
    ACTUAL_ONLY};
static const cdk_param_spec user_params[] = {
    {.name = "users", .type = CDK_P_STRING, .required = true, .description = "user names between commas"},
    {.name = "type", .type = CDK_P_ENUM, .required = true, .choices = "whitelist|blacklist", .description = "whether they are allowed or denied"}};
static const cdk_param_spec port_params[] = {
    {.name = "ports", .type = CDK_P_INT_LIST, .required = true, .description = "port numbers between commas"},
    {.name = "type", .type = CDK_P_ENUM, .required = true, .choices = "whitelist|blacklist", .description = "whether they are allowed or denied"},
    ACTUAL_ONLY};

static const cdk_trigger triggers[] = {
    {.name = "instruction", .description = "compares each line of one instruction with a value", .params = instruction_params, .param_count = 4, .evidence = "dockerfile", .evaluate = instruction},
    {.name = "effective_user", .description = "checks the last USER line against a list", .params = user_params, .param_count = 2, .evidence = "dockerfile", .evaluate = effective_user},
    {.name = "exposed_ports", .description = "checks the EXPOSE lines against a list", .params = port_params, .param_count = 3, .evidence = "dockerfile", .evaluate = cdk_dockerfile_exposed_ports},
    {.name = "no_dockerfile_provided", .description = "fires where the Dockerfile was not supplied", .evidence = "dockerfile", .evaluate = no_dockerfile}};

const cdk_gate cdk_gate_anchore_dockerfile = {
    .name = "dockerfile", .description = "checks of the Dockerfile, supplied or guessed from the image's history", .triggers = triggers, .count = 4, .anchore = true};
