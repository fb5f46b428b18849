/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/anchore.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
    const char *name, *text;
    bool on[3]; /* 1.1, 0.8, 0.3 */
} oddities[CDK_ODDITY_COUNT] = {
#define CDK_ODDITY(name, in_1_1, in_0_8, in_0_3, text) {#name, text, {in_1_1, in_0_8, in_0_3}},
#include "checks/anchore_oddities.def"
#undef CDK_ODDITY
};

bool cdk_oddity_holds(cdk_compat compat, cdk_oddity oddity)
{
    switch (compat) {
    case CDK_COMPAT_ANCHORE_1_1: return oddities[oddity].on[0];
    case CDK_COMPAT_ANCHORE_0_8: return oddities[oddity].on[1];
    case CDK_COMPAT_ANCHORE_0_3: return oddities[oddity].on[2];
    default: return false;
    }
}

const char *cdk_oddity_name(cdk_oddity oddity)
{
    return oddities[oddity].name;
}

const char *cdk_oddity_text(cdk_oddity oddity)
{
    return oddities[oddity].text;
}

int32_t cdk_anchore_begin(const cdk_env *env, const cdk_gate_facts *facts, cdk_compat compat, cdk_anchore *out)
{
    *out = (cdk_anchore){.env = env, .facts = facts, .compat = compat};
    cdk_arena_init(&out->prepared, env->mem);
    return cdk_digest_new(env, CDK_MD5, &out->md5);
}

void cdk_anchore_end(cdk_anchore *anchore)
{
    cdk_digest_free(anchore->md5);
    cdk_arena_free(&anchore->prepared);
}

static const char *id_of(cdk_eval *eval, cdk_str message)
{
    cdk_anchore *anchore = eval->anchore;
    uint8_t bytes[64];
    char hex[33];
    cdk_digest_update(anchore->md5, anchore->gate, strlen(anchore->gate));
    cdk_digest_update(anchore->md5, anchore->trigger, strlen(anchore->trigger));
    if (message.n) cdk_digest_update(anchore->md5, message.p, message.n);
    if (cdk_digest_final(anchore->md5, bytes) != 16) return NULL;
    cdk_hex(bytes, 16, hex);
    return cdk_arena_dup(eval->arena, hex, 32);
}

int32_t cdk_anchore_fire(cdk_eval *eval, cdk_buf *text, const char *id)
{
    int32_t status = 0;
    cdk_outcome *outcome = NULL;
    if (text->failed)
        status = cdk_fail_memory(eval->env);
    else if (!(outcome = cdk_say(eval, CDK_FAIL, "%.*s", (int)text->n, text->n ? text->p : "")))
        status = eval->env->error->status;
    if (outcome) {
        outcome->trigger_id = id ? cdk_arena_dup(eval->arena, id, strlen(id)) : id_of(eval, cdk_buf_view(text));
        outcome->place = outcome->trigger_id;
        if (!outcome->trigger_id) status = cdk_fail_memory(eval->env);
    }
    cdk_buf_free(text);
    return status;
}

int32_t cdk_anchore_firef(cdk_eval *eval, const char *format, ...)
{
    cdk_buf text;
    va_list args, again;
    cdk_buf_init(&text, eval->env->mem);
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *room = n < 0 ? NULL : cdk_arena_bytes(eval->arena, (size_t)n + 1);
    if (room) vsnprintf(room, (size_t)n + 1, format, args);
    va_end(args);
    if (!room) return cdk_fail_memory(eval->env);
    cdk_buf_add(&text, room, (size_t)n);
    return cdk_anchore_fire(eval, &text, NULL);
}

int32_t cdk_anchore_broken(cdk_eval *eval, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return cdk_say(eval, CDK_VERDICT_ERROR, "%s", text) ? 0 : eval->env->error->status;
}

int32_t cdk_anchore_regex_failed(cdk_eval *eval, int32_t status, const char *what)
{
    cdk_class cls = eval->env->error->cls;
    if (cls != CDK_CLASS_BAD_PATTERN && cls != CDK_CLASS_LIMIT) return status;
    cdk_outcome *outcome = cdk_say(eval, CDK_VERDICT_ERROR, "%s: %s", what, eval->env->error->message);
    if (!outcome) return eval->env->error->status;
    outcome->reason = cls == CDK_CLASS_LIMIT ? CDK_WHY_LIMIT : CDK_WHY_NONE;
    cdk_error_clear(eval->env);
    return 0;
}

bool cdk_anchore_lacks(cdk_eval *eval, cdk_known known, const char *what)
{
    if (eval->compat != CDK_COMPAT_INTENDED || known == CDK_HAVE || known == CDK_ABSENT) return false;
    cdk_say_unread(eval, known, what);
    return true;
}

/* The engine keeps contents as base64 in lines of a text file, in which the word of nothing is read as base64 again. */
cdk_str cdk_retrieved_content(const cdk_eval *eval, const cdk_gate_retrieved *file)
{
    bool word = !file->bytes.n && eval->anchore->facts->of_image && cdk_odd(eval, CDK_ODD_EMPTY_RETRIEVED);
    return word ? CDK_STR("\x9e\x89\xde") : file->bytes;
}

bool cdk_param_truth(cdk_eval *eval, const char *name, cdk_truth otherwise, cdk_truth *out)
{
    cdk_str value = cdk_param(eval, name);
    bool json = value.n && value.p[0] == '\001', odd = json && cdk_odd(eval, CDK_ODD_JSON_BOOLEANS);
    if (json) value = cdk_str_from(value, 1);
    bool yes = cdk_str_eq_nocase(value, CDK_STR("true"));
    if (odd && yes) {
        cdk_anchore_broken(eval, "the parameter %s is JSON true, not the text \"true\"", name);
        return false;
    }
    *out = !value.p ? otherwise : odd ? CDK_TRUTH_NONE : yes ? CDK_TRUTH_TRUE : CDK_TRUTH_FALSE;
    return true;
}

bool cdk_list_has(cdk_str list, cdk_str item)
{
    cdk_str one;
    while (cdk_py_item(&list, &one))
        if (cdk_str_eq(one, item)) return true;
    return false;
}

cdk_str cdk_number_of(cdk_str item)
{
    while (item.n > 1 && item.p[0] == '0') item = cdk_str_from(item, 1);
    return item;
}

bool cdk_compare_op(cdk_str op, int order)
{
    bool equal = order == 0;
    if (cdk_str_is(op, "=")) return equal;
    if (cdk_str_is(op, "!=")) return !equal;
    if (op.n == 2 && op.p[1] == '=' && equal) return true;
    return op.n && op.p[0] == '<' ? order < 0 : order > 0;
}

int32_t cdk_anchore_evidence(cdk_eval *eval, const char *kind, const char *name, cdk_str value)
{
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, eval->last, kind);
    cdk_member_str(eval->arena, item, name, value);
    return cdk_eval_status(eval);
}

int32_t cdk_anchore_file_evidence(cdk_eval *eval, const cdk_gate_file *file)
{
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, eval->last, "file");
    const char *mode = cdk_arena_printf(eval->arena, "%04o", (unsigned)(file->mode & 07777));
    cdk_member_str(eval->arena, item, "path", file->path);
    cdk_member_str(eval->arena, item, "mode", cdk_str_of(mode));
    if (file->layer >= 0) cdk_member_i64(eval->arena, item, "layer", file->layer);
    return mode ? cdk_eval_status(eval) : cdk_fail_memory(eval->env);
}
