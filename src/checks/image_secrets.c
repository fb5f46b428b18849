/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets wherever an image can hold one. Whatever is reported tells kind, place and length, never the value. */
#include "checks/image_secrets.h"

#include "checks/gate_image.h"
#include "checks/host_cite.h"

/* What only a name or a weak pattern speaks for calls for a person; examples that a vendor publishes are still values. */
static cdk_verdict verdict_of(cdk_sure sure)
{
    return sure == CDK_SURE_LOW ? CDK_WARN : CDK_FAIL;
}

static cdk_confidence confidence_of(cdk_sure sure)
{
    return sure == CDK_SURE_HIGH ? CDK_HIGH : sure == CDK_SURE_MEDIUM ? CDK_MEDIUM : CDK_LOW;
}

static cdk_outcome *say_hit(cdk_secrets *secrets, const cdk_secret_span *span, const char *where)
{
    cdk_eval *eval = secrets->eval;
    cdk_outcome *outcome = cdk_say(eval, verdict_of(span->sure), "%s in %s%s", cdk_secret_kind_text(span->kind), where,
                                   span->example ? " (a value that is published as an example)" : "");
    if (!outcome) return NULL;
    outcome->basis = eval->facts ? CDK_HEURISTIC : CDK_FORECAST;
    outcome->confidence = confidence_of(span->sure);
    secrets->found++;
    return outcome;
}

static void show_span(cdk_secrets *secrets, cdk_outcome *outcome, cdk_evidence_item *item, cdk_str text, const cdk_secret_span *span)
{
    cdk_eval *eval = secrets->eval;
    cdk_str key = eval->env->redaction_key;
    cdk_member_str(eval->arena, item, "kind_of", cdk_str_of(cdk_secret_kind_name(span->kind)));
    cdk_member_i64(eval->arena, item, "length", (int64_t)span->length);
    if (!key.n || span->offset > text.n || span->length > text.n - span->offset) return;
    uint8_t sha[32], keyed[32];
    char hex[65];
    if (cdk_sha256(eval->env, (cdk_str){text.p + span->offset, span->length}, sha) ||
        cdk_secret_keyed_digest(eval->env, key, sha, keyed)) {
        outcome->failed = true;
        return;
    }
    cdk_hex(keyed, sizeof keyed, hex);
    cdk_member_str(eval->arena, item, "keyed_digest", cdk_str_dup(eval->arena, cdk_str_of(hex)));
}

/* A key and its value: environment, label. */
static int32_t judge_pair(cdk_secrets *secrets, cdk_secret_place place, const char *kind, cdk_str key, cdk_str value)
{
    cdk_eval *eval = secrets->eval;
    cdk_secret_spans spans;
    int32_t status = cdk_secret_scan(eval->env, eval->arena, place, key, value, &spans);
    if (status || !spans.count) return status;
    cdk_outcome *outcome = say_hit(secrets, &spans.items[0], place == CDK_SECRET_IN_ENV ? "the environment" : "a label");
    if (!outcome) return cdk_eval_status(eval);
    cdk_about(eval, outcome, kind, key, CDK_STR_NONE);
    outcome->place = cdk_secret_kind_name(spans.items[0].kind);
    for (uint32_t i = 0; i < spans.count; i++) {
        cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, kind);
        cdk_member_str(eval->arena, item, "name", key);
        show_span(secrets, outcome, item, value, &spans.items[i]);
    }
    if (place == CDK_SECRET_IN_ENV && secrets->env_count < CDK_SECRET_ENVS)
        secrets->envs[secrets->env_count++] = (cdk_secret_env){key, outcome};
    return CISDOCK_OK;
}

static int32_t judge_environment(cdk_secrets *secrets, const cdk_image_config *config)
{
    int32_t status = CISDOCK_OK;
    for (uint32_t i = 0; i < config->env.count && !status; i++) {
        cdk_str key, value;
        if (cdk_str_cut(config->env.items[i], '=', &key, &value))
            status = judge_pair(secrets, CDK_SECRET_IN_ENV, "env", key, value);
    }
    for (uint32_t i = 0; i < config->labels.count && !status; i++)
        status = judge_pair(secrets, CDK_SECRET_IN_LABEL, "label", config->labels.items[i].key, config->labels.items[i].value);
    return status;
}

/* An ENV step tells where a variable of the environment comes from: no finding of its own. */
static bool tells_environment(cdk_secrets *secrets, const cdk_instruction *step)
{
    bool all = step->keyword == CDK_KW_ENV && step->pair_count > 0, some = false;
    for (uint32_t i = 0; all && i < step->pair_count; i++)
        for (uint32_t n = 0; n < secrets->env_count; n++)
            if (cdk_str_eq(step->pairs[i].key, secrets->envs[n].key)) {
                cdk_show_step(secrets->eval, secrets->envs[n].outcome, step);
                some = true;
            }
    return some;
}

static int32_t judge_step(cdk_secrets *secrets, const cdk_instruction *step)
{
    cdk_eval *eval = secrets->eval;
    cdk_secret_spans spans;
    int32_t status = cdk_secret_scan_instruction(eval->env, eval->arena, step, &spans);
    if (status || !spans.count || tells_environment(secrets, step)) return status;
    const cdk_secret_span *best = &spans.items[0];
    for (uint32_t i = 1; i < spans.count; i++)
        if (spans.items[i].sure > best->sure) best = &spans.items[i];
    cdk_outcome *outcome = say_hit(secrets, best, step->line ? "the Dockerfile" : "the history");
    if (!outcome) return cdk_eval_status(eval);
    outcome->object_kind = "instruction";
    outcome->object_name = cdk_keyword_text(step->keyword);
    outcome->place = cdk_arena_printf(eval->arena, "%s %s", cdk_keyword_text(step->keyword), cdk_secret_kind_name(best->kind));
    outcome->failed = outcome->failed || !outcome->place;
    cdk_show_step(eval, outcome, step);
    for (uint32_t i = 0; i < spans.count; i++) {
        cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "secret");
        show_span(secrets, outcome, item, step->raw, &spans.items[i]);
    }
    return CISDOCK_OK;
}

/* What is started: a password on a command line. */
static int32_t judge_words(cdk_secrets *secrets, const char *pointer, const cdk_str_list *words)
{
    cdk_eval *eval = secrets->eval;
    for (uint32_t i = 0; i < words->count; i++) {
        cdk_secret_spans spans;
        int32_t status = cdk_secret_scan(eval->env, eval->arena, CDK_SECRET_IN_COMMAND, CDK_STR_NONE, words->items[i], &spans);
        if (status) return status;
        if (!spans.count) continue;
        cdk_outcome *outcome = cdk_of_image(eval, say_hit(secrets, &spans.items[0], "the command that is started"));
        if (!outcome) return cdk_eval_status(eval);
        outcome->place = pointer;
        cdk_show_config(eval, outcome, pointer, cdk_shown_text(eval, outcome, CDK_SECRET_IN_COMMAND, CDK_STR_NONE, words->items[i]));
    }
    return CISDOCK_OK;
}

static void judge_file(cdk_secrets *secrets, const cdk_secret_hit *hit)
{
    cdk_eval *eval = secrets->eval;
    cdk_secret_kind kind;
    cdk_sure sure = (cdk_sure)hit->confidence;
    const char *text = cdk_secret_kind_find(cdk_str_of(hit->kind), &kind) ? cdk_secret_kind_text(kind) : hit->kind;
    cdk_outcome *outcome = cdk_say(eval, verdict_of(sure), "%s in /%s%s", text, cdk_shown(eval, hit->path), hit->deleted ? ", which a later layer takes away: it is still in its own" : "");
    if (!cdk_of_file(eval, outcome, hit->path)) return;
    outcome->basis = CDK_HEURISTIC;
    outcome->confidence = confidence_of(sure);
    outcome->place = hit->kind;
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "secret");
    cdk_member_str(eval->arena, item, "kind_of", cdk_str_of(hit->kind));
    cdk_member_str(eval->arena, item, "path", cdk_shown_path(eval, outcome, hit->path));
    cdk_member_i64(eval->arena, item, "line", hit->line);
    cdk_member_i64(eval->arena, item, "length", hit->length);
    cdk_member_bool(eval->arena, item, "deleted", hit->deleted);
    cdk_show_origin(eval, outcome, item, hit->layer);
    secrets->found++;
}

static void judge_files(cdk_secrets *secrets)
{
    const cdk_secret_hit *hits = NULL;
    uint32_t count = 0;
    secrets->files = cdk_facts_secrets(secrets->eval->facts, &hits, &count);
    for (uint32_t i = 0; i < count && !secrets->eval->failed; i++) judge_file(secrets, &hits[i]);
}

static int32_t judge_config(cdk_secrets *secrets)
{
    const cdk_image_config *config = secrets->eval->facts ? cdk_facts_config(secrets->eval->facts) : NULL;
    if (!config) return CISDOCK_OK;
    int32_t status = judge_environment(secrets, config);
    if (!status) status = judge_words(secrets, "/config/Cmd", &config->cmd);
    if (!status) status = judge_words(secrets, "/config/Entrypoint", &config->entrypoint);
    if (!status) status = judge_words(secrets, "/config/Healthcheck", &config->healthcheck.test);
    return status ? status : judge_words(secrets, "/config/OnBuild", &config->onbuild);
}

static void say_rest(cdk_secrets *secrets, const cdk_build *build)
{
    cdk_eval *eval = secrets->eval;
    if (eval->facts && secrets->files != CDK_HAVE && secrets->files != CDK_ABSENT) {
        cdk_of_image(eval, cdk_say_unread(eval, secrets->files, "what the layers hold"));
        return;
    }
    if (build->damaged) {
        cdk_of_image(eval, cdk_say_unknown(eval, CDK_WHY_DAMAGED, "%s", build->why));
        return;
    }
    if (secrets->found) return;
    cdk_outcome *outcome = cdk_of_image(
        eval, cdk_say(eval, CDK_PASS, eval->facts ? "no secret was found in environment, labels, history and the files of all layers"
                                                  : "no secret was found in the Dockerfile"));
    if (!outcome) return;
    outcome->basis = eval->facts ? CDK_HEURISTIC : CDK_FORECAST;
    outcome->confidence = CDK_MEDIUM;
    if (eval->facts) cdk_show_layers(eval, outcome);
}

int32_t cdk_image_secrets(cdk_eval *eval)
{
    cdk_secrets secrets = {.eval = eval};
    const cdk_build *build;
    int32_t status = cdk_build_of(eval, &build);
    if (status) return status;
    status = judge_config(&secrets);
    for (uint32_t i = 0; !status && i < build->count; i++) status = judge_step(&secrets, cdk_step_instruction(&build->steps[i]));
    /* A Dockerfile may hold a secret whatever it has made. */
    bool apart = build->dockerfile && build->history && !build->dockerfile_fits;
    for (uint32_t i = 0; !status && apart && i < build->dockerfile->count; i++)
        status = judge_step(&secrets, &build->dockerfile->items[i]);
    if (status) return status;
    if (eval->facts) judge_files(&secrets);
    say_rest(&secrets, build);
    return cdk_eval_status(eval);
}
