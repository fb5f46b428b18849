/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of evidence, for the files that make it up. */
#ifndef CDK_FACTS_EVIDENCE_IMPL_H
#define CDK_FACTS_EVIDENCE_IMPL_H

#include "facts/evidence.h"
#include "facts/feed.h"
#include "facts/hostdoc.h"
#include "facts/malware.h"

typedef enum cdk_evidence_form { CDK_FORM_JSON, CDK_FORM_JSON_EACH, CDK_FORM_FEED, CDK_FORM_SCANS, CDK_FORM_TEXT, CDK_FORM_LINES } cdk_evidence_form;

typedef struct cdk_evidence_doc {
    cdk_given given;
    bool complete;
    const char *name;        /* or NULL */
    cdk_str text;            /* of forms TEXT and LINES */
    const cdk_json *json;    /* of form JSON */
    cdk_element *elements;   /* of form JSON_EACH; of the evidence's memory */
    size_t count, cap;
    const char *list_prefix; /* pointer of the list within its document: "", "/Volumes" */
} cdk_evidence_doc;

struct cdk_evidence {
    cdk_mem *mem;
    cdk_arena arena;
    cdk_evidence_doc docs[CDK_EV_COUNT];
    cdk_container_view *containers; /* beside the elements of that kind */
    size_t container_count, container_cap;
    uint32_t *container_order;      /* their indexes by name and id; of the arena; NULL: none */
    uint32_t *container_ids;        /* their indexes by id; of the arena */
    uint32_t *volume_order;         /* indexes of volumes by name; of the arena */
    cdk_hostdoc host;
    cdk_feed feed;
    cdk_malware malware;
    cdk_problems problems;
};

cdk_evidence_form cdk_evidence_form_of(cdk_evidence_kind kind);
const cdk_json_keep *cdk_evidence_keep(cdk_evidence_kind kind); /* of a list's elements; NULL: everything */
/* A container's name without the slash that the engine writes in front. */
static inline cdk_str cdk_container_name(cdk_str name)
{
    return cdk_str_starts(name, CDK_STR("/")) ? cdk_str_from(name, 1) : name;
}
/* Read the view of the next container. Failure: memory. */
int32_t cdk_evidence_view_container(const cdk_env *env, cdk_evidence *evidence, const cdk_json *value);
/* Put the elements of a list that was read in the orders in which they are looked up, of kinds that have some. Failure: memory. */
void cdk_evidence_drop_orders(cdk_evidence *evidence, cdk_evidence_kind kind); /* before it is read */
int32_t cdk_evidence_put_in_order(const cdk_env *env, cdk_evidence *evidence, cdk_evidence_kind kind);
/* Take in a text of a kind; JSON kinds are parsed. Damage is recorded. Failures: memory, cancelled. */
int32_t cdk_evidence_take_text(const cdk_env *env, cdk_evidence *evidence, cdk_evidence_kind kind, cdk_str text);
/* Complain of vulnerabilities that are no findings of a scanner. Failures: bad-document, memory. */
int32_t cdk_evidence_check_findings(const cdk_env *env, cdk_evidence *evidence);
/* Take in what evidence.json says. Failure: memory. */
int32_t cdk_evidence_take_manifest(const cdk_env *env, cdk_evidence *evidence, const cdk_json *root);

#endif
