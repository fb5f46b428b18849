/* SPDX-License-Identifier: Apache-2.0 */
#include "json_read.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 200 };

typedef struct reading {
    const char *text;
    size_t size, at;
    unsigned depth;
} reading;

static void skip_space(reading *r)
{
    while (r->at < r->size && strchr(" \t\r\n", r->text[r->at])) r->at++;
}

static bool take(reading *r, char c)
{
    skip_space(r);
    if (r->at >= r->size || r->text[r->at] != c) return false;
    r->at++;
    return true;
}

static bool hex4(reading *r, unsigned *out)
{
    unsigned v = 0;
    if (r->size - r->at < 4) return false;
    for (int i = 0; i < 4; i++) {
        const char *digits = "0123456789abcdef", *found = strchr(digits, r->text[r->at] | 0x20);
        if (!r->text[r->at] || !found) return false;
        v = v * 16 + (unsigned)(found - digits);
        r->at++;
    }
    *out = v;
    return true;
}

static size_t put_utf8(char *to, unsigned c)
{
    if (c < 0x80) return to[0] = (char)c, 1;
    if (c < 0x800) return to[0] = (char)(0xc0 | c >> 6), to[1] = (char)(0x80 | (c & 63)), 2;
    if (c < 0x10000)
        return to[0] = (char)(0xe0 | c >> 12), to[1] = (char)(0x80 | (c >> 6 & 63)), to[2] = (char)(0x80 | (c & 63)), 3;
    to[0] = (char)(0xf0 | c >> 18), to[1] = (char)(0x80 | (c >> 12 & 63));
    return to[2] = (char)(0x80 | (c >> 6 & 63)), to[3] = (char)(0x80 | (c & 63)), 4;
}

/* Behind \u: one character, of two halves where they are a pair. */
static bool read_unicode(reading *r, char *to, size_t *n)
{
    unsigned c, low;
    if (!hex4(r, &c)) return false;
    if (c >= 0xd800 && c < 0xdc00 && r->size - r->at >= 6 && r->text[r->at] == '\\' && r->text[r->at + 1] == 'u') {
        r->at += 2;
        if (!hex4(r, &low) || low < 0xdc00 || low > 0xdfff) return false;
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
    *n += put_utf8(to, c);
    return true;
}

/* Behind the quote. Unescaped text is never longer than it is written. */
static char *read_string(reading *r)
{
    static const char escapes[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    size_t end = r->at, n = 0;
    while (end < r->size && r->text[end] != '"') end += r->text[end] == '\\' ? 2 : 1;
    char *out = end < r->size ? malloc(end - r->at + 1) : NULL;
    while (out && r->at < end) {
        char c = r->text[r->at++];
        if (c == '\\') {
            char e = r->text[r->at++];
            const char *found = e ? strchr(escapes, e) : NULL;
            bool good = found != NULL;
            if (e == 'u')
                good = read_unicode(r, out + n, &n);
            else if (found)
                out[n++] = meant[found - escapes];
            if (!good) {
                free(out);
                return NULL;
            }
        } else {
            out[n++] = c;
        }
    }
    if (!out) return NULL;
    out[n] = '\0';
    r->at = end + 1;
    return out;
}

static json *read_value(reading *r);

static bool add(json *parent, char *key, json *child)
{
    if (!child) {
        free(key);
        return false;
    }
    child->key = key;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    return true;
}

static bool read_children(reading *r, json *parent, char close)
{
    if (take(r, close)) return true;
    do {
        char *key = NULL;
        if (close == '}' && (!take(r, '"') || !(key = read_string(r)) || !take(r, ':'))) {
            free(key);
            return false;
        }
        if (!add(parent, key, read_value(r))) return false;
    } while (take(r, ','));
    return take(r, close);
}

static bool read_plain(reading *r, json *value)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if (r->size - r->at < n || memcmp(r->text + r->at, words[i], n)) continue;
        value->type = words[i][0];
        r->at += n;
        return true;
    }
    size_t from = r->at;
    while (r->at < r->size && strchr("+-.0123456789eE", r->text[r->at])) r->at++;
    value->type = '0';
    value->text = r->at > from ? strndup(r->text + from, r->at - from) : NULL;
    return value->text != NULL;
}

static bool fill(reading *r, json *value)
{
    if (take(r, '{')) return value->type = '{', read_children(r, value, '}');
    if (take(r, '[')) return value->type = '[', read_children(r, value, ']');
    if (take(r, '"')) return value->type = 's', (value->text = read_string(r)) != NULL;
    return r->at < r->size && read_plain(r, value);
}

static json *read_value(reading *r)
{
    json *value = calloc(1, sizeof *value);
    bool good = value && ++r->depth <= MAX_DEPTH && fill(r, value);
    r->depth--;
    if (good) return value;
    json_free(value);
    return NULL;
}

json *json_read(const char *text, size_t size, size_t *at)
{
    reading r = {text, size, 0, 0};
    json *value = read_value(&r);
    skip_space(&r);
    if (at) *at = r.at;
    if (!value || r.at == r.size) return value;
    json_free(value);
    return NULL;
}

void json_free(json *value)
{
    while (value) {
        json *next = value->next;
        json_free(value->first);
        free(value->key);
        free(value->text);
        free(value);
        value = next;
    }
}

const json *json_get(const json *object, const char *key)
{
    for (const json *member = object ? object->first : NULL; member; member = member->next)
        if (member->key && !strcmp(member->key, key)) return member;
    return NULL;
}

const char *json_text(const json *object, const char *key)
{
    const json *member = json_get(object, key);
    return member && member->type == 's' ? member->text : "";
}
