/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_build.h"

#include <inttypes.h>

static int fail_here(cdk_json_builder *b, int32_t status)
{
    b->status = status;
    return 0;
}

static int no_memory(cdk_json_builder *b)
{
    return fail_here(b, cdk_fail_memory(b->env));
}

static cdk_arena *arena_of(const cdk_json_builder *b)
{
    return b->fed ? b->elements : b->tree;
}

static void forget(cdk_json_builder *b, cdk_arena *arena)
{
    if (!b->feed->arena) cdk_arena_reset(arena);
}

/* Hands a finished element of a fed array, or a finished document, over. */
static int element_done(cdk_json_builder *b, cdk_json *element)
{
    if (!b->feed || (b->open && b->open != b->fed)) return 1;
    element->parent = NULL;
    int32_t status = b->feed->each(b->feed->user, b->index++, element);
    if (status) return fail_here(b, status);
    forget(b, arena_of(b));
    if (b->fed) {
        b->fed->first = b->fed->last = NULL;
        b->fed->count = 0;
    } else {
        b->root = NULL;
    }
    return 1;
}

static cdk_json *add(cdk_json_builder *b, cdk_json_type type, size_t offset)
{
    cdk_json *value = cdk_arena_alloc(arena_of(b), sizeof *value);
    if (!value) {
        no_memory(b);
        return NULL;
    }
    *value = (cdk_json){.type = type, .offset = offset, .parent = b->open, .key = b->key};
    if (b->wanted) value->slot = b->wanted->slot;
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

/* Does the value that begins belong to what nobody wants? */
static bool passes(cdk_json_builder *b)
{
    bool skip = b->skip;
    b->skip = false;
    return skip || b->skipping;
}

int cdk_json_build_scalar(cdk_json_builder *b, cdk_json_type type, const char *text, size_t n)
{
    if (passes(b)) return 1;
    cdk_json *value = add(b, type, b->here(b));
    if (!value) return 0;
    b->wanted = NULL;
    if (text && !(value->text = cdk_str_dup(arena_of(b), (cdk_str){text, n})).p) return no_memory(b);
    return element_done(b, value);
}

static const cdk_json_frame *frame_of(const cdk_json_builder *b)
{
    static const cdk_json_frame everything;
    return b->depth <= CDK_JSON_FRAMES ? &b->frames[b->depth] : &everything;
}

/* Begins the frame of `value`, which is open now. False: no memory. */
static bool open_frame(cdk_json_builder *b, const cdk_json *value, const cdk_json_frame *outer)
{
    const cdk_json_keep *wanted = b->wanted, *members = wanted ? wanted->members : outer->each;
    bool each = value == b->fed || (wanted && wanted->each);
    b->wanted = NULL;
    if (b->depth > CDK_JSON_FRAMES) return true;
    cdk_json_frame *inner = &b->frames[b->depth];
    *inner = (cdk_json_frame){.each = each ? members : NULL};
    if (each || !members || value->type != CDK_JSON_OBJECT) return true;
    inner->names = members == cdk_json_keep_names;
    if (!inner->names) inner->book = cdk_keeper_open(&b->keeper, members, &inner->object);
    return inner->names || inner->book;
}

static bool too_deep(cdk_json_builder *b, size_t offset)
{
    if (b->depth < CDK_LIMIT(b->env, MAX_JSON_DEPTH)) return false;
    cdk_where where = CDK_NOWHERE;
    where.document = b->document;
    where.offset = (int64_t)offset;
    fail_here(b, cdk_fail(b->env, CDK_CLASS_BAD_JSON, &where, "nested deeper than %" PRIu64 " levels (MAX_JSON_DEPTH)",
                          CDK_LIMIT(b->env, MAX_JSON_DEPTH)));
    return true;
}

/* A top array, or the member of a top object that the feed names. */
static bool is_fed(const cdk_json_builder *b, const cdk_json *array)
{
    if (!b->feed || b->fed || array->type != CDK_JSON_ARRAY) return false;
    return !b->open || (b->depth == 1 && b->feed->member && cdk_str_is(array->key, b->feed->member));
}

int cdk_json_build_open(cdk_json_builder *b, cdk_json_type type)
{
    size_t offset = b->here(b) - 1;
    if (too_deep(b, offset)) return 0;
    const cdk_json_frame *outer = frame_of(b);
    cdk_json *value = passes(b) ? NULL : add(b, type, offset);
    if (b->status) return 0;
    if (value && is_fed(b, value)) b->fed = value;
    b->depth++;
    if (!value || outer->names) {
        b->skipping++;
        return 1;
    }
    b->open = value;
    return open_frame(b, value, outer) ? 1 : no_memory(b);
}

/* A key of an object of which not everything is wanted. */
static int on_known_key(cdk_json_builder *b, cdk_str key)
{
    cdk_json_frame *open = &b->frames[b->depth];
    cdk_known_key *known = cdk_key_book_find(open->book, open->last, key);
    if (!known) return no_memory(b);
    open->last = known;
    b->open->duplicate_keys |= known->seen == open->object;
    known->seen = open->object;
    b->wanted = known->wanted;
    b->skip = !known->wanted;
    if (!b->skip) b->key = (cdk_str){known->wanted->key, key.n};
    return 1;
}

int cdk_json_build_key(cdk_json_builder *b, cdk_str key)
{
    if (b->skipping) return 1;
    if (frame_of(b)->book) return on_known_key(b, key);
    b->key = cdk_str_dup(arena_of(b), key);
    return b->key.p ? 1 : no_memory(b);
}

int cdk_json_build_close(cdk_json_builder *b, cdk_json_type type)
{
    cdk_json *closed = b->open;
    if (b->skipping) {
        b->skipping--;
        b->depth--;
        return 1;
    }
    if (type == CDK_JSON_OBJECT && !cdk_json_drop_doubles(b->env->mem, closed, frame_of(b)->book)) return no_memory(b);
    b->depth--;
    b->open = closed->parent;
    if (closed != b->fed) return element_done(b, closed);
    b->fed = NULL;
    if (!b->open) {
        forget(b, b->tree);
        b->root = NULL;
    }
    return 1;
}

/* --- copies --- */

static cdk_json *copy_node(cdk_arena *arena, const cdk_json *value)
{
    cdk_json *copy = cdk_arena_alloc(arena, sizeof *copy);
    if (!copy) return NULL;
    *copy = *value;
    copy->parent = copy->first = copy->last = copy->next = NULL;
    if (value->key.p) copy->key = cdk_str_dup(arena, value->key);
    if (value->text.p) copy->text = cdk_str_dup(arena, value->text);
    return (value->key.p && !copy->key.p) || (value->text.p && !copy->text.p) ? NULL : copy;
}

/* Recursion is bounded by the reader's cap on depth. */
cdk_json *cdk_json_copy(cdk_arena *arena, const cdk_json *value)
{
    cdk_json *copy = copy_node(arena, value);
    CDK_JSON_EACH(child, value) {
        cdk_json *inner = copy ? cdk_json_copy(arena, child) : NULL;
        if (!inner) return NULL;
        inner->parent = copy;
        *(copy->last ? &copy->last->next : &copy->first) = inner;
        copy->last = inner;
    }
    return copy;
}
