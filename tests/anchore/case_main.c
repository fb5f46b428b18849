/* SPDX-License-Identifier: Apache-2.0 */
#include "case.h"

#include "report/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t now(void *user)
{
    (void)user;
    return (int64_t)time(NULL);
}

static int32_t to_stdout(void *user, const uint8_t *data, size_t size)
{
    (void)user;
    return fwrite(data, 1, size, stdout) == size ? 0 : -1;
}

cdk_str case_read_file(cdk_arena *arena, const char *folder, cdk_str name)
{
    char *path = cdk_arena_printf(arena, "%s/%.*s", folder, (int)name.n, name.p);
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!file) return CDK_STR_NONE;
    size_t n = 0, cap = 0, got;
    char *bytes = NULL;
    do {
        if (n == cap) {
            cap = cap ? cap * 2 : 65536;
            char *bigger = cdk_arena_alloc(arena, cap);
            if (!bigger) break;
            if (n) memcpy(bigger, bytes, n);
            bytes = bigger;
        }
        got = fread(bytes + n, 1, cap - n, file);
        n += got;
    } while (got);
    fclose(file);
    return (cdk_str){bytes, n};
}

static cdk_json *parse_file(case_run *run, cdk_str name, cdk_str *text)
{
    cdk_json *root = NULL;
    *text = case_read_file(run->arena, run->data, name);
    if (!text->p) fprintf(stderr, "anchore-case: %s/%.*s cannot be read\n", run->data, (int)name.n, name.p);
    return text->p && !cdk_json_parse(run->env, run->arena, *text, "document", &root) ? root : NULL;
}

/* A bundle that is no object gives no verdict, as one of an unknown version does. */
static void take_bundle(case_run *run, cdk_str case_text)
{
    cdk_str file = cdk_json_get_str(run->document, "bundle_file"), text = case_text;
    const cdk_json *root = file.p ? parse_file(run, file, &text) : cdk_json_get(run->document, "bundle");
    cdk_policy_bundle *bundle = cdk_arena_calloc(run->arena, 1, sizeof *bundle);
    if (!bundle || !cdk_json_is(root, CDK_JSON_OBJECT)) return;
    *bundle = (cdk_policy_bundle){root, text, "bundle"};
    run->bundle = bundle;
}

static int32_t take_facts(case_run *run)
{
    const cdk_json *extra = cdk_json_get(run->document, "extra_facts"), *facts = cdk_json_get(run->document, "facts");
    cdk_str file = cdk_json_get_str(run->document, "facts_file"), text;
    if (cdk_json_get(run->document, "image")) return case_image_facts(run);
    if (file.p) facts = parse_file(run, file, &text);
    return cdk_gate_facts_from_json(run->env, facts, extra, &run->facts);
}

static cdk_compat compat_of(cdk_str word)
{
    static const struct {
        const char *word;
        cdk_compat compat;
    } rows[] = {{"0.8", CDK_COMPAT_ANCHORE_0_8}, {"anchore-0.8", CDK_COMPAT_ANCHORE_0_8}, {"0.3", CDK_COMPAT_ANCHORE_0_3},
                {"anchore-0.3", CDK_COMPAT_ANCHORE_0_3}, {"intended", CDK_COMPAT_INTENDED}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cdk_str_is(word, rows[i].word)) return rows[i].compat;
    return CDK_COMPAT_ANCHORE_1_1;
}

static void put_rule(cdk_jsonw *w, const char *key, const cdk_json *rule)
{
    cdk_jsonw_key(w, key);
    if (rule)
        cdk_jsonw_value(w, rule);
    else
        cdk_jsonw_bool(w, false);
}

static void put_text(cdk_jsonw *w, const char *key, const char *text)
{
    cdk_jsonw_key(w, key);
    cdk_jsonw_text(w, text);
}

static void put_row(cdk_jsonw *w, const cdk_match *match)
{
    cdk_jsonw_object(w);
    put_text(w, "policy_id", match->policy_id);
    put_text(w, "gate", match->gate);
    put_text(w, "trigger", match->trigger);
    put_text(w, "trigger_id", match->trigger_id);
    put_text(w, "check_output", match->message);
    put_text(w, "gate_action", match->action);
    cdk_jsonw_key(w, "whitelisted");
    if (match->allowlisted) {
        cdk_jsonw_object(w);
        put_text(w, "whitelist_name", match->allowlist_name);
        put_text(w, "whitelist_id", match->allowlist_id);
        put_text(w, "matched_rule_id", match->allowlist_item);
        cdk_jsonw_object_end(w);
    } else {
        cdk_jsonw_bool(w, false);
    }
    cdk_jsonw_object_end(w);
}

static void put_result(cdk_jsonw *w, const cdk_policy_result *result)
{
    const cdk_policy_detail *detail = result->detail;
    bool none = result->outcome == CDK_POLICY_NO_VERDICT;
    put_text(w, "outcome", cdk_policy_outcome_word(result->outcome));
    put_text(w, "final_action", none ? NULL : result->final_action);
    put_text(w, "final_action_reason", none ? NULL : result->final_action_reason);
    put_text(w, "policy_final_action", none ? NULL : result->policy_final_action);
    put_rule(w, "matched_mapping_rule", none ? NULL : detail->mapping);
    put_rule(w, "matched_whitelisted_images_rule", detail->allowed_image);
    put_rule(w, "matched_blacklisted_images_rule", detail->denied_image);
    cdk_jsonw_key(w, "rows");
    cdk_jsonw_array(w);
    for (const cdk_match *match = result->matches; match; match = match->next) put_row(w, match);
    cdk_jsonw_array_end(w);
    cdk_jsonw_key(w, "problem_types");
    cdk_jsonw_array(w);
    for (const cdk_policy_problem *problem = none ? NULL : result->problems; problem; problem = problem->next) cdk_jsonw_text(w, problem->type);
    cdk_jsonw_array_end(w);
    if (none) put_text(w, "reason", result->final_action_reason);
}

static int32_t print(const cdk_env *env, const cdk_policy_result *result)
{
    const cdk_policy_detail nothing = {.bundle = NULL};
    const cdk_policy_result no_bundle = {.outcome = CDK_POLICY_NO_VERDICT, .final_action_reason = "the bundle cannot be read", .detail = &nothing};
    cisdock_sink sink = {sizeof sink, NULL, to_stdout};
    cdk_jsonw_options options = {.indent = 1};
    cdk_jsonw *w;
    int32_t status = cdk_jsonw_new(env, &sink, &options, &w);
    if (status) return status;
    cdk_jsonw_object(w);
    put_result(w, result ? result : &no_bundle);
    cdk_jsonw_object_end(w);
    cdk_jsonw_newline(w);
    return cdk_jsonw_end(w);
}

static int32_t print_facts(case_run *run)
{
    cisdock_sink sink = {sizeof sink, NULL, to_stdout};
    cdk_jsonw_options options = {.indent = 1};
    cdk_jsonw *w;
    int32_t status = take_facts(run);
    if (!status) status = cdk_jsonw_new(run->env, &sink, &options, &w);
    if (status) return status;
    cdk_gate_facts_write(w, run->facts);
    cdk_jsonw_newline(w);
    return cdk_jsonw_end(w);
}

static int32_t judge(case_run *run, cdk_str case_text)
{
    cdk_policy_result *result = NULL;
    take_bundle(run, case_text);
    if (!run->bundle) return print(run->env, NULL);
    int32_t status = take_facts(run);
    if (status) return status;
    cdk_eval eval = {.env = run->env, .arena = run->arena, .compat = run->compat, .has_now = true, .now = now(NULL)};
    status = cdk_policy_evaluate_facts(&eval, run->bundle, run->facts, cdk_json_get_str(run->document, "tag"), &result);
    return status ? status : print(run->env, result);
}

int main(int argc, char **argv)
{
    cdk_mem mem;
    cdk_limits limits;
    cdk_error error = {0};
    cisdock_hooks hooks = {.struct_size = sizeof hooks, .now = now};
    cdk_arena arena;
    bool facts_only = argc == 5 && strcmp(argv[3], "--facts") == 0;
    if ((argc != 4 && !facts_only) || strcmp(argv[1], "--data") != 0) {
        fputs("usage: anchore-case --data DIR [--facts] CASE.json\n", stderr);
        return 2;
    }
    cdk_mem_init(&mem, NULL);
    cdk_limits_init(&limits);
    cdk_arena_init(&arena, &mem);
    cdk_env env = {&mem, &limits, &hooks, &error};
    case_run run = {.env = &env, .arena = &arena, .data = argv[2]};
    cdk_json *document = NULL;
    cdk_str text = case_read_file(&arena, ".", cdk_str_of(argv[argc - 1]));
    if (argv[argc - 1][0] == '/') text = case_read_file(&arena, "", cdk_str_of(argv[argc - 1]));
    int32_t status = text.p ? cdk_json_parse(&env, &arena, text, "case", &document) : CISDOCK_E_IO;
    run.document = document;
    run.compat = compat_of(cdk_json_get_str(document, "compat"));
    if (!status) status = facts_only ? print_facts(&run) : judge(&run, text);
    if (status) fprintf(stderr, "anchore-case: %s (%d) %s\n", error.message, status, error.pointer);
    cdk_gate_facts_free(run.facts);
    cdk_facts_free(run.image_facts);
    if (run.images) cdk_images_close(run.images);
    cdk_arena_free(&arena);
    return status ? 3 : 0;
}
