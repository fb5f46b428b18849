/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/daemon_settings.h"

#include "facts/argv.h"

static const cdk_daemon_option_row options[] = {
#define CDK_DAEMON_OPTION(id, key, flag, letter, type, def) [CDK_DO_##id] = {key, flag, letter, CDK_DT_##type, def},
#include "facts/daemon_option.def"
#undef CDK_DAEMON_OPTION
};

const cdk_daemon_option_row *cdk_daemon_option_of(cdk_daemon_option option)
{
    return &options[option];
}

/* Both sources of one option, gathered. */
typedef struct gather {
    const cdk_env *env;
    cdk_arena *arena;
    const cdk_daemon_option_row *option;
    cdk_setting *out;
    cdk_setting_item *items;
    size_t cap;
    uint32_t count;
    bool bad, no_memory;
} gather;

static bool add_item(gather *g, cdk_str name, cdk_str value, const cdk_json *json, uint32_t arg)
{
    if (!cdk_grow(g->env->mem, (void **)&g->items, &g->cap, (size_t)g->count + 1, sizeof *g->items)) {
        g->no_memory = true;
        return false;
    }
    g->items[g->count++] = (cdk_setting_item){name, value, json, arg};
    return true;
}

bool cdk_go_bool(cdk_str text, bool *out)
{
    static const char *const yes[] = {"1", "t", "T", "TRUE", "true", "True"};
    static const char *const no[] = {"0", "f", "F", "FALSE", "false", "False"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (cdk_str_is(text, yes[i])) return *out = true;
        if (cdk_str_is(text, no[i])) {
            *out = false;
            return true;
        }
    }
    return false;
}

/* --- the command line --- */

static bool take_argument(void *user, const cdk_argv_hit *hit)
{
    gather *g = user;
    g->out->arg = hit->line;
    cdk_str name = CDK_STR_NONE, value = hit->value;
    if (hit->bare) g->bad = true;
    switch (g->option->type) {
    case CDK_DT_BOOL: g->bad |= !cdk_go_bool(hit->value, &g->out->on); return true;
    case CDK_DT_TEXT: g->out->text = hit->value; return true;
    case CDK_DT_MAP: cdk_str_cut(hit->value, '=', &name, &value); break;
    case CDK_DT_LIST: break;
    }
    return add_item(g, name, value, NULL, hit->line);
}

/* --- the file --- */

static bool take_members(gather *g, const cdk_json *value, cdk_json_type wanted)
{
    if (value->type != wanted) return g->bad = true;
    CDK_JSON_EACH(child, value) {
        if (wanted == CDK_JSON_ARRAY && child->type != CDK_JSON_STRING) g->bad = true;
        if (!add_item(g, child->key, cdk_json_str(child), child, 0)) return false;
    }
    return true;
}

static bool take_file(gather *g, const cdk_json *value)
{
    g->out->json = value;
    switch (g->option->type) {
    case CDK_DT_BOOL: g->bad |= !cdk_json_bool(value, &g->out->on); return true;
    case CDK_DT_TEXT:
        g->bad |= value->type != CDK_JSON_STRING;
        g->out->text = cdk_json_str(value);
        return true;
    case CDK_DT_LIST: return take_members(g, value, CDK_JSON_ARRAY);
    case CDK_DT_MAP: return take_members(g, value, CDK_JSON_OBJECT);
    }
    return true;
}

static const cdk_json *in_file(const cdk_evidence *evidence, const cdk_daemon_option_row *option)
{
    const cdk_json *value = option->key ? cdk_json_get(cdk_evidence_json(evidence, CDK_EV_DAEMON_JSON), option->key) : NULL;
    return cdk_json_missing(value) ? NULL : value;
}

/* Given and readable, or known not to exist: then what it does not say is not set. */
static bool settled(const cdk_evidence *evidence, cdk_evidence_kind kind)
{
    cdk_given given = cdk_evidence_state(evidence, kind);
    return given == CDK_GIVEN || given == CDK_GIVEN_ABSENT;
}

static cdk_setting_state conclude(const cdk_evidence *evidence, const gather *g)
{
    cdk_setting *out = g->out;
    const cdk_json *file = cdk_evidence_json(evidence, CDK_EV_DAEMON_JSON);
    if (file && file->type != CDK_JSON_OBJECT) {
        out->json = file;
        return CDK_SETTING_BAD;
    }
    if (out->json && out->arg) return CDK_SETTING_CONFLICT;
    if (g->bad) return CDK_SETTING_BAD;
    if (out->json || out->arg) return CDK_SETTING_SET;
    out->lacks = CDK_EV_DAEMON_JSON;
    if (g->option->key && !settled(evidence, CDK_EV_DAEMON_JSON)) return CDK_SETTING_UNKNOWN;
    out->lacks = CDK_EV_DOCKERD_ARGV;
    return cdk_evidence_state(evidence, CDK_EV_DOCKERD_ARGV) == CDK_GIVEN ? CDK_SETTING_DEFAULT : CDK_SETTING_UNKNOWN;
}

int32_t cdk_daemon_setting(const cdk_env *env, cdk_arena *arena, const cdk_evidence *evidence, cdk_daemon_option option,
                           cdk_setting *out)
{
    gather g = {.env = env, .arena = arena, .option = &options[option], .out = out};
    *out = (cdk_setting){.text = cdk_str_of(g.option->def), .on = g.option->def && strcmp(g.option->def, "true") == 0};
    const cdk_json *value = in_file(evidence, g.option);
    if (value) take_file(&g, value);
    cdk_argv_each(cdk_evidence_text(evidence, CDK_EV_DOCKERD_ARGV), g.option, take_argument, &g);
    if (g.count && !g.no_memory) {
        cdk_setting_item *kept = cdk_arena_alloc(arena, g.count * sizeof *kept);
        if (kept) memcpy(kept, g.items, g.count * sizeof *kept);
        out->items = kept;
        out->count = g.count;
        g.no_memory = !kept;
    }
    cdk_free(env->mem, g.items);
    if (g.no_memory) return cdk_fail_memory(env);
    out->state = conclude(evidence, &g);
    return CISDOCK_OK;
}
