/* SPDX-License-Identifier: Apache-2.0 */
/* What all writers share: a place for texts that are redacted and repaired before they are shown. */
#ifndef CDK_REPORT_OUT_H
#define CDK_REPORT_OUT_H

#include "base/json.h"
#include "layer/secret.h"
#include "report/report.h"

typedef struct cdk_out {
    const cdk_env *env;
    const cdk_report *report;
    cdk_jsonw *w;      /* of the JSON writers */
    cdk_arena scratch;
    cdk_arena members; /* of the item that is being shown */
    cdk_secret_index *secrets; /* made with the first text; NULL before */
    cdk_digest *sha256; /* of fingerprints; the same */
    int32_t status;    /* first failure, sticky */
} cdk_out;

void cdk_out_init(cdk_out *out, const cdk_env *env, const cdk_report *report);
void cdk_out_free(cdk_out *out);

/* The text with secrets replaced, in `scratch`; p NULL: none, or a failure that sticks in `out`. */
cdk_str cdk_out_redact(cdk_out *out, cdk_secret_place place, cdk_str text);

/* The members of an evidence item, until the next item is asked for. */
const cdk_member *cdk_out_members(cdk_out *out, const cdk_evidence_item *item);
/* What stands for an object in later reports. */
void cdk_out_fingerprint(cdk_out *out, const cdk_finding *finding, const cdk_outcome *object);

/* A member with a text, redacted, and with NAME_bytes in base64 behind it where it is no UTF-8. p NULL: null. Empties
 * `scratch`. */
void cdk_out_str(cdk_out *out, const char *name, cdk_str text);
void cdk_out_redacted(cdk_out *out, const char *name, cdk_str text);     /* the same for a text that was redacted before */
void cdk_out_text(cdk_out *out, const char *name, const char *text);     /* of ours or of the benchmark, as it is. NULL: null */
void cdk_out_path(cdk_out *out, const char *name, cdk_str clean_path);   /* with its leading slash */
void cdk_out_i64(cdk_out *out, const char *name, int64_t value);
void cdk_out_bool(cdk_out *out, const char *name, bool value);
void cdk_out_null(cdk_out *out, const char *name);
/* A value of a document, its strings redacted. */
void cdk_out_json(cdk_out *out, const char *name, const cdk_json *value);

/* Parts of the JSON report, one file each. */
void cdk_json_image(cdk_out *out);
void cdk_json_summary(cdk_out *out);
void cdk_json_recommendations(cdk_out *out);
void cdk_json_evidence(cdk_out *out, const cdk_evidence_item *first); /* items into an array that is open */
void cdk_json_policy(cdk_out *out);
void cdk_json_problems(cdk_out *out);

#endif
