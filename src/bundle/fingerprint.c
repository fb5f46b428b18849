/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/judge.h"

#include "base/digest.h"
#include "base/digest_own.h"

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

/* Images and containers are made anew under the same name: where they have one, their ids do not count. */
static const char *lasting_name(const cdk_outcome *object)
{
    const char *kind = object->object_kind;
    if (!kind || object->subject) return NULL;
    if ((strcmp(kind, "image") == 0 || strcmp(kind, "container") == 0) && object->object_name) return object->object_name;
    return object->object_id ? object->object_id : object->object_name;
}

static void put_object(cdk_digest_own *digest, const cdk_outcome *object)
{
    put(digest, object->object_kind);
    put(digest, lasting_name(object));
    put(digest, object->place);
}

static const char *slug_of(const cdk_recommendation *item)
{
    return item->slug ? item->slug->slug : item->id;
}

void cdk_object_fingerprint(const cdk_finding *finding, const cdk_outcome *object, char out[33])
{
    cdk_digest_own digest;
    cdk_own_sha256_init(&digest);
    put(&digest, slug_of(finding->recommendation));
    put_object(&digest, object);
    finish(&digest, out);
}

/* Objects stand in canonical order, so that what decides is told the same way each time. */
void cdk_fingerprint(cdk_finding *finding)
{
    cdk_digest_own digest;
    cdk_own_sha256_init(&digest);
    put(&digest, slug_of(finding->recommendation));
    for (const cdk_outcome *object = finding->objects; object; object = object->next)
        if (object->verdict == finding->verdict) put_object(&digest, object);
    finish(&digest, finding->fingerprint);
}
