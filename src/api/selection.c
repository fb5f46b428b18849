/* SPDX-License-Identifier: Apache-2.0 */
#include "api/handles.h"
#include "report/words.h"

#include <inttypes.h>
#include <stdio.h>

/* A setting that is one of few words; the words themselves are the report's. */
typedef struct wordset {
    const char *what;
    const char *(*word)(int value);
    int count, values[4];
} wordset;

static const char *target_word(int value)
{
    return cdk_target_word((cdk_target)value);
}

static const char *scope_word(int value)
{
    return cdk_scope_word((cdk_scope)value);
}

static const char *compat_word(int value)
{
    return cdk_compat_word((cdk_compat)value);
}

static const wordset targets = {"target", target_word, 4, {CDK_TARGET_DOCKER, CDK_TARGET_LINUX_HOST, CDK_TARGET_SWARM, CDK_TARGET_ENTERPRISE}};
static const wordset scopes = {"scope", scope_word, 3, {CDK_SCOPE_IMAGE, CDK_SCOPE_HOST, CDK_SCOPE_ALL}};
static const wordset modes = {"compat mode", compat_word, 4, {CDK_COMPAT_ANCHORE_1_1, CDK_COMPAT_ANCHORE_0_8, CDK_COMPAT_ANCHORE_0_3, CDK_COMPAT_INTENDED}};

static int32_t find_word(const cdk_env *env, const wordset *choice, cdk_str text, int *out)
{
    char known[128] = "";
    for (int i = 0; i < choice->count; i++) {
        const char *word = choice->word(*out = choice->values[i]);
        if (cdk_str_is(text, word)) return CISDOCK_OK;
        size_t n = strlen(known);
        snprintf(known + n, sizeof known - n, "%s%s", n ? ", " : "", word);
    }
    return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "there is no %s \"%.*s\"; there are: %s", choice->what, (int)text.n, text.p, known);
}

static int32_t set_targets(const cdk_env *env, cisdock_selection *selection, cdk_str value)
{
    uint32_t bits = 0;
    int bit;
    for (cdk_str item; value.n;) {
        cdk_str_cut(value, ',', &item, &value);
        int32_t status = find_word(env, &targets, cdk_str_trim(item), &bit);
        if (status) return status;
        bits |= (uint32_t)bit;
    }
    selection->values.targets = bits;
    return CISDOCK_OK;
}

static int32_t set_scope(const cdk_env *env, cisdock_selection *selection, cdk_str value)
{
    int scope = CDK_SCOPE_IMAGE;
    int32_t status = value.p ? find_word(env, &scopes, value, &scope) : CISDOCK_OK;
    if (!status) selection->values.scope = (cdk_scope)scope;
    return status;
}

static int32_t set_compat(const cdk_env *env, cisdock_selection *selection, cdk_str value)
{
    int mode = CDK_COMPAT_INTENDED;
    int32_t status = value.p ? find_word(env, &modes, value, &mode) : CISDOCK_OK;
    if (status) return status;
    selection->values.has_compat = value.p != NULL;
    selection->values.compat = (cdk_compat)mode;
    return CISDOCK_OK;
}

static int32_t set_tag(const cdk_env *env, cisdock_selection *selection, cdk_str value)
{
    selection->values.tag = value.p ? cdk_str_dup(&selection->arena, value) : value;
    return value.p && !selection->values.tag.p ? cdk_fail_memory(env) : CISDOCK_OK;
}

static int32_t set_benchmark(const cdk_env *env, cisdock_selection *selection, cdk_str value)
{
    selection->values.benchmark = value.p ? cdk_benchmark_find(value) : NULL;
    if (!value.p || selection->values.benchmark) return CISDOCK_OK;
    return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "no benchmark \"%.*s\" is built in", (int)(value.n < 80 ? value.n : 80), value.p);
}

/* Items between commas; empty ones are none. */
static int32_t set_list(const cdk_env *env, cisdock_selection *selection, cdk_str value, const cdk_str **items, uint32_t *count)
{
    size_t most = 1;
    for (size_t i = 0; i < value.n; i++) most += value.p[i] == ',';
    cdk_str *list = cdk_arena_calloc(&selection->arena, most, sizeof *list);
    if (!list) return cdk_fail_memory(env);
    uint32_t n = 0;
    for (cdk_str item; value.n;) {
        cdk_str_cut(value, ',', &item, &value);
        item = cdk_str_trim(item);
        if (!item.n) continue;
        list[n] = cdk_str_dup(&selection->arena, item);
        if (!list[n++].p) return cdk_fail_memory(env);
    }
    *items = list;
    *count = n;
    return CISDOCK_OK;
}

static int32_t set_only(const cdk_env *env, cisdock_selection *selection, cdk_str value)
{
    return set_list(env, selection, value, &selection->values.only, &selection->values.only_count);
}

static int32_t set_skip(const cdk_env *env, cisdock_selection *selection, cdk_str value)
{
    return set_list(env, selection, value, &selection->values.skip, &selection->values.skip_count);
}

static int32_t (*const setters[])(const cdk_env *env, cisdock_selection *selection, cdk_str value) = {
    [CISDOCK_SELECT_TARGETS] = set_targets, [CISDOCK_SELECT_SCOPE] = set_scope,   [CISDOCK_SELECT_ONLY] = set_only,
    [CISDOCK_SELECT_SKIP] = set_skip,       [CISDOCK_SELECT_COMPAT] = set_compat, [CISDOCK_SELECT_TAG] = set_tag,
    [CISDOCK_SELECT_BENCHMARK] = set_benchmark,
};

int32_t cisdock_selection_set_str(cisdock_context *context, cisdock_selection *selection, int32_t key, const char *value)
{
    if (!selection) return cdk_bad_argument(context, "the selection is NULL");
    if (key <= 0 || (size_t)key >= sizeof setters / sizeof *setters)
        return cdk_bad_argument(context, "there is no such text key of a selection in this version");
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    return status ? status : cdk_leave(context, setters[key](env, selection, cdk_str_of(value)));
}

static int32_t set_level(const cdk_env *env, cisdock_selection *selection, int32_t key, uint64_t value)
{
    if (key != CISDOCK_SELECT_LEVEL)
        return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "there is no numeric key %d of a selection in this version", (int)key);
    if (value < 1 || value > 2) return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "levels are 1 and 2, not %" PRIu64, value);
    selection->values.level = (uint8_t)value;
    return CISDOCK_OK;
}

int32_t cisdock_selection_set_u64(cisdock_context *context, cisdock_selection *selection, int32_t key, uint64_t value)
{
    if (!selection) return cdk_bad_argument(context, "the selection is NULL");
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    return status ? status : cdk_leave(context, set_level(env, selection, key, value));
}

int32_t cisdock_selection_new(cisdock_context *context, cisdock_selection **out)
{
    if (!out) return cdk_bad_argument(context, "out is NULL");
    *out = NULL;
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    if (status) return status;
    cisdock_selection *selection = cdk_handle_new(context, sizeof *selection);
    if (!selection) return cdk_leave(context, env->error->status);
    cdk_arena_init(&selection->arena, env->mem);
    cdk_selection_init(&selection->values);
    *out = selection;
    return cdk_leave(context, CISDOCK_OK);
}

void cisdock_selection_free(cisdock_selection *selection)
{
    if (!cdk_handle_last(selection)) return;
    cdk_arena_free(&selection->arena);
    cdk_handle_end(selection);
}
