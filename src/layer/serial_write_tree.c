/* SPDX-License-Identifier: Apache-2.0 */
/* The nodes of layer facts, and what hangs on them, as bytes. */
#include "layer/serial_out.h"
#include "layer/varint.h"

typedef struct templates {
    cdk_serial_out *out;
    cdk_arena arena;
    cdk_map known; /* template -> its number + 1 */
    uint64_t count;
    int64_t mtime; /* of the node before */
} templates;

static void write_template(templates *t, const cdk_form_template *template)
{
    cdk_str key = {(const char *)template, sizeof *template};
    uintptr_t number = (uintptr_t)cdk_map_get(&t->known, key);
    if (number) {
        cdk_put_num(t->out, number - 1);
        return;
    }
    cdk_str copy = cdk_str_dup(&t->arena, key);
    cdk_put_num(t->out, t->count++);
    if (!copy.p || !cdk_map_put(&t->known, copy, (void *)(uintptr_t)t->count)) t->out->status = cdk_fail_memory(t->out->env);
    const uint64_t numbers[] = {template->owner, template->layer, template->mode, (unsigned char)template->type, template->marks,
                                template->members};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) cdk_put_num(t->out, numbers[i]);
}

static void write_extra(cdk_serial_out *out, const cdk_layer_facts *facts, const cdk_extra *extra)
{
    const uint32_t strings[] = {extra->link, extra->target, extra->capability};
    unsigned there = (extra->dangling ? CDK_FORM_DANGLING : 0) | (extra->folder ? CDK_FORM_FOLDER : 0);
    for (unsigned i = 0; i < 3; i++) there |= strings[i] ? 1u << i : 0;
    cdk_put_num(out, there);
    for (size_t i = 0; i < 3; i++)
        if (strings[i]) cdk_put_str(out, cdk_layer_str(facts, strings[i]));
}

static size_t shared_start(cdk_str a, cdk_str b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && a.p[n] == b.p[n]) n++;
    return n;
}

/* Both lengths in one byte, where they are small: else 0xff and each by itself. */
static void write_name(cdk_serial_out *out, cdk_str left, cdk_str name)
{
    size_t shared = shared_start(left, name), rest = name.n - shared;
    if (shared < 15 && rest < 16) {
        uint8_t both = (uint8_t)(shared << 4 | rest);
        cdk_put_bytes(out, &both, 1);
    } else {
        cdk_put_bytes(out, "\xff", 1);
        cdk_put_num(out, shared);
        cdk_put_num(out, rest);
    }
    cdk_put_bytes(out, name.p + shared, rest);
}

static void write_node(templates *t, const cdk_layer_facts *facts, const cdk_node *node, cdk_str left)
{
    cdk_form_template template;
    memset(&template, 0, sizeof template); /* it is compared as bytes */
    template.owner = node->owner;
    template.layer = node->layer;
    template.mode = node->mode;
    template.type = node->type;
    template.marks = node->marks;
    template.members = (uint8_t)((node->size ? CDK_FORM_SIZE : 0) | (node->count ? CDK_FORM_CHILDREN : 0) |
                                 (node->extra ? CDK_FORM_EXTRA : 0) | (node->mtime != t->mtime ? CDK_FORM_MTIME : 0));
    write_name(t->out, left, cdk_layer_str(facts, node->name));
    write_template(t, &template);
    if (node->size) cdk_put_num(t->out, node->size);
    if (node->mtime != t->mtime) cdk_put_num(t->out, cdk_zigzag((int64_t)((uint64_t)node->mtime - (uint64_t)t->mtime)));
    t->mtime = node->mtime;
    if (node->count) cdk_put_num(t->out, node->count);
    if (node->extra) write_extra(t->out, facts, &facts->extras[node->extra]);
}

/* Nodes of the tree come before those of hidden files: the tree's are those that some folder lists. */
static size_t count_tree(const cdk_layer_facts *facts)
{
    size_t count = 1;
    for (size_t i = 0; i < count; i++) count += facts->nodes[i].count;
    return count;
}

void cdk_put_tree(cdk_serial_out *out, const cdk_layer_facts *facts)
{
    templates t = {.out = out};
    cdk_arena_init(&t.arena, out->env->mem);
    cdk_map_init(&t.known, out->env->mem);
    size_t tree = count_tree(facts);
    cdk_put_num(out, tree);
    cdk_put_num(out, facts->node_count - tree);
    for (size_t i = 0; i < facts->node_count && !out->status; i++) {
        const cdk_node *node = &facts->nodes[i];
        bool first = i == 0 || i >= tree || facts->nodes[node->parent].first == i;
        write_node(&t, facts, node, first ? CDK_STR("") : cdk_layer_str(facts, facts->nodes[i - 1].name));
        if (i >= tree) cdk_put_num(out, node->parent);
    }
    cdk_map_free(&t.known);
    cdk_arena_free(&t.arena);
}

static void write_package(cdk_serial_out *out, const cdk_layer_facts *facts, const cdk_package_row *row, const cdk_package_row *before)
{
    for (size_t i = 0; i < CDK_PKG_TEXTS; i++) {
        cdk_str text = cdk_layer_str(facts, row->text[i]);
        bool same = before && cdk_str_eq(text, cdk_layer_str(facts, before->text[i]));
        cdk_put_num(out, same ? 0 : text.n + 1);
        if (!same) cdk_put_bytes(out, text.p, text.n);
    }
    cdk_put_num(out, row->installed_size);
}

/* A text, or that it is the one of the record before. */
static void write_again(cdk_serial_out *out, const cdk_layer_facts *facts, uint32_t string, const uint32_t *before)
{
    cdk_str text = cdk_layer_str(facts, string);
    bool same = before && (string == *before || cdk_str_eq(text, cdk_layer_str(facts, *before)));
    cdk_put_num(out, same ? 0 : text.n + 1);
    if (!same) cdk_put_bytes(out, text.p, text.n);
}

static void write_record(cdk_serial_out *out, const cdk_layer_facts *facts, const cdk_record_row *row, const cdk_record_row *before)
{
    write_again(out, facts, row->package, before ? &before->package : NULL);
    write_again(out, facts, row->folder, before ? &before->folder : NULL);
    cdk_put_str(out, cdk_layer_str(facts, row->name));
    cdk_put_str(out, cdk_layer_str(facts, row->digest));
    const uint64_t numbers[] = {row->size, row->mode, row->flags, row->algorithm};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) cdk_put_num(out, numbers[i]);
}

static void write_items(cdk_serial_out *out, const cdk_layer_facts *facts, const cdk_taken *taken)
{
    bool records = cdk_reads_records(taken->reader);
    for (uint32_t k = 0; k < taken->count; k++) {
        size_t at = (size_t)taken->first + k;
        if (records)
            write_record(out, facts, &facts->records[at], k ? &facts->records[at - 1] : NULL);
        else
            write_package(out, facts, &facts->packages[at], k ? &facts->packages[at - 1] : NULL);
    }
}

static void write_taken(cdk_serial_out *out, const cdk_layer_facts *facts)
{
    cdk_put_num(out, facts->taken_count);
    for (size_t i = 0; i < facts->taken_count; i++) {
        const cdk_taken *taken = &facts->taken[i];
        cdk_put_num(out, taken->on.node);
        cdk_put_num(out, taken->reader);
        cdk_put_num(out, taken->state);
        cdk_put_num(out, taken->count);
        write_items(out, facts, taken);
        cdk_put_num(out, taken->bytes.p ? taken->bytes.n + 1 : 0);
        cdk_put_bytes(out, taken->bytes.p, taken->bytes.n);
    }
}

void cdk_put_hanging(cdk_serial_out *out, const cdk_layer_facts *facts)
{
    write_taken(out, facts);
    cdk_put_num(out, facts->digest_count);
    for (size_t i = 0; i < facts->digest_count; i++) {
        cdk_put_num(out, facts->digests[i].on.node);
        cdk_put_bytes(out, facts->digests[i].sha256, 32);
        cdk_put_bytes(out, facts->digests[i].md5, 16);
        cdk_put_num(out, facts->digests[i].has_sha1);
        if (facts->digests[i].has_sha1) cdk_put_bytes(out, facts->digests[i].sha1, 20);
    }
    cdk_put_num(out, facts->secret_count);
    for (size_t i = 0; i < facts->secret_count; i++) {
        const cdk_layer_secret *s = &facts->secrets[i];
        const uint64_t numbers[] = {s->on.node, s->line, s->length, s->kind, s->confidence};
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) cdk_put_num(out, numbers[k]);
        cdk_put_bytes(out, s->digest, 32);
    }
    cdk_put_num(out, facts->search_count);
    for (size_t i = 0; i < facts->search_count; i++) {
        const cdk_layer_search *s = &facts->searches[i];
        cdk_put_num(out, s->on.node);
        cdk_put_str(out, cdk_layer_str(facts, s->name));
        cdk_put_num(out, s->count);
        for (uint32_t k = 0; k < s->count; k++) cdk_put_num(out, facts->lines[s->first + k]);
    }
    cdk_put_num(out, facts->owned_count);
    for (size_t i = 0; i < facts->owned_count; i++) {
        cdk_put_num(out, facts->owned[i].on.node);
        cdk_put_str(out, cdk_layer_str(facts, facts->owned[i].package));
    }
}
