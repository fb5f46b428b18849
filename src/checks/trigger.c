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

/* Messages are short: most fit the buffer, and are formatted once. A format without a directive is the message itself:
 * formats are literals. */
static const char *format_text(cdk_arena *arena, const char *format, va_list args)
{
    char text[256];
    if (!strchr(format, '%')) return format;
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(text, sizeof text, format, again);
    va_end(again);
    if (n < 0) return NULL;
    if ((size_t)n < sizeof text) return cdk_arena_dup(arena, text, (size_t)n);
    char *long_text = cdk_arena_bytes(arena, (size_t)n + 1);
    if (long_text) vsnprintf(long_text, (size_t)n + 1, format, args);
    return long_text;
}

static bool too_many(cdk_eval *eval)
{
    if (eval->total < CDK_LIMIT(eval->env, MAX_FINDINGS)) return false;
    cdk_fail_limit(eval->env, CDK_LIMIT_MAX_FINDINGS, NULL, (uint64_t)eval->total + 1);
    eval->failed = true;
    return true;
}

/* `message` NULL: memory ran out. */
static cdk_outcome *add_outcome(cdk_eval *eval, cdk_verdict verdict, const char *message)
{
    cdk_outcome *outcome = message ? cdk_arena_alloc(eval->arena, sizeof *outcome) : NULL;
    if (!outcome) {
        cdk_fail_memory(eval->env);
        eval->failed = true;
        return NULL;
    }
    *outcome = (cdk_outcome){.verdict = verdict, .message = message};
    if (eval->last)
        eval->last->next = outcome;
    else
        eval->first = outcome;
    eval->last = outcome;
    eval->count++;
    eval->total++;
    return outcome;
}

cdk_outcome *cdk_say_message(cdk_eval *eval, cdk_verdict verdict, const char *message)
{
    return too_many(eval) ? NULL : add_outcome(eval, verdict, message);
}

static cdk_outcome *say(cdk_eval *eval, cdk_verdict verdict, const char *format, va_list args)
{
    return too_many(eval) ? NULL : add_outcome(eval, verdict, format_text(eval->arena, format, args));
}

cdk_outcome *cdk_say(cdk_eval *eval, cdk_verdict verdict, const char *message_format, ...)
{
    va_list args;
    va_start(args, message_format);
    cdk_outcome *outcome = say(eval, verdict, message_format, args);
    va_end(args);
    return outcome;
}

cdk_outcome *cdk_say_list(cdk_eval *eval, cdk_verdict verdict, const char *message_format, va_list args)
{
    return say(eval, verdict, message_format, args);
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
