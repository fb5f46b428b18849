/* SPDX-License-Identifier: Apache-2.0 */
#include "image/config.h"

#include "image/config_read.h"
#include "image/member_name.h"

#define AT(member) offsetof(cdk_image_config, member)

static const cdk_config_field top_fields[] = {
    {"architecture", CDK_CONFIG_TEXT, AT(architecture), CDK_ERROR},
    {"os", CDK_CONFIG_TEXT, AT(os), CDK_ERROR},
    {"variant", CDK_CONFIG_TEXT, AT(variant), CDK_WARNING},
    {"os.version", CDK_CONFIG_TEXT, AT(os_version), CDK_WARNING},
    {"created", CDK_CONFIG_TEXT, AT(created), CDK_WARNING},
    {"author", CDK_CONFIG_TEXT, AT(author), CDK_WARNING},
    {"docker_version", CDK_CONFIG_TEXT, AT(docker_version), CDK_WARNING},
};

static const cdk_config_field config_fields[] = {
    {"User", CDK_CONFIG_TEXT, AT(user), CDK_ERROR},
    {"Env", CDK_CONFIG_LIST, AT(env), CDK_ERROR},
    {"Cmd", CDK_CONFIG_WORDS, AT(cmd), CDK_ERROR},
    {"Entrypoint", CDK_CONFIG_WORDS, AT(entrypoint), CDK_ERROR},
    {"OnBuild", CDK_CONFIG_LIST, AT(onbuild), CDK_ERROR},
    {"Shell", CDK_CONFIG_WORDS, AT(shell), CDK_ERROR},
    {"ExposedPorts", CDK_CONFIG_NAMES, AT(exposed_ports), CDK_ERROR},
    {"Volumes", CDK_CONFIG_NAMES, AT(volumes), CDK_ERROR},
    {"Labels", CDK_CONFIG_PAIRS, AT(labels), CDK_ERROR},
    {"WorkingDir", CDK_CONFIG_TEXT, AT(workdir), CDK_ERROR},
    {"StopSignal", CDK_CONFIG_TEXT, AT(stop_signal), CDK_ERROR},
    {"Healthcheck", CDK_CONFIG_HEALTHCHECK, AT(healthcheck), CDK_ERROR},
};

static const cdk_config_field rootfs_fields[] = {{"diff_ids", CDK_CONFIG_LIST, AT(diff_ids), CDK_ERROR}};

#define H_AT(member) offsetof(cdk_history_entry, member)
static const cdk_config_field history_fields[] = {
    {"created", CDK_CONFIG_TEXT, H_AT(created), CDK_WARNING},
    {"created_by", CDK_CONFIG_TEXT, H_AT(created_by), CDK_ERROR},
    {"author", CDK_CONFIG_TEXT, H_AT(author), CDK_WARNING},
    {"comment", CDK_CONFIG_TEXT, H_AT(comment), CDK_WARNING},
    {"empty_layer", CDK_CONFIG_SWITCH, H_AT(empty_layer), CDK_ERROR},
};

#define READ(reader, object, fields, out) cdk_config_read(reader, object, fields, sizeof(fields) / sizeof *(fields), out)

static void problem(cdk_config_reader *r, cdk_class cls, cdk_severity severity, const char *pointer, const char *what,
                    uint32_t has, uint32_t layers)
{
    cdk_where where = CDK_NOWHERE;
    where.document = "config";
    where.pointer = pointer;
    if (!cdk_problem_add(r->env, r->arena, r->problems, cls, severity, &where,
                         "the configuration tells of %u %s, the manifest of %u layers", has, what, layers))
        r->status = r->env->error->status;
}

static void read_history(cdk_config_reader *r, cdk_image_config *config)
{
    const cdk_json *history = cdk_config_member(r, config->raw, "history", CDK_JSON_ARRAY);
    if (!history || r->status) return;
    cdk_history_entry *entries = cdk_arena_calloc(r->arena, history->count, sizeof *entries);
    if (!entries) {
        r->status = cdk_fail_memory(r->env);
        return;
    }
    config->history = entries;
    config->history_present = true;
    CDK_JSON_EACH(item, history) {
        cdk_history_entry *entry = &entries[config->history_count++];
        const cdk_json *created_by = cdk_go_member(item, "created_by");
        entry->layer = -1;
        entry->damaged = item->type != CDK_JSON_OBJECT || !(cdk_json_missing(created_by) || created_by->type == CDK_JSON_STRING);
        if (item->type == CDK_JSON_OBJECT)
            READ(r, item, history_fields, entry);
        else
            cdk_config_wrong_type(r, item, CDK_ERROR, "object");
    }
}

/* Ties entries to layers where their numbers agree; where they do not, nothing tells which is whose. */
static void join_history(cdk_config_reader *r, cdk_image_config *config, uint32_t layers)
{
    cdk_history_entry *entries = (cdk_history_entry *)config->history;
    uint32_t with_layer = 0;
    for (uint32_t i = 0; i < config->history_count; i++) with_layer += !entries[i].empty_layer;
    config->history_layers_match = with_layer == layers;
    if (!config->history_layers_match) {
        if (config->history_present)
            problem(r, CDK_CLASS_HISTORY, CDK_WARNING, "/history", "steps that made a layer", with_layer, layers);
        return;
    }
    int32_t next = 0;
    for (uint32_t i = 0; i < config->history_count; i++)
        if (!entries[i].empty_layer) entries[i].layer = next++;
}

static void note_duplicates(cdk_config_reader *r, const cdk_json *object)
{
    if (!object || !object->duplicate_keys || r->status) return;
    cdk_where where = CDK_NOWHERE;
    where.document = "config";
    where.pointer = cdk_json_pointer(r->arena, object);
    if (!where.pointer || !cdk_problem_add(r->env, r->arena, r->problems, CDK_CLASS_DUPLICATE, CDK_WARNING, &where,
                                           "a member stands twice in the configuration: the last one counts"))
        r->status = cdk_fail_memory(r->env);
}

static int32_t fill(cdk_config_reader *r, cdk_image_config *config, uint32_t layers)
{
    const cdk_json *inner = cdk_config_member(r, config->raw, "config", CDK_JSON_OBJECT);
    config->has_config = inner != NULL;
    READ(r, config->raw, top_fields, config);
    READ(r, inner, config_fields, config);
    READ(r, cdk_config_member(r, config->raw, "rootfs", CDK_JSON_OBJECT), rootfs_fields, config);
    note_duplicates(r, config->raw);
    note_duplicates(r, inner);
    if (!r->status && config->diff_ids.present && config->diff_ids.count != layers)
        problem(r, CDK_CLASS_DIGEST_MISMATCH, CDK_ERROR, "/rootfs/diff_ids", "diff_ids", config->diff_ids.count, layers);
    if (!r->status) read_history(r, config);
    if (!r->status) join_history(r, config, layers);
    return r->status;
}

int32_t cdk_image_config_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, uint32_t layer_count,
                               cdk_problems *problems, cdk_image_config **out)
{
    *out = NULL;
    cdk_image_config *config = cdk_arena_calloc(arena, 1, sizeof *config);
    if (!config) return cdk_fail_memory(env);
    cdk_json *raw;
    int32_t status = cdk_json_parse(env, arena, text, "config", &raw);
    if (status) return status;
    if (raw->type != CDK_JSON_OBJECT) {
        cdk_where where = CDK_NOWHERE;
        where.document = "config";
        where.pointer = "";
        return cdk_fail(env, CDK_CLASS_BAD_JSON, &where, "the configuration is of type %s, not object", cdk_json_type_name(raw));
    }
    config->raw = raw;
    config->text = text;
    cdk_config_reader reader = {.env = env, .arena = arena, .problems = problems};
    status = fill(&reader, config, layer_count);
    if (!status) *out = config;
    return status;
}

bool cdk_config_by_docker(const cdk_image_config *config)
{
    static const char *const members[] = {"docker_version", "container", "container_config"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (cdk_json_get(config->raw, members[i])) return true;
    return cdk_json_get(cdk_json_get(config->raw, "config"), "AttachStdin") != NULL;
}
