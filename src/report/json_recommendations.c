/* SPDX-License-Identifier: Apache-2.0 */
#include "report/out.h"
#include "report/words.h"

/* Evidence of this many items stands beside the verdict; all of it stands on the objects. */
enum { SHOWN_EVIDENCE = 1000 };

static void put_marks(cdk_out *out, const cdk_recommendation *item)
{
    static const char *const assessments[] = {NULL, "automated", "manual"};
    if (item->scored == CDK_UNKNOWN)
        cdk_out_null(out, "scored");
    else
        cdk_out_bool(out, "scored", item->scored == CDK_YES);
    cdk_out_text(out, "assessment", assessments[item->assessment]);
    cdk_jsonw_key(out->w, "levels");
    cdk_jsonw_array(out->w);
    for (uint32_t i = 0; i < item->level_count; i++) {
        cdk_jsonw_object(out->w);
        cdk_out_text(out, "target", cdk_target_word(item->levels[i].target));
        cdk_out_i64(out, "level", item->levels[i].level);
        cdk_jsonw_object_end(out->w);
    }
    cdk_jsonw_array_end(out->w);
}

static void put_object(cdk_out *out, const cdk_finding *finding, const cdk_outcome *object)
{
    cdk_jsonw_object(out->w);
    cdk_out_text(out, "kind", object->object_kind);
    cdk_out_str(out, "id", cdk_str_of(object->object_id));
    cdk_out_str(out, "name", cdk_str_of(object->object_name));
    cdk_out_text(out, "verdict", cdk_verdict_word(object->verdict));
    cdk_out_text(out, "reason", cdk_reason_word(object->reason));
    cdk_out_text(out, "basis", cdk_basis_word(object->basis));
    cdk_out_text(out, "confidence", cdk_confidence_word(object->confidence));
    cdk_out_str(out, "message", cdk_str_of(object->message));
    cdk_jsonw_key(out->w, "evidence");
    cdk_jsonw_array(out->w);
    cdk_json_evidence(out, object->evidence);
    cdk_jsonw_array_end(out->w);
    cdk_out_fingerprint(out, finding, object);
    cdk_jsonw_object_end(out->w);
}

static void put_objects(cdk_out *out, const cdk_finding *finding)
{
    cdk_jsonw_key(out->w, "objects");
    cdk_jsonw_array(out->w);
    for (const cdk_outcome *object = finding->objects; object; object = object->next)
        if (object->object_kind) put_object(out, finding, object);
    cdk_jsonw_array_end(out->w);
}

/* Of the objects that have the verdict. */
static void put_evidence(cdk_out *out, const cdk_finding *finding)
{
    uint32_t shown = 0;
    cdk_jsonw_key(out->w, "evidence");
    cdk_jsonw_array(out->w);
    for (const cdk_outcome *object = finding->objects; object && shown < SHOWN_EVIDENCE; object = object->next) {
        if (object->verdict != finding->verdict) continue;
        cdk_json_evidence(out, object->evidence);
        for (const cdk_evidence_item *item = object->evidence; item; item = item->next) shown++;
    }
    cdk_jsonw_array_end(out->w);
}

static void put_finding(cdk_out *out, const cdk_finding *finding)
{
    const cdk_recommendation *item = finding->recommendation;
    cdk_jsonw_object(out->w);
    cdk_out_text(out, "id", item->id);
    cdk_out_text(out, "slug", item->slug ? item->slug->slug : NULL);
    cdk_out_text(out, "title", item->title);
    cdk_out_text(out, "section", item->section);
    put_marks(out, item);
    cdk_out_text(out, "verdict", cdk_verdict_word(finding->verdict));
    cdk_out_text(out, "reason", cdk_reason_word(finding->reason));
    cdk_out_text(out, "basis", cdk_basis_word(finding->basis));
    cdk_out_text(out, "confidence", cdk_confidence_word(finding->confidence));
    cdk_out_str(out, "message", cdk_str_of(finding->message));
    cdk_out_text(out, "remediation", item->slug ? item->slug->remediation : NULL);
    put_objects(out, finding);
    put_evidence(out, finding);
    cdk_out_text(out, "fingerprint", finding->fingerprint);
    cdk_jsonw_object_end(out->w);
}

void cdk_json_recommendations(cdk_out *out)
{
    const cdk_evaluation *evaluation = out->report->evaluation;
    cdk_jsonw_key(out->w, "recommendations");
    cdk_jsonw_array(out->w);
    for (uint32_t i = 0; i < evaluation->finding_count && !out->status; i++) put_finding(out, &evaluation->findings[i]);
    cdk_jsonw_array_end(out->w);
}
