/* SPDX-License-Identifier: Apache-2.0 */
/* Whether flaws are known that a rebuild would mend: by a scanner's findings, by a feed of advisories held against the image's
 * packages, or by both. None is a pass only of a source that is whole and not older than the site allows. */
#include "checks/image_fixes.h"

#include "base/date.h"
#include "checks/host_cite.h"
#include "checks/show.h"
#include "facts/findings.h"
#include "facts/site.h"

enum { USUAL_MAX_DAYS = 30 };

/* One source of knowledge and what it says where it knows of no flaw that counts. */
typedef struct source {
    cdk_evidence_kind kind;
    uint32_t known;      /* flaws, whether they count or not */
    bool dated;
    int64_t time;
    const char *gap;     /* why its silence says nothing; NULL: it does */
    cdk_reason gap_reason;
} source;

/* --- flaws --- */

static bool severity_counts(const cdk_eval *eval, cdk_str severity)
{
    if (!cdk_site_has_list(eval->evidence, "refused_severities")) return cdk_str_eq_nocase(severity, CDK_STR("critical"));
    CDK_JSON_EACH(item, cdk_site_get(eval->evidence, "refused_severities"))
        if (cdk_str_eq_nocase(cdk_json_str(item), severity)) return true;
    return false;
}

static cdk_evidence_item *say_flaw(cdk_eval *eval, cdk_str id, cdk_str package, cdk_str version, cdk_str severity)
{
    cdk_outcome *outcome = cdk_say(eval, CDK_FAIL, "%s in %s is fixed in a version that the image does not have", cdk_shown(eval, id), cdk_shown(eval, package));
    cdk_about(eval, outcome, "vulnerability", id, package);
    if (outcome) outcome->place = outcome->object_name;
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "vulnerability");
    cdk_member_str(eval->arena, item, "id", id);
    cdk_member_str(eval->arena, item, "package", package);
    cdk_member_str(eval->arena, item, "version", version);
    cdk_member_str(eval->arena, item, "severity", severity);
    return item;
}

static bool known_severity(cdk_str word)
{
    return !word.n || cdk_str_eq_nocase(word, CDK_STR("unknown")) || cdk_severity_word(word);
}

/* --- a scanner --- */

static bool scanner_time(const cdk_eval *eval, int64_t *out)
{
    const cdk_json *document = cdk_evidence_json(eval->evidence, CDK_EV_VULNERABILITIES);
    static const char *const members[] = {"generated_at", "taken_at"};
    for (size_t i = 0; i < 2; i++)
        if (cdk_date_parse(cdk_json_get_str(document, members[i]), out)) return true;
    return cdk_date_parse(cdk_json_get_str(cdk_evidence_json(eval->evidence, CDK_EV_MANIFEST), "taken_at"), out);
}

static void judge_finding(cdk_eval *eval, const cdk_json *flaw, source *scanner, uint32_t *found)
{
    cdk_str severity = cdk_json_get_str(flaw, "severity"), id = cdk_json_get_str(flaw, "id");
    const cdk_json *fixes = cdk_json_get(flaw, "fix_versions");
    bool fixable = (cdk_json_is(fixes, CDK_JSON_ARRAY) && fixes->count) || cdk_json_get_str(flaw, "fixed_version").n;
    if (!id.n || !known_severity(severity)) {
        scanner->gap = id.n ? "the scanner's findings have a severity that is not known" : "the scanner's findings have one without an id";
        scanner->gap_reason = CDK_WHY_DAMAGED;
    } else if (fixable && severity_counts(eval, severity)) {
        cdk_evidence_item *item = say_flaw(eval, id, cdk_json_get_str(flaw, "package"), cdk_json_get_str(flaw, "version"), severity);
        cdk_member_json(eval->arena, item, "fix_versions", fixes);
        ++*found;
    }
}

static void judge_scanner(cdk_eval *eval, const cdk_json *list, source *scanner, uint32_t *found)
{
    *scanner = (source){.kind = CDK_EV_VULNERABILITIES, .known = list->count};
    scanner->dated = scanner_time(eval, &scanner->time);
    for (const cdk_json *flaw = list->first; flaw && !eval->failed; flaw = flaw->next) judge_finding(eval, flaw, scanner, found);
}

/* --- a feed --- */

static const char *fixes_text(cdk_eval *eval, const cdk_gate_vulnerability *flaw)
{
    const char *text = "";
    for (uint32_t i = 0; i < flaw->fix_count && text; i++)
        text = cdk_arena_printf(eval->arena, "%s%s%.*s", text, i ? ", " : "", (int)flaw->fixes[i].n, flaw->fixes[i].p);
    return text;
}

static int32_t judge_feed(cdk_eval *eval, source *out, uint32_t *found)
{
    const cdk_feed *feed = cdk_evidence_feed(eval->evidence);
    cdk_installed_list installed;
    cdk_findings findings;
    int32_t status = cdk_findings_of(eval->env, eval->facts, NULL, eval->evidence, eval->arena, &installed, &findings);
    if (status) return status;
    *out = (source){.kind = CDK_EV_FEED, .known = findings.count, .dated = feed->has_time, .time = feed->time};
    for (int i = 0; i < 2; i++) {
        bool read = installed.known[i] == CDK_HAVE || installed.known[i] == CDK_ABSENT;
        if (!findings.gaps[i].text && read) continue;
        out->gap = findings.gaps[i].text ? findings.gaps[i].text : "the packages of the image are not all known";
        out->gap_reason = cdk_reason_of(findings.gaps[i].text ? findings.gaps[i].known : installed.known[i]);
    }
    for (uint32_t i = 0; i < findings.count && !eval->failed; i++) {
        const cdk_gate_vulnerability *flaw = &findings.items[i];
        if (!flaw->fix_count || !severity_counts(eval, flaw->severity)) continue;
        const char *fixes = fixes_text(eval, flaw);
        if (!fixes) return cdk_fail_memory(eval->env);
        cdk_member_str(eval->arena, say_flaw(eval, flaw->id, flaw->package, flaw->version, flaw->severity), "fixed_in", cdk_str_of(fixes));
        ++*found;
    }
    return CISDOCK_OK;
}

/* --- no flaw --- */

/* Days since the source was made; negative: not known. */
static int64_t age_days(const cdk_eval *eval, const source *from)
{
    if (!from->dated || !eval->has_now) return -1;
    return eval->now <= from->time ? 0 : (eval->now - from->time) / 86400;
}

static int64_t most_days(const cdk_eval *eval)
{
    int64_t days;
    return cdk_site_number(eval->evidence, "scan_max_days", &days) && days >= 0 ? days : USUAL_MAX_DAYS;
}

/* 2: none is a pass; 1: it is old; 0: it says nothing. */
static int worth(const cdk_eval *eval, const source *from)
{
    int64_t age = age_days(eval, from);
    return from->gap || age < 0 ? 0 : age > most_days(eval) ? 1 : 2;
}

static void say_none(cdk_eval *eval, const source *from)
{
    const char *what = from->kind == CDK_EV_FEED ? "the feed of advisories" : "the scan";
    long long age = (long long)age_days(eval, from), most = (long long)most_days(eval);
    cdk_outcome *outcome;
    if (from->gap)
        outcome = cdk_say_unknown(eval, from->gap_reason, "no known flaw that counts has a fix, but %s", from->gap);
    else if (age < 0)
        outcome = cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "no known flaw that counts has a fix, but %s",
                                  eval->has_now ? "nothing tells how old that knowledge is" : "the time now is not known, and so not how old that knowledge is");
    else if (age > most)
        outcome = cdk_say(eval, CDK_WARN, "%s is %lld days old, more than %lld: flaws that became known since are missing; scan again", what, age, most);
    else
        outcome = cdk_say(eval, CDK_PASS, "none of %u known flaws has a fix and a severity that counts; %s is %lld days old", from->known, what, age);
    cdk_of_image(eval, outcome);
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "document");
    cdk_member_str(eval->arena, item, "document", cdk_str_of(cdk_evidence_kind_name(from->kind)));
    if (age >= 0) cdk_member_i64(eval->arena, item, "days", age);
}

int32_t cdk_image_fixes(cdk_eval *eval)
{
    const cdk_json *list = cdk_scanner_findings(eval->evidence);
    const cdk_feed *feed = cdk_evidence_feed(eval->evidence);
    source sources[2];
    uint32_t count = 0, found = 0;
    if (list) judge_scanner(eval, list, &sources[count++], &found);
    if (feed && feed->has_advisories && eval->facts) {
        int32_t status = judge_feed(eval, &sources[count++], &found);
        if (status) return status;
    }
    if (!count) cdk_of_image(eval, cdk_say_no_evidence(eval, cdk_evidence_state(eval->evidence, CDK_EV_FEED) ? CDK_EV_FEED : CDK_EV_VULNERABILITIES));
    if (count && !found) say_none(eval, count == 2 && worth(eval, &sources[1]) > worth(eval, &sources[0]) ? &sources[1] : &sources[0]);
    return cdk_eval_status(eval);
}
