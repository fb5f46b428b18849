/* SPDX-License-Identifier: Apache-2.0 */
/* Nodes and what hangs on them, out of stored bytes: whatever the rest of the library relies on is checked here. */
#include "layer/secret.h"
#include "layer/serial_in.h"
#include "layer/varint.h"

typedef struct nodes_in {
    cdk_serial_in *in;
    cdk_form_template *templates;
    size_t template_count, template_cap;
    cdk_buf name;   /* of the last node */
    int64_t mtime;
    size_t tree;    /* nodes of it */
} nodes_in;

static bool is_type(char type)
{
    return type && strchr("fdlcbp", type);
}

static void read_new_template(nodes_in *r)
{
    cdk_serial_in *in = r->in;
    cdk_form_template t;
    t.owner = (uint32_t)cdk_get_num(in, in->facts->owner_count - 1);
    t.layer = (uint32_t)cdk_get_num(in, in->facts->layer_count ? in->facts->layer_count - 1 : 0);
    t.mode = (uint16_t)cdk_get_num(in, 07777);
    t.type = (char)cdk_get_num(in, 127);
    t.marks = (uint8_t)cdk_get_num(in, 255);
    t.members = (uint8_t)cdk_get_num(in, CDK_FORM_MEMBERS);
    if ((t.marks & CDK_NODE_ENTRY) ? !is_type(t.type) : t.type != 0) cdk_get_bad(in, "a node has no type");
    if (t.marks & CDK_NODE_OPEN && !(t.members & CDK_FORM_EXTRA)) cdk_get_bad(in, "a hard link has no target");
    if (in->status) return;
    if (!cdk_grow(in->env->mem, (void **)&r->templates, &r->template_cap, r->template_count + 1, sizeof t)) {
        in->status = cdk_fail_memory(in->env);
        return;
    }
    r->templates[r->template_count++] = t;
}

static const cdk_form_template *read_template(nodes_in *r)
{
    size_t number = (size_t)cdk_get_num(r->in, r->template_count);
    if (!r->in->status && number == r->template_count) read_new_template(r);
    return r->in->status ? NULL : &r->templates[number];
}

static uint32_t read_extra(cdk_serial_in *in)
{
    uint32_t strings[3] = {0}, index = 0;
    unsigned there = (unsigned)cdk_get_num(in, 31);
    for (unsigned i = 0; i < 3; i++)
        if (there >> i & 1) strings[i] = cdk_get_string(in, cdk_get_str(in));
    cdk_extra extra = {.link = strings[0], .target = strings[1], .capability = strings[2],
                       .dangling = there & CDK_FORM_DANGLING, .folder = there & CDK_FORM_FOLDER};
    if (!in->status && !cdk_layer_extra_add(in->env, in->facts, &extra, &index)) in->status = in->env->error->status;
    if (!in->status && !index) cdk_get_bad(in, "an extra is empty");
    return index;
}

/* The name, behind the beginning that it shares with the last one; `first` of its folder shares nothing. */
static void read_name(nodes_in *r, bool first, bool root)
{
    cdk_serial_in *in = r->in;
    const uint8_t *both = cdk_get_bytes(in, 1);
    if (!both) return;
    size_t shared = *both >> 4, rest = *both & 15;
    if (*both == 0xff) {
        shared = (size_t)cdk_get_num(in, SIZE_MAX);
        rest = (size_t)cdk_get_num(in, SIZE_MAX);
    }
    const uint8_t *bytes = cdk_get_bytes(in, rest);
    if (!bytes) return;
    if (shared > (first ? 0 : r->name.n)) {
        cdk_get_bad(in, "a name shares more than there is");
        return;
    }
    /* Greater than its left sibling: longer, or greater where they part. */
    bool above = first || (rest && (shared == r->name.n || bytes[0] > (uint8_t)r->name.p[shared]));
    r->name.n = shared;
    if (!cdk_buf_add(&r->name, bytes, rest)) in->status = cdk_fail_memory(in->env);
    cdk_str name = cdk_buf_view(&r->name);
    bool plain = name.n && !memchr(name.p, '/', name.n) && !cdk_str_is(name, ".") && !cdk_str_is(name, "..");
    if (!in->status && (root ? name.n != 0 : !plain || !above)) cdk_get_bad(in, "a name is out of order, or none");
}

static void read_node(nodes_in *r, size_t index, size_t *next_child)
{
    cdk_serial_in *in = r->in;
    cdk_node *node = &in->facts->nodes[index];
    const cdk_form_template *t = read_template(r);
    if (!t) return;
    node->owner = t->owner;
    node->layer = t->layer;
    node->mode = t->mode;
    node->type = t->type;
    node->marks = t->marks;
    uint8_t members = t->members;
    node->name = cdk_get_string(in, cdk_buf_view(&r->name));
    if (members & CDK_FORM_SIZE) node->size = cdk_get_num(in, UINT64_MAX);
    if (members & CDK_FORM_MTIME) r->mtime = (int64_t)((uint64_t)r->mtime + (uint64_t)cdk_unzigzag(cdk_get_num(in, UINT64_MAX)));
    node->mtime = r->mtime;
    if (members & CDK_FORM_CHILDREN) {
        node->first = (uint32_t)*next_child;
        node->count = (uint32_t)cdk_get_num(in, r->tree - *next_child);
        if (!in->status && (!node->count || index >= r->tree)) cdk_get_bad(in, "a folder lists nothing, or a hidden file lists");
        for (uint32_t i = 0; i < node->count && !in->status; i++) in->facts->nodes[*next_child + i].parent = (uint32_t)index;
        *next_child += in->status ? 0 : node->count;
    }
    if (members & CDK_FORM_EXTRA) node->extra = read_extra(in);
    if (node->marks & CDK_NODE_OPEN && !in->status && !in->facts->extras[node->extra].target) cdk_get_bad(in, "a hard link has no target");
}

/* A hidden file's parent is the root or stands behind it, so that going up ends. */
static void read_parent(nodes_in *r, size_t index)
{
    cdk_serial_in *in = r->in;
    size_t parent = (size_t)cdk_get_num(in, in->facts->node_count - 1);
    if (parent && parent <= index) cdk_get_bad(in, "a hidden file hangs on none");
    in->facts->nodes[index].parent = (uint32_t)parent;
}

static void read_nodes(nodes_in *r)
{
    cdk_serial_in *in = r->in;
    cdk_layer_facts *facts = in->facts;
    size_t next_child = 1;
    for (size_t i = 0; i < facts->node_count && !in->status; i++) {
        if (i < r->tree && i >= next_child) cdk_get_bad(in, "a node is in no folder");
        bool first = i == 0 || i >= r->tree || facts->nodes[facts->nodes[i].parent].first == i;
        read_name(r, first, i == 0);
        if (!in->status) read_node(r, i, &next_child);
        if (i >= r->tree) read_parent(r, i);
        if (i % 65536 == 0 && !in->status) in->status = cdk_check_cancel(in->env);
    }
    if (!in->status && next_child != r->tree) cdk_get_bad(in, "folders list more than there is");
}

void cdk_get_tree(cdk_serial_in *in)
{
    cdk_layer_facts *facts = in->facts;
    nodes_in r = {.in = in};
    r.tree = cdk_get_count(in, 2);
    size_t hidden = cdk_get_count(in, 3);
    if (!r.tree) cdk_get_bad(in, "there is no root");
    cdk_free(facts->mem, facts->nodes);
    facts->node_count = facts->node_cap = 0;
    facts->nodes = cdk_get_array(in, r.tree + hidden, sizeof *facts->nodes);
    if (!facts->nodes) return;
    facts->node_count = facts->node_cap = r.tree + hidden;
    cdk_buf_init(&r.name, in->env->mem);
    read_nodes(&r);
    cdk_buf_free(&r.name);
    cdk_free(in->env->mem, r.templates);
}
