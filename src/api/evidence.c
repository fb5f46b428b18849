/* SPDX-License-Identifier: Apache-2.0 */
#include "api/handles.h"
#include "api/tables.h"
#include "facts/host_ask.h"

int32_t cisdock_evidence_new(cisdock_context *context, cisdock_evidence **out)
{
    if (!out) return cdk_bad_argument(context, "out is NULL");
    *out = NULL;
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    if (status) return status;
    cisdock_evidence *evidence = cdk_handle_new(context, sizeof *evidence);
    if (!evidence) return cdk_leave(context, env->error->status);
    status = cdk_evidence_new(env, &evidence->evidence);
    if (status)
        cisdock_evidence_free(evidence);
    else
        *out = evidence;
    return cdk_leave(context, status);
}

void cisdock_evidence_free(cisdock_evidence *evidence)
{
    if (!cdk_handle_last(evidence)) return;
    cdk_evidence_free(evidence->evidence);
    cdk_handle_end(evidence);
}

/* Evidence that a report rests on stays as it is. */
static int32_t check_open(const cdk_env *env, const cisdock_evidence *evidence)
{
    if (!cdk_handle_shared(evidence)) return CISDOCK_OK;
    return cdk_fail(env, CDK_CLASS_BUSY, NULL, "a report was made with this evidence: make new evidence to add to it");
}

static int32_t find_kind(const cdk_env *env, const char *name, cdk_evidence_kind *out)
{
    if (cdk_evidence_kind_by_name(cdk_str_of(name), out)) return CISDOCK_OK;
    return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "there is no kind of evidence \"%s\"; cisdock_evidence_kind_at() lists them", name);
}

static int32_t check_kind(const cdk_env *env, const cisdock_evidence *evidence, const char *name, cdk_evidence_kind *out)
{
    int32_t status = check_open(env, evidence);
    return status ? status : find_kind(env, name, out);
}

int32_t cisdock_evidence_add_document(cisdock_context *context, cisdock_evidence *evidence, const char *kind,
                                      const cisdock_source *source)
{
    cdk_env *env;
    cdk_evidence_kind found = CDK_EV_COUNT;
    int32_t status = evidence && kind && source ? cdk_enter(context, &env) : cdk_bad_argument(context, "evidence, kind or source is NULL");
    if (status) {
        cdk_refuse_source(source);
        return status;
    }
    status = check_kind(env, evidence, kind, &found);
    if (status)
        cdk_refuse_source(source);
    else
        status = cdk_evidence_add_document(env, evidence->evidence, found, NULL, source);
    return cdk_leave(context, status);
}

int32_t cisdock_evidence_mark(cisdock_context *context, cisdock_evidence *evidence, const char *kind, int32_t state)
{
    if (!evidence || !kind) return cdk_bad_argument(context, "evidence or kind is NULL");
    if (state != CISDOCK_EVIDENCE_ABSENT && state != CISDOCK_EVIDENCE_DENIED && state != CISDOCK_EVIDENCE_COMPLETE)
        return cdk_bad_argument(context, "a kind can be marked ABSENT, DENIED or COMPLETE");
    cdk_env *env;
    cdk_evidence_kind found = CDK_EV_COUNT;
    int32_t status = cdk_enter(context, &env);
    if (status) return status;
    status = check_kind(env, evidence, kind, &found);
    if (!status && state == CISDOCK_EVIDENCE_COMPLETE)
        cdk_evidence_set_complete(evidence->evidence, found, true);
    else if (!status)
        cdk_evidence_set_given(evidence->evidence, found, state == CISDOCK_EVIDENCE_ABSENT ? CDK_GIVEN_ABSENT : CDK_GIVEN_DENIED);
    return cdk_leave(context, status);
}

/* "none" and "internal" are nothing that a host could have met. */
static bool class_for_hosts(const char *text, cdk_class *out)
{
    return cdk_class_by_text(cdk_str_of(text), out) && *out != CDK_CLASS_NONE && *out != CDK_CLASS_INTERNAL;
}

int32_t cisdock_evidence_add_problem(cisdock_context *context, cisdock_evidence *evidence, const char *problem_class, const char *message,
                                     const char *document, const char *pointer, int64_t offset)
{
    cdk_env *env;
    cdk_class cls = CDK_CLASS_NONE;
    if (!evidence || !problem_class || !message) return cdk_bad_argument(context, "evidence, problem_class or message is NULL");
    if (!class_for_hosts(problem_class, &cls)) return cdk_bad_argument(context, "there is no such class of problems");
    int32_t status = cdk_enter(context, &env);
    if (status) return status;
    cdk_where where = CDK_NOWHERE;
    where.document = document;
    where.pointer = pointer;
    where.offset = offset < 0 ? -1 : offset;
    status = check_open(env, evidence);
    return cdk_leave(context, status ? status : cdk_evidence_add_problem(env, evidence->evidence, cls, &where, message));
}

int32_t cisdock_evidence_ask(cisdock_context *context, cisdock_evidence *evidence, const cisdock_host_answers *answers)
{
    cdk_env *env;
    bool usable = evidence && answers && answers->struct_size >= sizeof *answers;
    int32_t status = usable ? cdk_enter(context, &env) : cdk_bad_argument(context, "evidence is NULL, or the answers lack their struct_size");
    if (!status && (status = check_open(env, evidence))) cdk_leave(context, status);
    if (status) {
        cdk_refuse_answers(answers);
        return status;
    }
    return cdk_leave(context, cdk_evidence_ask(env, evidence->evidence, answers));
}

int32_t cisdock_evidence_is_complete(const cisdock_evidence *evidence, const char *kind)
{
    cdk_evidence_kind found;
    return evidence && kind && cdk_evidence_kind_by_name(cdk_str_of(kind), &found) && cdk_evidence_complete(evidence->evidence, found);
}

const char *cisdock_evidence_text(const cisdock_evidence *evidence, const char *kind, size_t *size)
{
    cdk_evidence_kind found;
    cdk_str text = CDK_STR_NONE;
    if (evidence && kind && cdk_evidence_kind_by_name(cdk_str_of(kind), &found)) text = cdk_evidence_text(evidence->evidence, found);
    if (size) *size = text.n;
    return text.p;
}

int32_t cisdock_evidence_state(const cisdock_evidence *evidence, const char *kind)
{
    static const int8_t states[] = {
        [CDK_NOT_ASKED] = CISDOCK_EVIDENCE_NOT_ASKED, [CDK_GIVEN] = CISDOCK_EVIDENCE_GIVEN, [CDK_GIVEN_ABSENT] = CISDOCK_EVIDENCE_ABSENT,
        [CDK_GIVEN_DENIED] = CISDOCK_EVIDENCE_DENIED, [CDK_GIVEN_DAMAGED] = CISDOCK_EVIDENCE_DAMAGED,
    };
    cdk_evidence_kind found;
    if (!evidence || !kind || !cdk_evidence_kind_by_name(cdk_str_of(kind), &found)) return CISDOCK_EVIDENCE_NOT_ASKED;
    return states[cdk_evidence_state(evidence->evidence, found)];
}

uint32_t cisdock_evidence_kind_count(void)
{
    return CDK_EV_COUNT;
}

const char *cisdock_evidence_kind_at(uint32_t index)
{
    return index < CDK_EV_COUNT ? cdk_evidence_kind_name((cdk_evidence_kind)index) : NULL;
}

const cisdock_problem *cisdock_evidence_problems(const cisdock_evidence *evidence)
{
    return cdk_problem_public(evidence ? cdk_evidence_problems(evidence->evidence) : NULL);
}
