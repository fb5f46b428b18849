/* SPDX-License-Identifier: Apache-2.0 */
#include "image/store.h"

#include "base/num.h"

#include <inttypes.h>
#include <stdio.h>

void cdk_store_close(cdk_store *store)
{
    if (store->is_blobs) {
        if (store->blobs.close) store->blobs.close(store->blobs.user);
        store->blobs.close = NULL;
    } else {
        cdk_source_close(&store->source);
    }
    cdk_members_free(&store->members);
}

static cdk_where place(const char *document, cdk_str path, const char *digest)
{
    cdk_where where = CDK_NOWHERE;
    where.document = document;
    where.path = path;
    where.digest = digest;
    return where;
}

/* Counts a document of `size` bytes that is about to be read. */
static int32_t admit(cdk_store *store, const cdk_env *env, uint64_t size, const cdk_where *where)
{
    uint64_t total;
    if (size > CDK_LIMIT(env, MAX_DOCUMENT)) return cdk_fail_limit(env, CDK_LIMIT_MAX_DOCUMENT, where, size);
    if (!cdk_add_u64(store->document_bytes, size, &total) || total > CDK_LIMIT(env, MAX_KEPT_TOTAL))
        return cdk_fail_limit(env, CDK_LIMIT_MAX_KEPT_TOTAL, where, store->document_bytes);
    store->document_bytes = total;
    return CISDOCK_OK;
}

static int32_t read_member(cdk_store *store, const cdk_env *env, cdk_arena *arena, const cdk_member *member,
                           const char *document, cdk_str *out)
{
    cdk_where where = place(document, member->name, NULL);
    if (member->sparse) return cdk_fail(env, CDK_CLASS_UNSUPPORTED, &where, "%s is stored as a sparse file", document);
    int32_t status = admit(store, env, member->size, &where);
    if (status) return status;
    size_t size = (size_t)member->size, got = 0;
    if (member->text) {
        *out = (cdk_str){member->text, size};
        return CISDOCK_OK;
    }
    if (store->streamed) return cdk_fail(env, CDK_CLASS_BAD_JSON, &where, "%s is an archive, not a JSON document", document);
    char *text = cdk_arena_bytes(arena, size + 1);
    if (!text) return cdk_fail_memory(env);
    status = cdk_source_read_at(env, &store->source, member->offset, text, size, &got);
    if (status) return status;
    if (got < size)
        return cdk_fail(env, CDK_CLASS_TRUNCATED, &where, "%s ends after %zu of %zu bytes", document, got, size);
    text[size] = '\0';
    *out = (cdk_str){text, size};
    return CISDOCK_OK;
}

static int32_t missing(const cdk_env *env, const char *document, cdk_str name)
{
    cdk_where where = place(document, name, NULL);
    return cdk_fail(env, CDK_CLASS_BLOB_MISSING, &where, "%s is not there: %.*s", document, (int)(name.n > 200 ? 200 : name.n), name.p ? name.p : "");
}

/* All of a source that the host opened for a document. */
static int32_t read_source(cdk_store *store, const cdk_env *env, cdk_arena *arena, const cisdock_source *source, int64_t size,
                           const char *digest, cdk_str *out)
{
    cdk_stream *stream;
    int32_t status = cdk_stream_owned(env, source, size, digest, &stream);
    if (status) return status;
    status = cdk_stream_read_all(stream, arena, CDK_LIMIT(env, MAX_DOCUMENT), out);
    cdk_stream_close(stream);
    cdk_where where = CDK_NOWHERE;
    return status ? status : admit(store, env, out->n, &where);
}

static int32_t named_by_host(cdk_store *store, const cdk_env *env, cdk_arena *arena, cdk_str name, const char *document,
                             cdk_str *out)
{
    cisdock_source source = {.struct_size = sizeof source};
    char text[64];
    snprintf(text, sizeof text, "%.*s", (int)name.n, name.p);
    int32_t code = store->blobs.open_document ? store->blobs.open_document(store->blobs.user, text, &source) : 1;
    if (code < 0) return cdk_fail_host(env, "open_document", code);
    return code ? missing(env, document, name) : read_source(store, env, arena, &source, -1, NULL, out);
}

int32_t cdk_store_document(cdk_store *store, const cdk_env *env, cdk_arena *arena, cdk_str name, const char *document,
                           cdk_str *out)
{
    if (store->is_blobs) return named_by_host(store, env, arena, name, document, out);
    const cdk_member *member = cdk_members_find(&store->members, name);
    return member ? read_member(store, env, arena, member, document, out) : missing(env, document, name);
}

int32_t cdk_store_blob_member(cdk_store *store, const cdk_env *env, const cdk_descriptor *descriptor, const char *what,
                              cdk_member **out)
{
    char name[6 + CDK_DIGEST_TEXT_MAX];
    *out = NULL;
    if (store->is_blobs) return CISDOCK_OK;
    int n = snprintf(name, sizeof name, "blobs/%.*s", (int)descriptor->digest.n, descriptor->digest.p);
    *strchr(name, ':') = '/';
    cdk_member *member = cdk_members_find(&store->members, (cdk_str){name, (size_t)n});
    cdk_where where = place(what, (cdk_str){name, (size_t)n}, name);
    if (!member) return cdk_fail(env, CDK_CLASS_BLOB_MISSING, &where, "%s is not there: %s", what, name);
    if (descriptor->size >= 0 && (uint64_t)descriptor->size != member->size)
        return cdk_fail(env, CDK_CLASS_DIGEST_MISMATCH, &where, "%s has %" PRIu64 " bytes, its descriptor tells of %" PRId64,
                        what, member->size, descriptor->size);
    *out = member;
    return CISDOCK_OK;
}

static int32_t check_digest(const cdk_env *env, const cdk_descriptor *descriptor, const char *document, cdk_str text)
{
    if (!CDK_LIMIT(env, VERIFY)) return CISDOCK_OK;
    cdk_digest *digest;
    uint8_t bytes[64];
    int32_t status = cdk_digest_new(env, descriptor->name.kind, &digest);
    if (status) return status;
    cdk_digest_update(digest, text.p, text.n);
    size_t n = cdk_digest_final(digest, bytes);
    cdk_digest_free(digest);
    if (n == descriptor->name.n && !memcmp(bytes, descriptor->name.bytes, n)) return CISDOCK_OK;
    char name[CDK_DIGEST_TEXT_MAX];
    snprintf(name, sizeof name, "%.*s", (int)descriptor->digest.n, descriptor->digest.p);
    cdk_where where = place(document, CDK_STR_NONE, name);
    return cdk_fail(env, CDK_CLASS_DIGEST_MISMATCH, &where, "%s is not what its digest says: %s", document, name);
}

static int32_t host_blob(const cdk_store *store, const cdk_env *env, const char *digest, int64_t size, cisdock_source *source)
{
    *source = (cisdock_source){.struct_size = sizeof *source};
    int32_t code = store->blobs.open_blob(store->blobs.user, digest, size, source);
    if (code < 0) return cdk_fail_host(env, "open_blob", code);
    if (!code) return CISDOCK_OK;
    cdk_where where = place(NULL, CDK_STR_NONE, digest);
    return cdk_fail(env, CDK_CLASS_BLOB_MISSING, &where, "the blob %s is not there", digest);
}

int32_t cdk_store_open_blob(const cdk_store *store, const cdk_env *env, cdk_str digest, int64_t size, cdk_stream **out)
{
    char name[CDK_DIGEST_TEXT_MAX];
    cisdock_source source;
    snprintf(name, sizeof name, "%.*s", (int)digest.n, digest.p);
    int32_t status = host_blob(store, env, name, size, &source);
    return status ? status : cdk_stream_owned(env, &source, size, name, out);
}

int32_t cdk_store_blob(cdk_store *store, const cdk_env *env, cdk_arena *arena, const cdk_descriptor *descriptor,
                       const char *document, cdk_str *out)
{
    char name[CDK_DIGEST_TEXT_MAX];
    cisdock_source source;
    cdk_member *member;
    int32_t status;
    if (store->is_blobs) {
        snprintf(name, sizeof name, "%.*s", (int)descriptor->digest.n, descriptor->digest.p);
        status = host_blob(store, env, name, descriptor->size, &source);
        if (!status) status = read_source(store, env, arena, &source, descriptor->size, name, out);
    } else {
        status = cdk_store_blob_member(store, env, descriptor, document, &member);
        if (!status) status = read_member(store, env, arena, member, document, out);
    }
    return status ? status : check_digest(env, descriptor, document, *out);
}
