/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

const cdk_json *cdk_json_get(const cdk_json *object, const char *key)
{
    if (!cdk_json_is(object, CDK_JSON_OBJECT)) return NULL;
    cdk_str name = cdk_str_of(key);
    CDK_JSON_EACH(member, object)
        if (cdk_str_eq(member->key, name)) return member;
    return NULL;
}

const cdk_json *cdk_json_get_nocase(const cdk_json *object, const char *key)
{
    const cdk_json *exact = cdk_json_get(object, key);
    if (exact || !cdk_json_is(object, CDK_JSON_OBJECT)) return exact;
    cdk_str name = cdk_str_of(key);
    CDK_JSON_EACH(member, object)
        if (cdk_str_eq_nocase(member->key, name)) return member;
    return NULL;
}

const cdk_json *cdk_json_at(const cdk_json *array, uint32_t index)
{
    if (!cdk_json_is(array, CDK_JSON_ARRAY)) return NULL;
    CDK_JSON_EACH(item, array)
        if (index-- == 0) return item;
    return NULL;
}

const cdk_json *cdk_json_path(const cdk_json *value, const char *dotted)
{
    cdk_str rest = cdk_str_of(dotted), name;
    while (value && rest.n) {
        const cdk_json *found = NULL;
        cdk_str_cut(rest, '.', &name, &rest);
        if (!cdk_json_is(value, CDK_JSON_OBJECT)) return NULL;
        CDK_JSON_EACH(member, value)
            if (cdk_str_eq(member->key, name)) found = member;
        value = found;
    }
    return value;
}

cdk_str cdk_json_str(const cdk_json *value)
{
    return cdk_json_is(value, CDK_JSON_STRING) ? value->text : CDK_STR_NONE;
}

cdk_str cdk_json_get_str(const cdk_json *object, const char *key)
{
    return cdk_json_str(cdk_json_get(object, key));
}

/* A number's text as a C string; too long a text is no number of use. */
static bool number_text(const cdk_json *value, char *buf, size_t cap)
{
    if (!cdk_json_is(value, CDK_JSON_NUMBER) || value->text.n >= cap) return false;
    memcpy(buf, value->text.p, value->text.n);
    buf[value->text.n] = '\0';
    return true;
}

bool cdk_json_i64(const cdk_json *value, int64_t *out)
{
    char text[64], *end;
    if (!number_text(value, text, sizeof text)) return false;
    errno = 0;
    long long whole = strtoll(text, &end, 10);
    if (*end == '\0' && !errno) {
        *out = whole;
        return true;
    }
    double number;
    if (!cdk_json_double(value, &number) || number != floor(number) || fabs(number) > 9007199254740992.0) return false;
    *out = (int64_t)number;
    return true;
}

bool cdk_json_double(const cdk_json *value, double *out)
{
    char text[400], *end;
    if (!number_text(value, text, sizeof text)) return false;
    double number = strtod(text, &end);
    if (*end != '\0' || !isfinite(number)) return false;
    *out = number;
    return true;
}

bool cdk_json_bool(const cdk_json *value, bool *out)
{
    if (!cdk_json_is(value, CDK_JSON_TRUE) && !cdk_json_is(value, CDK_JSON_FALSE)) return false;
    *out = value->type == CDK_JSON_TRUE;
    return true;
}

const char *cdk_json_type_name(const cdk_json *value)
{
    static const char *const names[] = {"null", "boolean", "boolean", "number", "string", "array", "object"};
    return value ? names[value->type] : "nothing";
}

static uint32_t index_of(const cdk_json *value)
{
    uint32_t index = 0;
    for (const cdk_json *item = value->parent->first; item != value; item = item->next) index++;
    return index;
}

static size_t escapes_in(cdk_str key)
{
    size_t count = 0;
    for (size_t i = 0; i < key.n; i++) count += (key.p[i] == '~') | (key.p[i] == '/');
    return count;
}

/* One part of a pointer, written so that it ends before `end`; gives where it begins. With `end` NULL only its length counts. */
static size_t put_part(const cdk_json *value, char *end)
{
    char digits[12];
    cdk_str key = value->key;
    if (value->parent->type == CDK_JSON_ARRAY) {
        uint32_t index = index_of(value);
        char *p = digits + sizeof digits;
        do *--p = (char)('0' + index % 10);
        while ((index /= 10) > 0);
        key = (cdk_str){p, (size_t)(digits + sizeof digits - p)};
    }
    size_t n = key.n + escapes_in(key) + 1;
    if (!end) return n;
    if (n == key.n + 1) {
        if (key.n) memcpy(end - key.n, key.p, key.n);
        end -= key.n;
    } else {
        for (size_t i = key.n; i-- > 0;) {
            char c = key.p[i];
            bool escaped = c == '~' || c == '/';
            if (escaped) *--end = c == '~' ? '0' : '1';
            *--end = escaped ? '~' : c;
        }
    }
    *--end = '/';
    return n;
}

char *cdk_json_pointer(cdk_arena *arena, const cdk_json *value)
{
    return cdk_json_pointer_below(arena, CDK_STR_NONE, value);
}

char *cdk_json_pointer_below(cdk_arena *arena, cdk_str prefix, const cdk_json *value)
{
    size_t n = prefix.n;
    for (const cdk_json *v = value; v && v->parent; v = v->parent) n += put_part(v, NULL);
    char *pointer = cdk_arena_bytes(arena, n + 1);
    if (!pointer) return NULL;
    char *end = pointer + n;
    *end = '\0';
    for (const cdk_json *v = value; v && v->parent; v = v->parent) end -= put_part(v, end);
    if (prefix.n) memcpy(pointer, prefix.p, prefix.n);
    return pointer;
}

void cdk_json_position(cdk_str text, size_t offset, uint32_t *line, uint32_t *column)
{
    *line = *column = 1;
    for (size_t i = 0; i < text.n && i < offset; i++) {
        ++*column;
        if (text.p[i] == '\n') {
            ++*line;
            *column = 1;
        }
    }
}
