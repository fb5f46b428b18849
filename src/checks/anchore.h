/* SPDX-License-Identifier: Apache-2.0 */
/* What anchore-engine's gates share: the image as they see it, the engine's oddities as switches, and their ways to say. */
#ifndef CDK_CHECKS_ANCHORE_H
#define CDK_CHECKS_ANCHORE_H

#include "base/digest.h"
#include "base/pytext.h"
#include "base/regex.h"
#include "checks/gates.h"
#include "facts/gate_facts.h"

typedef enum cdk_oddity {
#define CDK_ODDITY(name, in_1_1, in_0_8, in_0_3, text) CDK_ODD_##name,
#include "checks/anchore_oddities.def"
#undef CDK_ODDITY
    CDK_ODDITY_COUNT
} cdk_oddity;
bool cdk_oddity_holds(cdk_compat compat, cdk_oddity oddity);
const char *cdk_oddity_name(cdk_oddity oddity);
const char *cdk_oddity_text(cdk_oddity oddity);

/* An entry of the file table where paths are looked for by pattern. */
typedef struct cdk_named_file {
    const cdk_gate_file *file;
    uint64_t pairs;                  /* of its path: base/regex.h */
} cdk_named_file;

/* What the bundle asks to be searched for (bundle/content_search.h). */
typedef struct cdk_content_search {
    const cdk_str *patterns; /* "NAME=regex", or "regex" */
    uint32_t count;
    uint64_t max_size;       /* of a file; 0: any */
    const char *fault;       /* why nothing is searched for; NULL: nothing is wrong */
} cdk_content_search;
/* Is it the pattern that a rule wants, by its name or its regex? All are where it wants none. */
bool cdk_content_pattern_named(cdk_str pattern, cdk_str wanted);

/* One evaluation of policies over one image. */
typedef struct cdk_anchore {
    const cdk_env *env;
    const cdk_gate_facts *facts;
    cdk_compat compat;
    cdk_str rule_id;                 /* of the rule that runs; p NULL: it has none */
    const char *gate, *trigger;      /* that run: part of ids */
    cdk_digest *md5;
    cdk_arena prepared;              /* what gates read out of the image, kept for the next rule */
    struct cdk_dockerfile_lines *dockerfile;
    struct cdk_passwd *passwd;
    cdk_named_file *by_path;         /* the file table in order of path bytes */
    cdk_content_search content;
} cdk_anchore;
int32_t cdk_anchore_begin(const cdk_env *env, const cdk_gate_facts *facts, cdk_compat compat, cdk_anchore *out);
void cdk_anchore_end(cdk_anchore *anchore);

static inline bool cdk_odd(const cdk_eval *eval, cdk_oddity oddity)
{
    return cdk_oddity_holds(eval->compat, oddity);
}
static inline const cdk_gate_facts *cdk_seen(const cdk_eval *eval)
{
    return eval->anchore->facts;
}

/* A match. The message is built in `text`, which is freed. `id` NULL: the md5 of gate, trigger and message. */
int32_t cdk_anchore_fire(cdk_eval *eval, cdk_buf *text, const char *id);
int32_t cdk_anchore_firef(cdk_eval *eval, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The content of a retrieved file, as the mode has it. */
cdk_str cdk_retrieved_content(const cdk_eval *eval, const cdk_gate_retrieved *file);
/* The rule cannot be evaluated: what the engine meets as an exception. */
int32_t cdk_anchore_broken(cdk_eval *eval, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A pattern failed: broken where it is the pattern's fault, else the failure. */
int32_t cdk_anchore_regex_failed(cdk_eval *eval, int32_t status, const char *what);
/* In the mode "intended", what is not known is no answer. True: said, and the trigger is done. */
bool cdk_anchore_lacks(cdk_eval *eval, cdk_known known, const char *what);

static inline cdk_str cdk_param(const cdk_eval *eval, const char *name) /* p NULL: not given */
{
    return cdk_params_get(eval->params, name);
}
static inline cdk_str cdk_param_or(const cdk_eval *eval, const char *name, cdk_str otherwise)
{
    cdk_str value = cdk_param(eval, name);
    return value.p ? value : otherwise;
}
/* Parameters that were given as JSON true and false stand as these texts, which no string parameter can have. */
#define CDK_JSON_TRUE_TEXT CDK_STR("\001true")
#define CDK_JSON_FALSE_TEXT CDK_STR("\001false")
typedef enum cdk_truth { CDK_TRUTH_NONE, CDK_TRUTH_FALSE, CDK_TRUTH_TRUE } cdk_truth;
/* 1: `out` is set; 0: the rule is broken, and that was said. */
bool cdk_param_truth(cdk_eval *eval, const char *name, cdk_truth otherwise, cdk_truth *out);
bool cdk_list_has(cdk_str list, cdk_str item);  /* one of the items between commas, stripped */
cdk_str cdk_number_of(cdk_str item);            /* a number of digits without its leading zeros */
/* =, !=, <, >, <=, >= on a three-way comparison. */
bool cdk_compare_op(cdk_str op, int order);

/* {"kind": "file", ...} on the last match. */
int32_t cdk_anchore_file_evidence(cdk_eval *eval, const cdk_gate_file *file);
int32_t cdk_anchore_evidence(cdk_eval *eval, const char *kind, const char *name, cdk_str value);

#endif
