/* SPDX-License-Identifier: Apache-2.0 */
/* The translation of a pattern of Python's `re` into one of PCRE2 with the same meaning. Private to base/. */
#ifndef CDK_BASE_PYRE_H
#define CDK_BASE_PYRE_H

#include "base/regex.h"

enum {
    CDK_PYRE_IGNORECASE = 1, CDK_PYRE_MULTILINE = 2, CDK_PYRE_DOTALL = 4, CDK_PYRE_VERBOSE = 8, CDK_PYRE_ASCII = 16,
    CDK_PYRE_UNICODE = 32, CDK_PYRE_LOCALE = 64, CDK_PYRE_DEBUG = 128,
    CDK_PYRE_TYPE = CDK_PYRE_ASCII | CDK_PYRE_UNICODE | CDK_PYRE_LOCALE
};
#define CDK_PYRE_MAXREPEAT UINT64_C(4294967295) /* Python's "no limit" */
enum { CDK_PYRE_MAX_GROUPS = 1000, CDK_PYRE_MAX_DEPTH = 100, CDK_PYRE_MAX_COUNT = 65535, CDK_PYRE_MAX_PATTERN = 65536 };

/* Characters that a part of a pattern consumes, at least and at most. */
typedef struct cdk_width {
    uint64_t lo, hi;
} cdk_width;

typedef struct cdk_pyre_group {
    cdk_str name; /* p NULL: none */
    cdk_width width;
    bool closed;
} cdk_pyre_group;

typedef struct cdk_pyre {
    const cdk_env *env;
    cdk_str pattern;
    size_t at;
    bool text;               /* str, not bytes */
    cdk_buf out;
    cdk_buf prefix;          /* literals at the start that every match needs */
    cdk_buf needed, run;     /* the longest run of literals that every match has, and the one being read */
    bool either;             /* alternatives of the whole: nothing is needed by all */
    bool prefix_open;        /* still at the start, only literals seen */
    uint32_t global_flags;   /* found so far; a pass that finds new ones is repeated with them */
    cdk_pyre_group *groups;  /* [0] is the whole pattern */
    size_t group_count, group_cap;
    uint32_t lookbehind_groups; /* groups known when the outermost lookbehind began; 0: in none */
    uint32_t max_condition;  /* highest group number that a condition names */
    size_t max_condition_at;
    unsigned depth;
    bool restart;            /* the pass was broken off for VERBOSE */
    bool caseless;           /* PCRE2's option as it stands at this point of the output */
} cdk_pyre;

/* Translate. `out`, `prefix` and `needed` are the caller's to free; `caseless`: what is needed is ASCII, and may stand in either
 * case. Failures: bad-pattern (offset set), limit, memory. */
int32_t cdk_pyre_translate(const cdk_env *env, cdk_str pattern, cdk_regex_kind kind, cdk_buf *out, cdk_buf *prefix, cdk_buf *needed,
                           bool *caseless);

/* --- between the parts of the translator --- */
int32_t cdk_pyre_fail(cdk_pyre *p, size_t at, const char *what);
bool cdk_pyre_more(const cdk_pyre *p);
char cdk_pyre_peek(const cdk_pyre *p);                   /* '\0' at the end */
bool cdk_pyre_take(cdk_pyre *p, char c);
uint32_t cdk_pyre_char(cdk_pyre *p);                     /* next character as a code point, or byte */
int32_t cdk_pyre_alternatives(cdk_pyre *p, uint32_t flags, cdk_width *width);
int32_t cdk_pyre_sequence(cdk_pyre *p, uint32_t flags, cdk_width *width);
int32_t cdk_pyre_set(cdk_pyre *p, uint32_t flags);       /* behind '[' */
void cdk_pyre_literal(cdk_pyre *p, uint32_t c, uint32_t flags);
void cdk_pyre_category(cdk_pyre *p, char letter, uint32_t flags); /* one of dDsSwW */
void cdk_pyre_boundary(cdk_pyre *p, bool at_one, uint32_t flags); /* \b, \B */
void cdk_pyre_end_run(cdk_pyre *p);                      /* the run of literals ends here */
bool cdk_pyre_wants_caseless(const cdk_pyre *p, uint32_t flags);
/* A numeric or simple escape behind the backslash that both outside and inside of sets exist: 1 and its character, 0: none
 * such (nothing consumed), negative: a failure. */
int32_t cdk_pyre_escape_char(cdk_pyre *p, size_t start, uint32_t *c);

typedef enum cdk_pyre_item { CDK_PYRE_NOTHING, CDK_PYRE_AT, CDK_PYRE_REPEATED, CDK_PYRE_ATOM } cdk_pyre_item;
int32_t cdk_pyre_escape(cdk_pyre *p, uint32_t flags, cdk_pyre_item *item, cdk_width *width); /* behind '\' */
/* Behind '('. `item` stays NOTHING for what leaves no trace (comments, global flags). */
int32_t cdk_pyre_group_item(cdk_pyre *p, uint32_t flags, cdk_pyre_item *item, cdk_width *width);
int32_t cdk_pyre_reference(cdk_pyre *p, size_t start, uint32_t group, cdk_width *width);
/* Letters behind "(?" up to ')' or ':'. `scoped` says which of the two. */
int32_t cdk_pyre_flags(cdk_pyre *p, uint32_t *add, uint32_t *del, bool *scoped);

#endif
