/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/show.h"

#include "checks/host_cite.h"

#include <stdio.h>

cdk_outcome *cdk_of_image(cdk_eval *eval, cdk_outcome *outcome)
{
    if (!outcome) return NULL;
    if (eval->facts)
        cdk_about(eval, outcome, "image", cdk_facts_image(eval->facts)->image_id, CDK_STR_NONE);
    else
        cdk_about(eval, outcome, "dockerfile", CDK_STR("Dockerfile"), CDK_STR_NONE);
    outcome->subject = true;
    return outcome;
}

cdk_str cdk_shown_path(cdk_eval *eval, cdk_outcome *outcome, cdk_str clean_path)
{
    char *path = cdk_arena_bytes(eval->arena, clean_path.n + 2);
    if (!path) {
        if (outcome) outcome->failed = true;
        return CDK_STR_NONE;
    }
    path[0] = '/';
    if (clean_path.n) memcpy(path + 1, clean_path.p, clean_path.n);
    path[clean_path.n + 1] = '\0';
    return (cdk_str){path, clean_path.n + 1};
}

cdk_outcome *cdk_of_file(cdk_eval *eval, cdk_outcome *outcome, cdk_str clean_path)
{
    if (!outcome) return NULL;
    outcome->object_kind = "file";
    outcome->object_id = cdk_shown_path(eval, outcome, clean_path).p;
    return outcome;
}

cdk_str cdk_shown_text(cdk_eval *eval, cdk_outcome *outcome, cdk_secret_place place, cdk_str name, cdk_str text)
{
    cdk_str shown = CDK_STR_NONE;
    if (!text.p || !outcome) return shown;
    if (cdk_secret_redact(eval->env, eval->arena, place, name, text, eval->env->redaction_key, &shown)) outcome->failed = true;
    return shown;
}

static cdk_str redacted_step(cdk_eval *eval, cdk_outcome *outcome, const cdk_instruction *step)
{
    cdk_secret_spans spans;
    cdk_str shown = CDK_STR_NONE;
    if (cdk_secret_scan_instruction(eval->env, eval->arena, step, &spans) ||
        cdk_secret_redact_spans(eval->env, eval->arena, step->raw, &spans, eval->env->redaction_key, &shown))
        outcome->failed = true;
    return shown;
}

static cdk_str shown_step(cdk_eval *eval, cdk_outcome *outcome, const cdk_instruction *step)
{
    const cdk_instructions *history = eval->build ? eval->build->history : NULL;
    if (!step->raw.p) return CDK_STR_NONE;
    bool entry = history && step->history >= 0 && (uint32_t)step->history < history->count && &history->items[step->history] == step;
    if (!entry) return redacted_step(eval, outcome, step);
    cdk_str *kept = &eval->build->shown[step->history];
    if (!kept->p) *kept = redacted_step(eval, outcome, step);
    return *kept;
}

static const cdk_layer_info *layer_at(const cdk_eval *eval, int32_t layer)
{
    if (!eval->facts || layer < 0 || (uint32_t)layer >= cdk_facts_layer_count(eval->facts)) return NULL;
    return cdk_facts_layer(eval->facts, (uint32_t)layer);
}

static void put_layer(cdk_eval *eval, cdk_evidence_item *item, int32_t layer)
{
    const cdk_layer_info *info = layer_at(eval, layer);
    if (layer >= 0)
        cdk_member_i64(eval->arena, item, "layer", layer);
    else
        cdk_member_null(eval->arena, item, "layer");
    cdk_member_str(eval->arena, item, "diff_id", info && info->diff_id.n ? info->diff_id : CDK_STR_NONE);
}

/* At a character's border. */
static cdk_str cut_text(cdk_str text, size_t most)
{
    if (text.n <= most) return text;
    while (most && ((uint8_t)text.p[most] & 0xc0) == 0x80) most--;
    return (cdk_str){text.p, most};
}

/* Stands on each of what may be very many files. */
enum { SHOWN_STEP = 2048 };

void cdk_show_origin(cdk_eval *eval, cdk_outcome *outcome, cdk_evidence_item *item, int32_t layer)
{
    const cdk_build *build;
    if (!outcome || !item) return;
    put_layer(eval, item, layer);
    if (cdk_build_of(eval, &build)) {
        outcome->failed = true;
        return;
    }
    const cdk_instruction *step = layer >= 0 && (uint32_t)layer < build->layer_count ? build->by_layer[layer] : NULL;
    cdk_str created_by = step ? shown_step(eval, outcome, step) : CDK_STR_NONE;
    created_by = cut_text(created_by, SHOWN_STEP);
    if (step)
        cdk_member_i64(eval->arena, item, "history", step->history);
    else
        cdk_member_null(eval->arena, item, "history");
    cdk_member_str(eval->arena, item, "created_by", created_by);
    cdk_member_str(eval->arena, item, "origin", cdk_str_of(cdk_origin_text(step ? step->origin : CDK_ORIGIN_UNKNOWN)));
}

static void show_history(cdk_eval *eval, cdk_outcome *outcome, const cdk_instruction *step)
{
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "history");
    cdk_member_i64(eval->arena, item, "index", step->history);
    cdk_member_str(eval->arena, item, "value", shown_step(eval, outcome, step));
    cdk_member_str(eval->arena, item, "origin", cdk_str_of(cdk_origin_text(step->origin)));
    if (step->origin_why) cdk_member_str(eval->arena, item, "origin_why", cdk_str_of(step->origin_why));
    put_layer(eval, item, step->layer);
}

void cdk_show_step(cdk_eval *eval, cdk_outcome *outcome, const cdk_instruction *step)
{
    if (!outcome || !step) return;
    if (step->line) {
        cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "dockerfile");
        cdk_member_i64(eval->arena, item, "line", step->line);
        cdk_member_str(eval->arena, item, "value", shown_step(eval, outcome, step));
    }
    if (step->history < 0) return;
    const cdk_instructions *history = eval->build ? eval->build->history : NULL;
    if (step->line && history && (uint32_t)step->history < history->count) step = &history->items[step->history];
    show_history(eval, outcome, step);
}

cdk_evidence_item *cdk_show_file(cdk_eval *eval, cdk_outcome *outcome, const cdk_file *file)
{
    char mode[8];
    if (!outcome) return NULL;
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "file");
    cdk_member_str(eval->arena, item, "path", cdk_shown_path(eval, outcome, file->path));
    snprintf(mode, sizeof mode, "%04o", file->mode & 07777);
    cdk_str shown = cdk_str_dup(eval->arena, cdk_str_of(mode));
    if (!shown.p) outcome->failed = true;
    cdk_member_str(eval->arena, item, "mode", shown);
    cdk_member_i64(eval->arena, item, "uid", (int64_t)file->uid);
    cdk_member_i64(eval->arena, item, "gid", (int64_t)file->gid);
    cdk_show_origin(eval, outcome, item, file->layer);
    return item;
}

void cdk_show_config(cdk_eval *eval, cdk_outcome *outcome, const char *pointer, cdk_str value)
{
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "image_config");
    cdk_member_str(eval->arena, item, "pointer", cdk_str_of(pointer));
    cdk_member_str(eval->arena, item, "value", value);
}

void cdk_show_config_json(cdk_eval *eval, cdk_outcome *outcome, const char *pointer, const cdk_json *value)
{
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "image_config");
    cdk_member_str(eval->arena, item, "pointer", cdk_str_of(pointer));
    cdk_member_json(eval->arena, item, "value", value);
}

void cdk_show_layers(cdk_eval *eval, cdk_outcome *outcome)
{
    for (uint32_t i = 0; outcome && i < cdk_facts_layer_count(eval->facts); i++) {
        cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "layer");
        cdk_show_origin(eval, outcome, item, (int32_t)i);
        cdk_member_i64(eval->arena, item, "entries", cdk_facts_layer(eval->facts, i)->entries);
    }
}

bool cdk_image_is_windows(const cdk_eval *eval)
{
    return eval->facts && cdk_str_eq_nocase(cdk_facts_image(eval->facts)->platform.os, CDK_STR("windows"));
}
