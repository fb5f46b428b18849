/* SPDX-License-Identifier: Apache-2.0 */
#include "base/regex.h"

#include "base/pyre.h"
#include "base/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* A text on which a pattern takes more than the first of these steps is costly; a run may meet so many of them. Steps are
 * counted, not seconds, so that the same input gives the same answer on every machine. */
enum { CHEAP_STEPS = 20000, COSTLY_TEXTS = 200, HEAP_KIB = 65536 };

struct cdk_regex {
    cdk_mem *mem;
    pcre2_general_context *general;
    pcre2_code *code;
    cdk_buf prefix, needed;
    bool caseless;  /* what is needed may stand in either case */
    uint64_t pairs; /* of what is needed */
    cdk_regex_kind kind;
    bool jit;
};

struct cdk_regex_run {
    const cdk_env *env;
    const cdk_regex *regex;
    pcre2_match_data *data;
    pcre2_match_context *context;
    cdk_str text;    /* as given */
    cdk_str subject; /* what is judged: the text, or `mended` */
    cdk_buf mended;
    uint32_t costly;
};

static void *give(PCRE2_SIZE size, void *mem)
{
    return cdk_alloc(mem, size);
}

static void take(void *block, void *mem)
{
    cdk_free(mem, block);
}

static int32_t compile(const cdk_env *env, cdk_regex *regex, cdk_str pattern, cdk_regex_kind kind)
{
    int error;
    PCRE2_SIZE at;
    pcre2_compile_context *context = pcre2_compile_context_create(regex->general);
    if (!context) return cdk_fail_memory(env);
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pcre2_set_parens_nest_limit(context, 4 * CDK_PYRE_MAX_DEPTH);
    uint32_t options = PCRE2_NEVER_BACKSLASH_C | (kind == CDK_RE_TEXT ? PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF : 0);
    regex->code = pcre2_compile((PCRE2_SPTR)(pattern.p ? pattern.p : ""), pattern.n, options, &error, &at, context);
    pcre2_compile_context_free(context);
    if (regex->code) {
        /* Where executable pages are refused, the interpreter does the same, slower. */
        regex->jit = pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE) == 0;
        return 0;
    }
    if (error == PCRE2_ERROR_NOMEMORY || error == PCRE2_ERROR_HEAP_FAILED) return cdk_fail_memory(env);
    PCRE2_UCHAR text[160];
    if (pcre2_get_error_message(error, text, sizeof text) < 0) text[0] = '\0';
    return cdk_fail(env, CDK_CLASS_BAD_PATTERN, NULL, "the regular expression cannot be used: %s", (const char *)text);
}

int32_t cdk_regex_new(const cdk_env *env, cdk_str pattern, cdk_regex_kind kind, cdk_regex **out)
{
    *out = NULL;
    cdk_buf translated;
    cdk_regex *regex = cdk_calloc(env->mem, 1, sizeof *regex);
    if (!regex) return cdk_fail_memory(env);
    regex->mem = env->mem;
    regex->kind = kind;
    int32_t status = cdk_pyre_translate(env, pattern, kind, &translated, &regex->prefix, &regex->needed, &regex->caseless);
    if (!status) {
        regex->pairs = cdk_pairs_of(cdk_buf_view(&regex->needed));
        regex->general = pcre2_general_context_create(give, take, env->mem);
        status = regex->general ? compile(env, regex, cdk_buf_view(&translated), kind) : cdk_fail_memory(env);
        cdk_buf_free(&translated);
    }
    if (status)
        cdk_regex_free(regex);
    else
        *out = regex;
    return status;
}

void cdk_regex_free(cdk_regex *regex)
{
    if (!regex) return;
    if (regex->code) pcre2_code_free(regex->code);
    if (regex->general) pcre2_general_context_free(regex->general);
    cdk_buf_free(&regex->prefix);
    cdk_buf_free(&regex->needed);
    cdk_free(regex->mem, regex);
}

cdk_str cdk_regex_prefix(const cdk_regex *regex)
{
    return cdk_buf_view(&regex->prefix);
}

cdk_str cdk_regex_needed(const cdk_regex *regex)
{
    return regex->caseless ? CDK_STR_NONE : cdk_buf_view(&regex->needed);
}

static uint32_t without_case(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte | 0x20u : byte;
}

uint64_t cdk_pairs_of(cdk_str text)
{
    uint64_t pairs = 0;
    uint32_t pair = 0;
    for (size_t i = 0; i < text.n; i++) {
        uint8_t byte = (uint8_t)text.p[i];
        if (byte >= 0x80) return UINT64_MAX;
        pair = (pair << 8 | without_case(byte)) & 0xffff;
        if (i) pairs |= UINT64_C(1) << (pair * UINT32_C(2654435761) >> 26);
    }
    return pairs;
}

uint64_t cdk_regex_pairs(const cdk_regex *regex)
{
    return regex->pairs;
}

int32_t cdk_regex_run_new(const cdk_env *env, const cdk_regex *regex, cdk_regex_run **out)
{
    *out = NULL;
    cdk_regex_run *run = cdk_calloc(env->mem, 1, sizeof *run);
    if (!run) return cdk_fail_memory(env);
    run->env = env;
    run->regex = regex;
    cdk_buf_init(&run->mended, env->mem);
    run->data = pcre2_match_data_create_from_pattern(regex->code, regex->general);
    run->context = pcre2_match_context_create(regex->general);
    if (!run->data || !run->context) {
        cdk_regex_run_free(run);
        return cdk_fail_memory(env);
    }
    pcre2_set_heap_limit(run->context, HEAP_KIB);
    *out = run;
    return 0;
}

void cdk_regex_run_free(cdk_regex_run *run)
{
    if (!run) return;
    if (run->data) pcre2_match_data_free(run->data);
    if (run->context) pcre2_match_context_free(run->context);
    cdk_buf_free(&run->mended);
    cdk_free(run->regex->mem, run);
}

static int attempt(cdk_regex_run *run, uint32_t options, uint32_t steps)
{
    PCRE2_SPTR text = (PCRE2_SPTR)(run->subject.p ? run->subject.p : "");
    pcre2_set_match_limit(run->context, steps);
    pcre2_set_depth_limit(run->context, steps);
    int rc = pcre2_match(run->regex->code, text, run->subject.n, 0, options, run->data, run->context);
    /* The compiled code's own stack is small; the interpreter has the heap. */
    if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
        rc = pcre2_match(run->regex->code, text, run->subject.n, 0, options | PCRE2_NO_JIT, run->data, run->context);
    return rc;
}

/* A byte that is no UTF-8 is to Python one character, a lone surrogate (U+DC80 to U+DCFF). PCRE2 has none such, and would begin
 * anew behind it, anchored or not. The last code point before the surrogates stands for it: unassigned too, so in no class, and
 * in the same ranges. */
#define STAND_IN CDK_STR("\xed\x9f\xbf")

static bool mend(cdk_regex_run *run)
{
    run->subject = run->text;
    if (run->regex->kind == CDK_RE_BYTES || cdk_utf8_valid(run->text)) return true;
    run->mended.n = 0;
    for (cdk_str rest = run->text; rest.n;) {
        bool good;
        size_t n = cdk_utf8_length(rest, &good);
        if (!good) n = 1;
        if (!cdk_buf_str(&run->mended, good ? (cdk_str){rest.p, n} : STAND_IN)) return false;
        rest = cdk_str_from(rest, n);
    }
    run->subject = cdk_buf_view(&run->mended);
    return true;
}

static bool out_of_steps(int rc)
{
    return rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT;
}

int32_t cdk_regex_try(cdk_regex_run *run, cdk_regex_how how, cdk_str text, bool *hit)
{
    const cdk_env *env = run->env;
    uint64_t most = CDK_LIMIT(env, MAX_PATTERN_STEPS);
    uint32_t options = how == CDK_RE_SEARCH ? 0 : how == CDK_RE_MATCH ? PCRE2_ANCHORED : PCRE2_ANCHORED | PCRE2_ENDANCHORED;
    *hit = false;
    run->text = text.p ? text : CDK_STR("");
    if (!mend(run)) return cdk_fail_memory(env);
    int rc = attempt(run, options, most < CHEAP_STEPS ? (uint32_t)most : CHEAP_STEPS);
    if (out_of_steps(rc) && most > CHEAP_STEPS) {
        if (++run->costly > COSTLY_TEXTS)
            return cdk_fail(env, CDK_CLASS_LIMIT, NULL, "a regular expression costs too much on too many texts");
        int32_t cancelled = cdk_check_cancel(env);
        if (cancelled) return cancelled;
        rc = attempt(run, options, (uint32_t)most);
    }
    if (rc == PCRE2_ERROR_NOMATCH) return 0;
    if (rc >= 0) {
        *hit = true;
        return 0;
    }
    if (out_of_steps(rc)) return cdk_fail_limit(env, CDK_LIMIT_MAX_PATTERN_STEPS, NULL, most);
    if (rc == PCRE2_ERROR_HEAPLIMIT)
        return cdk_fail(env, CDK_CLASS_LIMIT, NULL, "a regular expression needs more than %d KiB on one text", HEAP_KIB);
    if (rc == PCRE2_ERROR_NOMEMORY) return cdk_fail_memory(env);
    return cdk_fail(env, CDK_CLASS_INTERNAL, NULL, "PCRE2 gave error %d", rc);
}

/* The byte of the text for one of what was judged. */
static size_t place_in_text(const cdk_regex_run *run, size_t judged)
{
    if (run->subject.p == run->text.p) return judged;
    size_t at = 0;
    for (size_t seen = 0; seen < judged && at < run->text.n;) {
        bool good;
        size_t n = cdk_utf8_length(cdk_str_from(run->text, at), &good);
        seen += good ? n : STAND_IN.n;
        at += good ? n : 1;
    }
    return at;
}

bool cdk_regex_group(const cdk_regex_run *run, uint32_t group, cdk_str *out)
{
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(run->data);
    *out = CDK_STR_NONE;
    if (group >= pcre2_get_ovector_count(run->data) || at[2 * group] == PCRE2_UNSET) return false;
    if (at[2 * group + 1] < at[2 * group]) return false; /* a lookahead may end before it begins */
    size_t from = place_in_text(run, at[2 * group]);
    *out = (cdk_str){run->text.p + from, place_in_text(run, at[2 * group + 1]) - from};
    return true;
}

int32_t cdk_regex_once(const cdk_env *env, cdk_str pattern, cdk_regex_how how, cdk_str text, bool *hit)
{
    cdk_regex *regex;
    cdk_regex_run *run = NULL;
    *hit = false;
    int32_t status = cdk_regex_new(env, pattern, CDK_RE_TEXT, &regex);
    if (status) return status;
    status = cdk_regex_run_new(env, regex, &run);
    if (!status) status = cdk_regex_try(run, how, text, hit);
    cdk_regex_run_free(run);
    cdk_regex_free(regex);
    return status;
}
