/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/serial.h"

#include "archive/codec.h"
#include "base/digest.h"
#include "layer/serial_in.h"
#include "layer/varint.h"

int32_t cdk_get_bad(cdk_serial_in *in, const char *what)
{
    if (!in->status) in->status = cdk_fail(in->env, CDK_CLASS_BAD_DOCUMENT, NULL, "stored layer facts: %s", what);
    return in->status;
}

uint64_t cdk_get_num(cdk_serial_in *in, uint64_t most)
{
    uint64_t v = 0;
    size_t n = in->status ? 0 : cdk_varint_get(in->p, in->n, &v);
    if (!n || v > most) {
        cdk_get_bad(in, n ? "a number is too large" : "they end too early");
        return 0;
    }
    in->p += n;
    in->n -= n;
    return v;
}

const uint8_t *cdk_get_bytes(cdk_serial_in *in, size_t n)
{
    const uint8_t *bytes = in->p;
    if (in->status || n > in->n) {
        cdk_get_bad(in, "they end too early");
        return NULL;
    }
    in->p += n;
    in->n -= n;
    return bytes;
}

cdk_str cdk_get_str(cdk_serial_in *in)
{
    size_t n = (size_t)cdk_get_num(in, SIZE_MAX);
    const uint8_t *bytes = cdk_get_bytes(in, n);
    return (cdk_str){(const char *)bytes, bytes ? n : 0};
}

size_t cdk_get_count(cdk_serial_in *in, size_t least)
{
    size_t count = (size_t)cdk_get_num(in, UINT32_MAX - 1);
    if (count <= in->n / least) return count;
    cdk_get_bad(in, "a count is larger than what follows");
    return 0;
}

uint32_t cdk_get_string(cdk_serial_in *in, cdk_str text)
{
    uint32_t string = 0;
    if (!in->status && !cdk_layer_str_add(in->env, in->facts, text, &string)) in->status = in->env->error->status;
    return string;
}

void *cdk_get_array(cdk_serial_in *in, size_t count, size_t size)
{
    if (in->status || !count) return NULL;
    void *items = cdk_calloc(in->env->mem, count, size);
    if (!items) in->status = cdk_fail_memory(in->env);
    return items;
}

static void read_digest(cdk_serial_in *in, bool there, uint8_t to[32])
{
    const uint8_t *bytes = there ? cdk_get_bytes(in, 32) : NULL;
    if (bytes) memcpy(to, bytes, 32);
}

static void read_layers(cdk_serial_in *in, uint32_t count)
{
    for (uint32_t i = 0; i < count && !in->status; i++) {
        cdk_layer_sum *sum = &in->facts->layers[i];
        unsigned flags = (unsigned)cdk_get_num(in, 3);
        sum->has_sha256 = flags & 1;
        sum->has_diff_id = flags & 2;
        read_digest(in, sum->has_sha256, sum->sha256);
        read_digest(in, sum->has_diff_id, sum->diff_id);
        sum->codec = (uint8_t)cdk_get_num(in, CDK_CODEC_BZIP2);
        sum->state = (uint8_t)cdk_get_num(in, CDK_NOT_GIVEN);
        sum->stored_size = cdk_get_num(in, UINT64_MAX);
        sum->size = cdk_get_num(in, UINT64_MAX);
        sum->entries = (uint32_t)cdk_get_num(in, UINT32_MAX);
        sum->whiteouts = (uint32_t)cdk_get_num(in, UINT32_MAX);
        sum->opaques = (uint32_t)cdk_get_num(in, UINT32_MAX);
    }
}

static void read_owners(cdk_serial_in *in)
{
    cdk_layer_facts *facts = in->facts;
    size_t count = cdk_get_count(in, 2);
    if (!count) cdk_get_bad(in, "there is no owner");
    cdk_free(facts->mem, facts->owners);
    facts->owner_count = facts->owner_cap = 0;
    facts->owners = cdk_get_array(in, count, sizeof *facts->owners);
    if (!facts->owners) return;
    facts->owner_count = facts->owner_cap = count;
    for (size_t i = 0; i < count; i++) {
        facts->owners[i].uid = cdk_get_num(in, UINT64_MAX);
        facts->owners[i].gid = cdk_get_num(in, UINT64_MAX);
    }
}

static void read_plan(cdk_serial_in *in)
{
    size_t count = cdk_get_count(in, 4);
    for (size_t i = 0; i < count && !in->status; i++) {
        cdk_need need = {.kind = (cdk_need_kind)cdk_get_num(in, CDK_NEED_KINDS - 1)};
        need.name = cdk_get_str(in);
        need.pattern = cdk_get_str(in);
        need.max_size = cdk_get_num(in, UINT64_MAX);
        if (!in->status) in->status = cdk_plan_add(in->env, in->facts->collected, &need);
    }
}

/* Texts of a problem; none where it has none. */
static const char *read_text(cdk_serial_in *in, cdk_str *out)
{
    bool there = cdk_get_num(in, 1);
    cdk_str text = there ? cdk_get_str(in) : CDK_STR_NONE;
    *out = text;
    if (!text.p || in->status) return NULL;
    *out = cdk_str_dup(&in->facts->arena, text);
    if (!out->p) in->status = cdk_fail_memory(in->env);
    return out->p;
}

static void read_problems(cdk_serial_in *in)
{
    size_t count = cdk_get_count(in, 8);
    in->facts->problems.dropped = (uint32_t)cdk_get_num(in, UINT32_MAX);
    for (size_t i = 0; i < count && !in->status; i++) {
        cdk_str path, message, text;
        cdk_class cls = (cdk_class)cdk_get_num(in, CDK_CLASS_COUNT - 1);
        cdk_severity severity = (cdk_severity)cdk_get_num(in, CDK_ERROR);
        cdk_where where = {.offset = cdk_unzigzag(cdk_get_num(in, UINT64_MAX))};
        int64_t layer = cdk_unzigzag(cdk_get_num(in, UINT64_MAX));
        if (layer < -1 || layer >= (int64_t)in->facts->layer_count) cdk_get_bad(in, "a problem lies in no layer");
        where.layer = (int32_t)layer;
        read_text(in, &path);
        where.path = path;
        read_text(in, &message);
        where.document = read_text(in, &text);
        where.pointer = read_text(in, &text);
        if (in->status) return;
        if (!cdk_problem_add(in->env, &in->facts->arena, &in->facts->problems, cls, severity, &where, "%s", message.p ? message.p : ""))
            in->status = in->env->error->status;
    }
}

/* Magic, schema, versions: what another build of the library may have written. */
static void read_head(cdk_serial_in *in)
{
    const uint8_t *magic = cdk_get_bytes(in, sizeof CDK_FORM_MAGIC - 1);
    if (magic && memcmp(magic, CDK_FORM_MAGIC, sizeof CDK_FORM_MAGIC - 1)) cdk_get_bad(in, "they do not begin as such");
    bool same = cdk_get_num(in, UINT64_MAX) == CDK_FACTS_SCHEMA && cdk_get_num(in, UINT64_MAX) == CDK_READER_COUNT;
    for (uint32_t i = 0; i < CDK_READER_COUNT && same; i++) same = cdk_get_num(in, UINT64_MAX) == cdk_reader_version(i);
    if (!same && !in->status)
        in->status = cdk_fail(in->env, CDK_CLASS_UNSUPPORTED, NULL, "stored layer facts: another version of the library wrote them");
}

static int32_t check(const cdk_env *env, const uint8_t *bytes, size_t size)
{
    uint8_t digest[32];
    cdk_serial_in in = {.env = env};
    if (size < CDK_FORM_CHECK) return cdk_get_bad(&in, "they end too early");
    int32_t status = cdk_sha256(env, (cdk_str){(const char *)bytes, size - CDK_FORM_CHECK}, digest);
    if (status) return status;
    return memcmp(digest, bytes + size - CDK_FORM_CHECK, CDK_FORM_CHECK) ? cdk_get_bad(&in, "they are damaged") : CISDOCK_OK;
}

int32_t cdk_layer_parse(const cdk_env *env, const uint8_t *bytes, size_t size, cdk_layer_facts **out)
{
    *out = NULL;
    int32_t status = check(env, bytes, size);
    if (status) return status;
    cdk_serial_in in = {.env = env, .p = bytes, .n = size - CDK_FORM_CHECK};
    read_head(&in);
    uint32_t layers = (uint32_t)cdk_get_count(&in, 8);
    if (in.status || (status = cdk_layer_facts_new(env, layers, &in.facts))) return in.status ? in.status : status;
    read_layers(&in, layers);
    read_owners(&in);
    read_plan(&in);
    cdk_get_tree(&in);
    cdk_get_hanging(&in);
    read_problems(&in);
    if (!in.status && in.n) cdk_get_bad(&in, "something stands behind their end");
    if (in.status)
        cdk_layer_facts_unref(in.facts);
    else
        *out = in.facts;
    return in.status;
}
