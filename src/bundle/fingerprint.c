/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/judge.h"

enum { SHOWN_BYTES = 16, TEXT_BYTES = 2 * SHOWN_BYTES };

/* Parts are short: they are gathered, and the digest sees few pieces. */
typedef struct gathered {
    cdk_digest *digest;
    size_t n;
    uint8_t bytes[512];
} gathered;

static void gather(gathered *g, const void *bytes, size_t n)
{
    if (n > sizeof g->bytes - g->n) {
        cdk_digest_update(g->digest, g->bytes, g->n);
        g->n = 0;
    }
    if (n > sizeof g->bytes) {
        cdk_digest_update(g->digest, bytes, n);
    } else if (n) {
        memcpy(g->bytes + g->n, bytes, n);
        g->n += n;
    }
}

/* Parts are told apart by their length in front. */
static void put(gathered *g, const char *part)
{
    size_t n = part ? strlen(part) : 0;
    uint8_t length[4];
    for (int i = 0; i < 4; i++) length[i] = (uint8_t)((uint64_t)n >> (8 * i));
    gather(g, length, sizeof length);
    gather(g, part, n);
}

static void finish(gathered *g, char out[TEXT_BYTES + 1])
{
    uint8_t bytes[64];
    cdk_digest_update(g->digest, g->bytes, g->n);
    g->n = 0;
    cdk_digest_final(g->digest, bytes);
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

static void put_object(gathered *g, const cdk_outcome *object)
{
    put(g, object->object_kind);
    put(g, lasting_name(object));
    put(g, object->place);
}

static const char *slug_of(const cdk_recommendation *item)
{
    return item->slug ? item->slug->slug : item->id;
}

void cdk_object_fingerprint(cdk_digest *sha256, const cdk_finding *finding, const cdk_outcome *object, char out[33])
{
    gathered g = {.digest = sha256};
    put(&g, slug_of(finding->recommendation));
    put_object(&g, object);
    finish(&g, out);
}

/* Objects stand in canonical order, so that what decides is told the same way each time. */
int32_t cdk_fingerprint(const cdk_env *env, cdk_finding *finding)
{
    gathered g = {.n = 0};
    int32_t status = cdk_digest_new(env, CDK_SHA256, &g.digest);
    if (status) return status;
    put(&g, slug_of(finding->recommendation));
    for (const cdk_outcome *object = finding->objects; object; object = object->next)
        if (object->verdict == finding->verdict) put_object(&g, object);
    finish(&g, finding->fingerprint);
    cdk_digest_free(g.digest);
    return CISDOCK_OK;
}
