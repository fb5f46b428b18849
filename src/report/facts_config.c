/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration in the document of facts: as it is, or with its secrets hidden. */
#include "layer/secret.h"
#include "report/facts_json.h"

typedef struct config_writer {
    const cdk_env *env;
    cdk_jsonw *w;
    cdk_arena *arena; /* of hidden texts; NULL: nothing is hidden */
    int32_t status;
} config_writer;

/* A text of the configuration that may hold secrets. */
static void write_hidden(config_writer *c, cdk_secret_place place, cdk_str name, cdk_str text)
{
    cdk_str shown = text;
    if (c->arena && text.n && !c->status)
        c->status = cdk_secret_redact(c->env, c->arena, place, name, text, CDK_STR_NONE, &shown);
    cdk_jsonw_str(c->w, c->status ? CDK_STR("") : shown);
}

/* One of "KEY=value". */
static void write_variable(config_writer *c, cdk_str text)
{
    cdk_str key, value, shown = CDK_STR_NONE;
    if (!c->arena || !cdk_str_cut(text, '=', &key, &value)) {
        write_hidden(c, CDK_SECRET_IN_TEXT, CDK_STR_NONE, text);
        return;
    }
    if (!c->status) c->status = cdk_secret_redact(c->env, c->arena, CDK_SECRET_IN_ENV, key, value, CDK_STR_NONE, &shown);
    const char *joined = c->status ? "" : cdk_arena_printf(c->arena, "%.*s=%.*s", (int)key.n, key.p, (int)shown.n, shown.n ? shown.p : "");
    if (!joined) c->status = cdk_fail_memory(c->env);
    cdk_jsonw_text(c->w, joined ? joined : "");
}

/* Any value; texts in it may hold secrets, and are told of by their key where they have one. */
static void write_value(config_writer *c, const cdk_json *value, cdk_secret_place place)
{
    if (cdk_json_is(value, CDK_JSON_STRING)) {
        if (place == CDK_SECRET_IN_ENV)
            write_variable(c, value->text);
        else
            write_hidden(c, place, value->key, value->text);
    } else if (cdk_json_is(value, CDK_JSON_ARRAY) || cdk_json_is(value, CDK_JSON_OBJECT)) {
        bool object = value->type == CDK_JSON_OBJECT;
        (object ? cdk_jsonw_object : cdk_jsonw_array)(c->w);
        CDK_JSON_EACH(child, value) {
            if (object) cdk_jsonw_key_str(c->w, child->key);
            write_value(c, child, place);
        }
        (object ? cdk_jsonw_object_end : cdk_jsonw_array_end)(c->w);
    } else {
        cdk_jsonw_value(c->w, value);
    }
}

static void write_names(cdk_jsonw *w, const cdk_str_list *list)
{
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < list->count; i++) cdk_jsonw_str(w, list->items[i]);
    cdk_jsonw_array_end(w);
}

/* Null, false, zero and what is empty count as not told. */
static bool says_something(const cdk_json *value)
{
    double number;
    if (cdk_json_missing(value) || cdk_json_is(value, CDK_JSON_FALSE)) return false;
    if (cdk_json_is(value, CDK_JSON_STRING)) return value->text.n != 0;
    if (cdk_json_is(value, CDK_JSON_NUMBER)) return !cdk_json_double(value, &number) || number != 0;
    return cdk_json_is(value, CDK_JSON_TRUE) || value->count != 0;
}

/* What a member without a value is written as. */
typedef enum otherwise { AS_NULL, AS_TEXT, AS_ARRAY, AS_OBJECT } otherwise;

static void write_missing(cdk_jsonw *w, otherwise how)
{
    switch (how) {
    case AS_TEXT: cdk_jsonw_text(w, ""); break;
    case AS_ARRAY:
        cdk_jsonw_array(w);
        cdk_jsonw_array_end(w);
        break;
    case AS_OBJECT:
        cdk_jsonw_object(w);
        cdk_jsonw_object_end(w);
        break;
    default: cdk_jsonw_null(w);
    }
}

typedef struct raw_member {
    const char *name, *key;
    otherwise how;
    cdk_secret_place place;
} raw_member;

static void write_raw(config_writer *c, const cdk_json *object, const raw_member *members, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const cdk_json *value = cdk_json_get(object, members[i].key);
        bool container = members[i].how == AS_ARRAY || members[i].how == AS_OBJECT;
        cdk_jsonw_key(c->w, members[i].name);
        if (!value || (container && !says_something(value)))
            write_missing(c->w, members[i].how);
        else if (c->arena)
            write_value(c, value, members[i].place);
        else
            cdk_jsonw_value(c->w, value);
    }
}

static void write_history(config_writer *c, const cdk_image_config *config)
{
    cdk_jsonw *w = c->w;
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < config->history_count; i++) {
        const cdk_history_entry *entry = &config->history[i];
        cdk_jsonw_object(w);
        cdk_jsonw_key(w, "created_by");
        write_hidden(c, CDK_SECRET_IN_COMMAND, CDK_STR_NONE, entry->created_by.p ? entry->created_by : CDK_STR(""));
        cdk_jsonw_key(w, "empty_layer");
        cdk_jsonw_bool(w, entry->empty_layer);
        cdk_jsonw_key(w, "comment");
        write_hidden(c, CDK_SECRET_IN_TEXT, CDK_STR_NONE, entry->comment.p ? entry->comment : CDK_STR(""));
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_array_end(w);
}

static void write_config(config_writer *c, const cdk_image_config *config)
{
    static const raw_member outer[] = {
        {"architecture", "architecture", AS_NULL, CDK_SECRET_IN_TEXT},
        {"os", "os", AS_NULL, CDK_SECRET_IN_TEXT},
        {"variant", "variant", AS_NULL, CDK_SECRET_IN_TEXT},
        {"created", "created", AS_NULL, CDK_SECRET_IN_TEXT},
    };
    static const raw_member inner[] = {
        {"user", "User", AS_TEXT, CDK_SECRET_IN_TEXT},
        {"env", "Env", AS_ARRAY, CDK_SECRET_IN_ENV},
        {"cmd", "Cmd", AS_NULL, CDK_SECRET_IN_COMMAND},
        {"entrypoint", "Entrypoint", AS_NULL, CDK_SECRET_IN_COMMAND},
        {"workdir", "WorkingDir", AS_TEXT, CDK_SECRET_IN_TEXT},
        {"labels", "Labels", AS_OBJECT, CDK_SECRET_IN_LABEL},
        {"healthcheck", "Healthcheck", AS_NULL, CDK_SECRET_IN_COMMAND},
        {"stop_signal", "StopSignal", AS_NULL, CDK_SECRET_IN_TEXT},
        {"onbuild", "OnBuild", AS_NULL, CDK_SECRET_IN_COMMAND},
        {"shell", "Shell", AS_NULL, CDK_SECRET_IN_COMMAND},
    };
    cdk_jsonw *w = c->w;
    cdk_jsonw_object(w);
    write_raw(c, config->raw, outer, sizeof outer / sizeof *outer);
    write_raw(c, cdk_json_get(config->raw, "config"), inner, sizeof inner / sizeof *inner);
    cdk_jsonw_key(w, "exposed_ports");
    write_names(w, &config->exposed_ports);
    cdk_jsonw_key(w, "volumes");
    write_names(w, &config->volumes);
    cdk_jsonw_key(w, "history");
    write_history(c, config);
    cdk_jsonw_key(w, "diff_ids");
    cdk_jsonw_value(w, cdk_json_get(cdk_json_get(config->raw, "rootfs"), "diff_ids"));
    cdk_jsonw_object_end(w);
}

int32_t cdk_facts_json_config(const cdk_env *env, cdk_jsonw *w, const cdk_image_config *config, bool redact)
{
    cdk_arena arena;
    config_writer c = {.env = env, .w = w, .arena = redact ? &arena : NULL};
    cdk_arena_init(&arena, env->mem);
    write_config(&c, config);
    cdk_arena_free(&arena);
    return c.status;
}
