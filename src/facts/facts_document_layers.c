/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/facts_document_layers.h"

#include "archive/codec.h"
#include "archive/path.h"
#include "facts/told.h"
#include "layer/secret.h"

int32_t cdk_told_bad(const told *t, const cdk_json *at, const char *what)
{
    cdk_where where = CDK_NOWHERE;
    where.document = "facts";
    where.pointer = cdk_json_pointer(t->arena, at);
    where.offset = at ? (int64_t)at->offset : -1;
    return cdk_fail(t->env, CDK_CLASS_BAD_DOCUMENT, &where, "the facts document has %s", what);
}

static uint64_t number_of(const cdk_json *object, const char *key)
{
    int64_t number;
    return cdk_json_i64(cdk_json_get(object, key), &number) && number > 0 ? (uint64_t)number : 0;
}

static cdk_known known_of(const cdk_json *object, const char *key)
{
    cdk_known known = CDK_NOT_COLLECTED;
    cdk_known_of_word(cdk_json_get_str(object, key), &known);
    return known;
}

/* --- layers --- */

static bool read_digest(cdk_str hex, uint8_t to[32])
{
    cdk_record record;
    if (!cdk_record_hex(hex, &record) || record.digest_size != 32) return false;
    memcpy(to, record.digest, 32);
    return true;
}

static void read_sum(const cdk_json *layer, const cdk_json *told_of, cdk_layer_sum *sum)
{
    cdk_str diff_id = cdk_json_get_str(layer, "diff_id");
    sum->state = (uint8_t)known_of(told_of, "state");
    sum->stored_size = number_of(layer, "stored_size");
    sum->size = number_of(layer, "size");
    sum->entries = (uint32_t)number_of(layer, "entries");
    sum->whiteouts = (uint32_t)number_of(layer, "whiteouts");
    sum->opaques = (uint32_t)number_of(layer, "opaques");
    for (int codec = CDK_CODEC_NONE; codec <= CDK_CODEC_BZIP2; codec++)
        if (cdk_str_is(cdk_json_get_str(layer, "stored"), cdk_codec_name((cdk_codec_id)codec))) sum->codec = (uint8_t)codec;
    sum->has_sha256 = read_digest(cdk_json_get_str(layer, "stored_sha256"), sum->sha256);
    bool read = sum->state == CDK_HAVE && cdk_str_starts(diff_id, CDK_STR("sha256:"));
    sum->has_diff_id = read && read_digest(cdk_str_from(diff_id, 7), sum->diff_id);
}

static int32_t begin_layers(told *t, const cdk_json *image)
{
    const cdk_json *layers = cdk_json_get(image, "layers"), *states = cdk_json_get(t->evidence, "layers");
    uint32_t count = cdk_json_is(layers, CDK_JSON_ARRAY) ? layers->count : 0;
    if (count > CDK_LIMIT(t->env, MAX_LAYERS)) return cdk_fail_limit(t->env, CDK_LIMIT_MAX_LAYERS, NULL, count);
    t->layers = cdk_arena_calloc(t->arena, count + (size_t)1, sizeof *t->layers);
    if (!t->layers) return cdk_fail_memory(t->env);
    const cdk_json *layer = count ? layers->first : NULL, *state = cdk_json_is(states, CDK_JSON_ARRAY) ? states->first : NULL;
    for (; layer; layer = layer->next, state = state ? state->next : NULL) {
        told_layer *to = &t->layers[t->count];
        int32_t status = cdk_layer_facts_new(t->env, 1, &to->facts);
        if (status) return status;
        t->count++;
        if ((status = cdk_tree_init(t->env, to->facts, &to->tree)) != 0) return status;
        read_sum(layer, state, &to->facts->layers[0]);
    }
    return CISDOCK_OK;
}

/* --- files --- */

/* The layer that an item names; NULL: none of the document's, and the failure is set. */
static told_layer *layer_of(told *t, const cdk_json *item)
{
    int64_t index;
    if (cdk_json_i64(cdk_json_get(item, "layer"), &index) && index >= 0 && index < (int64_t)t->count) return &t->layers[index];
    cdk_told_bad(t, item, "a layer that is none");
    return NULL;
}

int32_t cdk_told_clean(told *t, cdk_str path, cdk_str *out)
{
    char *room = cdk_arena_bytes(t->arena, path.n + 1);
    if (!room) return cdk_fail_memory(t->env);
    bool good = path.n <= CDK_LIMIT(t->env, MAX_PATH) && cdk_path_clean(path, room, path.n + 1, out) == CDK_PATH_OK && out->n;
    return good ? CISDOCK_OK : cdk_told_bad(t, t->evidence, "a path that no file can have");
}

static int32_t put(told *t, told_layer *layer, cdk_str path, const cdk_node *node, uint32_t *out)
{
    cdk_str clean;
    int32_t status = cdk_told_clean(t, path, &clean);
    layer->tree.entry++;
    return status ? status : cdk_tree_put(&layer->tree, clean, node, false, out);
}

static int32_t mark(told *t, told_layer *layer, cdk_str path)
{
    cdk_str clean;
    int32_t status = cdk_told_clean(t, path, &clean);
    return status ? status : cdk_tree_mark(&layer->tree, clean, CDK_NODE_WHITEOUT);
}

static const cdk_node plain_file = {.type = 'f', .mode = 0644};

static int32_t read_capability(told *t, told_layer *layer, const cdk_json *item, cdk_node *node)
{
    cdk_record record;
    cdk_extra extra = {0};
    cdk_str hex = cdk_json_get_str(item, "capability");
    if (!hex.n) return CISDOCK_OK;
    if (!cdk_record_hex(hex, &record)) return cdk_told_bad(t, item, "capabilities that are none");
    bool good = cdk_layer_str_add(t->env, layer->facts, (cdk_str){(const char *)record.digest, record.digest_size}, &extra.capability) &&
                cdk_layer_extra_add(t->env, layer->facts, &extra, &node->extra);
    return good ? CISDOCK_OK : t->env->error->status;
}

static int32_t read_file(told *t, const cdk_json *item)
{
    told_layer *layer = layer_of(t, item);
    cdk_node node = {.type = 'f', .size = number_of(item, "size")};
    cdk_str package = cdk_json_get_str(item, "package");
    uint64_t mode;
    uint32_t at;
    if (!layer) return t->env->error->status;
    if (!cdk_str_u64(cdk_json_get_str(item, "mode"), 8, &mode) || mode > 07777) return cdk_told_bad(t, item, "a mode that is not octal");
    node.mode = (uint16_t)mode;
    int32_t status = read_capability(t, layer, item, &node);
    if (!status && !cdk_layer_owner_add(t->env, layer->facts, number_of(item, "uid"), number_of(item, "gid"), &node.owner)) status = t->env->error->status;
    if (!status) status = put(t, layer, cdk_json_get_str(item, "path"), &node, &at);
    if (status || !package.n) return status;
    cdk_layer_facts *facts = layer->facts;
    cdk_package_file owned = {.on = {at, ++layer->tree.entry}};
    if (!cdk_layer_str_add(t->env, facts, package, &owned.package)) return t->env->error->status;
    if (!cdk_grow(facts->mem, (void **)&facts->owned, &facts->owned_cap, facts->owned_count + 1, sizeof owned)) return cdk_fail_memory(t->env);
    facts->owned[facts->owned_count++] = owned;
    return CISDOCK_OK;
}

/* What hides a file of a lower layer: a removal, or another file in its place. */
static int32_t hide(told *t, const cdk_json *item)
{
    int64_t remover;
    told_layer *layer = layer_of(t, item);
    uint32_t at;
    cdk_str path = cdk_json_get_str(item, "path");
    if (!layer) return t->env->error->status;
    if (cdk_json_i64(cdk_json_get(item, "removed_by"), &remover)) {
        if (remover <= layer - t->layers || remover >= (int64_t)t->count) return cdk_told_bad(t, item, "a layer that is none");
        return mark(t, &t->layers[remover], path);
    }
    return layer + 1 < t->layers + t->count ? put(t, layer + 1, path, &plain_file, &at) : CISDOCK_OK;
}

static int32_t each(told *t, const cdk_json *array, int32_t (*read)(told *t, const cdk_json *item))
{
    int32_t status = CISDOCK_OK;
    CDK_JSON_EACH(item, cdk_json_is(array, CDK_JSON_ARRAY) ? array : NULL) {
        if (!status) status = read(t, item);
    }
    return status;
}

static int32_t read_files(told *t)
{
    const cdk_json *hidden = cdk_json_get(t->evidence, "hidden_files");
    int32_t status = each(t, hidden, hide);
    if (!status) status = each(t, hidden, read_file);
    return status ? status : each(t, cdk_json_get(t->evidence, "special_files"), read_file);
}

/* --- secrets --- */

static int32_t read_secret(told *t, const cdk_json *item)
{
    told_layer *layer = layer_of(t, item);
    bool deleted = false;
    cdk_str path = cdk_json_get_str(item, "path"), kind = cdk_json_get_str(item, "kind");
    cdk_layer_secret secret = {.line = (uint32_t)number_of(item, "line"), .length = (uint32_t)number_of(item, "length"), .kind = CDK_SECRET_KIND_COUNT};
    if (!layer) return t->env->error->status;
    for (unsigned k = 0; k < CDK_SECRET_KIND_COUNT; k++)
        if (cdk_str_is(kind, cdk_secret_kind_name((cdk_secret_kind)k))) secret.kind = (uint8_t)k;
    if (secret.kind == CDK_SECRET_KIND_COUNT) return cdk_told_bad(t, item, "a kind of secret that is not known");
    uint64_t sure = number_of(item, "confidence");
    secret.confidence = (uint8_t)(sure > CDK_SURE_HIGH ? CDK_SURE_HIGH : sure);
    cdk_json_bool(cdk_json_get(item, "deleted"), &deleted);
    int32_t status = deleted && layer + 1 < t->layers + t->count ? mark(t, layer + 1, path) : CISDOCK_OK;
    cdk_str clean;
    if (!status) status = cdk_told_clean(t, path, &clean);
    if (!status) status = cdk_told_at(layer, clean, &secret.on);
    cdk_layer_facts *facts = layer->facts;
    if (status) return status;
    if (!cdk_grow(facts->mem, (void **)&facts->secrets, &facts->secret_cap, facts->secret_count + 1, sizeof secret)) return cdk_fail_memory(t->env);
    facts->secrets[facts->secret_count++] = secret;
    return CISDOCK_OK;
}

/* --- all of it --- */

static int32_t ask(told *t, cdk_need_kind kind)
{
    return cdk_plan_add(t->env, t->out->plan, &(cdk_need){.kind = kind});
}

static int32_t read_all(told *t, const cdk_json *image)
{
    const cdk_json *secrets = cdk_json_get(t->evidence, "secrets");
    t->out->special = known_of(t->evidence, "special_files_known");
    int32_t status = read_files(t);
    if (!status && known_of(secrets, "known") != CDK_NOT_COLLECTED) {
        status = ask(t, CDK_NEED_SECRETS);
        if (!status) status = each(t, cdk_json_get(secrets, "hits"), read_secret);
    }
    if (!status && cdk_json_get(t->evidence, "passwd")) status = ask(t, CDK_NEED_KNOWN_FILES);
    if (!status) status = cdk_told_contents(t, image);
    bool packages = known_of(t->evidence, "packages") != CDK_NOT_COLLECTED, languages = known_of(t->evidence, "language_packages") != CDK_NOT_COLLECTED;
    if (!status && packages) status = ask(t, CDK_NEED_PACKAGES);
    if (!status && packages) status = cdk_told_packages(t, image, "packages", known_of(t->evidence, "packages"));
    if (!status && languages) status = ask(t, CDK_NEED_LANGUAGES);
    return status || !languages ? status : cdk_told_packages(t, image, "language_packages", known_of(t->evidence, "language_packages"));
}

static int32_t finish(told *t)
{
    int32_t status = CISDOCK_OK;
    t->out->items = cdk_calloc(t->env->mem, t->count + (size_t)1, sizeof(*t->out->items));
    if (!t->out->items) return cdk_fail_memory(t->env);
    for (uint32_t i = 0; i < t->count && !status; i++) {
        status = cdk_tree_finish(&t->layers[i].tree);
        if (!status) status = cdk_plan_add_all(t->env, t->layers[i].facts->collected, t->out->plan);
    }
    for (uint32_t i = 0; i < t->count && !status; i++) {
        t->out->items[t->out->count++] = t->layers[i].facts;
        t->layers[i].facts = NULL;
    }
    return status;
}

int32_t cdk_facts_told_layers(const cdk_env *env, cdk_arena *arena, const cdk_json *image, cdk_told_layers *out)
{
    told t = {.env = env, .arena = arena, .evidence = cdk_json_get(image, "evidence"), .out = out};
    *out = (cdk_told_layers){.special = CDK_NOT_COLLECTED};
    if (!cdk_json_is(t.evidence, CDK_JSON_OBJECT)) return CISDOCK_OK;
    int32_t status = cdk_plan_new(env, &out->plan);
    if (!status) status = begin_layers(&t, image);
    if (!status) status = read_all(&t, image);
    if (!status) status = finish(&t);
    for (uint32_t i = 0; i < t.count; i++) {
        cdk_tree_free(&t.layers[i].tree);
        cdk_layer_facts_unref(t.layers[i].facts);
    }
    if (status) cdk_facts_told_free(env, out);
    return status;
}

void cdk_facts_told_free(const cdk_env *env, cdk_told_layers *layers)
{
    for (uint32_t i = 0; i < layers->count; i++) cdk_layer_facts_unref(layers->items[i]);
    cdk_free(env->mem, layers->items);
    cdk_plan_free(layers->plan);
    *layers = (cdk_told_layers){.special = CDK_NOT_COLLECTED};
}
