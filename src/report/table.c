/* SPDX-License-Identifier: Apache-2.0 */
/* The report for people. */
#include "report/table_text.h"
#include "report/words.h"
#include "report/writers.h"

#include <inttypes.h>

enum { ID_COLUMN = 2, VERDICT_COLUMN = 9, TITLE_COLUMN = 22, SHOWN_OBJECTS = 12, SHOWN_ITEMS = 4, SHOWN_PROBLEMS = 20 };

static const struct {
    const char *label;
    cdk_paint paint;
} verdicts[CDK_VERDICT_COUNT] = {
    [CDK_PASS] = {"PASS", CDK_GREEN},           [CDK_FAIL] = {"FAIL", CDK_RED},
    [CDK_WARN] = {"WARN", CDK_YELLOW},          [CDK_NOT_APPLICABLE] = {"N/A", CDK_DIM},
    [CDK_INSUFFICIENT] = {"NO EVIDENCE", CDK_BLUE}, [CDK_MANUAL] = {"MANUAL", CDK_DIM},
    [CDK_VERDICT_ERROR] = {"ERROR", CDK_RED},
};

static void put_message(cdk_table *table, size_t column, const char *message, unsigned lines)
{
    cdk_table_wrap(table, column, cdk_out_redact(&table->out, CDK_SECRET_IN_TEXT, cdk_str_of(message)), lines);
}

/* A value is shown up to this length. */
enum { SHOWN_VALUE = 90 };

static void add_text(cdk_buf *line, cdk_str text)
{
    cdk_buf_str(line, (cdk_str){text.p, text.n < SHOWN_VALUE ? text.n : SHOWN_VALUE});
    if (text.n > SHOWN_VALUE) cdk_buf_text(line, "...");
}

static void add_json(cdk_table *table, cdk_buf *line, const cdk_json *value)
{
    if (value->first)
        cdk_buf_printf(line, "(%s of %u)", cdk_json_type_name(value), value->count);
    else if (value->text.p)
        add_text(line, cdk_out_redact(&table->out, CDK_SECRET_IN_TEXT, value->text));
    else
        cdk_buf_text(line, cdk_json_type_name(value));
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0) return true;
    return false;
}

static void add_member(cdk_table *table, cdk_buf *line, const cdk_member *member)
{
    static const char *const bare[] = {"path", "pointer", "value", "document", "name", NULL};
    static const char *const left_out[] = {"diff_id", "created_by", "origin_why", NULL};
    if (is_one_of(member->name, left_out)) return;
    cdk_buf_char(line, ' ');
    if (!is_one_of(member->name, bare)) cdk_buf_printf(line, "%s=", member->name);
    switch (member->type) {
    case CDK_M_STR: add_text(line, cdk_out_redact(&table->out, CDK_SECRET_IN_TEXT, member->str)); break;
    case CDK_M_I64: cdk_buf_printf(line, "%" PRId64, member->i64); break;
    case CDK_M_BOOL: cdk_buf_text(line, member->i64 ? "true" : "false"); break;
    case CDK_M_NULL: cdk_buf_char(line, '-'); break;
    case CDK_M_JSON: add_json(table, line, member->json); break;
    }
}

static void put_evidence(cdk_table *table, const cdk_outcome *object)
{
    unsigned shown = 0;
    cdk_buf line;
    cdk_buf_init(&line, table->buf.mem);
    for (const cdk_evidence_item *item = object->evidence; item && shown < SHOWN_ITEMS; item = item->next, shown++) {
        line.n = 0;
        cdk_buf_text(&line, item->kind);
        for (const cdk_member *member = cdk_out_members(&table->out, item); member; member = member->next) add_member(table, &line, member);
        cdk_table_paint(table, CDK_DIM);
        cdk_table_wrap(table, TITLE_COLUMN + 2, cdk_buf_view(&line), 2);
        cdk_table_paint(table, CDK_PLAIN);
    }
    table->buf.failed = table->buf.failed || line.failed;
    cdk_buf_free(&line);
}

static void put_name(cdk_table *table, const char *kind, const char *name)
{
    cdk_str shown = cdk_out_redact(&table->out, CDK_SECRET_IN_TEXT, cdk_str_of(name));
    cdk_table_printf(table, "%s ", kind);
    cdk_table_put(table, (cdk_str){shown.p, shown.n < SHOWN_VALUE ? shown.n : SHOWN_VALUE});
    cdk_table_put(table, CDK_STR(": "));
}

/* What asks for a reader's eye is shown object by object. */
static void put_objects(cdk_table *table, const cdk_finding *finding)
{
    uint32_t shown = 0;
    for (const cdk_outcome *object = finding->objects; object; object = object->next) {
        if (object->verdict != finding->verdict) continue;
        if (++shown > SHOWN_OBJECTS) continue;
        const char *name = object->object_name ? object->object_name : object->object_id;
        if (finding->deciding > 1) {
            cdk_table_to(table, TITLE_COLUMN);
            cdk_table_put(table, CDK_STR("- "));
            if (name && object->object_kind && strcmp(object->object_kind, "image") != 0)
                put_name(table, object->object_kind, name);
        }
        put_message(table, TITLE_COLUMN, object->message, 4);
        put_evidence(table, object);
    }
    if (shown > SHOWN_OBJECTS) {
        cdk_table_to(table, TITLE_COLUMN);
        cdk_table_printf(table, "- and %" PRIu32 " more", shown - SHOWN_OBJECTS);
        cdk_table_end_line(table);
    }
}

static void put_finding(cdk_table *table, const cdk_finding *finding)
{
    cdk_verdict verdict = finding->verdict;
    cdk_table_to(table, ID_COLUMN);
    cdk_table_put(table, cdk_str_of(finding->recommendation->id));
    cdk_table_to(table, VERDICT_COLUMN);
    cdk_table_paint(table, verdicts[verdict].paint);
    cdk_table_put(table, cdk_str_of(verdicts[verdict].label));
    cdk_table_paint(table, CDK_PLAIN);
    cdk_table_wrap(table, TITLE_COLUMN, cdk_str_of(finding->recommendation->title), 2);
    if (verdict == CDK_FAIL || verdict == CDK_WARN || verdict == CDK_VERDICT_ERROR)
        put_objects(table, finding);
    else
        put_message(table, TITLE_COLUMN, finding->message, 3);
}

static void put_percent(cdk_table *table, const char *label, int32_t tenths)
{
    if (tenths < 0)
        cdk_table_printf(table, "  %s   n/a  ", label);
    else
        cdk_table_printf(table, "  %s %3d.%d %%", label, tenths / 10, tenths % 10);
}

static void put_score(cdk_table *table, const char *label, const cdk_score *score, bool headline)
{
    if (headline) cdk_table_paint(table, CDK_BOLD);
    cdk_table_printf(table, "  %-14s %3u:", label, cdk_counts_total(&score->counts));
    put_percent(table, "score", score->score_tenths);
    put_percent(table, "assessed", score->assessed_tenths);
    put_percent(table, "score of the assessed", score->assessed_score_tenths);
    if (headline) cdk_table_put(table, CDK_STR("  <- headline"));
    cdk_table_paint(table, CDK_PLAIN);
    cdk_table_end_line(table);
}

static void put_summary(cdk_table *table, const cdk_summary *summary)
{
    const uint32_t *v = summary->all.counts.v;
    cdk_table_end_line(table);
    cdk_table_printf(table, "  %u pass, %u fail, %u warn, %u not applicable; not assessed: %u without evidence, %u manual, %u error",
                     v[CDK_PASS], v[CDK_FAIL], v[CDK_WARN], v[CDK_NOT_APPLICABLE], v[CDK_INSUFFICIENT], v[CDK_MANUAL],
                     v[CDK_VERDICT_ERROR]);
    cdk_table_end_line(table);
    put_score(table, summary->headline_scored ? "scored items" : "automated", &summary->scored, summary->headline_scored);
    put_score(table, "all items", &summary->all, !summary->headline_scored);
}

static void put_policy(cdk_table *table, const cdk_policy_result *policy)
{
    cdk_table_end_line(table);
    cdk_table_printf(table, "policy %s: final action ", policy->mapping ? policy->mapping : "(no mapping)");
    cdk_table_printf(table, "%s (%s)", policy->final_action ? policy->final_action : "none",
                     policy->final_action_reason ? policy->final_action_reason : "-");
    cdk_table_end_line(table);
    for (const cdk_match *match = policy->matches; match; match = match->next) {
        cdk_table_to(table, ID_COLUMN);
        cdk_table_printf(table, "%s%s", match->action, match->allowlisted ? " (allowed)" : "");
        cdk_table_to(table, TITLE_COLUMN - 6);
        cdk_table_printf(table, "%s:%s ", match->gate, match->trigger);
        put_message(table, TITLE_COLUMN - 6, match->message, 3);
        cdk_table_flush(table);
    }
    for (const cdk_policy_problem *problem = policy->problems; problem; problem = problem->next) {
        cdk_table_printf(table, "  %s %s: ", problem->severity, problem->type);
        put_message(table, TITLE_COLUMN - 6, problem->message, 3);
    }
}

static void put_problems(cdk_table *table, const cdk_problems *problems)
{
    uint32_t shown = 0;
    if (!problems) return;
    for (const cdk_problem *problem = problems->first; problem && shown < SHOWN_PROBLEMS; problem = problem->next, shown++) {
        cdk_table_printf(table, "%s (%s): ", problem->severity == CDK_ERROR ? "error" : "warning", cdk_class_text(problem->cls));
        put_message(table, 4, problem->message, 3);
    }
    if (problems->count > shown) {
        cdk_table_printf(table, "and %u more problems", problems->count - shown);
        cdk_table_end_line(table);
    }
}

static void put_heading(cdk_table *table)
{
    const cdk_report *report = table->out.report;
    const cdk_evaluation *evaluation = report->evaluation;
    cdk_table_paint(table, CDK_BOLD);
    if (evaluation->benchmark)
        cdk_table_printf(table, "%s, level %u, scope %s", evaluation->benchmark->id, evaluation->selection.level,
                         cdk_scope_word(evaluation->selection.scope));
    else
        cdk_table_printf(table, "bundle %.80s", evaluation->bundle->id ? evaluation->bundle->id : "");
    cdk_table_paint(table, CDK_PLAIN);
    cdk_table_end_line(table);
    if (!report->facts) return;
    const cdk_image_doc *doc = cdk_facts_image(report->facts);
    cdk_table_put(table, CDK_STR("image "));
    cdk_table_put(table, doc->image_id.n ? doc->image_id : CDK_STR("without a configuration"));
    for (uint32_t i = 0; i < doc->names.count && i < 3; i++) {
        cdk_table_put(table, i ? CDK_STR(", ") : CDK_STR(" "));
        cdk_table_put(table, cdk_out_redact(&table->out, CDK_SECRET_IN_TEXT, doc->names.items[i]));
    }
    cdk_table_end_line(table);
}

static int32_t write_table(const cdk_env *env, const cdk_report *report, const cisdock_sink *sink, bool colour)
{
    cdk_table table = {.sink = sink, .colour = colour};
    const cdk_evaluation *evaluation = report->evaluation;
    cdk_out_init(&table.out, env, report);
    cdk_buf_init(&table.buf, env->mem);
    put_heading(&table);
    if (evaluation->finding_count) cdk_table_end_line(&table);
    for (uint32_t i = 0; i < evaluation->finding_count && !table.out.status; i++) {
        put_finding(&table, &evaluation->findings[i]);
        cdk_table_flush(&table);
    }
    if (report->summary) put_summary(&table, report->summary);
    if (evaluation->policy) put_policy(&table, evaluation->policy);
    cdk_table_end_line(&table);
    if (report->facts) put_problems(&table, cdk_facts_problems(report->facts));
    if (report->evidence) put_problems(&table, cdk_evidence_problems(report->evidence));
    put_problems(&table, &evaluation->problems);
    cdk_table_flush(&table);
    cdk_buf_free(&table.buf);
    cdk_out_free(&table.out);
    return table.out.status;
}

int32_t cdk_write_table(const cdk_env *env, const cdk_report *report, const cisdock_sink *sink)
{
    return write_table(env, report, sink, false);
}

int32_t cdk_write_table_colour(const cdk_env *env, const cdk_report *report, const cisdock_sink *sink)
{
    return write_table(env, report, sink, true);
}
