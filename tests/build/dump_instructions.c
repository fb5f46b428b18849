/* SPDX-License-Identifier: Apache-2.0 */
#include "dump.h"

#include "image/dockerfile.h"
#include "image/history.h"
#include "layer/secret.h"

static void write_list(cdk_jsonw *w, const char *key, const cdk_str *items, uint32_t count)
{
    cdk_jsonw_key(w, key);
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < count; i++) cdk_jsonw_str(w, items[i].p ? items[i] : CDK_STR(""));
    cdk_jsonw_array_end(w);
}

static void write_pairs(cdk_jsonw *w, const char *key, const cdk_pair *items, uint32_t count)
{
    cdk_jsonw_key(w, key);
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < count; i++) {
        cdk_jsonw_array(w);
        cdk_jsonw_str(w, items[i].key);
        cdk_jsonw_str(w, items[i].value);
        cdk_jsonw_array_end(w);
    }
    cdk_jsonw_array_end(w);
}

static void write_str(cdk_jsonw *w, const char *key, cdk_str value)
{
    cdk_jsonw_key(w, key);
    cdk_jsonw_str(w, value);
}

static void write_heredocs(cdk_jsonw *w, const cdk_instruction *in)
{
    cdk_jsonw_key(w, "heredocs");
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < in->heredoc_count; i++) {
        cdk_jsonw_object(w);
        write_str(w, "name", in->heredocs[i].name);
        write_str(w, "body", in->heredocs[i].body);
        cdk_jsonw_key(w, "expand");
        cdk_jsonw_bool(w, in->heredocs[i].expand);
        cdk_jsonw_key(w, "fd");
        cdk_jsonw_i64(w, in->heredocs[i].fd);
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_array_end(w);
}

static void write_flags(cdk_jsonw *w, const cdk_instruction *in)
{
    cdk_jsonw_key(w, "flags");
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < in->flag_count; i++) {
        cdk_jsonw_array(w);
        cdk_jsonw_str(w, in->flags[i].name);
        cdk_jsonw_str(w, in->flags[i].value);
        cdk_jsonw_array_end(w);
    }
    cdk_jsonw_array_end(w);
}

static void write_instruction(cdk_jsonw *w, const cdk_instruction *in)
{
    cdk_jsonw_object(w);
    cdk_jsonw_key(w, "keyword");
    cdk_jsonw_text(w, cdk_keyword_text(in->keyword));
    cdk_jsonw_key(w, "builder");
    cdk_jsonw_text(w, cdk_builder_text(in->builder));
    write_str(w, "text", in->text);
    write_flags(w, in);
    write_list(w, "args", in->args, in->arg_count);
    cdk_jsonw_key(w, "exec");
    cdk_jsonw_bool(w, in->exec_form);
    write_str(w, "command", in->command);
    write_list(w, "shell", in->shell, in->shell_count);
    write_pairs(w, "pairs", in->pairs, in->pair_count);
    write_pairs(w, "build_args", in->build_args, in->build_arg_count);
    write_heredocs(w, in);
    cdk_jsonw_key(w, "line");
    cdk_jsonw_i64(w, in->line);
    cdk_jsonw_key(w, "end_line");
    cdk_jsonw_i64(w, in->end_line);
    cdk_jsonw_key(w, "stage");
    cdk_jsonw_i64(w, in->stage);
    cdk_jsonw_key(w, "history");
    cdk_jsonw_i64(w, in->history);
    cdk_jsonw_key(w, "layer");
    cdk_jsonw_i64(w, in->layer);
    cdk_jsonw_key(w, "sure");
    cdk_jsonw_i64(w, in->sure);
    cdk_jsonw_key(w, "unknown");
    cdk_jsonw_text(w, in->unknown ? in->why : NULL);
    cdk_jsonw_key(w, "origin");
    cdk_jsonw_text(w, cdk_origin_text(in->origin));
    cdk_jsonw_key(w, "unexpanded");
    cdk_jsonw_bool(w, in->unexpanded);
    if (in->trigger) {
        cdk_jsonw_key(w, "trigger");
        write_instruction(w, in->trigger);
        cdk_jsonw_object_end(w);
    }
}

/* Kinds of the secrets that an instruction holds, and what may be printed of it. */
static int32_t write_secrets(dump_job *job, const cdk_instruction *in)
{
    cdk_secret_spans spans;
    cdk_str shown;
    int32_t status = cdk_secret_scan_instruction(job->env, &job->arena, in, &spans);
    if (!status) status = cdk_secret_redact_spans(job->env, &job->arena, in->raw, &spans, CDK_STR_NONE, &shown);
    if (status) return status;
    cdk_jsonw_key(job->out, "secrets");
    cdk_jsonw_array(job->out);
    for (uint32_t i = 0; i < spans.count; i++) cdk_jsonw_text(job->out, cdk_secret_kind_name(spans.items[i].kind));
    cdk_jsonw_array_end(job->out);
    write_str(job->out, "shown", shown);
    return CISDOCK_OK;
}


static int32_t write_all(dump_job *job, const cdk_instruction *items, uint32_t count)
{
    int32_t status = CISDOCK_OK;
    cdk_jsonw_key(job->out, "instructions");
    cdk_jsonw_array(job->out);
    for (uint32_t i = 0; !status && i < count; i++) {
        write_instruction(job->out, &items[i]);
        status = write_secrets(job, &items[i]);
        cdk_jsonw_object_end(job->out);
    }
    cdk_jsonw_array_end(job->out);
    cdk_jsonw_object_end(job->out);
    return status;
}

static void begin(dump_job *job)
{
    cdk_jsonw_object(job->out);
    cdk_jsonw_key(job->out, "file");
    cdk_jsonw_text(job->out, job->name);
}

static int32_t parse(dump_job *job, bool as_written, cdk_dockerfile **file)
{
    cdk_dockerfile_options options = {.as_written = as_written};
    int32_t status = cdk_dockerfile_parse(job->env, &job->arena, job->text, &options, file);
    if (status) return status;
    begin(job);
    cdk_jsonw_key(job->out, "refused");
    cdk_jsonw_text(job->out, (*file)->refused ? (*file)->problems.first->message : NULL);
    cdk_jsonw_key(job->out, "stages");
    cdk_jsonw_i64(job->out, (*file)->stage_count);
    return CISDOCK_OK;
}

int32_t dump_dockerfile(dump_job *job)
{
    cdk_dockerfile *file;
    int32_t status = parse(job, true, &file);
    return status ? status : write_all(job, file->items, file->count);
}

static int32_t write_list_of(dump_job *job, const cdk_instructions *list)
{
    cdk_jsonw_key(job->out, "root");
    cdk_jsonw_i64(job->out, list->root);
    cdk_jsonw_key(job->out, "complete");
    cdk_jsonw_bool(job->out, list->complete);
    return write_all(job, list->items, list->count);
}

int32_t dump_effective(dump_job *job)
{
    cdk_dockerfile *file;
    cdk_instructions *list;
    int32_t status = parse(job, false, &file);
    if (!status) status = cdk_dockerfile_effective(job->env, &job->arena, file, NULL, &list);
    return status ? status : write_list_of(job, list);
}

int32_t dump_history(dump_job *job)
{
    cdk_image_config *config;
    cdk_problems problems = {0};
    cdk_instructions *list;
    cdk_arena *arena = &job->arena;
    int32_t status = cdk_image_config_parse(job->env, arena, job->text, 0, &problems, &config);
    if (!status) status = cdk_history_of_config(job->env, arena, config, &list);
    if (status) return status;
    begin(job);
    return write_list_of(job, list);
}
