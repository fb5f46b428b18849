/* SPDX-License-Identifier: Apache-2.0 */
#include "report/out.h"

static cdk_str none_if_empty(cdk_str s)
{
    return s.n ? s : CDK_STR_NONE;
}

static void put_layer(cdk_out *out, uint32_t index)
{
    const cdk_layer_info *layer = cdk_facts_layer(out->report->facts, index);
    cdk_jsonw_object(out->w);
    cdk_out_i64(out, "index", index);
    cdk_out_str(out, "digest", none_if_empty(layer->digest));
    cdk_out_str(out, "diff_id", none_if_empty(layer->diff_id));
    cdk_out_redacted(out, "created_by", cdk_out_redact(out, CDK_SECRET_IN_COMMAND, layer->created_by));
    cdk_out_bool(out, "verified", layer->verified);
    cdk_jsonw_object_end(out->w);
}

static void put_distro(cdk_out *out)
{
    const cdk_facts *facts = out->report->facts;
    cdk_str id = cdk_facts_os_release_get(facts, "ID");
    if (!id.p) {
        cdk_out_null(out, "distro");
        return;
    }
    cdk_jsonw_key(out->w, "distro");
    cdk_jsonw_object(out->w);
    cdk_out_str(out, "id", id);
    cdk_out_str(out, "version_id", cdk_facts_os_release_get(facts, "VERSION_ID"));
    cdk_jsonw_object_end(out->w);
}

void cdk_json_image(cdk_out *out)
{
    const cdk_facts *facts = out->report->facts;
    if (!facts) {
        cdk_out_null(out, "image");
        return;
    }
    const cdk_image_doc *doc = cdk_facts_image(facts);
    cdk_jsonw_key(out->w, "image");
    cdk_jsonw_object(out->w);
    cdk_out_str(out, "id", none_if_empty(doc->image_id));
    cdk_out_str(out, "manifest_digest", none_if_empty(doc->manifest_digest));
    cdk_jsonw_key(out->w, "names");
    cdk_jsonw_array(out->w);
    for (uint32_t i = 0; i < doc->names.count; i++) cdk_jsonw_str(out->w, cdk_out_redact(out, CDK_SECRET_IN_TEXT, doc->names.items[i]));
    cdk_jsonw_array_end(out->w);
    cdk_out_str(out, "os", none_if_empty(doc->platform.os));
    cdk_out_str(out, "architecture", none_if_empty(doc->platform.architecture));
    cdk_out_str(out, "variant", none_if_empty(doc->platform.variant));
    put_distro(out);
    cdk_jsonw_key(out->w, "layers");
    cdk_jsonw_array(out->w);
    for (uint32_t i = 0; i < cdk_facts_layer_count(facts); i++) put_layer(out, i);
    cdk_jsonw_array_end(out->w);
    cdk_jsonw_object_end(out->w);
}
