/* SPDX-License-Identifier: Apache-2.0 */
/* JSON in (yajl's SAX events into a tree in an arena) and out. json*.c alone know yajl.
 *
 * Reading holds for hostile input: depth, size and count are capped, a failed allocation inside yajl is survived,
 * UTF-8 is checked by yajl (invalid bytes are a failure of class bad-json), a byte order mark in front is skipped. A key
 * that stands twice: the last one counts, as in Go and Python, and the object is flagged. */
#ifndef CDK_BASE_JSON_H
#define CDK_BASE_JSON_H

#include "base/env.h"

typedef enum cdk_json_type {
    CDK_JSON_NULL, CDK_JSON_FALSE, CDK_JSON_TRUE, CDK_JSON_NUMBER, CDK_JSON_STRING, CDK_JSON_ARRAY, CDK_JSON_OBJECT
} cdk_json_type;

typedef struct cdk_json {
    cdk_json_type type : 8;
    bool duplicate_keys;     /* of an object: some key stood twice */
    uint16_t slot;           /* of a member that a table of cdk_json_keep names: its number there, else 0 */
    uint32_t count;          /* children of an array or object */
    cdk_str key;             /* of a member */
    cdk_str text;            /* string: its bytes (may hold NUL); number: as it is written */
    size_t offset;           /* byte of the document where the value ends (strings, numbers) or begins */
    struct cdk_json *parent, *first, *last, *next;
} cdk_json;

/* Parse one document; trailing white space is fine, anything else behind it is not. `document` names it in failures.
 * Failures: bad-json (offset set), limit, memory. */
int32_t cdk_json_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, const char *document, cdk_json **out);

/* A member that is wanted of an object: what of it, or all where `members` is NULL. With `each`, `members` are those of
 * the objects inside it. Tables end with a key that is NULL. What stands in a table's place and is no object is kept whole,
 * so that its wrong type can be reported. */
typedef struct cdk_json_keep {
    const char *key;
    const struct cdk_json_keep *members;
    bool each;
    uint16_t slot; /* told of the member */
} cdk_json_keep;
extern const cdk_json_keep cdk_json_keep_names[]; /* as `members`: all of an object's names, without what stands in their values */

/* Parse a document whose top is an array, handing each element to `each` as soon as it ends, so that memory is that of one
 * element. `feed` gives the next bytes (n 0: end). A top that is an object is handed over as index 0 of one; of its member
 * `member`, where that is an array, the elements come before it, and it comes with that array empty. `many`: any number of
 * documents may stand one behind the other (JSON lines). */
typedef struct cdk_json_feed {
    void *user;
    int32_t (*feed)(void *user, const char **bytes, size_t *n);
    int32_t (*each)(void *user, uint64_t index, cdk_json *element);
    const char *member; /* or NULL */
    bool many;
    cdk_arena *arena;   /* what is handed over stays in it; NULL: it is forgotten afterwards */
    const cdk_json_keep *keep; /* of an element that is an object; what it does not name costs no memory. NULL: everything */
} cdk_json_feed;
int32_t cdk_json_each(const cdk_env *env, const cdk_json_feed *feed, const char *document);

/* A copy of a value and all in it. NULL: no memory. */
cdk_json *cdk_json_copy(cdk_arena *arena, const cdk_json *value);

/* All accessors take NULL, and give NULL, none or `otherwise` where the value is missing or of another type. */
const cdk_json *cdk_json_get(const cdk_json *object, const char *key);
const cdk_json *cdk_json_get_nocase(const cdk_json *object, const char *key); /* Go's decoder: exact name first */
const cdk_json *cdk_json_at(const cdk_json *array, uint32_t index);
const cdk_json *cdk_json_path(const cdk_json *value, const char *dotted);     /* "Swarm.Cluster.Spec": members only */
cdk_str cdk_json_str(const cdk_json *value);                                  /* none unless a string */
cdk_str cdk_json_get_str(const cdk_json *object, const char *key);
bool cdk_json_i64(const cdk_json *value, int64_t *out);                       /* whole numbers that fit; 1e3 is one */
bool cdk_json_double(const cdk_json *value, double *out);
bool cdk_json_bool(const cdk_json *value, bool *out);
static inline bool cdk_json_is(const cdk_json *value, cdk_json_type type)
{
    return value && value->type == type;
}
static inline bool cdk_json_missing(const cdk_json *value) /* absent or null */
{
    return !value || value->type == CDK_JSON_NULL;
}
const char *cdk_json_type_name(const cdk_json *value);                        /* "string", ... "nothing" for NULL */
/* RFC 6901 pointer to `value` from its root; "" for the root. NULL: no memory. */
char *cdk_json_pointer(cdk_arena *arena, const cdk_json *value);
/* The same behind a prefix; `value` NULL: the prefix alone. */
char *cdk_json_pointer_below(cdk_arena *arena, cdk_str prefix, const cdk_json *value);
/* Line and column (from 1) of a byte of the text. */
void cdk_json_position(cdk_str text, size_t offset, uint32_t *line, uint32_t *column);

#define CDK_JSON_EACH(child, value) for (const cdk_json *child = (value) ? (value)->first : NULL; child; child = child->next)

/* A JSON writer into a sink function, with a sticky failure. Strings that are not UTF-8 are repaired with U+FFFD,
 * unless `surrogate_escapes`: then each bad byte XX is written \udcXX, as Python does. */
typedef struct cdk_jsonw cdk_jsonw;
typedef struct cdk_jsonw_options {
    int indent;             /* spaces; 0: one line */
    bool surrogate_escapes;
    bool ascii;             /* escape all beyond ASCII */
} cdk_jsonw_options;
int32_t cdk_jsonw_new(const cdk_env *env, const cisdock_sink *sink, const cdk_jsonw_options *options, cdk_jsonw **out);
int32_t cdk_jsonw_end(cdk_jsonw *w); /* flushes, frees; gives the first failure of all. NULL is fine */
void cdk_jsonw_object(cdk_jsonw *w);
void cdk_jsonw_object_end(cdk_jsonw *w);
void cdk_jsonw_array(cdk_jsonw *w);
void cdk_jsonw_array_end(cdk_jsonw *w);
void cdk_jsonw_key(cdk_jsonw *w, const char *key);
void cdk_jsonw_key_str(cdk_jsonw *w, cdk_str key);
void cdk_jsonw_str(cdk_jsonw *w, cdk_str s);              /* p NULL: null */
void cdk_jsonw_text(cdk_jsonw *w, const char *text);      /* NULL: null */
void cdk_jsonw_i64(cdk_jsonw *w, int64_t v);
void cdk_jsonw_u64(cdk_jsonw *w, uint64_t v);
void cdk_jsonw_fixed1(cdk_jsonw *w, int64_t tenths);      /* 29 -> 2.9 */
void cdk_jsonw_number(cdk_jsonw *w, cdk_str text);        /* a number as it is written */
void cdk_jsonw_bool(cdk_jsonw *w, bool v);
void cdk_jsonw_null(cdk_jsonw *w);
void cdk_jsonw_value(cdk_jsonw *w, const cdk_json *value); /* a parsed value as it is; NULL: null */
void cdk_jsonw_newline(cdk_jsonw *w);                     /* between documents of JSON lines */

#endif
