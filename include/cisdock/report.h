/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file report.h
 * Reports: findings, numbers and policy results. Immutable, in a canonical order; may be shared between threads.
 */
#ifndef CISDOCK_REPORT_H
#define CISDOCK_REPORT_H

#include <cisdock/export.h>
#include <cisdock/analysis.h>
#include <cisdock/benchmark.h>
#include <cisdock/bundle.h>
#include <cisdock/evidence.h>
#include <cisdock/problem.h>
#include <cisdock/selection.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The result of an evaluation. */
typedef struct cisdock_report cisdock_report;
/** One recommendation, judged. */
typedef struct cisdock_finding cisdock_finding;
/** One object (image, container, file, ...) that a finding judged. */
typedef struct cisdock_object cisdock_object;
/** One match of a policy's rule. */
typedef struct cisdock_match cisdock_match;

#define CISDOCK_VERDICT_PASS                  0 /**< evidence was given and the condition holds */
#define CISDOCK_VERDICT_FAIL                  1 /**< evidence was given and the condition does not hold */
#define CISDOCK_VERDICT_WARN                  2 /**< evidence calls for a person's judgement */
#define CISDOCK_VERDICT_NOT_APPLICABLE        3 /**< the object of the recommendation does not exist here */
#define CISDOCK_VERDICT_INSUFFICIENT_EVIDENCE 4 /**< evidence was not given, was cut short or cannot be read */
#define CISDOCK_VERDICT_MANUAL                5 /**< no evidence can settle it */
#define CISDOCK_VERDICT_ERROR                 6 /**< evidence is malformed */
#define CISDOCK_VERDICT_COUNT                 7 /**< number of verdicts of this version */

#define CISDOCK_FLAVOUR_ALL    0 /**< numbers over all recommendations */
#define CISDOCK_FLAVOUR_SCORED 1 /**< numbers over those marked Scored or Automated */

#define CISDOCK_NUMBER_SCORE          0 /**< 100 * P / (P + F + W + U) */
#define CISDOCK_NUMBER_ASSESSED       1 /**< 100 * (P + F + W) / (P + F + W + U) */
#define CISDOCK_NUMBER_ASSESSED_SCORE 2 /**< 100 * P / (P + F + W) */

/**
 * Judge an image, a host, or both, by a bundle. Does no I/O; may be repeated with other bundles.
 *
 * @param[in]  context    Context; not NULL. Receives the details of a failure.
 * @param[in]  bundle     Bundle; not NULL.
 * @param[in]  analysis   The image's facts; NULL where there is no image.
 * @param[in]  evidence   What is known besides; NULL where nothing is.
 * @param[in]  selection  What to evaluate; NULL for the defaults. Copied.
 * @param[out] out        New report, or NULL on failure; not NULL. Owned by the caller: cisdock_report_free().
 *
 * @retval CISDOCK_OK             Also where rules could not be evaluated: the report says so.
 * @retval CISDOCK_E_INVALID_ARG  An argument is NULL, or the selection names a recommendation that the bundle does not
 *                                have.
 * @retval CISDOCK_E_LIMIT        More findings than MAX_FINDINGS.
 * @retval CISDOCK_E_CANCELLED
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the report, which keeps bundle, analysis and evidence alive.
 * @par Threads    The thread that uses the context; bundle, analysis and evidence are only read.
 * @par Hooks      allocator, cancel, progress "evaluate", log, now.
 * @par Cost       Linear in rules and facts; rules × paths only where a rule's pattern must see every path.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_evaluate_bundle(cisdock_context *context, const cisdock_bundle *bundle,
                                            const cisdock_analysis *analysis, const cisdock_evidence *evidence,
                                            const cisdock_selection *selection, cisdock_report **out);

/**
 * Give a report back.
 *
 * @param[in] report  Report; NULL is fine.
 *
 * @par Ownership  The handle and all that was borrowed from it is gone.
 * @par Threads    The last user of the report.
 * @par Hooks      allocator.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API void cisdock_report_free(cisdock_report *report);

/**
 * Count the findings: one for each recommendation of the selection.
 *
 * @param[in] report  Report; may be NULL.
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_report_count(const cisdock_report *report);

/**
 * Give a finding, in the order of the benchmark.
 *
 * @param[in] report  Report; may be NULL.
 * @param[in] index   From 0; beyond the last the answer is neutral.
 * @return The finding, or NULL beyond the last.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_finding *cisdock_report_at(const cisdock_report *report, uint32_t index);

/**
 * Give the recommendation that a finding judged.
 *
 * @param[in] finding  Finding; may be NULL.
 * @return The recommendation; NULL for NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_recommendation *cisdock_finding_recommendation(const cisdock_finding *finding);

/**
 * Give the id of the recommendation that a finding judged.
 *
 * @param[in] finding  Finding; may be NULL.
 * @return "4.1"; NULL for NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_finding_id(const cisdock_finding *finding);

/**
 * Give the slug of the recommendation that a finding judged.
 *
 * @param[in] finding  Finding; may be NULL.
 * @return "image-user-nonroot"; NULL for NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_finding_slug(const cisdock_finding *finding);

/**
 * Give the verdict.
 *
 * @param[in] finding  Finding; may be NULL.
 * @return One of CISDOCK_VERDICT_*; CISDOCK_VERDICT_ERROR for NULL.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_finding_verdict(const cisdock_finding *finding);

/**
 * Say why evidence is insufficient.
 *
 * @param[in] finding  Finding; may be NULL.
 * @return "not_given", "not_collected", "damaged", ...; NULL where there is no such reason.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_finding_reason(const cisdock_finding *finding);

/**
 * Say what a verdict rests on.
 *
 * @param[in] finding  Finding; may be NULL.
 * @return "observed", "configured", "heuristic", "attested", "forecast"; NULL for NULL.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_finding_basis(const cisdock_finding *finding);

/**
 * Say how sure a verdict is.
 *
 * @param[in] finding  Finding; may be NULL.
 * @return "high", "medium", "low"; NULL for NULL.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_finding_confidence(const cisdock_finding *finding);

/**
 * Give the sentence that says what was found. Secrets are redacted.
 *
 * @param[in] finding  Finding; may be NULL.
 * @return UTF-8 text; NULL for NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_finding_message(const cisdock_finding *finding);

/**
 * Give what is the same for the same finding in later reports.
 *
 * @param[in] finding  Finding; may be NULL.
 * @return Hexadecimal text; NULL for NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_finding_fingerprint(const cisdock_finding *finding);

/**
 * Count the objects that a finding judged.
 *
 * @param[in] finding  Finding; may be NULL.
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_finding_object_count(const cisdock_finding *finding);

/**
 * Give the first object that a finding judged.
 *
 * @param[in] finding  Finding; may be NULL.
 * @return The first of a list, or NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_object *cisdock_finding_objects(const cisdock_finding *finding);

/**
 * Give the object behind this one.
 *
 * @param[in] object  Object; may be NULL.
 * @return The next one, or NULL at the end.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_object *cisdock_object_next(const cisdock_object *object);

/**
 * Give the kind of an object.
 *
 * @param[in] object  Object; may be NULL.
 * @return "image", "container", "file", ..., or NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_object_kind(const cisdock_object *object);

/**
 * Give the id of an object.
 *
 * @param[in] object  Object; may be NULL.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_object_id(const cisdock_object *object);

/**
 * Give the name of an object.
 *
 * @param[in] object  Object; may be NULL.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_object_name(const cisdock_object *object);

/**
 * Give the verdict on an object.
 *
 * @param[in] object  Object; may be NULL.
 * @return One of CISDOCK_VERDICT_*; CISDOCK_VERDICT_ERROR for NULL.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_object_verdict(const cisdock_object *object);

/**
 * Say why the evidence on an object is insufficient.
 *
 * @param[in] object  Object; may be NULL.
 * @return As cisdock_finding_reason().
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_object_reason(const cisdock_object *object);

/**
 * Give the sentence that says what was found at an object.
 *
 * @param[in] object  Object; may be NULL.
 * @return UTF-8 text; NULL for NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_object_message(const cisdock_object *object);

/**
 * Give the word of a verdict.
 *
 * @param[in] verdict  One of CISDOCK_VERDICT_*.
 * @return "pass", "fail", ... "insufficient_evidence"; NULL for numbers that this version does not know.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_verdict_word(int32_t verdict);

/**
 * Count the findings of one verdict.
 *
 * @param[in] report   Report; may be NULL.
 * @param[in] flavour  CISDOCK_FLAVOUR_ALL or CISDOCK_FLAVOUR_SCORED.
 * @param[in] verdict  One of CISDOCK_VERDICT_*.
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_report_verdict_count(const cisdock_report *report, int32_t flavour, int32_t verdict);

/**
 * Give a percentage of the report.
 *
 * @param[in] report   Report; may be NULL.
 * @param[in] flavour  CISDOCK_FLAVOUR_ALL or CISDOCK_FLAVOUR_SCORED.
 * @param[in] number   One of CISDOCK_NUMBER_*.
 * @return Tenths of a percent, rounded half up; -1 for 0/0 and where there are no recommendations.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_report_number(const cisdock_report *report, int32_t flavour, int32_t number);

/**
 * Say which flavour is the benchmark's headline.
 *
 * @param[in] report  Report; may be NULL.
 * @return CISDOCK_FLAVOUR_ALL or CISDOCK_FLAVOUR_SCORED.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_report_headline(const cisdock_report *report);

/**
 * Give the final action of a policy.
 *
 * @param[in] report  Report; may be NULL.
 * @return "stop", "warn" or "go"; NULL where the bundle has no policy.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_report_final_action(const cisdock_report *report);

/**
 * Say where the final action of a policy comes from.
 *
 * @param[in] report  Report; may be NULL.
 * @return UTF-8 text; NULL where the bundle has no policy.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_report_final_action_reason(const cisdock_report *report);

/**
 * Say what the engine that a bundle was written for would have given.
 *
 * @param[in] report  Report; may be NULL.
 * @return "result", "error_stop" (a verdict of stop because of an error) or "no_verdict"; NULL where the bundle has no
 *         policy.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_report_policy_outcome(const cisdock_report *report);

/**
 * Give the first match of the policy's rules.
 *
 * @param[in] report  Report; may be NULL.
 * @return The first of a list, or NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_match *cisdock_report_matches(const cisdock_report *report);

/**
 * Give the match behind this one.
 *
 * @param[in] match  Match; may be NULL.
 * @return The next one, or NULL at the end.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_match *cisdock_match_next(const cisdock_match *match);

/**
 * Give the id of the policy whose rule matched.
 *
 * @param[in] match  Match; may be NULL.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_match_policy_id(const cisdock_match *match);

/**
 * Give the id of the rule that matched.
 *
 * @param[in] match  Match; may be NULL.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_match_rule_id(const cisdock_match *match);

/**
 * Give the gate of a match.
 *
 * @param[in] match  Match; may be NULL.
 * @return Its name; NULL for NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_match_gate(const cisdock_match *match);

/**
 * Give the trigger of a match.
 *
 * @param[in] match  Match; may be NULL.
 * @return Its name; NULL for NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_match_trigger(const cisdock_match *match);

/**
 * Give the trigger id of a match, which allowlists name.
 *
 * @param[in] match  Match; may be NULL.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_match_trigger_id(const cisdock_match *match);

/**
 * Give the action that a match asks for.
 *
 * @param[in] match  Match; may be NULL.
 * @return "stop", "warn" or "go"; NULL for NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_match_action(const cisdock_match *match);

/**
 * Give the sentence that says what matched. Secrets are redacted.
 *
 * @param[in] match  Match; may be NULL.
 * @return UTF-8 text; NULL for NULL.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_match_message(const cisdock_match *match);

/**
 * Give the id of the allowlist that excuses a match.
 *
 * @param[in] match  Match; may be NULL.
 * @return UTF-8 text; NULL where the match is not excused.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_match_allowlist(const cisdock_match *match);

/**
 * Give the problems of the evaluation itself; those of image and evidence stand on their handles.
 *
 * @param[in] report  Report; may be NULL.
 * @return The first of a list, or NULL where there are none.
 *
 * @par Ownership  Of the report; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_problem *cisdock_report_problems(const cisdock_report *report);

/**
 * Say whether something that was given could not be read to its end: image, evidence or bundle.
 *
 * @param[in] report  Report; may be NULL.
 * @return 1: there is a problem of severity "error"; 0: there is none.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Linear in the problems.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_report_has_errors(const cisdock_report *report);

/**
 * Write a report: the same bytes for the same input.
 *
 * @param[in] context  Context; not NULL. Receives the details of a failure.
 * @param[in] report   Report; not NULL.
 * @param[in] format   One of cisdock_format_at(); not NULL.
 * @param[in] sink     Where the text goes; not NULL. Used during the call only.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  There is no such format, or an argument is NULL.
 * @retval CISDOCK_E_HOST         The sink failed; its number is kept.
 * @retval CISDOCK_E_CANCELLED
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  None.
 * @par Threads    The thread that uses the context; the report is only read.
 * @par Hooks      allocator, cancel, sink.
 * @par Cost       Linear in the report.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_report_write(cisdock_context *context, const cisdock_report *report, const char *format,
                                         const cisdock_sink *sink);

/**
 * Count the formats in which reports are written.
 *
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_format_count(void);

/**
 * Name a format.
 *
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return The name ("json"), or NULL beyond the last.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_format_at(uint32_t index);

/**
 * Say what a format is for.
 *
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return UTF-8 text, or NULL beyond the last.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_format_description(uint32_t index);

#ifdef __cplusplus
}
#endif
#endif
