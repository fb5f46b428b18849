/* SPDX-License-Identifier: Apache-2.0 */
/* The squashed tree as text, one line a path, and what a walk over it counts. */
#include "base/digest.h"
#include "report/facts_json.h"
#include "report/report.h"

#include <inttypes.h>

/* path, type, mode, uid, gid, size, link target, layer, between tabs; names raw, no line end. */
static bool put_line(cdk_buf *buf, const cdk_file *file)
{
    return cdk_buf_str(buf, file->path) &&
           cdk_buf_printf(buf, "\t%c\t%04o\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t", file->type, file->mode, file->uid,
                          file->gid, file->type == 'f' ? file->size : 0) &&
           cdk_buf_str(buf, file->link) && cdk_buf_printf(buf, "\t%" PRId32 "\n", file->layer);
}

typedef struct tree_writer {
    const cdk_env *env;
    const cisdock_sink *sink;
    cdk_buf buf;
    bool any;
} tree_writer;

static int32_t flush(tree_writer *t)
{
    if (t->buf.failed) return cdk_fail_memory(t->env);
    int32_t code = t->buf.n ? t->sink->write(t->sink->user, (const uint8_t *)t->buf.p, t->buf.n) : 0;
    t->buf.n = 0;
    return code ? cdk_fail_host(t->env, "write", code) : CISDOCK_OK;
}

static int32_t write_file(void *user, const cdk_file *file)
{
    enum { FLUSH_BYTES = 32768 };
    tree_writer *t = user;
    t->any = true;
    if (!put_line(&t->buf, file)) return cdk_fail_memory(t->env);
    return t->buf.n < FLUSH_BYTES ? CISDOCK_OK : flush(t);
}

int32_t cdk_facts_write_tree(const cdk_env *env, const cdk_facts *facts, const cisdock_sink *sink)
{
    tree_writer t = {.env = env, .sink = sink};
    cdk_buf_init(&t.buf, env->mem);
    int32_t status = cdk_facts_each_file(facts, env, write_file, &t);
    if (!status && !t.any) cdk_buf_char(&t.buf, '\n');
    if (!status) status = flush(&t);
    cdk_buf_free(&t.buf);
    return status;
}

typedef struct counts {
    const cdk_env *env;
    cdk_digest *digest;
    cdk_buf line;
    uint64_t total, by_type[128], regular_bytes;
} counts;

static int32_t count_file(void *user, const cdk_file *file)
{
    counts *c = user;
    c->total++;
    c->by_type[(unsigned char)file->type & 127]++;
    if (file->type == 'f' && (!file->hardlink || file->dangling)) c->regular_bytes += file->size;
    c->line.n = 0;
    if (!put_line(&c->line, file)) return cdk_fail_memory(c->env);
    cdk_digest_update(c->digest, c->line.p, c->line.n);
    return CISDOCK_OK;
}

static void write_counts(cdk_jsonw *w, const counts *c)
{
    static const struct { const char *name; char type; } types[] = {
        {"regular", 'f'}, {"dirs", 'd'}, {"symlinks", 'l'}, {"char", 'c'}, {"block", 'b'}, {"fifo", 'p'}};
    cdk_jsonw_key(w, "files");
    cdk_jsonw_object(w);
    cdk_jsonw_key(w, "total");
    cdk_jsonw_u64(w, c->total);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        cdk_jsonw_key(w, types[i].name);
        cdk_jsonw_u64(w, c->by_type[(unsigned char)types[i].type]);
    }
    cdk_jsonw_key(w, "regular_bytes");
    cdk_jsonw_u64(w, c->regular_bytes);
    cdk_jsonw_object_end(w);
}

static int32_t write_summary(const cdk_env *env, cdk_jsonw *w, const cdk_facts *facts)
{
    counts c = {.env = env};
    uint8_t digest[64];
    char hex[2 * sizeof digest + 1];
    int32_t status = cdk_digest_new(env, CDK_SHA256, &c.digest);
    if (status) return status;
    cdk_buf_init(&c.line, env->mem);
    status = cdk_facts_each_file(facts, env, count_file, &c);
    if (!status && !c.total) cdk_digest_update(c.digest, "\n", 1);
    cdk_hex(digest, cdk_digest_final(c.digest, digest), hex);
    cdk_digest_free(c.digest);
    cdk_buf_free(&c.line);
    if (status) return status;
    write_counts(w, &c);
    cdk_jsonw_key(w, "tree_sha256");
    cdk_jsonw_text(w, hex);
    return CISDOCK_OK;
}

/* Lists of paths by type and mode. */
typedef struct path_list {
    const char *name;
    char type;
    uint32_t mode;
    cdk_jsonw *w;
} path_list;

static int32_t write_if_listed(void *user, const cdk_file *file)
{
    const path_list *list = user;
    if (file->type == list->type && file->mode & list->mode) cdk_jsonw_str(list->w, file->path);
    return CISDOCK_OK;
}

int32_t cdk_facts_json_tree(const cdk_env *env, cdk_jsonw *w, const cdk_facts *facts)
{
    static const path_list lists[] = {{"setuid", 'f', 04000, NULL}, {"setgid", 'f', 02000, NULL},
                                      {"world_writable_files", 'f', 02, NULL}, {"setgid_dirs", 'd', 02000, NULL}};
    int32_t status = write_summary(env, w, facts);
    for (size_t i = 0; i < sizeof lists / sizeof *lists && !status; i++) {
        path_list list = lists[i];
        list.w = w;
        cdk_jsonw_key(w, list.name);
        cdk_jsonw_array(w);
        status = cdk_facts_each_file(facts, env, write_if_listed, &list);
        cdk_jsonw_array_end(w);
    }
    return status;
}
