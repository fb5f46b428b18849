/* SPDX-License-Identifier: Apache-2.0 */
/* What is known besides the image: documents of the engine and the host by kind, and answers of the host.
 * Kinds are rows of evidence.def: name and form. "Absent", "denied" and "not asked" stay three answers.
 *
 * Lists (containers, images, networks ...) are read element by element, and of each element only the members that some
 * check asks for are kept, as a small tree: 10,000 containers need some tens of megabytes, whatever they say. */
#ifndef CDK_FACTS_EVIDENCE_H
#define CDK_FACTS_EVIDENCE_H

#include "base/json.h"

#include <cisdock/evidence.h>

typedef enum cdk_evidence_kind {
#define CDK_EVIDENCE(id, name, form) CDK_EV_##id,
#include "facts/evidence.def"
#undef CDK_EVIDENCE
    CDK_EV_COUNT
} cdk_evidence_kind;

/* DAMAGED: given, but not readable to its end; what was read before the fault is there. */
typedef enum cdk_given { CDK_NOT_ASKED, CDK_GIVEN, CDK_GIVEN_ABSENT, CDK_GIVEN_DENIED, CDK_GIVEN_DAMAGED } cdk_given;

typedef struct cdk_evidence cdk_evidence;
struct cdk_hostdoc; /* facts/hostdoc.h: what was read out of the texts */
struct cdk_feed;    /* facts/feed.h */
struct cdk_malware; /* facts/malware.h */

int32_t cdk_evidence_new(const cdk_env *env, cdk_evidence **out);
void cdk_evidence_free(cdk_evidence *evidence);
bool cdk_evidence_kind_by_name(cdk_str name, cdk_evidence_kind *out);
const char *cdk_evidence_kind_name(cdk_evidence_kind kind);

/* Read a document and take it in. `name` is what messages call it (NULL: the kind). A document of a kind that was given
 * already takes its place; listeners, audit rules, process tables, feeds and malware scans add up. The kind `evidence` is evidence.json: which
 * lists are whole, what is absent, what was denied.
 * A document that cannot be understood is no failure: it is recorded as a problem and its kind is DAMAGED. Takes `source`
 * over. Failures: host (also DAMAGED), limit (also DAMAGED), memory, cancelled. */
int32_t cdk_evidence_add_document(const cdk_env *env, cdk_evidence *evidence, cdk_evidence_kind kind, const char *name,
                                  const cisdock_source *source);
/* Say what became of a kind that was asked for: ABSENT or DENIED. */
void cdk_evidence_set_given(cdk_evidence *evidence, cdk_evidence_kind kind, cdk_given given);
void cdk_evidence_set_complete(cdk_evidence *evidence, cdk_evidence_kind kind, bool complete);

cdk_given cdk_evidence_state(const cdk_evidence *evidence, cdk_evidence_kind kind); /* evidence NULL: NOT_ASKED */
bool cdk_evidence_complete(const cdk_evidence *evidence, cdk_evidence_kind kind);
cdk_str cdk_evidence_text(const cdk_evidence *evidence, cdk_evidence_kind kind);            /* none unless given as text */
const cdk_json *cdk_evidence_json(const cdk_evidence *evidence, cdk_evidence_kind kind);    /* NULL unless of form JSON */
const char *cdk_evidence_name(const cdk_evidence *evidence, cdk_evidence_kind kind);        /* of the document, or NULL */
/* Record what the host could not hand over. Failure: memory. */
int32_t cdk_evidence_add_problem(const cdk_env *env, cdk_evidence *evidence, cdk_class cls, const cdk_where *where, const char *message);
const cdk_problems *cdk_evidence_problems(const cdk_evidence *evidence);
const struct cdk_hostdoc *cdk_evidence_hostdoc(const cdk_evidence *evidence);               /* never NULL: without evidence an empty one */
const cdk_json *cdk_scanner_findings(const cdk_evidence *evidence);                         /* the list of the kind vulnerabilities; NULL: none */
const struct cdk_malware *cdk_evidence_malware(const cdk_evidence *evidence);               /* NULL: no scan was given */
const struct cdk_feed *cdk_evidence_feed(const cdk_evidence *evidence);                     /* NULL: none was given */

/* --- a host that is asked --- */
/* Ask for what was not given and is known to matter, and take the answers in as documents of their kinds. What a host does
 * not answer is ABSENT, DENIED or not asked. Closes `answers`, also on failure. Failures: memory, cancelled, host. */
int32_t cdk_evidence_ask(const cdk_env *env, cdk_evidence *evidence, const cisdock_host_answers *answers);

/* --- lists --- */
typedef struct cdk_element {
    const cdk_json *value; /* root of what is kept; may be of any type */
    uint64_t index;        /* in the document */
} cdk_element;
uint32_t cdk_evidence_count(const cdk_evidence *evidence, cdk_evidence_kind kind);
const cdk_element *cdk_evidence_element(const cdk_evidence *evidence, cdk_evidence_kind kind, uint32_t index);
/* Pointer of the list within its document, "" where it is all of it; NULL: the one element is the document. A literal. */
const char *cdk_evidence_list(const cdk_evidence *evidence, cdk_evidence_kind kind);
/* RFC 6901 pointer of a value inside an element, from the root of the document it stood in. NULL: no memory. */
char *cdk_evidence_pointer(const cdk_evidence *evidence, cdk_evidence_kind kind, cdk_arena *arena,
                           const cdk_element *element, const cdk_json *value);

/* --- containers --- */
typedef enum cdk_container_member {
    CDK_C_NONE,
#define CDK_CONTAINER(name, keep) CDK_C_##name,
#define CDK_CONFIG(name, keep) CDK_CC_##name,
#define CDK_STATE(name, keep) CDK_CS_##name,
#define CDK_NETWORK_SETTINGS(name, keep) CDK_CN_##name,
#define CDK_HOST_CONFIG(name, keep) CDK_HC_##name,
#include "facts/container_member.def"
    CDK_C_COUNT
} cdk_container_member;

/* What every judge of a container asks for, read once when the list was taken in. */
typedef struct cdk_container_view {
    cdk_str id, name;   /* name without its leading slash */
    bool running;       /* runs now (paused and restarting are running) */
    bool never_started;
    bool windows;       /* its own platform says so */
    bool swarm_task;
    bool inspected;     /* has what an inspection has */
    bool names_state;   /* State.Status is a text */
    const cdk_json *members[CDK_C_COUNT]; /* as they stand; NULL: not there */
} cdk_container_view;
const char *cdk_container_member_name(cdk_container_member member); /* without that of the object it is in */
const cdk_container_view *cdk_evidence_container(const cdk_evidence *evidence, uint32_t index);
/* Index of the container that is `place`-th by name and id: the order in which reports show them. */
uint32_t cdk_evidence_container_at(const cdk_evidence *evidence, uint32_t place);
/* The container that an id, a name or the beginning of an id names; NULL: not among those given. */
const cdk_container_view *cdk_evidence_container_by_ref(const cdk_evidence *evidence, cdk_str ref);
const cdk_element *cdk_evidence_volume(const cdk_evidence *evidence, cdk_str name); /* NULL: not among those given */

#endif
