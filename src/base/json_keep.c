/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_keep.h"

const cdk_json_keep cdk_json_keep_names[] = {{NULL, NULL, false, 0}};

/* Keys that nobody wants are remembered as far as this, from one object to the next. */
enum { MOST_KEYS = 4096 };

static cdk_known_key *add_key(cdk_key_book *book, cdk_str key, const cdk_json_keep *wanted)
{
    cdk_known_key *known = cdk_arena_alloc(&book->arena, sizeof *known);
    if (!known || !cdk_map_put(&book->keys, key, known)) return NULL;
    *known = (cdk_known_key){.key = key, .wanted = wanted};
    return known;
}

static bool fill_book(cdk_key_book *book)
{
    for (const cdk_json_keep *wanted = book->table; wanted->key; wanted++)
        if (!add_key(book, cdk_str_of(wanted->key), wanted)) return false;
    return true;
}

static void empty_book(cdk_key_book *book)
{
    cdk_map_free(&book->keys);
    cdk_arena_free(&book->arena);
    book->first = NULL;
}

static cdk_key_book *new_book(cdk_keeper *keeper, const cdk_json_keep *table)
{
    cdk_key_book *book = cdk_calloc(keeper->mem, 1, sizeof *book);
    if (!book) return NULL;
    book->table = table;
    book->next = keeper->books;
    keeper->books = book;
    cdk_map_init(&book->keys, keeper->mem);
    cdk_arena_init(&book->arena, keeper->mem);
    return fill_book(book) ? book : NULL;
}

cdk_key_book *cdk_keeper_open(cdk_keeper *keeper, const cdk_json_keep *table, uint64_t *number)
{
    cdk_key_book *book = keeper->books;
    *number = ++keeper->objects;
    while (book && book->table != table) book = book->next;
    if (!book) return new_book(keeper, table);
    if (book->keys.count <= MOST_KEYS) return book;
    empty_book(book);
    return fill_book(book) ? book : NULL;
}

static cdk_known_key *look_up(cdk_key_book *book, cdk_str key)
{
    cdk_known_key *known = cdk_map_get(&book->keys, key);
    if (known) return known;
    cdk_str kept = cdk_str_dup(&book->arena, key);
    return kept.p ? add_key(book, kept, NULL) : NULL;
}

cdk_known_key *cdk_key_book_find(cdk_key_book *book, cdk_known_key *last, cdk_str key)
{
    cdk_known_key **next = last ? &last->next : &book->first;
    if (!*next || !cdk_str_eq((*next)->key, key)) {
        cdk_known_key *found = look_up(book, key);
        if (!found) return NULL;
        *next = found;
    }
    return *next;
}

void cdk_keeper_free(cdk_keeper *keeper)
{
    for (cdk_key_book *book = keeper->books, *next; book; book = next) {
        next = book->next;
        empty_book(book);
        cdk_free(keeper->mem, book);
    }
    keeper->books = NULL;
}

/* --- keys that stand twice --- */

/* Of members with one key only the last stays. */
static bool drop_earlier(cdk_mem *mem, cdk_json *object)
{
    cdk_map seen;
    cdk_map_init(&seen, mem);
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

bool cdk_json_drop_doubles(cdk_mem *mem, cdk_json *object, bool known)
{
    return !(known ? object->duplicate_keys : may_have_duplicates(object)) || drop_earlier(mem, object);
}
