/* SPDX-License-Identifier: Apache-2.0 */
/* yajl's events into a tree. yajl uses what its allocator gives without a look, so ours leaves by longjmp where memory
 * runs out; that is sound because all that yajl holds is memory of one arena. */
#include "base/json.h"

#include "base/map.h"

#include <inttypes.h>
#include <setjmp.h>
#include <yajl/yajl_parse.h>

typedef struct builder {
    const cdk_env *env;
    const char *document;
    cdk_arena yajl_arena;  /* what yajl allocates */
    cdk_arena *tree;       /* what the tree is made of */
    cdk_arena elements;    /* what an element of a fed array is made of */
    cdk_json *fed;         /* array whose elements are handed over one by one; NULL: not inside one */
    jmp_buf out_of_memory;
    yajl_handle yajl;
    size_t base;           /* bytes fed before the current piece */
    uint32_t depth;
    cdk_json *root, *open; /* open: innermost array or object */
    cdk_str key;           /* of the member that comes next */
    int32_t status;        /* of a failure in a callback */
    const cdk_json_feed *feed; /* NULL: one document */
    uint64_t index;
} builder;

/* The size of each block stands before it: yajl's realloc does not tell it. */
typedef union block_head {
    size_t size;
    max_align_t align;
} block_head;

static void *yajl_take(void *user, size_t size)
{
    builder *b = user;
    block_head *head = size > SIZE_MAX - sizeof *head ? NULL : cdk_arena_alloc(&b->yajl_arena, size + sizeof *head);
    if (!head) longjmp(b->out_of_memory, 1);
    head->size = size;
    return head + 1;
}

static void *yajl_resize(void *user, void *ptr, size_t size)
{
    if (!ptr) return yajl_take(user, size);
    size_t old = ((block_head *)ptr - 1)->size;
    if (size <= old) return ptr;
    void *moved = yajl_take(user, size);
    memcpy(moved, ptr, old);
    return moved;
}

static void yajl_give_back(void *user, void *ptr)
{
    (void)user;
    (void)ptr;
}

static size_t here(const builder *b)
{
    return b->base + yajl_get_bytes_consumed(b->yajl);
}

static int fail_here(builder *b, int32_t status)
{
    b->status = status;
    return 0;
}

static int no_memory(builder *b)
{
    return fail_here(b, cdk_fail_memory(b->env));
}

static cdk_arena *arena_of(builder *b)
{
    return b->fed ? &b->elements : b->tree;
}

/* Hands a finished element of a fed array, or a finished document, over and forgets it. */
static int element_done(builder *b, cdk_json *element)
{
    if (!b->feed || (b->open && b->open != b->fed)) return 1;
    cdk_arena *arena = arena_of(b);
    element->parent = NULL;
    int32_t status = b->feed->each(b->feed->user, b->index++, element, arena);
    if (status) return fail_here(b, status);
    cdk_arena_reset(arena);
    if (b->fed) {
        b->fed->first = b->fed->last = NULL;
        b->fed->count = 0;
    } else {
        b->root = NULL;
    }
    return 1;
}

static cdk_json *add(builder *b, cdk_json_type type, size_t offset)
{
    cdk_json *value = cdk_arena_calloc(arena_of(b), 1, sizeof *value);
    if (!value) {
        no_memory(b);
        return NULL;
    }
    value->type = type;
    value->offset = offset;
    value->parent = b->open;
    value->key = b->key;
    b->key = CDK_STR_NONE;
    if (!b->open) {
        b->root = value;
    } else {
        *(b->open->last ? &b->open->last->next : &b->open->first) = value;
        b->open->last = value;
        b->open->count++;
    }
    return value;
}

static int scalar(builder *b, cdk_json_type type, const char *text, size_t n)
{
    cdk_json *value = add(b, type, here(b));
    if (!value) return 0;
    if (text && !(value->text = cdk_str_dup(arena_of(b), (cdk_str){text, n})).p) return no_memory(b);
    return element_done(b, value);
}

static int on_null(void *user)
{
    return scalar(user, CDK_JSON_NULL, NULL, 0);
}

static int on_boolean(void *user, int value)
{
    return scalar(user, value ? CDK_JSON_TRUE : CDK_JSON_FALSE, NULL, 0);
}

static int on_number(void *user, const char *text, size_t n)
{
    return scalar(user, CDK_JSON_NUMBER, text, n);
}

static int on_string(void *user, const unsigned char *text, size_t n)
{
    return scalar(user, CDK_JSON_STRING, (const char *)text, n);
}

/* A top array, or the member of a top object that the feed names. */
static bool is_fed(const builder *b, const cdk_json *array)
{
    if (!b->feed || b->fed || array->type != CDK_JSON_ARRAY) return false;
    return !b->open || (b->depth == 1 && b->feed->member && cdk_str_is(array->key, b->feed->member));
}

static int open_container(builder *b, cdk_json_type type)
{
    size_t offset = here(b) - 1;
    if (b->depth >= CDK_LIMIT(b->env, MAX_JSON_DEPTH)) {
        cdk_where where = CDK_NOWHERE;
        where.document = b->document;
        where.offset = (int64_t)offset;
        return fail_here(b, cdk_fail(b->env, CDK_CLASS_BAD_JSON, &where, "nested deeper than %" PRIu64 " levels (MAX_JSON_DEPTH)",
                                     CDK_LIMIT(b->env, MAX_JSON_DEPTH)));
    }
    cdk_json *value = add(b, type, offset);
    if (!value) return 0;
    if (is_fed(b, value)) b->fed = value;
    b->open = value;
    b->depth++;
    return 1;
}

static int close_container(builder *b)
{
    cdk_json *closed = b->open;
    b->open = closed->parent;
    b->depth--;
    if (closed != b->fed) return element_done(b, closed);
    b->fed = NULL;
    if (!b->open) {
        cdk_arena_reset(b->tree);
        b->root = NULL;
    }
    return 1;
}

static int on_object(void *user)
{
    return open_container(user, CDK_JSON_OBJECT);
}

static int on_array(void *user)
{
    return open_container(user, CDK_JSON_ARRAY);
}

static int on_array_end(void *user)
{
    return close_container(user);
}

static int on_key(void *user, const unsigned char *text, size_t n)
{
    builder *b = user;
    b->key = cdk_str_dup(arena_of(b), (cdk_str){(const char *)text, n});
    return b->key.p ? 1 : no_memory(b);
}

/* Of members with one key only the last stays. */
static bool drop_earlier(builder *b, cdk_json *object)
{
    cdk_map seen;
    cdk_map_init(&seen, b->env->mem);
    bool good = true;
    for (cdk_json *member = object->first; member && good; member = member->next) {
        if (cdk_map_get(&seen, member->key)) object->duplicate_keys = true;
        good = cdk_map_put(&seen, member->key, member);
    }
    if (good && object->duplicate_keys) {
        cdk_json **link = &object->first, *last = NULL;
        object->count = 0;
        while (*link) {
            cdk_json *member = *link;
            if (cdk_map_get(&seen, member->key) != member) {
                *link = member->next;
                continue;
            }
            last = member;
            object->count++;
            link = &member->next;
        }
        object->last = last;
    }
    cdk_map_free(&seen);
    return good;
}

/* Small objects, nearly all, are looked through pair by pair. */
static bool may_have_duplicates(const cdk_json *object)
{
    if (object->count > 24) return true;
    for (const cdk_json *a = object->first; a; a = a->next)
        for (const cdk_json *b = a->next; b; b = b->next)
            if (cdk_str_eq(a->key, b->key)) return true;
    return false;
}

static int on_object_end(void *user)
{
    builder *b = user;
    if (may_have_duplicates(b->open) && !drop_earlier(b, b->open)) return no_memory(b);
    return close_container(b);
}

static const yajl_callbacks callbacks = {
    .yajl_null = on_null,           .yajl_boolean = on_boolean,  .yajl_number = on_number,  .yajl_string = on_string,
    .yajl_start_map = on_object,    .yajl_map_key = on_key,      .yajl_end_map = on_object_end,
    .yajl_start_array = on_array,   .yajl_end_array = on_array_end,
};

/* What yajl has against the text, in one line, with its place. */
static int32_t yajl_failure(builder *b, yajl_status status, cdk_str piece)
{
    if (status == yajl_status_client_canceled) return b->status;
    cdk_where where = CDK_NOWHERE;
    where.document = b->document;
    where.offset = (int64_t)here(b);
    unsigned char *text = yajl_get_error(b->yajl, 0, (const unsigned char *)piece.p, piece.n);
    cdk_str line = cdk_str_of((const char *)text), head, tail;
    cdk_str_cut(line, '\n', &head, &tail);
    return cdk_fail(b->env, CDK_CLASS_BAD_JSON, &where, "%s is no well-formed JSON at byte %zu: %.*s",
                    b->document ? b->document : "the document", here(b), (int)head.n, head.p);
}

static int32_t parse_piece(builder *b, cdk_str piece)
{
    yajl_status status = yajl_parse(b->yajl, (const unsigned char *)piece.p, piece.n);
    if (status != yajl_status_ok) return yajl_failure(b, status, piece);
    b->base += piece.n;
    return CISDOCK_OK;
}

static int32_t parse_end(builder *b)
{
    yajl_status status = yajl_complete_parse(b->yajl);
    if (status != yajl_status_ok) {
        cdk_where where = CDK_NOWHERE;
        where.document = b->document;
        where.offset = (int64_t)b->base;
        if (status == yajl_status_client_canceled) return b->status;
        return cdk_fail(b->env, CDK_CLASS_BAD_JSON, &where, "%s ends too early, at byte %zu",
                        b->document ? b->document : "the document", b->base);
    }
    return CISDOCK_OK;
}

static cdk_str skip_bom(cdk_str text)
{
    return cdk_str_starts(text, CDK_STR("\xef\xbb\xbf")) ? cdk_str_from(text, 3) : text;
}

static int32_t parse_fed(builder *b)
{
    bool begun = false;
    for (;;) {
        cdk_str piece;
        int32_t status = b->feed->feed(b->feed->user, &piece.p, &piece.n);
        if (status) return status;
        if (piece.n == 0) return parse_end(b);
        if (!begun) {
            cdk_str rest = skip_bom(piece);
            b->base = piece.n - rest.n;
            piece = rest;
            begun = true;
        }
        status = parse_piece(b, piece);
        if (status) return status;
    }
}

static int32_t parse_whole(builder *b, cdk_str text)
{
    cdk_str rest = skip_bom(text);
    b->base = text.n - rest.n;
    int32_t status = parse_piece(b, rest);
    return status ? status : parse_end(b);
}

/* Runs the parser over `text`, or over what the builder's feed gives. */
static int32_t run(builder *b, cdk_str text)
{
    int32_t status;
    yajl_alloc_funcs functions = {yajl_take, yajl_resize, yajl_give_back, b};
    cdk_arena_init(&b->yajl_arena, b->env->mem);
    cdk_arena_init(&b->elements, b->env->mem);
    if (setjmp(b->out_of_memory) == 0) {
        b->yajl = yajl_alloc(&callbacks, &functions, b);
        if (b->feed && b->feed->many) yajl_config(b->yajl, yajl_allow_multiple_values, 1);
        status = b->feed ? parse_fed(b) : parse_whole(b, text);
    } else {
        status = cdk_fail_memory(b->env);
    }
    cdk_arena_free(&b->elements);
    cdk_arena_free(&b->yajl_arena);
    return status;
}

int32_t cdk_json_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, const char *document, cdk_json **out)
{
    builder b = {.env = env, .document = document, .tree = arena};
    *out = NULL;
    int32_t status = run(&b, text);
    if (!status) *out = b.root;
    return status;
}

int32_t cdk_json_each(const cdk_env *env, const cdk_json_feed *feed, const char *document)
{
    cdk_arena scratch;
    cdk_arena_init(&scratch, env->mem);
    builder b = {.env = env, .document = document, .tree = &scratch, .feed = feed};
    int32_t status = run(&b, CDK_STR_NONE);
    cdk_arena_free(&scratch);
    return status;
}
