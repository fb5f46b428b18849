/* SPDX-License-Identifier: Apache-2.0 */
#include "dump.h"

#include "image/dockerfile_expand.h"
#include "image/shell.h"
#include "layer/secret.h"

static void write_command(cdk_jsonw *w, const cdk_command *c)
{
    cdk_jsonw_object(w);
    cdk_jsonw_key(w, "words");
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < c->word_count; i++) cdk_jsonw_str(w, c->words[i].text.p ? c->words[i].text : CDK_STR(""));
    cdk_jsonw_array_end(w);
    cdk_jsonw_key(w, "conditional");
    cdk_jsonw_bool(w, c->conditional);
    cdk_jsonw_object_end(w);
}

int32_t dump_shell(dump_job *job)
{
    cdk_commands commands;
    cdk_lone_update lone;
    int32_t status = cdk_shell_parse(job->env, &job->arena, job->text, &commands);
    if (status) return status;
    cdk_jsonw_object(job->out);
    cdk_jsonw_key(job->out, "file");
    cdk_jsonw_text(job->out, job->name);
    cdk_jsonw_key(job->out, "why");
    cdk_jsonw_text(job->out, commands.why);
    cdk_jsonw_key(job->out, "lone_update");
    cdk_jsonw_text(job->out, cdk_find_lone_update(&commands, &lone) ? lone.manager : NULL);
    cdk_jsonw_key(job->out, "commands");
    cdk_jsonw_array(job->out);
    for (uint32_t i = 0; i < commands.count; i++) write_command(job->out, &commands.items[i]);
    cdk_jsonw_array_end(job->out);
    cdk_jsonw_object_end(job->out);
    return CISDOCK_OK;
}

static cdk_secret_place place_of(cdk_str place)
{
    static const char *const places[] = {"file", "env", "label", "arg", "command", "text"};
    for (int i = 0; i < 6; i++)
        if (cdk_str_is(place, places[i])) return (cdk_secret_place)i;
    return CDK_SECRET_IN_TEXT;
}

static int32_t write_hits(dump_job *job, cdk_secret_place place, cdk_str name, cdk_str text)
{
    cdk_secret_spans spans;
    int32_t status = cdk_secret_scan(job->env, &job->arena, place, name, text, &spans);
    if (status) return status;
    cdk_jsonw_array(job->out);
    for (uint32_t i = 0; i < spans.count; i++) {
        cdk_jsonw_object(job->out);
        cdk_jsonw_key(job->out, "kind");
        cdk_jsonw_text(job->out, cdk_secret_kind_name(spans.items[i].kind));
        cdk_jsonw_key(job->out, "offset");
        cdk_jsonw_u64(job->out, spans.items[i].offset);
        cdk_jsonw_key(job->out, "length");
        cdk_jsonw_u64(job->out, spans.items[i].length);
        cdk_jsonw_key(job->out, "line");
        cdk_jsonw_i64(job->out, spans.items[i].line);
        cdk_jsonw_key(job->out, "sure");
        cdk_jsonw_i64(job->out, spans.items[i].sure);
        cdk_jsonw_key(job->out, "example");
        cdk_jsonw_bool(job->out, spans.items[i].example);
        cdk_jsonw_object_end(job->out);
    }
    cdk_jsonw_array_end(job->out);
    return CISDOCK_OK;
}

/* PLACE, or PLACE:NAME for the name of a pair or a path; else a file's own path is its name. */
int32_t dump_secrets(dump_job *job)
{
    cdk_str name = cdk_str_of(job->name), place, given;
    if (cdk_str_cut(cdk_str_of(job->argument), ':', &place, &given)) name = given;
    cdk_jsonw_object(job->out);
    cdk_jsonw_key(job->out, "file");
    cdk_jsonw_text(job->out, job->name);
    cdk_jsonw_key(job->out, "hits");
    int32_t status = write_hits(job, place_of(place), name, job->text);
    cdk_jsonw_object_end(job->out);
    return status;
}

int32_t dump_secret_lines(dump_job *job)
{
    cdk_str rest = job->text, line;
    int32_t status = CISDOCK_OK;
    cdk_jsonw_array(job->out);
    while (!status && cdk_str_line(&rest, &line)) {
        cdk_json *row;
        status = cdk_json_parse(job->env, &job->arena, line, job->name, &row);
        if (!status)
            status = write_hits(job, place_of(cdk_json_str(cdk_json_at(row, 0))), cdk_json_str(cdk_json_at(row, 1)), cdk_json_str(cdk_json_at(row, 2)));
    }
    cdk_jsonw_array_end(job->out);
    return status;
}

static const cdk_str *lookup(const void *scope, cdk_str name)
{
    static const cdk_pair vars[] = {{{"A", 1}, {"1", 1}}, {{"B", 1}, {"", 0}}, {{"P", 1}, {"/a/b.tar.gz", 11}},
                                    {{"V", 1}, {"v1.2.3", 6}}, {{"S", 1}, {"x y", 3}}};
    (void)scope;
    for (size_t i = 0; i < sizeof vars / sizeof *vars; i++)
        if (cdk_str_eq(vars[i].key, name)) return &vars[i].value;
    return NULL;
}

int32_t dump_expand(dump_job *job)
{
    cdk_expander x = {.env = job->env, .arena = &job->arena, .lookup = lookup, .escape = '\\'};
    cdk_str rest = job->text, line;
    int32_t status = CISDOCK_OK;
    cdk_jsonw_array(job->out);
    while (!status && cdk_str_line(&rest, &line)) {
        cdk_expanded made;
        status = cdk_expand(&x, line, &made);
        if (status) break;
        cdk_jsonw_object(job->out);
        cdk_jsonw_key(job->out, "word");
        cdk_jsonw_str(job->out, line);
        cdk_jsonw_key(job->out, "error");
        cdk_jsonw_bool(job->out, made.error != NULL);
        cdk_jsonw_key(job->out, "result");
        cdk_jsonw_str(job->out, made.error || !made.text.n ? CDK_STR("") : made.text);
        cdk_jsonw_key(job->out, "words");
        cdk_jsonw_array(job->out);
        for (uint32_t i = 0; i < made.words.count; i++) cdk_jsonw_str(job->out, made.words.items[i]);
        cdk_jsonw_array_end(job->out);
        cdk_jsonw_object_end(job->out);
    }
    cdk_jsonw_array_end(job->out);
    return status;
}
