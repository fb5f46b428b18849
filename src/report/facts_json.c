/* SPDX-License-Identifier: Apache-2.0 */
/* The document that `cisdock facts` prints: what the analysis of each image sees. */
#include "report/facts_json.h"

#include "cisdock/analysis.h"
#include "facts/gate_facts.h"
#include "report/report.h"

static void write_text_list(cdk_jsonw *w, const cdk_str_list *list)
{
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < list->count; i++) cdk_jsonw_str(w, list->items[i]);
    cdk_jsonw_array_end(w);
}

/* The oldest form names its images by bare ids, which are no digests of a configuration. */
static cdk_str printed_id(const cdk_facts *facts, const cdk_image_doc *image)
{
    bool bare = cdk_facts_format(facts) == CDK_FORMAT_DOCKER_REPOSITORIES && image->image_id.n > sizeof "sha256:" - 1;
    return bare ? cdk_str_from(image->image_id, sizeof "sha256:" - 1) : image->image_id;
}

static int32_t write_documents(const cdk_env *env, cdk_jsonw *w, const cdk_facts *facts, bool redact)
{
    const cdk_image_doc *image = cdk_facts_image(facts);
    if (cdk_facts_format(facts) == CDK_FORMAT_ROOTFS) return CISDOCK_OK;
    cdk_jsonw_key(w, "tags");
    write_text_list(w, &image->names);
    cdk_jsonw_key(w, "image_id");
    cdk_jsonw_str(w, printed_id(facts, image));
    if (image->manifest_digest.p) {
        cdk_jsonw_key(w, "manifest_digest");
        cdk_jsonw_str(w, image->manifest_digest);
    }
    if (!image->config) return CISDOCK_OK;
    cdk_jsonw_key(w, "config");
    return cdk_facts_json_config(env, w, image->config, redact);
}

static void write_os_release(cdk_jsonw *w, const cdk_facts *facts)
{
    static const char *const keys[] = {"ID", "VERSION_ID", "ID_LIKE", "PRETTY_NAME"};
    const cdk_pair *pairs;
    uint32_t count;
    if (cdk_facts_os_release(facts, &pairs, &count) != CDK_HAVE || !pairs) return;
    cdk_jsonw_key(w, "os_release");
    cdk_jsonw_object(w);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        cdk_str value = cdk_facts_os_release_get(facts, keys[i]);
        if (!value.p) continue;
        cdk_jsonw_key(w, keys[i]);
        cdk_jsonw_str(w, value);
    }
    cdk_jsonw_object_end(w);
}

static void write_accounts(cdk_jsonw *w, const cdk_facts *facts)
{
    const cdk_user *users;
    const cdk_shadow *rows;
    uint32_t count;
    if (cdk_facts_users(facts, &users, &count) == CDK_HAVE) {
        cdk_jsonw_key(w, "passwd");
        cdk_facts_json_passwd(w, users, count);
    }
    if (cdk_facts_shadow(facts, &rows, &count) == CDK_HAVE) {
        cdk_jsonw_key(w, "shadow");
        cdk_facts_json_shadow(w, rows, count);
    }
}

static void write_packages(cdk_jsonw *w, const cdk_facts *facts)
{
    const cdk_package *packages;
    uint32_t count;
    cdk_facts_packages(facts, &packages, &count);
    cdk_jsonw_key(w, "packages_count");
    cdk_jsonw_u64(w, count);
    cdk_jsonw_key(w, "packages");
    cdk_facts_json_packages(w, packages, count);
    cdk_facts_language_packages(facts, &packages, &count);
    cdk_jsonw_key(w, "language_packages_count");
    cdk_jsonw_u64(w, count);
    cdk_jsonw_key(w, "language_packages");
    cdk_facts_json_packages(w, packages, count);
}

static int32_t write_gates(const cdk_env *env, cdk_jsonw *w, const cdk_facts *facts)
{
    cdk_gate_facts *gates;
    int32_t status = cdk_gate_facts_from_image(env, facts, NULL, &gates);
    if (status) return status;
    cdk_jsonw_key(w, "gates");
    cdk_gate_facts_write(w, gates);
    cdk_gate_facts_free(gates);
    return CISDOCK_OK;
}

static int32_t write_image(const cdk_env *env, cdk_jsonw *w, const cdk_facts *facts, uint32_t parts)
{
    cdk_jsonw_object(w);
    int32_t status = write_documents(env, w, facts, parts & CISDOCK_FACTS_REDACT);
    cdk_jsonw_key(w, "layers");
    cdk_facts_json_layers(w, facts);
    if (!status) status = cdk_facts_json_tree(env, w, facts);
    write_os_release(w, facts);
    write_accounts(w, facts);
    write_packages(w, facts);
    cdk_jsonw_key(w, "evidence");
    if (!status) status = cdk_facts_json_evidence(env, w, facts, parts & CISDOCK_FACTS_REDACT);
    if (!status && parts & CISDOCK_FACTS_GATES) status = write_gates(env, w, facts);
    cdk_jsonw_object_end(w);
    return status;
}

int32_t cdk_facts_write_json(const cdk_env *env, const cdk_facts *const *list, size_t count, uint32_t parts,
                             const cisdock_sink *sink)
{
    cdk_jsonw *w;
    cdk_jsonw_options options = {.indent = 1, .surrogate_escapes = true, .ascii = true};
    int32_t status = cdk_jsonw_new(env, sink, &options, &w);
    if (status) return status;
    cdk_jsonw_object(w);
    cdk_jsonw_key(w, "opens");
    cdk_jsonw_bool(w, true);
    cdk_jsonw_key(w, "format");
    cdk_jsonw_text(w, count ? cdk_image_format_name(cdk_facts_format(list[0])) : NULL);
    cdk_jsonw_key(w, "images");
    cdk_jsonw_array(w);
    for (size_t i = 0; i < count && !status; i++) status = write_image(env, w, list[i], parts);
    cdk_jsonw_array_end(w);
    cdk_jsonw_object_end(w);
    cdk_jsonw_newline(w);
    int32_t ended = cdk_jsonw_end(w);
    return status ? status : ended;
}
