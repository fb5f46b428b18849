/* SPDX-License-Identifier: Apache-2.0 */
/* Folding of layers against a plain list of paths that is worked through entry by entry, as an engine unpacks; and that
 * any grouping of the layers gives the same. */
#include "random_layers.h"

enum { MOST = 512, TEXT = PATH_TEXT };

/* The plain list. */
typedef struct item {
    char path[TEXT], type;
    uint32_t layer;
    bool dangling;
} item;

typedef struct model {
    item items[MOST];
    size_t count;
} model;

static bool is_below(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    return n == 0 || (!strncmp(path, folder, n) && path[n] == '/');
}

static item *find(model *m, const char *path)
{
    for (size_t i = 0; i < m->count; i++)
        if (!strcmp(m->items[i].path, path)) return &m->items[i];
    return NULL;
}

static void drop(model *m, size_t i)
{
    m->items[i] = m->items[--m->count];
}

static void drop_below(model *m, const char *folder)
{
    for (size_t i = m->count; i-- > 0;)
        if (is_below(m->items[i].path, folder)) drop(m, i);
}

/* A file gives way to entries below it; folders stay, and so do symlinks, which are not followed. */
static void drop_files_above(model *m, const char *path)
{
    for (size_t i = m->count; i-- > 0;)
        if (is_below(path, m->items[i].path) && m->items[i].type != 'd' && m->items[i].type != 'l') drop(m, i);
}

static void put(model *m, const member *entry, uint32_t layer)
{
    item new = {.type = entry->type == 'h' ? 'f' : entry->type, .layer = layer};
    snprintf(new.path, TEXT, "%s", entry->path);
    if (entry->type == 'h') {
        const item *target = find(m, entry->target);
        if (target) new.type = target->type;
        new.dangling = !target || target->dangling;
    }
    if (entry->type != 'd') drop_below(m, entry->path);
    drop_files_above(m, entry->path);
    item *old = find(m, entry->path);
    assert_true(m->count < MOST);
    *(old ? old : &m->items[m->count++]) = new;
}

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void apply(model *m, const member *members, size_t count, uint32_t layer)
{
    char path[TEXT];
    for (size_t i = 0; i < count; i++) { /* removals come first, wherever they stand */
        const char *name = base_of(members[i].path);
        if (strncmp(name, ".wh.", 4)) continue;
        snprintf(path, TEXT, "%.*s%s", (int)(name - members[i].path), members[i].path, name + 4);
        if (!strcmp(name, ".wh..wh..opq")) path[name > members[i].path ? name - members[i].path - 1 : 0] = '\0';
        drop_below(m, path);
        item *gone = strcmp(name, ".wh..wh..opq") ? find(m, path) : NULL;
        if (gone) drop(m, (size_t)(gone - m->items));
    }
    for (size_t i = 0; i < count; i++)
        if (strncmp(base_of(members[i].path), ".wh.", 4)) put(m, &members[i], layer);
}

/* Folder by folder: '/' sorts before all else. */
static int by_path(const void *a, const void *b)
{
    const char *x = ((const item *)a)->path, *y = ((const item *)b)->path;
    while (*x && *x == *y) x++, y++;
    int p = *x == '/' ? 1 : (unsigned char)*x + (*x != 0), q = *y == '/' ? 1 : (unsigned char)*y + (*y != 0);
    return p - q;
}

static char *list_model(model *m)
{
    char *text = calloc(MOST, TEXT + 32);
    qsort(m->items, m->count, sizeof(item), by_path);
    for (size_t i = 0, n = 0; i < m->count; i++)
        n += (size_t)sprintf(text + n, "%s %c %u%s\n", m->items[i].path, m->items[i].type, m->items[i].layer,
                             m->items[i].dangling ? " dangling" : "");
    return text;
}

static cdk_layer_facts *fold_pair(unit *u, cdk_layer_facts *lower, cdk_layer_facts *upper)
{
    cdk_fold *fold;
    cdk_layer_facts *inputs[] = {lower, upper}, *value;
    assert_int_equal(cdk_fold_run(&u->env, inputs, 2, false, &fold), 0);
    assert_int_equal(cdk_fold_value(&u->env, fold, &value), 0);
    cdk_fold_free(fold);
    return value;
}

/* Fold some neighbours into one, again and again, until one is left. */
static char *list_grouped(unit *u, random_layers *r, cdk_layer_facts **layers, size_t count)
{
    cdk_layer_facts *left[MOST_LAYERS];
    for (size_t i = 0; i < count; i++) left[i] = cdk_layer_facts_ref(layers[i]);
    while (count > 1) {
        size_t at = draw(r, (unsigned)count - 1);
        cdk_layer_facts *pair = fold_pair(u, left[at], left[at + 1]);
        cdk_layer_facts_unref(left[at]);
        cdk_layer_facts_unref(left[at + 1]);
        left[at] = pair;
        count--;
        memmove(left + at + 1, left + at + 2, (count - at - 1) * sizeof *left);
    }
    char *text = list_fold(u, left, 1);
    cdk_layer_facts_unref(left[0]);
    return text;
}

static void random_images(void **state)
{
    (void)state;
    static random_layers r = {.state = 42};
    static model m;
    for (int round = 0; round < 800; round++) {
        unit u;
        cdk_plan *plan;
        cdk_layer_facts *layers[MOST_LAYERS];
        size_t count = 1 + draw(&r, 5);
        unit_begin(&u, -1);
        assert_int_equal(cdk_plan_new(&u.env, &plan), 0);
        draw_layers(&r, count);
        m.count = 0;
        for (size_t l = 0; l < count; l++) {
            layers[l] = make_layer(&u, r.members[l], r.counts[l], plan);
            apply(&m, r.members[l], r.counts[l], (uint32_t)l);
        }
        char *want = list_model(&m), *have = list_fold(&u, layers, (uint32_t)count), *grouped = list_grouped(&u, &r, layers, count);
        if (strcmp(want, have) || strcmp(want, grouped)) {
            for (size_t l = 0; l < count; l++)
                for (size_t i = 0; i < r.counts[l]; i++)
                    printf("layer %zu: %c %s %s\n", l, r.members[l][i].type, r.members[l][i].path,
                           r.members[l][i].target ? r.members[l][i].target : "");
        }
        assert_string_equal(have, want);
        assert_string_equal(grouped, want);
        free(want);
        free(have);
        free(grouped);
        for (size_t l = 0; l < count; l++) cdk_layer_facts_unref(layers[l]);
        cdk_plan_free(plan);
        unit_end(&u);
    }
}

static int32_t fold_two(unit *u)
{
    static const member lower[] = {{'f', "a/b", NULL}, {'f', "a/c", NULL}, {'f', "d", NULL}};
    static const member upper[] = {{'h', "a/e", "a/b"}, {'f', "a/.wh.c", NULL}, {'f', "d/x", NULL}};
    made_tar tars[2] = {{.bytes = NULL}, {.bytes = NULL}};
    for (int i = 0; i < 3; i++) {
        made_add(&tars[0], lower[i].path, tar_flag(lower[i].type), NULL, 0, lower[i].target);
        made_add(&tars[1], upper[i].path, tar_flag(upper[i].type), NULL, 0, upper[i].target);
    }
    cdk_layer_facts *layers[2] = {NULL, NULL}, *value = NULL;
    cdk_fold *fold = NULL;
    cdk_plan *plan = NULL;
    int32_t status = cdk_plan_new(&u->env, &plan);
    for (int i = 0; i < 2 && !status; i++) status = read_made(&u->env, &tars[i], plan, &layers[i]);
    if (!status) status = cdk_fold_run(&u->env, layers, 2, false, &fold);
    if (!status) status = cdk_fold_value(&u->env, fold, &value);
    cdk_fold_free(fold);
    cdk_layer_facts_unref(value);
    for (int i = 0; i < 2; i++) {
        cdk_layer_facts_unref(layers[i]);
        made_free(&tars[i]);
    }
    cdk_plan_free(plan);
    return status;
}

static void no_memory(void **state)
{
    (void)state;
    unit_each_failure(fold_two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_images), cmocka_unit_test(no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
