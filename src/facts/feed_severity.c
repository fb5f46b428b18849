/* SPDX-License-Identifier: Apache-2.0 */
/* The engine has six words; databases have their own. Debian's "not yet assigned" and "end-of-life" say nothing of severity. */
#include "facts/feed.h"

const char *cdk_severity_word(cdk_str word)
{
    static const struct {
        const char *theirs, *ours;
    } rows[] = {{"unknown", NULL},   {"negligible", "Negligible"}, {"unimportant", "Negligible"}, {"none", "Negligible"}, {"low", "Low"},
                {"minor", "Low"},    {"medium", "Medium"},         {"moderate", "Medium"},        {"high", "High"},       {"important", "High"},
                {"critical", "Critical"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cdk_str_eq_nocase(word, cdk_str_of(rows[i].theirs))) return rows[i].ours;
    return NULL;
}

static const char *told(const cdk_json *object)
{
    static const char *const places[] = {"ecosystem_specific.severity", "ecosystem_specific.urgency", "database_specific.severity"};
    const char *word = NULL;
    for (size_t i = 0; i < sizeof places / sizeof *places && !word; i++) word = cdk_severity_word(cdk_json_str(cdk_json_path(object, places[i])));
    return word;
}

/* Ubuntu's priority stands among the vectors: {"type": "Ubuntu", "score": "medium"}. */
static const char *priority(const cdk_json *object)
{
    const char *word = NULL;
    CDK_JSON_EACH(item, cdk_json_get(object, "severity"))
        if (!word) word = cdk_severity_word(cdk_json_get_str(item, "score"));
    return word;
}

/* Red Hat and those who rebuild it begin the summary with the word: "Important: kernel security update". */
static const char *in_front(const cdk_json *record)
{
    cdk_str word, rest;
    return cdk_str_cut(cdk_json_get_str(record, "summary"), ':', &word, &rest) ? cdk_severity_word(word) : NULL;
}

const char *cdk_severity_of(const cdk_json *record, const cdk_json *affected, const cdk_cvss *scores, uint32_t count)
{
    const cdk_cvss *worst = NULL;
    const char *word = told(affected);
    if (!word) word = priority(affected);
    if (!word) word = told(record);
    if (!word) word = priority(record);
    if (word) return word;
    for (uint32_t i = 0; i < count; i++)
        if (!worst || scores[i].base > worst->base) worst = &scores[i];
    return worst ? cdk_cvss_word(worst) : in_front(record);
}
