/* SPDX-License-Identifier: Apache-2.0 */
/* Regular expressions in the syntax of Python's `re` (as of 3.8), run by PCRE2 behind a checked translation: what Python
 * rejects is rejected, what PCRE2 reads otherwise is translated. Hostile patterns and texts end at a limit. */
#ifndef CDK_BASE_REGEX_H
#define CDK_BASE_REGEX_H

#include "base/env.h"

typedef enum cdk_regex_kind {
    CDK_RE_TEXT, /* str: UTF-8, classes are Unicode's; each bad byte in a text is a character that is in none */
    CDK_RE_BYTES /* bytes: classes are ASCII's */
} cdk_regex_kind;

typedef enum cdk_regex_how {
    CDK_RE_MATCH,  /* re.match: anchored at the start, free at the end */
    CDK_RE_SEARCH, /* re.search */
    CDK_RE_FULL    /* re.fullmatch */
} cdk_regex_how;

/* Compiled: immutable, may be shared between threads. */
typedef struct cdk_regex cdk_regex;
/* Failures: bad-pattern (offset: byte of the pattern), limit, memory. */
int32_t cdk_regex_new(const cdk_env *env, cdk_str pattern, cdk_regex_kind kind, cdk_regex **out);
void cdk_regex_free(cdk_regex *regex); /* NULL is fine */
/* What every text that CDK_RE_MATCH accepts begins with; empty where nothing is known. */
cdk_str cdk_regex_prefix(const cdk_regex *regex);

/* What stands somewhere in every text that is accepted, whatever way; empty where nothing is known. */
cdk_str cdk_regex_needed(const cdk_regex *regex);

/* A first look at many texts that costs one comparison each: the pairs of neighbouring bytes that a text has, ASCII letters
 * without their case, hashed into a set of 64. Only a text that has all pairs which a pattern needs can be accepted. A text that
 * is not ASCII has all pairs, because what is not may be a letter's other case. */
uint64_t cdk_pairs_of(cdk_str text);
uint64_t cdk_regex_pairs(const cdk_regex *regex);

/* One use of a pattern by one thread: scratch memory and the budget of steps over all its texts. */
typedef struct cdk_regex_run cdk_regex_run;
int32_t cdk_regex_run_new(const cdk_env *env, const cdk_regex *regex, cdk_regex_run **out);
void cdk_regex_run_free(cdk_regex_run *run);
/* Failures: limit (MAX_PATTERN_STEPS on one text, or too many texts that each cost much), memory. */
int32_t cdk_regex_try(cdk_regex_run *run, cdk_regex_how how, cdk_str text, bool *hit);
/* Part of the text of the last hit that a group matched; false: it took no part. Group 0 is the whole match. */
bool cdk_regex_group(const cdk_regex_run *run, uint32_t group, cdk_str *out);

/* Compile, try once, forget. */
int32_t cdk_regex_once(const cdk_env *env, cdk_str pattern, cdk_regex_how how, cdk_str text, bool *hit);

#endif
