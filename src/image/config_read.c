/* SPDX-License-Identifier: Apache-2.0 */
#include "image/config_read.h"

#include "image/member_name.h"

#include <stdlib.h>

static void *room(cdk_config_reader *r, size_t count, size_t size)
{
    void *p = cdk_arena_calloc(r->arena, count, size);
    if (!p) r->status = cdk_fail_memory(r->env);
    return p;
}

enum { MOST_NOTES = 32 };

void cdk_config_wrong_type(cdk_config_reader *r, const cdk_json *value, cdk_severity severity, const char *wanted)
{
    if (r->status || r->noted++ >= MOST_NOTES) return;
    cdk_where where = CDK_NOWHERE;
    where.document = "config";
    where.pointer = cdk_json_pointer(r->arena, value);
    if (!where.pointer)
        r->status = cdk_fail_memory(r->env);
    else if (!cdk_problem_add(r->env, r->arena, r->problems, CDK_CLASS_BAD_JSON, severity, &where,
                              "the configuration's %s is of type %s, not %s%s", where.pointer, cdk_json_type_name(value), wanted,
                              r->noted == MOST_NOTES ? "; further ones of the wrong type are not listed" : ""))
        r->status = r->env->error->status;
}

const cdk_json *cdk_config_member(cdk_config_reader *r, const cdk_json *object, const char *name, cdk_json_type type)
{
    const cdk_json *value = cdk_go_member(object, name);
    if (cdk_json_missing(value) || value->type == type) return cdk_json_missing(value) ? NULL : value;
    cdk_config_wrong_type(r, value, CDK_ERROR, type == CDK_JSON_ARRAY ? "array" : "object");
    return NULL;
}

/* A string; null is the empty one, as in Go. False: of another type, which is noted. */
static bool text_of(cdk_config_reader *r, const cdk_json *value, cdk_severity wrong, cdk_str *out)
{
    if (value->type == CDK_JSON_STRING || value->type == CDK_JSON_NULL) {
        *out = value->type == CDK_JSON_NULL ? CDK_STR("") : value->text;
        if (!out->p) *out = CDK_STR("");
        return true;
    }
    cdk_config_wrong_type(r, value, wrong, "string");
    return false;
}

static void read_text(cdk_config_reader *r, const cdk_json *value, const cdk_config_field *field, void *out)
{
    text_of(r, value, field->wrong, out);
}

static void read_list(cdk_config_reader *r, const cdk_json *value, const cdk_config_field *field, void *out)
{
    cdk_str_list *list = out;
    if (value->type != CDK_JSON_ARRAY) {
        cdk_config_wrong_type(r, value, field->wrong, "array");
        return;
    }
    cdk_str *items = room(r, value->count, sizeof *items);
    if (!items) return;
    *list = (cdk_str_list){.items = items, .present = true};
    CDK_JSON_EACH(item, value)
        if (text_of(r, item, field->wrong, &items[list->count])) list->count++;
}

static void read_words(cdk_config_reader *r, const cdk_json *value, const cdk_config_field *field, void *out)
{
    if (value->type != CDK_JSON_STRING) {
        read_list(r, value, field, out);
        return;
    }
    cdk_str *item = room(r, 1, sizeof *item);
    if (!item) return;
    *item = value->text;
    *(cdk_str_list *)out = (cdk_str_list){.items = item, .count = 1, .present = true};
}

static int by_bytes(const void *a, const void *b)
{
    return cdk_str_cmp(*(const cdk_str *)a, *(const cdk_str *)b);
}

static void read_names(cdk_config_reader *r, const cdk_json *value, const cdk_config_field *field, void *out)
{
    cdk_str_list *list = out;
    if (value->type != CDK_JSON_OBJECT) {
        cdk_config_wrong_type(r, value, field->wrong, "object");
        return;
    }
    cdk_str *items = room(r, value->count, sizeof *items);
    if (!items) return;
    *list = (cdk_str_list){.items = items, .present = true};
    CDK_JSON_EACH(member, value) items[list->count++] = member->key;
    qsort(items, list->count, sizeof *items, by_bytes);
}

static void read_pairs(cdk_config_reader *r, const cdk_json *value, const cdk_config_field *field, void *out)
{
    cdk_pair_list *list = out;
    if (value->type != CDK_JSON_OBJECT) {
        cdk_config_wrong_type(r, value, field->wrong, "object");
        return;
    }
    cdk_pair *items = room(r, value->count, sizeof *items);
    if (!items) return;
    *list = (cdk_pair_list){.items = items, .present = true};
    CDK_JSON_EACH(member, value) {
        items[list->count].key = member->key;
        if (text_of(r, member, field->wrong, &items[list->count].value)) list->count++;
    }
}

static void read_healthcheck(cdk_config_reader *r, const cdk_json *value, const cdk_config_field *field, void *out)
{
    static const cdk_config_field test[] = {{"Test", CDK_CONFIG_LIST, offsetof(cdk_healthcheck, test), CDK_ERROR}};
    cdk_healthcheck *check = out;
    if (value->type != CDK_JSON_OBJECT) {
        cdk_config_wrong_type(r, value, field->wrong, "object");
        return;
    }
    check->present = true;
    check->raw = value;
    cdk_config_read(r, value, test, 1, check);
}

static void read_switch(cdk_config_reader *r, const cdk_json *value, const cdk_config_field *field, void *out)
{
    if (!cdk_json_bool(value, out)) cdk_config_wrong_type(r, value, field->wrong, "boolean");
}

void cdk_config_read(cdk_config_reader *r, const cdk_json *object, const cdk_config_field *fields, size_t count, void *out)
{
    static void (*const readers[CDK_CONFIG_KINDS])(cdk_config_reader *, const cdk_json *, const cdk_config_field *, void *) = {
        [CDK_CONFIG_TEXT] = read_text,   [CDK_CONFIG_LIST] = read_list,   [CDK_CONFIG_WORDS] = read_words,
        [CDK_CONFIG_NAMES] = read_names, [CDK_CONFIG_PAIRS] = read_pairs, [CDK_CONFIG_HEALTHCHECK] = read_healthcheck,
        [CDK_CONFIG_SWITCH] = read_switch,
    };
    for (size_t i = 0; i < count && !r->status; i++) {
        const cdk_json *value = cdk_go_member(object, fields[i].name);
        if (!cdk_json_missing(value)) readers[fields[i].kind](r, value, &fields[i], (char *)out + fields[i].offset);
    }
}
