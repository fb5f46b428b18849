/* SPDX-License-Identifier: Apache-2.0 */
/* yajl's events into a tree. yajl uses what its allocator gives without a look, so ours leaves by longjmp where memory
 * runs out; that is sound because all that yajl holds is memory of one arena. */
#include "base/json_build.h"

#include <setjmp.h>
#include <yajl/yajl_parse.h>

typedef struct reader {
    cdk_json_builder build;
    cdk_arena yajl_arena;  /* what yajl allocates */
    jmp_buf out_of_memory;
    yajl_handle yajl;
    size_t base;           /* bytes fed before the current piece */
} reader;

/* The size of each block stands before it: yajl's realloc does not tell it. */
typedef union block_head {
    size_t size;
    max_align_t align;
} block_head;

static void *yajl_take(void *user, size_t size)
{
    reader *r = user;
    block_head *head = size > SIZE_MAX - sizeof *head ? NULL : cdk_arena_alloc(&r->yajl_arena, size + sizeof *head);
    if (!head) longjmp(r->out_of_memory, 1);
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

static size_t here(const cdk_json_builder *build)
{
    const reader *r = (const reader *)build;
    return r->base + yajl_get_bytes_consumed(r->yajl);
}

static int on_null(void *user)
{
    return cdk_json_build_scalar(user, CDK_JSON_NULL, NULL, 0);
}

static int on_boolean(void *user, int value)
{
    return cdk_json_build_scalar(user, value ? CDK_JSON_TRUE : CDK_JSON_FALSE, NULL, 0);
}

static int on_number(void *user, const char *text, size_t n)
{
    return cdk_json_build_scalar(user, CDK_JSON_NUMBER, text, n);
}

static int on_string(void *user, const unsigned char *text, size_t n)
{
    return cdk_json_build_scalar(user, CDK_JSON_STRING, (const char *)text, n);
}

static int on_object(void *user)
{
    return cdk_json_build_open(user, CDK_JSON_OBJECT);
}

static int on_key(void *user, const unsigned char *text, size_t n)
{
    return cdk_json_build_key(user, (cdk_str){(const char *)text, n});
}

static int on_object_end(void *user)
{
    return cdk_json_build_close(user, CDK_JSON_OBJECT);
}

static int on_array(void *user)
{
    return cdk_json_build_open(user, CDK_JSON_ARRAY);
}

static int on_array_end(void *user)
{
    return cdk_json_build_close(user, CDK_JSON_ARRAY);
}

static const yajl_callbacks callbacks = {
    .yajl_null = on_null,           .yajl_boolean = on_boolean,  .yajl_number = on_number,  .yajl_string = on_string,
    .yajl_start_map = on_object,    .yajl_map_key = on_key,      .yajl_end_map = on_object_end,
    .yajl_start_array = on_array,   .yajl_end_array = on_array_end,
};

/* What yajl has against the text, in one line, with its place. */
static int32_t yajl_failure(reader *r, yajl_status status, cdk_str piece)
{
    if (status == yajl_status_client_canceled) return r->build.status;
    cdk_where where = CDK_NOWHERE;
    where.document = r->build.document;
    where.offset = (int64_t)here(&r->build);
    unsigned char *text = yajl_get_error(r->yajl, 0, (const unsigned char *)piece.p, piece.n);
    cdk_str line = cdk_str_of((const char *)text), head, tail;
    cdk_str_cut(line, '\n', &head, &tail);
    return cdk_fail(r->build.env, CDK_CLASS_BAD_JSON, &where, "%s is no well-formed JSON at byte %zu: %.*s",
                    r->build.document ? r->build.document : "the document", here(&r->build), (int)head.n, head.p);
}

static int32_t parse_piece(reader *r, cdk_str piece)
{
    yajl_status status = yajl_parse(r->yajl, (const unsigned char *)piece.p, piece.n);
    if (status != yajl_status_ok) return yajl_failure(r, status, piece);
    r->base += piece.n;
    return CISDOCK_OK;
}

static int32_t parse_end(reader *r)
{
    yajl_status status = yajl_complete_parse(r->yajl);
    if (status != yajl_status_ok) {
        cdk_where where = CDK_NOWHERE;
        where.document = r->build.document;
        where.offset = (int64_t)r->base;
        if (status == yajl_status_client_canceled) return r->build.status;
        return cdk_fail(r->build.env, CDK_CLASS_BAD_JSON, &where, "%s ends too early, at byte %zu",
                        r->build.document ? r->build.document : "the document", r->base);
    }
    return CISDOCK_OK;
}

static cdk_str skip_bom(cdk_str text)
{
    return cdk_str_starts(text, CDK_STR("\xef\xbb\xbf")) ? cdk_str_from(text, 3) : text;
}

static int32_t parse_fed(reader *r)
{
    bool begun = false;
    for (;;) {
        cdk_str piece;
        int32_t status = r->build.feed->feed(r->build.feed->user, &piece.p, &piece.n);
        if (status) return status;
        if (piece.n == 0) return parse_end(r);
        if (!begun) {
            cdk_str rest = skip_bom(piece);
            r->base = piece.n - rest.n;
            piece = rest;
            begun = true;
        }
        status = parse_piece(r, piece);
        if (status) return status;
    }
}

static int32_t parse_whole(reader *r, cdk_str text)
{
    cdk_str rest = skip_bom(text);
    r->base = text.n - rest.n;
    int32_t status = parse_piece(r, rest);
    return status ? status : parse_end(r);
}

/* Runs the parser over `text`, or over what the feed gives. */
static int32_t run(reader *r, cdk_str text)
{
    int32_t status;
    yajl_alloc_funcs functions = {yajl_take, yajl_resize, yajl_give_back, r};
    cdk_arena_init(&r->yajl_arena, r->build.env->mem);
    if (setjmp(r->out_of_memory) == 0) {
        r->yajl = yajl_alloc(&callbacks, &functions, r);
        if (r->build.feed && r->build.feed->many) yajl_config(r->yajl, yajl_allow_multiple_values, 1);
        status = r->build.feed ? parse_fed(r) : parse_whole(r, text);
    } else {
        status = cdk_fail_memory(r->build.env);
    }
    cdk_arena_free(&r->yajl_arena);
    return status;
}

int32_t cdk_json_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, const char *document, cdk_json **out)
{
    reader r = {.build = {.env = env, .document = document, .tree = arena, .here = here}};
    int32_t status = run(&r, text);
    *out = status ? NULL : r.build.root;
    return status;
}

int32_t cdk_json_each(const cdk_env *env, const cdk_json_feed *feed, const char *document)
{
    cdk_arena top, elements;
    cdk_arena_init(&top, env->mem);
    cdk_arena_init(&elements, env->mem);
    reader r = {.build = {.env = env, .document = document, .feed = feed, .keeper = {.mem = env->mem}, .here = here,
                          .tree = feed->arena ? feed->arena : &top, .elements = feed->arena ? feed->arena : &elements}};
    r.build.frames[0].each = feed->keep;
    int32_t status = run(&r, CDK_STR_NONE);
    cdk_keeper_free(&r.build.keeper);
    cdk_arena_free(&elements);
    cdk_arena_free(&top);
    return status;
}
