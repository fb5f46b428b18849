/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/site_word.h"

#include "base/date.h"
#include "facts/site.h"


enum { DAY = 86400 };

typedef struct cdk_entry {
    const cdk_json *json;
    bool attestation;
    bool met; /* a finding that it is about was judged, and it had an effect or its recommendation was met */
} cdk_entry;

struct cdk_site_word {
    cdk_entry *items;
    uint32_t count;
};

static int32_t complain(const cdk_eval *eval, cdk_problems *problems, const cdk_json *entry, const char *what)
{
    cdk_where where = CDK_NOWHERE;
    where.document = "site";
    where.pointer = cdk_json_pointer(eval->arena, entry);
    cdk_str about = cdk_json_get_str(entry, "recommendation");
    if (!where.pointer || !cdk_problem_add(eval->env, eval->arena, problems, CDK_CLASS_BAD_DOCUMENT, CDK_WARNING, &where, "%s \"%.*s\" %s",
                                           cdk_str_is(entry->parent->key, "exceptions") ? "the exception for" : "the attestation of",
                                           (int)(about.n < 80 ? about.n : 80), about.n ? about.p : "", what))
        return cdk_fail_memory(eval->env);
    return CISDOCK_OK;
}

/* Why an exception counts for nothing; NULL: it counts. The day that it names is its last. */
static const char *exception_fault(const cdk_eval *eval, const cdk_json *entry)
{
    cdk_str expires = cdk_json_get_str(entry, "expires");
    int64_t last;
    if (!cdk_str_trim(cdk_json_get_str(entry, "reason")).n) return "gives no reason, and does not count";
    if (cdk_json_missing(cdk_json_get(entry, "expires"))) return NULL;
    if (!cdk_date_parse(expires, &last)) return "has no date as its end, and does not count";
    if (!eval->has_now) return "has an end, but the time now is not known: it does not count";
    if (expires.n == 10) last += DAY;
    return eval->now >= last ? "has expired" : NULL;
}

static const char *attestation_fault(const cdk_json *entry)
{
    int64_t when;
    cdk_str answer = cdk_json_get_str(entry, "answer");
    if (!cdk_str_trim(cdk_json_get_str(entry, "by")).n || !cdk_date_parse(cdk_json_get_str(entry, "date"), &when))
        return "names no person or no date, and does not count";
    if (!cdk_str_is(answer, "yes") && !cdk_str_is(answer, "no")) return "answers neither \"yes\" nor \"no\", and does not count";
    return NULL;
}

static int32_t read_list(cdk_eval *eval, cdk_problems *problems, const cdk_json *list, bool attestation, cdk_site_word *word)
{
    CDK_JSON_EACH(entry, list)
    {
        if (entry->type != CDK_JSON_OBJECT) continue;
        const char *fault = !cdk_json_get_str(entry, "recommendation").n ? "names no recommendation"
                            : attestation                                ? attestation_fault(entry)
                                                                         : exception_fault(eval, entry);
        if (!fault) {
            word->items[word->count++] = (cdk_entry){entry, attestation, false};
            continue;
        }
        int32_t status = complain(eval, problems, entry, fault);
        if (status) return status;
    }
    return CISDOCK_OK;
}

int32_t cdk_site_word_new(cdk_eval *eval, cdk_problems *problems, cdk_site_word **out)
{
    const cdk_json *exceptions = cdk_site_get(eval->evidence, "exceptions");
    const cdk_json *attestations = cdk_site_get(eval->evidence, "attestations");
    size_t most = (size_t)(exceptions ? exceptions->count : 0) + (attestations ? attestations->count : 0);
    *out = NULL;
    if (!most) return CISDOCK_OK;
    cdk_site_word *word = cdk_arena_calloc(eval->arena, 1, sizeof *word);
    if (word) word->items = cdk_arena_calloc(eval->arena, most, sizeof *word->items);
    if (!word || !word->items) return cdk_fail_memory(eval->env);
    int32_t status = read_list(eval, problems, exceptions, false, word);
    if (!status) status = read_list(eval, problems, attestations, true, word);
    *out = word;
    return status;
}

static bool is_about(const cdk_entry *entry, const cdk_recommendation *item)
{
    cdk_str name = cdk_json_get_str(entry->json, "recommendation");
    return cdk_str_is(name, item->id) || (item->slug && cdk_str_is(name, item->slug->slug));
}

static bool object_fits(cdk_str wanted, const cdk_outcome *outcome)
{
    return !wanted.p || cdk_str_is(wanted, outcome->object_name ? outcome->object_name : "") ||
           cdk_str_is(wanted, outcome->object_id ? outcome->object_id : "");
}

/* Some evidence item has this member with this value. */
static bool evidence_fits(cdk_str wanted, const cdk_outcome *outcome, const char *member_name)
{
    if (!wanted.p) return true;
    for (const cdk_evidence_item *item = outcome->evidence; item; item = item->next)
        for (const cdk_member *member = item->cites ? NULL : item->first; member; member = member->next)
            if (member->type == CDK_M_STR && strcmp(member->name, member_name) == 0 && cdk_str_eq(member->str, wanted))
                return true;
    return false;
}

static bool covers(const cdk_json *exception, const cdk_outcome *outcome)
{
    return object_fits(cdk_json_get_str(exception, "object"), outcome) &&
           evidence_fits(cdk_json_get_str(exception, "path"), outcome, "path") &&
           evidence_fits(cdk_json_get_str(exception, "layer"), outcome, "diff_id") &&
           evidence_fits(cdk_json_get_str(exception, "package"), outcome, "package");
}

static void show_entry(cdk_eval *eval, cdk_outcome *outcome, const cdk_json *entry, const char *kind)
{
    static const char *const members[] = {"reason", "owner", "expires", "by", "date", "note"};
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, kind);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        cdk_str text = cdk_json_get_str(entry, members[i]);
        if (text.p) cdk_member_str(eval->arena, item, members[i], text);
    }
}

static int32_t except(cdk_eval *eval, cdk_outcome *outcome, cdk_entry *entry)
{
    cdk_str reason = cdk_json_get_str(entry->json, "reason");
    cdk_verdict was = outcome->verdict;
    outcome->message = cdk_arena_printf(eval->arena, "the site accepts this (%.*s): %s", (int)(reason.n < 200 ? reason.n : 200), reason.p,
                                        outcome->message);
    if (!outcome->message) return cdk_fail_memory(eval->env);
    outcome->verdict = was == CDK_FAIL ? CDK_WARN : CDK_PASS;
    outcome->basis = CDK_ATTESTED;
    show_entry(eval, outcome, entry->json, "exception");
    cdk_member_str(eval->arena, outcome->evidence_last, "verdict", cdk_str_of(cdk_verdict_word(was)));
    entry->met = true;
    return CISDOCK_OK;
}

int32_t cdk_site_word_except(cdk_site_word *word, cdk_eval *eval, const cdk_recommendation *item)
{
    for (uint32_t i = 0; word && i < word->count; i++) {
        cdk_entry *entry = &word->items[i];
        if (entry->attestation || !is_about(entry, item)) continue;
        for (cdk_outcome *outcome = eval->first; outcome; outcome = outcome->next) {
            bool open = outcome->verdict == CDK_FAIL || outcome->verdict == CDK_WARN;
            if (!open || outcome->basis == CDK_ATTESTED || !covers(entry->json, outcome)) continue;
            int32_t status = except(eval, outcome, entry);
            if (status) return status;
        }
    }
    return CISDOCK_OK;
}

/* Nothing but questions to a person: those are what an attestation answers. */
static bool only_questions(const cdk_eval *eval)
{
    for (const cdk_outcome *outcome = eval->first; outcome; outcome = outcome->next)
        if (outcome->verdict != CDK_MANUAL) return false;
    return eval->first != NULL;
}

int32_t cdk_site_word_attest(cdk_site_word *word, cdk_eval *eval, const cdk_recommendation *item)
{
    for (uint32_t i = 0; word && i < word->count; i++) {
        cdk_entry *entry = &word->items[i];
        if (!entry->attestation || !is_about(entry, item)) continue;
        entry->met = true;
        if (!only_questions(eval) && (eval->first || !item->slug || !item->slug->manual)) continue;
        eval->first = eval->last = NULL;
        eval->count = 0;
        bool yes = cdk_str_is(cdk_json_get_str(entry->json, "answer"), "yes");
        cdk_str by = cdk_json_get_str(entry->json, "by"), date = cdk_json_get_str(entry->json, "date");
        cdk_outcome *outcome = cdk_say(eval, yes ? CDK_PASS : CDK_FAIL, "attested %s by %.*s on %.*s", yes ? "met" : "not met",
                                       (int)(by.n < 80 ? by.n : 80), by.p, (int)date.n, date.p);
        if (!outcome) return cdk_eval_status(eval);
        outcome->basis = CDK_ATTESTED;
        show_entry(eval, outcome, entry->json, "attestation");
    }
    return CISDOCK_OK;
}

int32_t cdk_site_word_end(cdk_site_word *word, const cdk_eval *eval, cdk_problems *problems)
{
    for (uint32_t i = 0; word && i < word->count; i++) {
        if (word->items[i].met) continue;
        int32_t status = complain(eval, problems, word->items[i].json, "met nothing");
        if (status) return status;
    }
    return CISDOCK_OK;
}
