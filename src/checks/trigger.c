/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/trigger.h"

#include <stdarg.h>
#include <stdio.h>

cdk_str cdk_params_get(const cdk_params *params, const char *name)
{
    for (uint32_t i = 0; params && i < params->count; i++)
        if (cdk_str_is(params->items[i].key, name)) return params->items[i].value;
    return CDK_STR_NONE;
}

static const char *format_text(cdk_arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = n < 0 ? NULL : cdk_arena_bytes(arena, (size_t)n + 1);
    if (text) vsnprintf(text, (size_t)n + 1, format, args);
    return text;
}

static cdk_outcome *say(cdk_eval *eval, cdk_verdict verdict, const char *format, va_list args)
{
    if (eval->total >= CDK_LIMIT(eval->env, MAX_FINDINGS)) {
        cdk_fail_limit(eval->env, CDK_LIMIT_MAX_FINDINGS, NULL, (uint64_t)eval->total + 1);
        eval->failed = true;
        return NULL;
    }
    cdk_outcome *outcome = cdk_arena_calloc(eval->arena, 1, sizeof *outcome);
    const char *message = outcome ? format_text(eval->arena, format, args) : NULL;
    if (!message) {
        cdk_fail_memory(eval->env);
        eval->failed = true;
        return NULL;
    }
    outcome->verdict = verdict;
    outcome->message = message;
    if (eval->last)
        eval->last->next = outcome;
    else
        eval->first = outcome;
    eval->last = outcome;
    eval->count++;
    eval->total++;
    return outcome;
}

cdk_outcome *cdk_say(cdk_eval *eval, cdk_verdict verdict, const char *message_format, ...)
{
    va_list args;
    va_start(args, message_format);
    cdk_outcome *outcome = say(eval, verdict, message_format, args);
    va_end(args);
    return outcome;
}

cdk_outcome *cdk_say_unknown(cdk_eval *eval, cdk_reason reason, const char *message_format, ...)
{
    va_list args;
    va_start(args, message_format);
    cdk_outcome *outcome = say(eval, CDK_INSUFFICIENT, message_format, args);
    va_end(args);
    if (outcome) outcome->reason = reason;
    return outcome;
}

cdk_outcome *cdk_say_unread(cdk_eval *eval, cdk_known known, const char *what)
{
    static const char *const why[] = {
        [CDK_HAVE] = "was not looked at",
        [CDK_ABSENT] = "is not there",
        [CDK_NOT_COLLECTED] = "was not collected: the analysis was made with a plan that does not ask for it",
        [CDK_DAMAGED] = "could not be read to its end",
        [CDK_LIMITED] = "was not read to its end: a limit was reached",
        [CDK_UNSUPPORTED] = "is in a form that this build does not read",
        [CDK_UNREADABLE_LINK] = "stands behind a link that leads out of what is kept",
        [CDK_NOT_GIVEN] = "was not given",
    };
    return cdk_say_unknown(eval, cdk_reason_of(known), "%s %s", what, why[known]);
}

int32_t cdk_eval_status(const cdk_eval *eval)
{
    if (eval->failed) return eval->env->error->status;
    for (const cdk_outcome *outcome = eval->first; outcome; outcome = outcome->next)
        if (outcome->failed) return cdk_fail_memory(eval->env);
    return CISDOCK_OK;
}
