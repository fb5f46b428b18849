/* SPDX-License-Identifier: Apache-2.0 */
/* Where an image's documents and layers come from: an archive's members, or the host's blobs. */
#ifndef CDK_IMAGE_STORE_H
#define CDK_IMAGE_STORE_H

#include "image/descriptor.h"
#include "image/members.h"

typedef struct cdk_store {
    bool is_blobs;
    cisdock_blobs blobs;
    cdk_source source;     /* of the archive */
    cdk_members members;
    bool streamed;         /* the archive went by: only kept documents are left */
    uint64_t document_bytes; /* read so far */
} cdk_store;

void cdk_store_close(cdk_store *store);

/* A document by its name, NUL-terminated in the arena. `document` is what messages call it. Failures: blob-missing, limit,
 * bad-json (a streamed member that was no document), unsupported (sparse), host, ... */
int32_t cdk_store_document(cdk_store *store, const cdk_env *env, cdk_arena *arena, cdk_str name, const char *document,
                           cdk_str *out);
/* The document that a descriptor names, its size and digest checked. The last also: digest-mismatch. */
int32_t cdk_store_blob(cdk_store *store, const cdk_env *env, cdk_arena *arena, const cdk_descriptor *descriptor,
                       const char *document, cdk_str *out);
/* The member that a descriptor's blob is, where the store is an archive. Failures: blob-missing, digest-mismatch (size). */
int32_t cdk_store_blob_member(cdk_store *store, const cdk_env *env, const cdk_descriptor *descriptor, const char *what,
                              cdk_member **out);
/* A stream of the stored bytes of a blob of the host's store: as many as `size` tells (-1: not told). */
int32_t cdk_store_open_blob(const cdk_store *store, const cdk_env *env, cdk_str digest, int64_t size, cdk_stream **out);

/* A stream that owns its source, and fails with digest-mismatch where there are not exactly `size` bytes (-1: any). */
int32_t cdk_stream_owned(const cdk_env *env, const cisdock_source *source, int64_t size, const char *digest, cdk_stream **out);

#endif
