/* SPDX-License-Identifier: Apache-2.0 */
/* What hangs on nodes, out of stored bytes. */
#include "layer/secret.h"
#include "layer/serial_in.h"

/* Nodes come in order: `last` is that of the item before. */
static cdk_hanging read_on(cdk_serial_in *in, uint32_t *last)
{
    cdk_hanging on = {.node = (uint32_t)cdk_get_num(in, in->facts->node_count - 1)};
    if (on.node < *last || !(in->facts->nodes[on.node].marks & CDK_NODE_ENTRY)) cdk_get_bad(in, "something hangs on no entry");
    *last = on.node;
    return on;
}

static void read_package(cdk_serial_in *in, cdk_package_row *row, const cdk_package_row *before)
{
    for (size_t i = 0; i < CDK_PKG_TEXTS; i++) {
        size_t n = (size_t)cdk_get_num(in, SIZE_MAX);
        if (!n) {
            row->text[i] = before ? before->text[i] : 0;
            continue;
        }
        const uint8_t *bytes = cdk_get_bytes(in, n - 1);
        if (bytes) row->text[i] = cdk_get_string(in, (cdk_str){(const char *)bytes, n - 1});
    }
    row->installed_size = cdk_get_num(in, UINT64_MAX);
}

static void read_packages(cdk_serial_in *in, cdk_taken *taken)
{
    cdk_layer_facts *facts = in->facts;
    size_t count = cdk_get_count(in, CDK_PKG_TEXTS + 1);
    taken->first = (uint32_t)facts->package_count;
    taken->count = (uint32_t)count;
    if (in->status || facts->package_count + count > UINT32_MAX) return;
    if (!cdk_grow(facts->mem, (void **)&facts->packages, &facts->package_cap, facts->package_count + count, sizeof *facts->packages)) {
        in->status = cdk_fail_memory(in->env);
        return;
    }
    for (size_t i = 0; i < count && !in->status; i++) {
        cdk_package_row *row = &facts->packages[facts->package_count++];
        *row = (cdk_package_row){.installed_size = 0};
        read_package(in, row, i ? row - 1 : NULL);
    }
}

static uint32_t read_again(cdk_serial_in *in, const uint32_t *before)
{
    size_t n = (size_t)cdk_get_num(in, SIZE_MAX);
    if (!n) return before ? *before : 0;
    const uint8_t *bytes = cdk_get_bytes(in, n - 1);
    return bytes ? cdk_get_string(in, (cdk_str){(const char *)bytes, n - 1}) : 0;
}

static void read_record(cdk_serial_in *in, cdk_record_row *row, const cdk_record_row *before)
{
    row->package = read_again(in, before ? &before->package : NULL);
    row->folder = read_again(in, before ? &before->folder : NULL);
    row->name = cdk_get_string(in, cdk_get_str(in));
    cdk_str digest = cdk_get_str(in);
    if (digest.n > CDK_RECORD_DIGEST_MAX) cdk_get_bad(in, "a digest is too long");
    row->digest = cdk_get_string(in, digest);
    row->size = cdk_get_num(in, UINT64_MAX);
    row->mode = (uint16_t)cdk_get_num(in, UINT16_MAX);
    row->flags = (uint16_t)cdk_get_num(in, CDK_RECORD_FLAGS);
    row->algorithm = (uint8_t)cdk_get_num(in, CDK_RECORD_ALGORITHMS - 1);
}

static void read_records(cdk_serial_in *in, cdk_taken *taken)
{
    enum { LEAST = 8 };
    cdk_layer_facts *facts = in->facts;
    size_t count = cdk_get_count(in, LEAST);
    taken->first = (uint32_t)facts->record_count;
    taken->count = (uint32_t)count;
    if (in->status || facts->record_count + count > UINT32_MAX) return;
    if (!cdk_grow(facts->mem, (void **)&facts->records, &facts->record_cap, facts->record_count + count, sizeof *facts->records)) {
        in->status = cdk_fail_memory(in->env);
        return;
    }
    for (size_t i = 0; i < count && !in->status; i++) {
        cdk_record_row *row = &facts->records[facts->record_count++];
        *row = (cdk_record_row){.size = 0};
        read_record(in, row, i ? row - 1 : NULL);
    }
}

static void read_content(cdk_serial_in *in, cdk_taken *taken)
{
    size_t n = (size_t)cdk_get_num(in, SIZE_MAX);
    const uint8_t *bytes = n ? cdk_get_bytes(in, n - 1) : NULL;
    if (!bytes) return;
    taken->bytes = cdk_str_dup(&in->facts->arena, (cdk_str){(const char *)bytes, n - 1});
    if (!taken->bytes.p) in->status = cdk_fail_memory(in->env);
}

static void read_taken(cdk_serial_in *in)
{
    cdk_layer_facts *facts = in->facts;
    size_t count = cdk_get_count(in, 5);
    uint32_t last = 0;
    facts->taken = cdk_get_array(in, count, sizeof *facts->taken);
    facts->taken_cap = facts->taken ? count : 0;
    for (size_t i = 0; i < facts->taken_cap && !in->status; i++) {
        cdk_taken *taken = &facts->taken[facts->taken_count++];
        taken->on = read_on(in, &last);
        taken->reader = (uint8_t)cdk_get_num(in, CDK_READER_COUNT - 1);
        taken->state = (uint8_t)cdk_get_num(in, CDK_NOT_GIVEN);
        (cdk_reads_records(taken->reader) ? read_records : read_packages)(in, taken);
        read_content(in, taken);
    }
}

static void read_digests(cdk_serial_in *in)
{
    cdk_layer_facts *facts = in->facts;
    size_t count = cdk_get_count(in, 1 + 32 + 16 + 1);
    uint32_t last = 0;
    facts->digests = cdk_get_array(in, count, sizeof *facts->digests);
    facts->digest_cap = facts->digests ? count : 0;
    for (size_t i = 0; i < facts->digest_cap && !in->status; i++) {
        cdk_file_digests *digests = &facts->digests[facts->digest_count++];
        digests->on = read_on(in, &last);
        const uint8_t *bytes = cdk_get_bytes(in, 32 + 16);
        if (!bytes) return;
        memcpy(digests->sha256, bytes, 32);
        memcpy(digests->md5, bytes + 32, 16);
        digests->has_sha1 = cdk_get_num(in, 1);
        const uint8_t *sha1 = digests->has_sha1 ? cdk_get_bytes(in, 20) : NULL;
        if (sha1) memcpy(digests->sha1, sha1, 20);
    }
}

static void read_secrets(cdk_serial_in *in)
{
    cdk_layer_facts *facts = in->facts;
    size_t count = cdk_get_count(in, 5 + 32);
    uint32_t last = 0;
    facts->secrets = cdk_get_array(in, count, sizeof *facts->secrets);
    facts->secret_cap = facts->secrets ? count : 0;
    for (size_t i = 0; i < facts->secret_cap && !in->status; i++) {
        cdk_layer_secret *secret = &facts->secrets[facts->secret_count++];
        secret->on = read_on(in, &last);
        secret->line = (uint32_t)cdk_get_num(in, UINT32_MAX);
        secret->length = (uint32_t)cdk_get_num(in, UINT32_MAX);
        secret->kind = (uint8_t)cdk_get_num(in, CDK_SECRET_KIND_COUNT - 1);
        secret->confidence = (uint8_t)cdk_get_num(in, CDK_SURE_HIGH);
        const uint8_t *digest = cdk_get_bytes(in, 32);
        if (digest) memcpy(secret->digest, digest, 32);
    }
}

static void read_lines(cdk_serial_in *in, cdk_layer_search *search)
{
    cdk_layer_facts *facts = in->facts;
    size_t count = cdk_get_count(in, 1);
    search->first = (uint32_t)facts->line_count;
    search->count = (uint32_t)count;
    if (in->status || facts->line_count + count > UINT32_MAX) return;
    if (!cdk_grow(facts->mem, (void **)&facts->lines, &facts->line_cap, facts->line_count + count, sizeof *facts->lines)) {
        in->status = cdk_fail_memory(in->env);
        return;
    }
    for (size_t i = 0; i < count; i++) facts->lines[facts->line_count++] = (uint32_t)cdk_get_num(in, UINT32_MAX);
}

static void read_searches(cdk_serial_in *in)
{
    cdk_layer_facts *facts = in->facts;
    size_t count = cdk_get_count(in, 3);
    uint32_t last = 0;
    facts->searches = cdk_get_array(in, count, sizeof *facts->searches);
    facts->search_cap = facts->searches ? count : 0;
    for (size_t i = 0; i < facts->search_cap && !in->status; i++) {
        cdk_layer_search *search = &facts->searches[facts->search_count++];
        search->on = read_on(in, &last);
        search->name = cdk_get_string(in, cdk_get_str(in));
        read_lines(in, search);
    }
}

static void read_owned(cdk_serial_in *in)
{
    cdk_layer_facts *facts = in->facts;
    size_t count = cdk_get_count(in, 2);
    uint32_t last = 0;
    facts->owned = cdk_get_array(in, count, sizeof *facts->owned);
    facts->owned_cap = facts->owned ? count : 0;
    for (size_t i = 0; i < facts->owned_cap && !in->status; i++) {
        cdk_package_file *owned = &facts->owned[facts->owned_count++];
        owned->on = read_on(in, &last);
        owned->package = cdk_get_string(in, cdk_get_str(in));
    }
}

void cdk_get_hanging(cdk_serial_in *in)
{
    void (*const readers[])(cdk_serial_in *) = {read_taken, read_digests, read_secrets, read_searches, read_owned};
    for (size_t i = 0; i < sizeof readers / sizeof *readers && !in->status; i++) readers[i](in);
}
