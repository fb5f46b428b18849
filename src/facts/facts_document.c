/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/facts_document.h"

#include "facts/assemble.h"
#include "facts/facts_document_layers.h"
#include "facts/facts_impl.h"
#include "facts/gate_facts.h"

static int32_t bad(const cdk_env *env, const char *what)
{
    return cdk_fail(env, CDK_CLASS_BAD_DOCUMENT, NULL, "the facts document %s", what);
}

/* The one image that a document of ours tells of; the document itself in other forms. */
static int32_t find_image(const cdk_env *env, const cdk_json *root, const cdk_json **out)
{
    bool opens = true;
    const cdk_json *images = cdk_json_get(root, "images");
    *out = root;
    if (cdk_json_bool(cdk_json_get(root, "opens"), &opens) && !opens) return bad(env, "is of an image that could not be opened");
    if (!cdk_json_is(images, CDK_JSON_ARRAY)) return CISDOCK_OK;
    if (images->count > 1) return cdk_fail(env, CDK_CLASS_AMBIGUOUS, NULL, "the facts document tells of %u images; give that of one", images->count);
    *out = images->first;
    return cdk_json_is(*out, CDK_JSON_OBJECT) ? CISDOCK_OK : bad(env, "tells of no image");
}

/* Members of the facts' "config", the user first, and where they stand in a configuration. */
static const struct {
    const char *told, *member;
    bool set; /* a list of names, an object with empty values in the configuration */
} members[] = {{"user", "User", false},           {"env", "Env", false},         {"cmd", "Cmd", false},
               {"entrypoint", "Entrypoint", false}, {"workdir", "WorkingDir", false}, {"labels", "Labels", false},
               {"healthcheck", "Healthcheck", false}, {"stop_signal", "StopSignal", false}, {"onbuild", "OnBuild", false},
               {"shell", "Shell", false},         {"exposed_ports", "ExposedPorts", true}, {"volumes", "Volumes", true}};

static void write_set(cdk_jsonw *w, const cdk_json *names)
{
    cdk_jsonw_object(w);
    CDK_JSON_EACH(name, names)
    {
        cdk_jsonw_key_str(w, cdk_json_str(name));
        cdk_jsonw_object(w);
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_object_end(w);
}

static void write_config(cdk_jsonw *w, const cdk_json *told, const cdk_json *evidence)
{
    bool user_set = !cdk_json_is(cdk_json_get(evidence, "user_set"), CDK_JSON_FALSE);
    static const char *const plain[] = {"architecture", "os", "variant", "created", "history"};
    cdk_jsonw_object(w);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        cdk_jsonw_key(w, plain[i]);
        cdk_jsonw_value(w, cdk_json_get(told, plain[i]));
    }
    if (cdk_json_is(cdk_json_get(evidence, "docker_config"), CDK_JSON_TRUE)) {
        cdk_jsonw_key(w, "docker_version"); /* by such members it is known */
        cdk_jsonw_text(w, "");
    }
    cdk_jsonw_key(w, "rootfs");
    cdk_jsonw_object(w);
    cdk_jsonw_key(w, "diff_ids");
    cdk_jsonw_value(w, cdk_json_get(told, "diff_ids"));
    cdk_jsonw_object_end(w);
    cdk_jsonw_key(w, "config");
    cdk_jsonw_object(w);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const cdk_json *value = cdk_json_get(told, members[i].told);
        if (cdk_json_missing(value) || (i == 0 && !user_set)) continue;
        cdk_jsonw_key(w, members[i].member);
        if (members[i].set)
            write_set(w, value);
        else
            cdk_jsonw_value(w, value);
    }
    cdk_jsonw_object_end(w);
    cdk_jsonw_object_end(w);
}

/* The configuration in the form in which images have it; none where the document tells none. */
static int32_t config_text(const cdk_env *env, const cdk_json *image, cdk_buf *text)
{
    const cdk_json *told = cdk_json_get(image, "config");
    if (!cdk_json_is(told, CDK_JSON_OBJECT) || !cdk_json_get(told, "diff_ids")) return CISDOCK_OK;
    cisdock_sink sink = {sizeof sink, text, cdk_buf_collect};
    cdk_jsonw *w;
    int32_t status = cdk_jsonw_new(env, &sink, &(cdk_jsonw_options){0}, &w);
    if (status) return status;
    write_config(w, told, cdk_json_get(image, "evidence"));
    return cdk_jsonw_end(w);
}

static int32_t find_names(const cdk_env *env, cdk_arena *arena, const cdk_json *image, cdk_str_list *out)
{
    const cdk_json *tags = cdk_json_get(image, "tags");
    cdk_str *items = cdk_arena_calloc(arena, (tags ? tags->count : 0) + (size_t)1, sizeof *items);
    if (!items) return cdk_fail_memory(env);
    uint32_t count = 0;
    CDK_JSON_EACH(tag, cdk_json_is(tags, CDK_JSON_ARRAY) ? tags : NULL)
        if (cdk_json_str(tag).p) items[count++] = cdk_json_str(tag);
    cdk_str one = cdk_json_get_str(image, "tag");
    if (!count && one.n) items[count++] = one;
    *out = (cdk_str_list){items, count, true};
    return CISDOCK_OK;
}

/* The oldest form of images, and Anchore's documents, have bare ids. */
static int32_t image_id(const cdk_env *env, cdk_arena *arena, const cdk_json *image, cdk_str *out)
{
    *out = cdk_json_get_str(image, "image_id");
    size_t at;
    if (!out->n || cdk_str_find_char(*out, ':', &at)) return CISDOCK_OK;
    const char *whole = cdk_arena_printf(arena, "sha256:%.*s", (int)out->n, out->p);
    *out = cdk_str_of(whole);
    return whole ? CISDOCK_OK : cdk_fail_memory(env);
}

static int32_t make_images(const cdk_env *env, cdk_arena *arena, const cdk_json *image, cdk_images **out)
{
    cdk_buf config;
    cdk_buf_init(&config, env->mem);
    cdk_image_told told = {.manifest_digest = cdk_json_get_str(image, "manifest_digest")};
    const cdk_json *diff_ids = cdk_json_path(image, "config.diff_ids"), *layers = cdk_json_get(image, "layers");
    told.layer_count = cdk_json_is(diff_ids, CDK_JSON_ARRAY) ? diff_ids->count : 0;
    if (!told.layer_count && cdk_json_get(image, "evidence") && cdk_json_is(layers, CDK_JSON_ARRAY)) told.layer_count = layers->count;
    cdk_json_bool(cdk_json_path(image, "evidence.oci_config"), &told.oci_config);
    int32_t status = config_text(env, image, &config);
    if (!status) status = image_id(env, arena, image, &told.image_id);
    if (!status) status = find_names(env, arena, image, &told.names);
    told.config = cdk_buf_view(&config);
    if (!status) status = cdk_images_of_told(env, &told, out);
    cdk_buf_free(&config);
    return status;
}

/* A form that nobody can judge is told now rather than at each judging. */
static int32_t check_form(const cdk_env *env, const cdk_json *root)
{
    cdk_gate_facts *tried;
    int32_t status = cdk_gate_facts_from_json(env, root, NULL, &tried);
    if (!status) cdk_gate_facts_free(tried);
    return status;
}

/* Names that are no UTF-8 were written with a low surrogate for each byte that is none: U+DC80 stands for the byte 80. Such a one
 * is no character, so that nothing else looks so. */
static cdk_str with_bytes(cdk_str text)
{
    char *to = (char *)(uintptr_t)text.p;
    size_t n = 0;
    for (size_t i = 0; i < text.n; n++) {
        const uint8_t *p = (const uint8_t *)text.p + i;
        bool byte = i + 2 < text.n && p[0] == 0xed && (p[1] == 0xb2 || p[1] == 0xb3);
        to[n] = (char)(byte ? 0x80 | (p[1] & 1) << 6 | (p[2] & 0x3f) : p[0]);
        i += byte ? 3 : 1;
    }
    return (cdk_str){text.p, n};
}

/* All keys and texts of the tree, which nobody else holds yet. Depth is that of the parser's limit. */
static void take_bytes(cdk_json *value)
{
    for (cdk_json *child = value->first; child; child = child->next) take_bytes(child);
    if (value->key.n) value->key = with_bytes(value->key);
    if (value->type == CDK_JSON_STRING && value->text.n) value->text = with_bytes(value->text);
}

/* The gates are judged by the document itself where it tells what they need, or is of another form. */
static bool tells_gates(const cdk_json *root, const cdk_json *image)
{
    return root == image || cdk_json_get(image, "gates") || !cdk_json_get(image, "evidence");
}

static int32_t make_facts(const cdk_env *env, cdk_arena *arena, const cdk_json *image, cdk_images *images, cdk_facts **out)
{
    cdk_told_layers told;
    cdk_plan *nothing = NULL;
    int32_t status = cdk_facts_told_layers(env, arena, image, &told);
    if (status) return status;
    status = cdk_plan_new(env, &nothing);
    if (!status) {
        cdk_assembly assembly = {cdk_images_at(images, 0), CDK_FORMAT_UNKNOWN, told.items, told.count, told.plan ? told.plan : nothing, NULL};
        status = cdk_facts_assemble(env, &assembly, out);
    }
    if (!status) {
        (*out)->tree_state = CDK_NOT_COLLECTED; /* of the tree it tells no more than what matters */
        (*out)->special_state = told.special;
        (*out)->partial = true;
    }
    cdk_plan_free(nothing);
    cdk_facts_told_free(env, &told);
    return status;
}

int32_t cdk_facts_of_document(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_images **images, cdk_facts **out)
{
    cdk_json *root;
    const cdk_json *image;
    int32_t status = cdk_json_parse(env, arena, text, "facts", &root);
    if (!status) take_bytes(root);
    if (!status) status = find_image(env, root, &image);
    if (!status && tells_gates(root, image)) status = check_form(env, root);
    if (!status) status = make_images(env, arena, image, images);
    if (!status) status = make_facts(env, arena, image, *images, out);
    if (!status && tells_gates(root, image)) (*out)->document = root;
    return status;
}

const cdk_json *cdk_facts_document(const cdk_facts *facts)
{
    return facts->document;
}
