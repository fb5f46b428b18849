/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/anchore.h"

static int32_t content_not_available(cdk_eval *eval)
{
    static const char message[] = "Cannot locate file in the image analysis";
    const cdk_gate_facts *facts = cdk_seen(eval);
    int32_t status = 0;
    if (cdk_gate_facts_retrieved(facts, cdk_param(eval, "path"))) return 0;
    if (cdk_anchore_lacks(eval, cdk_gate_facts_retrieved_known(facts, cdk_param(eval, "path")), "the content of the file")) return 0;
    if (!facts->retrieved_count && cdk_odd(eval, CDK_ODD_RETRIEVED_TWICE)) status = cdk_anchore_firef(eval, message);
    return status ? status : cdk_anchore_firef(eval, message);
}

/* Is there a word, or a line, that the pattern matches? */
static int32_t find(cdk_eval *eval, cdk_regex_run *run, cdk_str text, bool *found)
{
    bool words = cdk_odd(eval, CDK_ODD_RETRIEVED_BY_WORD);
    cdk_str part;
    *found = false;
    while (!*found && (words ? cdk_py_word(&text, &part) : cdk_py_line(&text, &part))) {
        int32_t status = cdk_regex_try(run, words ? CDK_RE_MATCH : CDK_RE_SEARCH, part, found);
        if (status) return status;
    }
    return 0;
}

static int32_t fire(cdk_eval *eval, cdk_str pattern, cdk_str check, cdk_str path)
{
    cdk_str rule = eval->anchore->rule_id;
    cdk_buf text;
    const char *id = cdk_arena_printf(eval->arena, "%.*s+file://%.*s", rule.p ? (int)rule.n : 4, rule.p ? rule.p : "None",
                                      (int)path.n, path.p);
    if (!id) return cdk_fail_memory(eval->env);
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_text(&text, "Content regex '");
    cdk_buf_str(&text, pattern);
    cdk_buf_printf(&text, "' check '%.*s' found in retrieved file '", (int)check.n, check.p);
    cdk_buf_str(&text, path);
    cdk_buf_text(&text, "'");
    int32_t status = cdk_anchore_fire(eval, &text, id);
    return status ? status : cdk_anchore_evidence(eval, "file", "path", path);
}

static int32_t content_regex(cdk_eval *eval)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    cdk_str pattern = cdk_param(eval, "regex"), check = cdk_param(eval, "check"), path = cdk_param(eval, "path");
    const cdk_gate_retrieved *file = cdk_gate_facts_retrieved(facts, path);
    cdk_regex *regex;
    cdk_regex_run *run = NULL;
    bool found = false;
    if (!file && cdk_anchore_lacks(eval, cdk_gate_facts_retrieved_known(facts, cdk_param(eval, "path")), "the content of the file")) return 0;
    if (!facts->retrieved_count) return 0;
    int32_t status = cdk_regex_new(eval->env, pattern, CDK_RE_TEXT, &regex);
    if (!status && file && !cdk_utf8_valid(cdk_retrieved_content(eval, file))) {
        cdk_regex_free(regex);
        return cdk_anchore_broken(eval, "the retrieved file is not UTF-8");
    }
    if (!status) status = cdk_regex_run_new(eval->env, regex, &run);
    if (!status && file) status = find(eval, run, file->bytes, &found);
    cdk_regex_run_free(run);
    cdk_regex_free(regex);
    if (status) return cdk_anchore_regex_failed(eval, status, "the parameter regex");
    return file && found == cdk_str_is(check, "match") ? fire(eval, pattern, check, path) : 0;
}

static int32_t needs(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    cdk_str path = cdk_params_get(params, "path");
    while (path.n && path.p[0] == '/') path = cdk_str_from(path, 1);
    cdk_need file = {.kind = CDK_NEED_CONTENT, .pattern = path};
    return path.n ? cdk_plan_add(env, plan, &file) : 0;
}

#define PATH {.name = "path", .type = CDK_P_STRING, .required = true, .description = "path of the file"}
static const cdk_param_spec missing_params[] = {PATH};
static const cdk_param_spec regex_params[] = {
    PATH,
    {.name = "check", .type = CDK_P_ENUM, .required = true, .choices = "match|no_match", .description = "whether the pattern must be found"},
    {.name = "regex", .type = CDK_P_REGEX, .required = true, .description = "pattern that a word of the file begins with"}};

static const cdk_trigger triggers[] = {
    {.name = "content_not_available", .description = "fires where the file was not kept", .params = missing_params, .param_count = 1, .needs = needs, .evaluate = content_not_available},
    {.name = "content_regex", .description = "looks for a pattern in a kept file", .params = regex_params, .param_count = 3, .needs = needs, .evaluate = content_regex}};

const cdk_gate cdk_gate_anchore_retrieved = {
    .name = "retrieved_files", .description = "checks of the contents of named files", .triggers = triggers, .count = 2, .anchore = true};
