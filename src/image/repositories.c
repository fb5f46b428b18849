/* SPDX-License-Identifier: Apache-2.0 */
/* Docker archives without a manifest.json: the file `repositories` names the tops of chains of layers; without it, each
 * layer that is no other's parent is one. */
#include "image/chain.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct top_image {
    cdk_str id;
    cdk_str *names;
    size_t count, cap;
} top_image;

typedef struct top_list {
    top_image *items;
    size_t count, cap;
    cdk_map by_id; /* to index + 1 */
} top_list;

static int32_t add_top(const cdk_chains *c, top_list *tops, cdk_str id, cdk_str name)
{
    uintptr_t at = (uintptr_t)cdk_map_get(&tops->by_id, id);
    if (!at) {
        if (tops->count >= CDK_LIMIT(c->env, MAX_IMAGES)) return cdk_fail_limit(c->env, CDK_LIMIT_MAX_IMAGES, NULL, tops->count + 1);
        if (!cdk_grow(c->env->mem, (void **)&tops->items, &tops->cap, tops->count + 1, sizeof *tops->items))
            return cdk_fail_memory(c->env);
        tops->items[tops->count++] = (top_image){.id = id};
        at = tops->count;
        if (!cdk_map_put(&tops->by_id, id, (void *)at)) return cdk_fail_memory(c->env);
    }
    top_image *top = &tops->items[at - 1];
    if (!name.p) return CISDOCK_OK;
    if (!cdk_grow(c->env->mem, (void **)&top->names, &top->cap, top->count + 1, sizeof *top->names)) return cdk_fail_memory(c->env);
    top->names[top->count++] = name;
    return CISDOCK_OK;
}

static int32_t add_repository(const cdk_chains *c, top_list *tops, const cdk_json *repository)
{
    CDK_JSON_EACH(tag, repository) {
        cdk_str id = cdk_json_str(tag);
        char *name = cdk_arena_printf(c->scratch, "%.*s:%.*s", (int)repository->key.n, repository->key.p, (int)tag->key.n, tag->key.p);
        if (!name) return cdk_fail_memory(c->env);
        if (!id.n) continue;
        int32_t status = add_top(c, tops, id, cdk_str_of(name));
        if (status) return status;
    }
    return CISDOCK_OK;
}

static int32_t tops_by_name(const cdk_chains *c, top_list *tops)
{
    cdk_str text;
    cdk_json *json;
    int32_t status = cdk_store_document(&c->images->store, c->env, c->scratch, CDK_STR("repositories"), "repositories", &text);
    if (!status) status = cdk_json_parse(c->env, c->scratch, text, "repositories", &json);
    if (status) return status;
    cdk_where where = CDK_NOWHERE;
    where.document = "repositories";
    if (json->type != CDK_JSON_OBJECT) return cdk_fail(c->env, CDK_CLASS_BAD_JSON, &where, "repositories is no object");
    CDK_JSON_EACH(repository, json) {
        status = add_repository(c, tops, repository);
        if (status) return status;
    }
    return CISDOCK_OK;
}

static int by_offset(const void *a, const void *b)
{
    const cdk_member *x = *(cdk_member *const *)a, *y = *(cdk_member *const *)b;
    return (x->offset > y->offset) - (x->offset < y->offset);
}

/* The `<id>/json` members in the archive's order. */
static int32_t json_members(const cdk_chains *c, cdk_member ***out, size_t *count)
{
    const cdk_map *map = &c->images->store.members.by_name;
    size_t cap = 0;
    for (size_t i = 0; i < map->cap; i++) {
        cdk_member *member = map->slots[i].value;
        cdk_marks marks = {.manifest = false};
        if (member) cdk_marks_note(&marks, member->name);
        if (!marks.image_json) continue;
        if (!cdk_grow(c->env->mem, (void **)out, &cap, *count + 1, sizeof **out)) return cdk_fail_memory(c->env);
        (*out)[(*count)++] = member;
    }
    if (*count) qsort(*out, *count, sizeof **out, by_offset);
    return CISDOCK_OK;
}

/* Tells in `parents` which ids some layer names as its parent. */
static int32_t note_parents(const cdk_chains *c, cdk_member **members, size_t count, cdk_map *parents)
{
    for (size_t i = 0; i < count; i++) {
        cdk_str text;
        cdk_json *json;
        int32_t status = cdk_store_document(&c->images->store, c->env, c->scratch, members[i]->name, "layer's json", &text);
        if (!status) status = cdk_json_parse(c->env, c->scratch, text, "layer's json", &json);
        if (status) return status;
        cdk_str parent = cdk_json_get_str(json, "parent");
        if (parent.n && !cdk_map_put(parents, parent, members[i])) return cdk_fail_memory(c->env);
    }
    return CISDOCK_OK;
}

static int32_t tops_by_parents(const cdk_chains *c, top_list *tops)
{
    cdk_member **members = NULL;
    size_t count = 0;
    cdk_map parents;
    cdk_map_init(&parents, c->env->mem);
    int32_t status = json_members(c, &members, &count);
    if (!status) status = note_parents(c, members, count, &parents);
    for (size_t i = 0; i < count && !status; i++) {
        cdk_str id = {members[i]->name.p, 64};
        if (!cdk_map_get(&parents, id)) status = add_top(c, tops, id, CDK_STR_NONE);
    }
    cdk_map_free(&parents);
    cdk_free(c->env->mem, members);
    return status;
}

static int by_bytes(const void *a, const void *b)
{
    return cdk_str_cmp(*(const cdk_str *)a, *(const cdk_str *)b);
}

static int32_t read_tops(const cdk_chains *c, top_list *tops)
{
    int32_t status = c->images->store.members.marks.repositories ? tops_by_name(c, tops) : CISDOCK_OK;
    if (!status && !tops->count) status = tops_by_parents(c, tops);
    for (size_t i = 0; i < tops->count && !status; i++) {
        top_image *top = &tops->items[i];
        if (top->count) qsort(top->names, top->count, sizeof *top->names, by_bytes);
        cdk_str_list names = {top->names, (uint32_t)top->count, top->count > 0};
        status = cdk_chain_read(c, top->id, &names);
    }
    if (!status && !c->images->count) status = cdk_fail(c->env, CDK_CLASS_NO_IMAGE, NULL, "repositories names no image");
    return status;
}

int32_t cdk_repositories_read(cdk_images *images, const cdk_env *env)
{
    cdk_arena scratch;
    top_list tops = {.items = NULL};
    cdk_arena_init(&scratch, env->mem);
    cdk_map_init(&tops.by_id, env->mem);
    const cdk_chains chains = {images, env, &scratch};
    int32_t status = read_tops(&chains, &tops);
    for (size_t i = 0; i < tops.count; i++) cdk_free(env->mem, tops.items[i].names);
    cdk_free(env->mem, tops.items);
    cdk_map_free(&tops.by_id);
    cdk_arena_free(&scratch);
    if (!status) images->format = CDK_FORMAT_DOCKER_REPOSITORIES;
    return status;
}
