/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns of Python over hostile texts: first line the pattern, the rest texts, one a line. What is known of a pattern's
 * beginning and literals must hold for every text that it accepts, and a full match is a match. */
#include "fuzz_env.h"

#include "base/regex.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool accepts(cdk_regex_run *run, const cdk_regex *regex, cdk_regex_how how, cdk_str text, bool *hit)
{
    size_t at;
    cdk_str whole, group;
    *hit = false;
    if (cdk_regex_try(run, how, text, hit)) return false;
    if (!*hit) return true;
    if (!cdk_regex_group(run, 0, &whole) || whole.p < text.p || whole.n > text.n - (size_t)(whole.p - text.p)) abort();
    for (uint32_t i = 1; i < 8; i++)
        if (cdk_regex_group(run, i, &group) && group.n > text.n) abort();
    if (how != CDK_RE_SEARCH && !cdk_str_starts(text, cdk_regex_prefix(regex))) abort();
    if (cdk_regex_pairs(regex) & ~cdk_pairs_of(text)) abort();
    if (cdk_regex_needed(regex).n && !cdk_str_find(text, cdk_regex_needed(regex), &at)) abort();
    return true;
}

static void try_texts(const cdk_regex *regex, cdk_regex_run *run, cdk_str rest)
{
    for (int i = 0; i < 16 && rest.p; i++) {
        cdk_str text;
        bool match, search, full;
        if (!cdk_str_cut(rest, '\n', &text, &rest)) {
            text = rest;
            rest = CDK_STR_NONE;
        }
        if (!text.p) text = CDK_STR("");
        if (!accepts(run, regex, CDK_RE_SEARCH, text, &search) || !accepts(run, regex, CDK_RE_MATCH, text, &match)) return;
        if (!accepts(run, regex, CDK_RE_FULL, text, &full)) return;
        if ((full && !match) || (match && !search)) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_str pattern, texts;
    size_t at;
    if (!cdk_str_cut((cdk_str){(const char *)data, size}, '\n', &pattern, &texts)) return 0;
    if (cdk_str_find(pattern, CDK_STR("\xed\x9f\xbf"), &at)) return 0; /* it stands for bad bytes, which lack it */
    fuzz_begin(&f);
    f.limits.v[CDK_LIMIT_MAX_PATTERN_STEPS] = 100000;
    for (int kind = CDK_RE_TEXT; kind <= CDK_RE_BYTES; kind++) {
        cdk_regex *regex;
        cdk_regex_run *run;
        if (cdk_regex_new(&f.env, pattern, (cdk_regex_kind)kind, &regex)) continue;
        if (!cdk_regex_run_new(&f.env, regex, &run)) {
            try_texts(regex, run, texts);
            cdk_regex_run_free(run);
        }
        cdk_regex_free(regex);
    }
    fuzz_end(&f);
    return 0;
}
