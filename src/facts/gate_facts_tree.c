/* SPDX-License-Identifier: Apache-2.0 */
/* The engine's file table, and the size that its squashed archive would have. */
#include "facts/gate_facts_image.h"

#include "base/digest.h"
#include "base/num.h"

typedef struct reader {
    const cdk_env *env;
    const cdk_facts *facts;
    const cdk_gate_squash *squash;
    cdk_gate_facts *out;
    uint64_t archive; /* bytes of the squashed archive so far */
} reader;

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool plain(cdk_str path)
{
    size_t at;
    for (size_t i = 0; i < path.n; i++)
        if (is_space(path.p[i]) && (path.p[i] != ' ' || (i && is_space(path.p[i - 1])))) return false;
    return !cdk_str_find(path, CDK_STR("____"), &at);
}

cdk_str cdk_gate_facts_path(cdk_arena *arena, cdk_str clean)
{
    char *path = cdk_arena_bytes(arena, clean.n + 2);
    if (!path) return CDK_STR_NONE;
    path[0] = '/';
    if (clean.n) memcpy(path + 1, clean.p, clean.n);
    size_t n = clean.n + 1;
    if (!plain(clean)) {
        n = 1;
        for (size_t i = 0; i < clean.n; i++) {
            bool marks = cdk_str_starts(cdk_str_from(clean, i), CDK_STR("____"));
            if (!marks && is_space(clean.p[i]) && i && is_space(clean.p[i - 1])) continue;
            path[n++] = marks || is_space(clean.p[i]) ? ' ' : clean.p[i];
            if (marks) i += 3;
        }
    }
    path[n] = '\0';
    return (cdk_str){path, n};
}

static cdk_gate_file_type type_of(char type)
{
    switch (type) {
    case 'f': return CDK_GF_FILE;
    case 'd': return CDK_GF_DIR;
    case 'l': return CDK_GF_SLINK;
    case 'c': case 'b': case 'p': return CDK_GF_DEV;
    default: return CDK_GF_UNKNOWN;
    }
}

static cdk_str hex_of(reader *r, const uint8_t *bytes, size_t n)
{
    char text[65];
    cdk_hex(bytes, n, text);
    return cdk_str_dup(&r->out->arena, (cdk_str){text, 2 * n});
}

static const cdk_node *target_of(const reader *r, uint32_t input, uint32_t node, const cdk_layer_facts **facts, uint32_t *at)
{
    cdk_fold_entry entry;
    cdk_fold_entry_of(r->facts->fold, input, node, &entry);
    *facts = entry.facts;
    *at = entry.content_node;
    return entry.node;
}

/* Contents of a hard link to a file of the same layer hang on that file. */
static const cdk_file_digests *digests_of(const cdk_layer_facts *facts, uint32_t node)
{
    const cdk_file_digests *digests = cdk_layer_digests(facts, node);
    uint32_t target = digests ? 0 : cdk_gate_hard_target(facts, node);
    return target ? cdk_layer_digests(facts, target) : digests;
}

/* A hard link whose target a later layer touches is stored as a copy. */
static bool has_content(const reader *r, uint32_t input, uint32_t index)
{
    const cdk_layer_facts *facts = r->facts->fold->inputs[input];
    if (facts->nodes[index].type != 'f') return false;
    if (!(facts->nodes[index].marks & CDK_NODE_HARD)) return true;
    uint32_t target = cdk_gate_hard_target(facts, index);
    return target && !r->squash->shown[input][target];
}

static void count_bytes(reader *r, uint32_t input, uint32_t index, cdk_str path)
{
    /* Header, a block of extended records with its own header, and the content. */
    uint64_t records = path.n + 16, content = has_content(r, input, index) ? r->facts->fold->inputs[input]->nodes[index].size : 0, sum;
    if (cdk_add_u64(content, 511, &sum) && cdk_add_u64(r->archive, 1024 + (records + 511) / 512 * 512 + sum / 512 * 512, &sum)) r->archive = sum;
}

static int32_t add_file(reader *r, uint32_t input, uint32_t index)
{
    const cdk_layer_facts *facts = r->facts->fold->inputs[input], *from;
    uint32_t at;
    const cdk_node *own = &facts->nodes[index], *node = target_of(r, input, index, &from, &at);
    const cdk_extra *extra = cdk_node_extra(from, node);
    cdk_arena scratch;
    cdk_arena_init(&scratch, r->env->mem);
    cdk_str clean = cdk_layer_path(facts, index, &scratch);
    cdk_gate_file *file = &r->out->files[r->out->file_count++];
    *file = (cdk_gate_file){.path = cdk_gate_facts_path(&r->out->arena, clean), .type = type_of(node->type), .size = node->size,
                            .layer = (int32_t)(r->facts->fold->base[input] + own->layer)};
    file->mode = own->mode | cdk_gate_type_bits(file->type, cdk_str_of(node->type == 'b' ? "block" : node->type == 'c' ? "char" : node->type == 'p' ? "fifo" : ""));
    if (file->type == CDK_GF_SLINK && extra) file->link = cdk_layer_str(from, extra->link);
    if (file->type == CDK_GF_SLINK) file->size = file->link.n;
    file->sha256 = file->md5 = CDK_STR(CDK_GATE_NO_DIGEST);
    const cdk_file_digests *digests = file->type == CDK_GF_FILE ? digests_of(from, at) : NULL;
    if (digests) {
        file->sha256 = hex_of(r, digests->sha256, sizeof digests->sha256);
        file->md5 = hex_of(r, digests->md5, sizeof digests->md5);
        if (digests->has_sha1) file->sha1 = hex_of(r, digests->sha1, sizeof digests->sha1);
    }
    count_bytes(r, input, index, clean);
    bool whole = clean.p && file->path.p && file->sha256.p && file->md5.p && (!digests || !digests->has_sha1 || file->sha1.p);
    cdk_arena_free(&scratch);
    return whole ? CISDOCK_OK : cdk_fail_memory(r->env);
}

/* A folder that the merged tree shows and the engine's squashing does not. */
static int32_t add_passed(reader *r, uint32_t index, size_t *cap)
{
    cdk_gate_facts *out = r->out;
    const cdk_merged *merged = &r->facts->fold->nodes[index];
    cdk_fold_entry entry;
    if (!cdk_fold_entry_at(r->facts->fold, index, &entry) || entry.node->type != 'd') return CISDOCK_OK;
    if (!index || r->squash->shown[merged->input][merged->node]) return CISDOCK_OK;
    cdk_arena scratch;
    cdk_arena_init(&scratch, r->env->mem);
    cdk_str clean = cdk_layer_path(entry.at_facts, entry.at_node, &scratch);
    cdk_str path = clean.p ? cdk_gate_facts_path(&out->arena, clean) : CDK_STR_NONE;
    cdk_arena_free(&scratch);
    if (!path.p) return cdk_fail_memory(r->env);
    if (out->passed_count == *cap) {
        *cap = *cap ? *cap * 2 : 16;
        cdk_gate_file *bigger = cdk_arena_alloc(&out->arena, *cap * sizeof *bigger);
        if (!bigger) return cdk_fail_memory(r->env);
        if (out->passed_count) memcpy(bigger, out->passed, out->passed_count * sizeof *bigger);
        out->passed = bigger;
    }
    out->passed[out->passed_count++] = (cdk_gate_file){
        .path = path, .type = CDK_GF_DIR, .mode = entry.node->mode | cdk_gate_type_bits(CDK_GF_DIR, CDK_STR_NONE), .layer = (int32_t)entry.layer,
        .sha256 = CDK_STR(CDK_GATE_NO_DIGEST), .md5 = CDK_STR(CDK_GATE_NO_DIGEST)};
    return CISDOCK_OK;
}

int32_t cdk_gate_facts_read_tree(const cdk_env *env, const cdk_facts *facts, const cdk_gate_squash *squash, cdk_gate_facts *out)
{
    enum { RECORD = 10240, END = 1024 };
    reader r = {.env = env, .facts = facts, .squash = squash, .out = out};
    size_t total = 0;
    for (uint32_t i = 0; i < squash->inputs; i++)
        for (size_t n = 0; n < facts->fold->inputs[i]->node_count; n++) total += squash->shown[i][n];
    out->files = cdk_arena_calloc(&out->arena, total + 1, sizeof *out->files);
    if (!out->files) return cdk_fail_memory(env);
    for (uint32_t i = 0; i < squash->inputs; i++)
        for (uint32_t n = 0; n < facts->fold->inputs[i]->node_count; n++) {
            int32_t status = squash->shown[i][n] ? add_file(&r, i, n) : CISDOCK_OK;
            if (status) return status;
        }
    size_t cap = 0;
    for (size_t i = 0; i < facts->fold->count; i++) {
        int32_t status = add_passed(&r, (uint32_t)i, &cap);
        if (status) return status;
    }
    bool asked = cdk_plan_has(facts->collected, CDK_NEED_FILES);
    out->files_state = asked ? facts->tree_state : CDK_NOT_COLLECTED;
    out->has_size = asked;
    out->size = (r.archive + END + RECORD - 1) / RECORD * RECORD;
    return cdk_gate_facts_index(env, out);
}
