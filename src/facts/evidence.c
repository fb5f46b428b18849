/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/evidence_impl.h"

#include <inttypes.h>
#include <stdio.h>

static const struct {
    const char *name;
    cdk_evidence_form form;
} kinds[] = {
#define CDK_EVIDENCE(id, text, kind_form) [CDK_EV_##id] = {text, CDK_FORM_##kind_form},
#include "facts/evidence.def"
#undef CDK_EVIDENCE
};

bool cdk_evidence_kind_by_name(cdk_str name, cdk_evidence_kind *out)
{
    for (uint32_t i = 0; i < CDK_EV_COUNT; i++)
        if (cdk_str_is(name, kinds[i].name)) {
            *out = (cdk_evidence_kind)i;
            return true;
        }
    return false;
}

const char *cdk_evidence_kind_name(cdk_evidence_kind kind)
{
    return kinds[kind].name;
}

cdk_evidence_form cdk_evidence_form_of(cdk_evidence_kind kind)
{
    return kinds[kind].form;
}

int32_t cdk_evidence_new(const cdk_env *env, cdk_evidence **out)
{
    *out = cdk_calloc(env->mem, 1, sizeof **out);
    if (!*out) return cdk_fail_memory(env);
    (*out)->mem = env->mem;
    cdk_arena_init(&(*out)->arena, env->mem);
    cdk_stat_init(&(*out)->host.stat, env->mem);
    cdk_feed_init(&(*out)->feed, env->mem);
    return CISDOCK_OK;
}

void cdk_evidence_free(cdk_evidence *evidence)
{
    if (!evidence) return;
    for (uint32_t i = 0; i < CDK_EV_COUNT; i++) cdk_free(evidence->mem, evidence->docs[i].elements);
    cdk_free(evidence->mem, evidence->containers);
    cdk_stat_free(&evidence->host.stat);
    cdk_feed_free(&evidence->feed);
    cdk_malware_free(evidence->mem, &evidence->malware);
    cdk_arena_free(&evidence->arena);
    cdk_free(evidence->mem, evidence);
}

void cdk_evidence_set_given(cdk_evidence *evidence, cdk_evidence_kind kind, cdk_given given)
{
    evidence->docs[kind].given = given;
}

void cdk_evidence_set_complete(cdk_evidence *evidence, cdk_evidence_kind kind, bool complete)
{
    evidence->docs[kind].complete = complete;
}

cdk_given cdk_evidence_state(const cdk_evidence *evidence, cdk_evidence_kind kind)
{
    return evidence ? evidence->docs[kind].given : CDK_NOT_ASKED;
}

bool cdk_evidence_complete(const cdk_evidence *evidence, cdk_evidence_kind kind)
{
    return evidence && evidence->docs[kind].complete && evidence->docs[kind].given == CDK_GIVEN;
}

cdk_str cdk_evidence_text(const cdk_evidence *evidence, cdk_evidence_kind kind)
{
    return evidence ? evidence->docs[kind].text : CDK_STR_NONE;
}

const cdk_json *cdk_evidence_json(const cdk_evidence *evidence, cdk_evidence_kind kind)
{
    return evidence ? evidence->docs[kind].json : NULL;
}

const char *cdk_evidence_name(const cdk_evidence *evidence, cdk_evidence_kind kind)
{
    return evidence ? evidence->docs[kind].name : NULL;
}

int32_t cdk_evidence_add_problem(const cdk_env *env, cdk_evidence *evidence, cdk_class cls, const cdk_where *where, const char *message)
{
    bool kept = cdk_problem_add(env, &evidence->arena, &evidence->problems, cls, CDK_ERROR, where, "%s", message);
    return kept ? CISDOCK_OK : env->error->status;
}

const cdk_problems *cdk_evidence_problems(const cdk_evidence *evidence)
{
    static const cdk_problems none = {0};
    return evidence ? &evidence->problems : &none;
}

const cdk_hostdoc *cdk_evidence_hostdoc(const cdk_evidence *evidence)
{
    static const cdk_hostdoc empty = {0};
    return evidence ? &evidence->host : &empty;
}

const cdk_feed *cdk_evidence_feed(const cdk_evidence *evidence)
{
    return evidence && evidence->feed.documents ? &evidence->feed : NULL;
}

const cdk_malware *cdk_evidence_malware(const cdk_evidence *evidence)
{
    bool given = evidence && (evidence->malware.scans || evidence->docs[CDK_EV_MALWARE].given == CDK_GIVEN);
    return given ? &evidence->malware : NULL;
}

uint32_t cdk_evidence_count(const cdk_evidence *evidence, cdk_evidence_kind kind)
{
    return evidence ? (uint32_t)evidence->docs[kind].count : 0;
}

const cdk_element *cdk_evidence_element(const cdk_evidence *evidence, cdk_evidence_kind kind, uint32_t index)
{
    return index < cdk_evidence_count(evidence, kind) ? &evidence->docs[kind].elements[index] : NULL;
}

const char *cdk_evidence_list(const cdk_evidence *evidence, cdk_evidence_kind kind)
{
    return evidence->docs[kind].list_prefix;
}

char *cdk_evidence_pointer(const cdk_evidence *evidence, cdk_evidence_kind kind, cdk_arena *arena,
                           const cdk_element *element, const cdk_json *value)
{
    const char *prefix = evidence->docs[kind].list_prefix;
    char text[64] = "";
    if (prefix) snprintf(text, sizeof text, "%s/%" PRIu64, prefix, element->index);
    return cdk_json_pointer_below(arena, cdk_str_of(text), value);
}
