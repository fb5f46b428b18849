/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/container_view.h"

#include <stdarg.h>
#include <stdio.h>

void cdk_container_cite(const cdk_container *c, cdk_outcome *outcome, const cdk_json *value)
{
    cdk_cite(c->eval, outcome, CDK_EV_CONTAINERS, c->element, value);
}

void cdk_container_cite_absent(const cdk_container *c, cdk_outcome *outcome, const cdk_json *parent, const char *member)
{
    cdk_cite_absent(c->eval, outcome, CDK_EV_CONTAINERS, c->element, parent, member);
}

cdk_outcome *cdk_container_lacks(const cdk_container *c, const cdk_json *parent, const char *member)
{
    cdk_outcome *outcome = cdk_say_unknown(c->eval, CDK_WHY_NOT_GIVEN, "the container does not tell %s", member);
    cdk_container_cite_absent(c, outcome, parent, member);
    return outcome;
}

cdk_outcome *cdk_container_wrong(const cdk_container *c, const cdk_json *value, const char *wanted)
{
    cdk_outcome *outcome = cdk_say(c->eval, CDK_VERDICT_ERROR, "%.*s is a %s, where %s is needed", (int)value->key.n,
                                   value->key.p ? value->key.p : "", cdk_json_type_name(value), wanted);
    cdk_container_cite(c, outcome, value);
    return outcome;
}

cdk_outcome *cdk_container_says(const cdk_container *c, cdk_verdict verdict, const cdk_json *cited, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    cdk_outcome *outcome = cdk_say_list(c->eval, verdict, format, args);
    va_end(args);
    if (cited) cdk_container_cite(c, outcome, cited);
    return outcome;
}

cdk_outcome *cdk_container_finds(const cdk_container *c, cdk_verdict verdict, const cdk_json *cited, const char *message)
{
    cdk_outcome *outcome = cdk_say_message(c->eval, verdict, message);
    if (cited) cdk_container_cite(c, outcome, cited);
    return outcome;
}

bool cdk_container_list(const cdk_container *c, cdk_container_member member, const cdk_json **list, cdk_outcome **outcome)
{
    *list = cdk_container_at(c, member);
    if (!*list) return *outcome = cdk_container_lacks(c, c->host_config, cdk_container_member_name(member)), false;
    if ((*list)->type == CDK_JSON_NULL || (*list)->type == CDK_JSON_ARRAY) return true;
    *outcome = cdk_container_wrong(c, *list, "a list");
    return false;
}

bool cdk_container_objects(const cdk_container *c, cdk_container_member member, const cdk_json **list, cdk_outcome **outcome)
{
    if (!cdk_container_list(c, member, list, outcome)) return false;
    CDK_JSON_EACH(item, *list)
        if (item->type != CDK_JSON_OBJECT) return *outcome = cdk_container_wrong(c, item, "an object"), false;
    return true;
}

/* --- one container --- */

static bool tells_state(const cdk_container_view *view)
{
    bool running;
    return view->names_state || cdk_json_bool(view->members[CDK_CS_Running], &running);
}

static cdk_container open_container(cdk_eval *eval, uint32_t place, bool windows, const void *shared)
{
    uint32_t index = cdk_evidence_container_at(eval->evidence, place);
    const cdk_container_view *view = cdk_evidence_container(eval->evidence, index);
    const cdk_element *element = cdk_evidence_element(eval->evidence, CDK_EV_CONTAINERS, index);
    return (cdk_container){
        .eval = eval, .order = place + 1, .element = element, .view = view, .value = element->value, .host_config = view->members[CDK_C_HostConfig],
        .config = view->members[CDK_C_Config], .id = view->id, .name = view->name, .running = view->running, .never_started = view->never_started,
        .windows = windows || view->windows, .swarm_task = view->swarm_task, .shared = shared, .state_told = tells_state(view)};
}

/* --- all of them --- */

static void about(const cdk_container *c, cdk_outcome *outcome)
{
    if (!outcome) return;
    outcome->object_kind = "container";
    if (c->id.n || c->name.n) {
        /* Both texts are kept with the evidence, and end with a NUL there. */
        outcome->object_id = c->id.p;
        outcome->object_name = c->name.p;
        outcome->order = c->order;
    } else {
        outcome->object_name = cdk_arena_printf(c->eval->arena, "container %llu", (unsigned long long)c->element->index);
        outcome->failed |= !outcome->object_name;
    }
    const cdk_json *where = cdk_container_at(c, CDK_CS_Status);
    if (!outcome->evidence) cdk_container_cite(c, outcome, where);
    if (!c->view->names_state || !outcome->evidence) return;
    if (outcome->evidence->cites)
        outcome->evidence->cited.state = where;
    else
        cdk_member_str(c->eval->arena, outcome->evidence, "state", where->text);
}

/* What is not the answer of an inspection cannot be judged; NULL: it is one. */
static cdk_outcome *say_unfit(const cdk_container *c)
{
    cdk_outcome *outcome = NULL;
    if (c->view->inspected) return NULL;
    if (!cdk_json_is(c->value, CDK_JSON_OBJECT)) {
        outcome = cdk_say(c->eval, CDK_VERDICT_ERROR, "a %s stands where an inspected container is needed", cdk_json_type_name(c->value));
        cdk_container_cite(c, outcome, c->value);
    } else if (!c->config && cdk_container_at(c, CDK_C_Names)) {
        outcome = cdk_say_unknown(c->eval, CDK_WHY_NOT_GIVEN, "this is the line of a listing; the inspected container was not given");
        cdk_container_cite_absent(c, outcome, c->value, "Config");
    } else if (!c->host_config) {
        outcome = cdk_say(c->eval, CDK_VERDICT_ERROR, "HostConfig is not there");
        cdk_container_cite_absent(c, outcome, c->value, "HostConfig");
    } else {
        outcome = cdk_container_wrong(c, c->host_config, "an object");
    }
    return outcome;
}

static void say_not_whole(cdk_eval *eval)
{
    if (cdk_evidence_state(eval->evidence, CDK_EV_CONTAINERS) == CDK_GIVEN_DAMAGED)
        cdk_say_no_evidence(eval, CDK_EV_CONTAINERS);
    else if (!cdk_evidence_complete(eval->evidence, CDK_EV_CONTAINERS))
        cdk_say_unknown(eval, CDK_WHY_INCOMPLETE_LIST, "whether these are all containers of the host was not told");
    else if (eval->count == 0)
        cdk_say(eval, CDK_NOT_APPLICABLE, "there are no containers");
}

/* What is asked of very many containers is in no cache when their turn comes: their views, and the member that the last
 * outcome rests on, which most likely is the one that the judge asks for. */
enum { VIEWS_AHEAD = 6, MEMBERS_AHEAD = 3, LINE = 64 };

static void fetch(const void *from, size_t n)
{
    for (size_t at = 0; at < n; at += LINE) __builtin_prefetch((const char *)from + at);
}

static void soon(const cdk_evidence *evidence, uint32_t place, const cdk_outcome *last)
{
    uint32_t count = cdk_evidence_count(evidence, CDK_EV_CONTAINERS);
    const cdk_evidence_item *item = last ? last->evidence : NULL;
    if (count - place > VIEWS_AHEAD)
        fetch(cdk_evidence_container(evidence, cdk_evidence_container_at(evidence, place + VIEWS_AHEAD)), sizeof(cdk_container_view));
    if (count - place <= MEMBERS_AHEAD || !item || !item->cites || !item->cited.value) return;
    const cdk_container_view *view = cdk_evidence_container(evidence, cdk_evidence_container_at(evidence, place + MEMBERS_AHEAD));
    const cdk_json *member = view->members[item->cited.value->slot];
    if (member) fetch(member, sizeof *member);
}

int32_t cdk_each_container(cdk_eval *eval, cdk_container_judge judge, const void *shared)
{
    cdk_given given = cdk_evidence_state(eval->evidence, CDK_EV_CONTAINERS);
    if (given != CDK_GIVEN && given != CDK_GIVEN_DAMAGED) {
        cdk_say_no_evidence(eval, CDK_EV_CONTAINERS);
        return cdk_eval_status(eval);
    }
    bool windows = cdk_is_windows(eval);
    const cdk_outcome *last = NULL;
    for (uint32_t i = 0; i < cdk_evidence_count(eval->evidence, CDK_EV_CONTAINERS); i++) {
        soon(eval->evidence, i, last);
        cdk_container container = open_container(eval, i, windows, shared);
        cdk_outcome *outcome = say_unfit(&container);
        if (!outcome) outcome = judge(&container);
        if (eval->failed) break;
        about(&container, outcome);
        last = outcome;
    }
    say_not_whole(eval);
    return eval->failed ? eval->env->error->status : CISDOCK_OK; /* their evidence is looked at with that of all rules */
}
