/* SPDX-License-Identifier: Apache-2.0 */
#include "image/chain.h"

#include <stdio.h>

enum { ID_MAX = 128 };

typedef struct chain_link {
    cdk_str id;
    const cdk_json *json;
    cdk_member *layer;
} chain_link;

static int32_t bad(const cdk_chains *c, cdk_str id, const char *message)
{
    cdk_where where = CDK_NOWHERE;
    where.path = id;
    where.document = "repositories";
    return cdk_fail(c->env, CDK_CLASS_BAD_JSON, &where, "%s", message);
}

/* The text of `<id>/json`. */
static int32_t read_text(const cdk_chains *c, cdk_arena *arena, cdk_str id, cdk_str *out)
{
    char name[ID_MAX + 8];
    if (!id.n || id.n > ID_MAX) return bad(c, id, "an image's id of unusual length");
    int n = snprintf(name, sizeof name, "%.*s/json", (int)id.n, id.p);
    return cdk_store_document(&c->images->store, c->env, arena, (cdk_str){name, (size_t)n}, "layer's json", out);
}

static int32_t read_link(const cdk_chains *c, cdk_str id, chain_link *out)
{
    cdk_str text;
    cdk_json *json;
    char name[ID_MAX + 16];
    int32_t status = read_text(c, c->scratch, id, &text);
    if (!status) status = cdk_json_parse(c->env, c->scratch, text, "layer's json", &json);
    if (status) return status;
    if (json->type != CDK_JSON_OBJECT) return bad(c, id, "a layer's JSON is no object");
    int n = snprintf(name, sizeof name, "%.*s/layer.tar", (int)id.n, id.p);
    cdk_member *layer = cdk_members_find(&c->images->store.members, (cdk_str){name, (size_t)n});
    cdk_where where = CDK_NOWHERE;
    where.path = (cdk_str){name, (size_t)n};
    if (!layer) return cdk_fail(c->env, CDK_CLASS_BLOB_MISSING, &where, "a layer is not in the archive");
    if (layer->sparse) return cdk_fail(c->env, CDK_CLASS_UNSUPPORTED, &where, "a layer is stored as a sparse file");
    *out = (chain_link){id, json, layer};
    return CISDOCK_OK;
}

/* From the top to the root. A chain that bites its tail ends at the limit of layers. */
static int32_t read_chain(const cdk_chains *c, cdk_str top, chain_link **links, size_t *count)
{
    size_t cap = 0;
    for (cdk_str id = top; id.n; id = cdk_json_get_str((*links)[*count - 1].json, "parent")) {
        if (*count >= CDK_LIMIT(c->env, MAX_LAYERS)) return cdk_fail_limit(c->env, CDK_LIMIT_MAX_LAYERS, NULL, *count + 1);
        if (!cdk_grow(c->env->mem, (void **)links, &cap, *count + 1, sizeof **links)) return cdk_fail_memory(c->env);
        int32_t status = cdk_check_cancel(c->env);
        if (!status) status = read_link(c, id, &(*links)[*count]);
        if (status) return status;
        ++*count;
    }
    return CISDOCK_OK;
}

/* The command that made a layer: its words joined by blanks, as `docker history` shows it. */
static int32_t command_of(const cdk_chains *c, const cdk_json *json, cdk_str *out)
{
    cdk_str_list words;
    cdk_buf joined;
    *out = CDK_STR("");
    if (!cdk_strings_of(c->scratch, cdk_json_path(json, "container_config.Cmd"), &words)) return CISDOCK_OK;
    cdk_buf_init(&joined, c->env->mem);
    for (uint32_t i = 0; i < words.count; i++) {
        if (i) cdk_buf_char(&joined, ' ');
        cdk_buf_str(&joined, words.items[i]);
    }
    cdk_str copy = joined.failed ? CDK_STR_NONE : cdk_str_dup(&c->images->arena, cdk_buf_view(&joined));
    cdk_buf_free(&joined);
    if (!copy.p) return cdk_fail_memory(c->env);
    *out = copy;
    return CISDOCK_OK;
}

/* These images bear no history: each layer's own JSON tells its step. */
static int32_t make_history(const cdk_chains *c, const cdk_image_draft *draft, const chain_link *links, size_t count,
                            cdk_image_record *record)
{
    cdk_image_config *config = (cdk_image_config *)record->doc.config;
    cdk_history_entry *entries = cdk_arena_calloc(&c->images->arena, count, sizeof *entries);
    if (!entries) return cdk_fail_memory(c->env);
    config->history = entries;
    config->history_count = draft->layer_count;
    config->history_present = config->history_layers_match = true;
    for (size_t i = 0; i < count; i++) {
        const cdk_json *json = links[count - 1 - i].json;
        const struct {
            const char *member;
            cdk_str *to;
        } texts[] = {{"created", &entries[i].created}, {"author", &entries[i].author}};
        entries[i].layer = (int32_t)i;
        ((cdk_layer_ref *)record->doc.layers)[i].history = (int32_t)i;
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
            cdk_str from = cdk_json_get_str(json, texts[k].member);
            if (from.p && !(*texts[k].to = cdk_str_dup(&c->images->arena, from)).p) return cdk_fail_memory(c->env);
        }
        int32_t status = command_of(c, json, &entries[i].created_by);
        if (status) return status;
    }
    return CISDOCK_OK;
}

static int32_t add_chain(const cdk_chains *c, const chain_link *links, size_t count, const cdk_str_list *names)
{
    char id[7 + ID_MAX + 1];
    int n = snprintf(id, sizeof id, "sha256:%.*s", (int)links[0].id.n, links[0].id.p);
    cdk_image_draft draft = {.names = *names, .image_id = {id, (size_t)n}, .layer_count = (uint32_t)count};
    draft.layers = cdk_arena_calloc(c->scratch, count, sizeof *draft.layers);
    if (!draft.layers) return cdk_fail_memory(c->env);
    for (size_t i = 0; i < count; i++) {
        const chain_link *from = &links[count - 1 - i];
        draft.layers[i] = (cdk_layer_draft){.name = from->id, .member = from->layer, .size = (int64_t)from->layer->size};
    }
    cdk_image_record *record;
    int32_t status = read_text(c, &c->images->arena, links[0].id, &draft.config);
    if (!status) status = cdk_images_add(c->images, c->env, &draft, &record);
    return status ? status : make_history(c, &draft, links, count, record);
}

int32_t cdk_chain_read(const cdk_chains *c, cdk_str top, const cdk_str_list *names)
{
    chain_link *links = NULL;
    size_t count = 0;
    int32_t status = read_chain(c, top, &links, &count);
    if (!status && !count) status = bad(c, top, "an image without an id");
    if (!status) status = add_chain(c, links, count, names);
    cdk_free(c->env->mem, links);
    return status;
}
