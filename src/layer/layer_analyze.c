/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/layer_analyze.h"

#include "archive/codec.h"
#include "layer/read_entry.h"

static const struct {
    int32_t status;
    cdk_known state;
} damages[] = {
    {CISDOCK_E_LIMIT, CDK_LIMITED},       {CISDOCK_E_TRUNCATED, CDK_DAMAGED}, {CISDOCK_E_CORRUPT, CDK_DAMAGED},
    {CISDOCK_E_DIGEST_MISMATCH, CDK_DAMAGED}, {CISDOCK_E_UNSUPPORTED, CDK_UNSUPPORTED}, {CISDOCK_E_NOT_FOUND, CDK_NOT_GIVEN},
    {CISDOCK_E_PARSE, CDK_DAMAGED},       {CISDOCK_E_SCHEMA, CDK_DAMAGED},
};

/* What a survived failure makes of the layer; HAVE: it is not to be survived. */
static cdk_known state_of(int32_t status)
{
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++)
        if (damages[i].status == status) return damages[i].state;
    return CDK_HAVE;
}

bool cdk_failure_is_damage(const cdk_env *env)
{
    return state_of(env->error->status) != CDK_HAVE;
}

/* Turn the last failure into the layer's state and a problem; what is not to be survived stays a failure. */
static int32_t survive(const cdk_env *env, cdk_layer_facts *facts)
{
    int32_t status = env->error->status;
    cdk_known state = state_of(status);
    if (state == CDK_HAVE) return status;
    facts->layers[0].state = (uint8_t)state;
    bool kept = cdk_problem_from_error(env, &facts->arena, &facts->problems, CDK_ERROR);
    return kept ? CISDOCK_OK : env->error->status;
}

/* Damage that the reader of the archive got over: what was read stands, but it may not be what an engine unpacks. */
static void note(void *user, cdk_class cls, const cdk_where *where, const char *message)
{
    enum { NOTES_OF_A_LAYER = 32 };
    cdk_reading *reading = user;
    cdk_layer_facts *facts = reading->facts;
    bool damage = cls == CDK_CLASS_BAD_TAR;
    if (damage && facts->layers[0].state == CDK_HAVE) facts->layers[0].state = CDK_DAMAGED;
    if (reading->notes++ >= NOTES_OF_A_LAYER) return;
    if (!cdk_problem_add(reading->env, &facts->arena, &facts->problems, cls, damage ? CDK_ERROR : CDK_WARNING, where, "%s", message))
        reading->note_failed = true;
}

static int32_t read_all(cdk_reading *reading)
{
    for (;;) {
        const cdk_tar_entry *entry;
        int32_t status = cdk_tar_next(reading->tar, &entry);
        if (status || !entry) return status;
        if (reading->note_failed) return cdk_fail_memory(reading->env);
        if ((status = cdk_read_entry(reading, entry))) return status;
    }
}

/* Read entries to the end, survive damage, then read what is left so that the digests are of all bytes. */
static int32_t read_tar(cdk_reading *reading)
{
    int32_t status = read_all(reading);
    bool drain = status == CISDOCK_OK || status == CISDOCK_E_CORRUPT;
    bool told = status != CISDOCK_OK;
    if (told && (status = survive(reading->env, reading->facts))) return status;
    if (!drain || !cdk_tar_drain(reading->tar)) return CISDOCK_OK;
    if (told && cdk_failure_is_damage(reading->env)) return CISDOCK_OK; /* the same damage again */
    return survive(reading->env, reading->facts);
}

static void take_tallies(cdk_layer_facts *facts, const cdk_tally *stored, const cdk_tally *plain, bool packed, bool hashed)
{
    cdk_layer_sum *sum = facts->layers;
    if (!packed) plain = stored;
    sum->stored_size = stored->bytes;
    sum->size = plain->bytes;
    sum->has_sha256 = hashed && stored->ended;
    sum->has_diff_id = hashed && plain->ended;
    if (sum->has_sha256) memcpy(sum->sha256, stored->sha256, sizeof sum->sha256);
    if (sum->has_diff_id) memcpy(sum->diff_id, plain->sha256, sizeof sum->diff_id);
}

/* What stands in a packed layer must not be packed again: no engine unpacks twice. */
static int32_t open_packed(const cdk_env *env, cdk_stream *unpacked, bool hash, cdk_tally *tally, cdk_stream **out)
{
    cdk_codec_id inner;
    int32_t status = cdk_codec_auto(env, unpacked, &inner, &unpacked);
    if (!status && inner != CDK_CODEC_NONE) {
        cdk_stream_close(unpacked);
        return cdk_fail(env, CDK_CLASS_BAD_TAR, NULL, "the packed layer holds packed bytes (%s), not a tar archive",
                        cdk_codec_name(inner));
    }
    return status ? status : cdk_stream_tally(env, unpacked, hash, tally, out);
}

/* source -> tally of the stored bytes -> codec -> tally of the unpacked bytes -> tar. One tally serves both where nothing
 * is packed. */
static int32_t open_tar(cdk_reading *reading, cdk_stream *stored, cdk_tally tallies[2], bool hash)
{
    const cdk_env *env = reading->env;
    cdk_tar_notes notes = {reading, note};
    cdk_codec_id codec = CDK_CODEC_NONE;
    int32_t status = cdk_stream_tally(env, stored, hash, &tallies[0], &stored);
    if (!status) status = cdk_codec_auto(env, stored, &codec, &stored);
    reading->facts->layers[0].codec = (uint8_t)codec;
    if (!status && codec != CDK_CODEC_NONE) status = open_packed(env, stored, hash, &tallies[1], &stored);
    if (!status) status = cdk_tar_new(env, stored, &notes, &reading->tar);
    return status;
}

static int32_t read_layer(cdk_reading *reading, cdk_stream *stored)
{
    cdk_tally tallies[2] = {{0}};
    cdk_layer_facts *facts = reading->facts;
    bool hash = CDK_LIMIT(reading->env, VERIFY) != 0;
    int32_t status = open_tar(reading, stored, tallies, hash);
    if (status)
        status = survive(reading->env, facts);
    else
        status = read_tar(reading);
    take_tallies(facts, &tallies[0], &tallies[1], facts->layers[0].codec != CDK_CODEC_NONE, hash);
    cdk_tar_close(reading->tar);
    return status;
}

static int32_t begin(cdk_reading *reading, uint32_t layers)
{
    const cdk_env *env = reading->env;
    int32_t status = cdk_layer_facts_new(env, layers, &reading->facts);
    if (!status) status = cdk_plan_add_all(env, reading->facts->collected, reading->plan);
    if (!status) status = cdk_reading_init(reading);
    return status;
}

int32_t cdk_layer_analyze(const cdk_env *env, cdk_stream *stored, const cdk_plan *plan, cdk_layer_facts **out)
{
    cdk_reading reading = {.env = env, .plan = plan};
    *out = NULL;
    int32_t status = begin(&reading, 1);
    if (status)
        cdk_stream_close(stored);
    else
        status = read_layer(&reading, stored);
    if (!status) status = cdk_tell_odd(&reading);
    if (!status) status = cdk_claims_settle(&reading);
    if (!status) status = cdk_tree_finish(&reading.tree);
    cdk_reading_end(&reading);
    if (status)
        cdk_layer_facts_unref(reading.facts);
    else
        *out = reading.facts;
    return status;
}

int32_t cdk_layer_unread(const cdk_env *env, const cdk_plan *plan, cdk_layer_facts **out)
{
    cdk_layer_facts *facts;
    *out = NULL;
    cdk_error error = *env->error;
    int32_t status = cdk_layer_facts_new(env, 1, &facts);
    if (status) return status;
    *env->error = error;
    status = cdk_plan_add_all(env, facts->collected, plan);
    if (!status) status = survive(env, facts);
    if (status)
        cdk_layer_facts_unref(facts);
    else
        *out = facts;
    return status;
}
