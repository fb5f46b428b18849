/* SPDX-License-Identifier: Apache-2.0 */
/* How checks of the host name the evidence that an outcome rests on. All take an outcome that is NULL. */
#ifndef CDK_CHECKS_HOST_CITE_H
#define CDK_CHECKS_HOST_CITE_H

#include "checks/trigger.h"
#include "facts/stat_table.h"

/* {"kind":"document","document":"info","pointer":"/Driver","value":"overlay2"}. `element`: of a list, else NULL. Long
 * values are cut. `value` NULL: nothing is added. */
void cdk_cite(cdk_eval *eval, cdk_outcome *outcome, cdk_evidence_kind kind, const cdk_element *element, const cdk_json *value);
/* The same for a member that is not there: `value` null and "absent": true. `parent` is what it would stand in; `member`
 * outlives the report. */
void cdk_cite_absent(cdk_eval *eval, cdk_outcome *outcome, cdk_evidence_kind kind, const cdk_element *element,
                     const cdk_json *parent, const char *member);
/* {"kind":"document","document":"mounts","line":3,"value":"..."}; line 0: none. */
void cdk_cite_line(cdk_eval *eval, cdk_outcome *outcome, cdk_evidence_kind kind, uint32_t line, cdk_str text);
/* {"kind":"stat","path":...,"mode":"0644","uid":0,...} */
void cdk_cite_stat(cdk_eval *eval, cdk_outcome *outcome, const cdk_stat *stat);

/* What an outcome is about. Texts are copied into the report's arena. */
void cdk_about(cdk_eval *eval, cdk_outcome *outcome, const char *object_kind, cdk_str id, cdk_str name);

/* A text for a message: cut where it is long, control characters replaced. Never NULL. */
const char *cdk_shown(cdk_eval *eval, cdk_str text);

#endif
