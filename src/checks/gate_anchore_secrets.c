/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/anchore.h"

/* The engine's default patterns of the secret search. Names and patterns are taken from Anchore's configuration (NOTICE). */
static const struct {
    const char *name, *pattern;
} defaults[] = {
    {"AWS_ACCESS_KEY", "(?i).*aws_access_key_id( *=+ *).*(?<![A-Z0-9])[A-Z0-9]{20}(?![A-Z0-9]).*"},
    {"AWS_SECRET_KEY", "(?i).*aws_secret_access_key( *=+ *).*(?<![A-Za-z0-9/+=])[A-Za-z0-9/+=]{40}(?![A-Za-z0-9/+=]).*"},
    {"PRIV_KEY", "(?i)-+BEGIN(.*)PRIVATE KEY-+"},
    {"DOCKER_AUTH", "(?i).*\"auth\": *\".+\""},
    {"API_KEY", "(?i).*api(-|_)key( *=+ *).*(?<![A-Z0-9])[A-Z0-9]{20,60}(?![A-Z0-9]).*"}};
enum { SECRET_MAX_SIZE = 10000 };

typedef struct filter {
    cdk_str names, path_pattern;
    cdk_regex *regex;
    cdk_regex_run *run;
    bool found; /* the parameter match_type */
} filter;

static bool contains(cdk_str text, cdk_str part)
{
    size_t at;
    return part.n == 0 || cdk_str_find(text, part, &at);
}

static bool chosen(cdk_eval *eval, const filter *f, cdk_str text)
{
    cdk_str name, regex;
    bool named = cdk_str_cut(text, '=', &name, &regex);
    if (!named) regex = text;
    if (!f->names.n) return true;
    if (!cdk_odd(eval, CDK_ODD_SECRET_NAME_SUBSTRING)) return cdk_str_eq(regex, f->names) || (named && cdk_list_has(f->names, name));
    return contains(f->names, regex) || (named && name.n && contains(f->names, name));
}

static int32_t fire_found(cdk_eval *eval, const cdk_gate_hit *hit)
{
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_text(&text, cdk_odd(eval, CDK_ODD_MESSAGES_0_3) ? "Secret search analyzer found regexp match in container: file="
                                                            : "Secret content search analyzer found regexp match in container: file=");
    cdk_buf_str(&text, hit->path);
    cdk_buf_text(&text, " regexp=");
    cdk_buf_str(&text, hit->text);
    int32_t status = cdk_anchore_fire(eval, &text, NULL);
    return status ? status : cdk_anchore_evidence(eval, "secret", "path", hit->path);
}

static int32_t fire_not_found(cdk_eval *eval, const filter *f)
{
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_text(&text, "Secret content search analyzer did not find regexp match in container: filename_regex=");
    cdk_buf_str(&text, f->path_pattern.n ? f->path_pattern : CDK_STR("*"));
    cdk_buf_text(&text, " content_regex_name=");
    cdk_buf_str(&text, f->names.n ? f->names : CDK_STR("all"));
    return cdk_anchore_fire(eval, &text, NULL);
}

static int32_t search(cdk_eval *eval, const filter *f)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    bool any = false, path_fits = false;
    cdk_str path = CDK_STR_NONE;
    for (uint32_t i = 0; i < facts->secret_count; i++) {
        const cdk_gate_hit *hit = &facts->secrets[i];
        if (!path.p || !cdk_str_eq(path, hit->path)) {
            path = hit->path;
            path_fits = true;
            int32_t status = f->run ? cdk_regex_try(f->run, CDK_RE_MATCH, path, &path_fits) : 0;
            if (status) return cdk_anchore_regex_failed(eval, status, "the parameter filename_regex");
        }
        if (!path_fits || !chosen(eval, f, hit->text)) continue;
        any = true;
        int32_t status = f->found ? fire_found(eval, hit) : 0;
        if (status) return status;
    }
    return any || f->found ? 0 : fire_not_found(eval, f);
}

static int32_t content_regex_checks(cdk_eval *eval)
{
    filter f = {.names = cdk_param(eval, "content_regex_name"), .path_pattern = cdk_param(eval, "filename_regex")};
    f.found = cdk_str_is(cdk_param_or(eval, "match_type", CDK_STR("found")), "found");
    if (cdk_anchore_lacks(eval, cdk_seen(eval)->secrets_state, "the secret search")) return 0;
    int32_t status = f.path_pattern.n ? cdk_regex_new(eval->env, f.path_pattern, CDK_RE_TEXT, &f.regex) : 0;
    if (!status && f.regex) status = cdk_regex_run_new(eval->env, f.regex, &f.run);
    status = status ? cdk_anchore_regex_failed(eval, status, "the parameter filename_regex") : search(eval, &f);
    cdk_regex_run_free(f.run);
    cdk_regex_free(f.regex);
    return status;
}

static int32_t needs(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    int32_t status = 0;
    (void)params;
    for (size_t i = 0; !status && i < sizeof defaults / sizeof *defaults; i++) {
        cdk_need search_for = {.kind = CDK_NEED_SEARCH, .name = cdk_str_of(defaults[i].name), .pattern = cdk_str_of(defaults[i].pattern),
                               .max_size = SECRET_MAX_SIZE};
        status = cdk_plan_add(env, plan, &search_for);
    }
    return status;
}

static const cdk_param_spec params[] = {
    {.name = "content_regex_name", .type = CDK_P_STRING, .description = "names of the patterns that count; all where absent"},
    {.name = "filename_regex", .type = CDK_P_REGEX, .description = "pattern that the path must begin with"},
    {.name = "match_type", .type = CDK_P_ENUM, .choices = "notfound|found", .def = "found", .description = "whether to fire where something or where nothing is found"}};

static const cdk_trigger triggers[] = {{.name = "content_regex_checks", .description = "fires for each pattern of the secret search that was found in a file",
                                        .params = params, .param_count = 3, .needs = needs, .evaluate = content_regex_checks}};

const cdk_gate cdk_gate_anchore_secrets = {
    .name = "secret_scans", .description = "checks of what the secret search found", .triggers = triggers, .count = 1, .anchore = true};
