/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/judge.h"

#include "base/digest.h"
#include "base/digest_own.h"

#include <stdlib.h>

enum { SHOWN_BYTES = 16, TEXT_BYTES = 2 * SHOWN_BYTES };

/* Parts are told apart by their length in front. */
static void put(cdk_digest_own *digest, const char *part)
{
    uint64_t n = part ? strlen(part) : 0;
    uint8_t length[4];
    for (int i = 0; i < 4; i++) length[i] = (uint8_t)(n >> (8 * i));
    cdk_own_sha256_update(digest, length, sizeof length);
    if (n) cdk_own_sha256_update(digest, part, (size_t)n);
}

static void finish(cdk_digest_own *digest, char out[TEXT_BYTES + 1])
{
    uint8_t bytes[32];
    cdk_own_sha256_final(digest, bytes);
    cdk_own_sha256_init(digest);
    cdk_hex(bytes, SHOWN_BYTES, out);
}

/* An image is rebuilt and a container is made anew under the same name: their ids do not count. */
static const char *lasting_name(const cdk_outcome *object)
{
    if (!object->object_kind || strcmp(object->object_kind, "image") == 0) return NULL;
    if (strcmp(object->object_kind, "container") == 0 && object->object_name) return object->object_name;
    return object->object_id ? object->object_id : object->object_name;
}

static int by_fingerprint(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int32_t of_finding(const cdk_env *env, cdk_digest_own *digest, cdk_finding *finding, const char *slug)
{
    const char **prints = cdk_calloc(env->mem, finding->deciding ? finding->deciding : 1, sizeof *prints);
    if (!prints) return cdk_fail_memory(env);
    uint32_t n = 0;
    for (const cdk_outcome *object = finding->objects; object; object = object->next)
        if (object->verdict == finding->verdict && n < finding->deciding) prints[n++] = object->fingerprint;
    qsort(prints, n, sizeof *prints, by_fingerprint);
    put(digest, slug);
    for (uint32_t i = 0; i < n; i++) put(digest, prints[i]);
    finish(digest, finding->fingerprint);
    cdk_free(env->mem, prints);
    return CISDOCK_OK;
}

int32_t cdk_fingerprint(const cdk_env *env, cdk_finding *finding)
{
    const cdk_recommendation *item = finding->recommendation;
    const char *slug = item->slug ? item->slug->slug : item->id;
    cdk_digest_own digest;
    cdk_own_sha256_init(&digest);
    for (cdk_outcome *object = finding->objects; object; object = object->next) {
        put(&digest, slug);
        put(&digest, object->object_kind);
        put(&digest, lasting_name(object));
        put(&digest, object->place);
        finish(&digest, object->fingerprint);
    }
    return of_finding(env, &digest, finding, slug);
}
