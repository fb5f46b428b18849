/* SPDX-License-Identifier: Apache-2.0 */
/* Layers made from few words, and what a fold of them shows, as text. */
#ifndef CDK_TESTS_LAYERS_H
#define CDK_TESTS_LAYERS_H

#include "../image/made_tar.h"

#include "archive/tar.h"
#include "layer/fold.h"
#include "layer/layer_analyze.h"

/* One entry: type 'f' 'd' 'l' 'h', path, target. Whiteouts are files of their names. */
typedef struct member {
    char type;
    const char *path, *target;
} member;

static inline char tar_flag(char type)
{
    return type == 'd' ? '5' : type == 'l' ? '2' : type == 'h' ? '1' : '0';
}

static inline int32_t read_made(const cdk_env *env, const made_tar *tar, const cdk_plan *plan, cdk_layer_facts **out)
{
    cdk_stream *stream;
    int32_t status = cdk_stream_memory(env, tar->bytes, tar->n, &stream);
    return status ? status : cdk_layer_analyze(env, stream, plan, out);
}

static inline cdk_layer_facts *make_layer(unit *u, const member *members, size_t count, const cdk_plan *plan)
{
    made_tar tar = {.bytes = NULL};
    cdk_layer_facts *facts;
    for (size_t i = 0; i < count; i++)
        made_add(&tar, members[i].path, tar_flag(members[i].type), members[i].type == 'f' ? "x" : NULL,
                 members[i].type == 'f', members[i].target);
    made_end(&tar);
    assert_int_equal(read_made(&u->env, &tar, plan, &facts), 0);
    assert_int_equal(facts->layers[0].state, CDK_HAVE);
    made_free(&tar);
    return facts;
}

static inline void list_below(const cdk_fold *fold, uint32_t index, cdk_buf *path, cdk_buf *out)
{
    for (uint32_t i = 0; i < fold->nodes[index].count; i++) {
        size_t above = path->n;
        cdk_fold_entry entry;
        uint32_t child = fold->nodes[index].first + i;
        if (above) cdk_buf_char(path, '/');
        cdk_buf_str(path, cdk_fold_name(fold, child));
        if (cdk_fold_entry_at(fold, child, &entry)) {
            bool dangling = entry.dangling || entry.node->marks & CDK_NODE_OPEN;
            cdk_buf_str(out, cdk_buf_view(path));
            cdk_buf_printf(out, " %c %u%s\n", entry.node->type, entry.layer, dangling ? " dangling" : "");
        }
        list_below(fold, child, path, out);
        path->n = above;
    }
}

/* "path type layer" lines, folder by folder, by name. Free with free(). */
static inline char *list_fold(unit *u, cdk_layer_facts *const *inputs, uint32_t count)
{
    cdk_fold *fold;
    cdk_buf out, path;
    cdk_buf_init(&out, &u->mem);
    cdk_buf_init(&path, &u->mem);
    assert_int_equal(cdk_fold_run(&u->env, inputs, count, true, &fold), 0);
    list_below(fold, 0, &path, &out);
    cdk_buf_char(&out, '\0');
    char *text = strdup(out.p);
    cdk_buf_free(&out);
    cdk_buf_free(&path);
    cdk_fold_free(fold);
    return text;
}

#endif
