/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/gate_facts_image.h"

static bool starts_nop(cdk_str text, cdk_str *rest)
{
    static const char head[] = "/bin/sh -c #(nop) ";
    if (!cdk_str_starts(text, CDK_STR(head))) return false;
    *rest = cdk_str_from(text, sizeof head - 1);
    while (rest->n && rest->p[0] == ' ') *rest = cdk_str_from(*rest, 1);
    size_t at;
    if (cdk_str_find_char(*rest, '\n', &at)) rest->n = at;
    return true;
}

int32_t cdk_gate_facts_guess_dockerfile(const cdk_env *env, const cdk_image_config *config, cdk_gate_facts *out)
{
    cdk_buf text;
    cdk_str rest;
    cdk_buf_init(&text, env->mem);
    cdk_buf_text(&text, "FROM scratch\n");
    for (uint32_t i = 0; config && i < config->history_count; i++) {
        cdk_str made = config->history[i].created_by;
        bool nop = starts_nop(made, &rest);
        if (!made.n || (nop && !rest.n)) continue;
        if (!nop) cdk_buf_text(&text, "RUN ");
        cdk_buf_str(&text, nop ? rest : made);
        cdk_buf_char(&text, '\n');
    }
    out->dockerfile_mode = CDK_STR("Guessed");
    out->dockerfile = cdk_str_dup(&out->arena, cdk_buf_view(&text));
    bool whole = !text.failed && out->dockerfile.p;
    cdk_buf_free(&text);
    return whole ? CISDOCK_OK : cdk_fail_memory(env);
}

static int32_t read_documents(const cdk_env *env, const cdk_facts *facts, const cdk_evidence *evidence, cdk_gate_facts *out)
{
    const cdk_image_doc *image = facts ? facts->image : NULL;
    const cdk_image_config *config = image ? image->config : NULL;
    cdk_str given = cdk_evidence_text(evidence, CDK_EV_DOCKERFILE);
    out->image_id = image ? image->image_id : CDK_STR_NONE;
    if (cdk_str_starts(out->image_id, CDK_STR("sha256:"))) out->image_id = cdk_str_from(out->image_id, 7);
    out->digest = image ? image->manifest_digest : CDK_STR_NONE;
    out->layer_count = image ? image->layer_count : 0;
    out->of_image = true;
    if (config) {
        out->architecture = config->architecture;
        out->os = config->os;
        out->config_user = config->user;
    }
    if (!given.n) return cdk_gate_facts_guess_dockerfile(env, config, out);
    out->dockerfile_mode = CDK_STR("Actual");
    out->dockerfile = given;
    return CISDOCK_OK;
}

/* Contents that the plan asked for by path. A link is not followed, as the engine does not. */
static int32_t read_retrieved(const cdk_env *env, const cdk_facts *facts, cdk_gate_facts *out)
{
    const cdk_plan *plan = facts->collected;
    cdk_gate_retrieved *items = cdk_arena_calloc(&out->arena, plan->count + 1, sizeof *items);
    if (!items) return cdk_fail_memory(env);
    cdk_str *asked = cdk_arena_calloc(&out->arena, plan->count + 1, sizeof *asked);
    if (!asked) return cdk_fail_memory(env);
    out->asked = asked;
    out->retrieved_state = CDK_NOT_COLLECTED;
    for (size_t i = 0; i < plan->count; i++) {
        cdk_str bytes, clean = plan->items[i].pattern;
        cdk_file file;
        int32_t layer;
        if (plan->items[i].kind != CDK_NEED_CONTENT) continue;
        if (out->retrieved_state == CDK_NOT_COLLECTED) out->retrieved_state = facts->tree_state;
        cdk_str path = cdk_gate_facts_path(&out->arena, clean);
        if (!path.p) return cdk_fail_memory(env);
        asked[out->asked_count++] = path;
        if (!cdk_facts_find(facts, clean, &out->arena, &file) || file.type != 'f' || file.hardlink) continue;
        cdk_known known = cdk_facts_content(facts, clean, &bytes, &layer);
        if (known != CDK_HAVE) {
            out->retrieved_state = known;
            continue;
        }
        items[out->retrieved_count++] = (cdk_gate_retrieved){path, bytes.p ? bytes : CDK_STR("")};
    }
    out->retrieved = items;
    return CISDOCK_OK;
}

static int32_t read_layers(const cdk_env *env, const cdk_facts *facts, cdk_gate_facts *out)
{
    cdk_gate_squash squash;
    cdk_arena scratch;
    cdk_arena_init(&scratch, env->mem);
    int32_t status = cdk_gate_squash_run(env, facts, &scratch, &squash);
    if (!status) status = cdk_gate_facts_read_tree(env, facts, &squash, out);
    if (!status) status = cdk_gate_facts_read_hits(env, facts, &squash, out);
    cdk_arena_free(&scratch);
    if (!status) status = read_retrieved(env, facts, out);
    if (!status) status = cdk_gate_facts_read_distro(env, facts, out);
    return status ? status : cdk_gate_facts_read_image_packages(env, facts, out);
}

static int32_t finish(int32_t status, cdk_gate_facts *made, cdk_gate_facts **out)
{
    if (status)
        cdk_gate_facts_free(made);
    else
        *out = made;
    return status;
}

/* One that is given goes before what a document tells; where it tells none, the history does. */
static int32_t read_dockerfile(const cdk_env *env, const cdk_facts *facts, const cdk_evidence *evidence, cdk_gate_facts *out)
{
    cdk_str given = cdk_evidence_text(evidence, CDK_EV_DOCKERFILE);
    if (!given.n && (out->dockerfile.p || !facts->image->config)) return CISDOCK_OK;
    if (!given.n) return cdk_gate_facts_guess_dockerfile(env, facts->image->config, out);
    out->dockerfile_mode = CDK_STR("Actual");
    out->dockerfile = given;
    return CISDOCK_OK;
}

int32_t cdk_gate_facts_from_image(const cdk_env *env, const cdk_facts *facts, const cdk_evidence *evidence, cdk_gate_facts **out)
{
    *out = NULL;
    cdk_gate_facts *made;
    const cdk_json *document = facts ? cdk_facts_document(facts) : NULL;
    int32_t status = document ? cdk_gate_facts_from_json(env, document, NULL, &made) : cdk_gate_facts_new(env, &made);
    if (status) return status;
    if (document) {
        status = read_dockerfile(env, facts, evidence, made);
        return finish(status ? status : cdk_gate_facts_read_evidence(env, facts, evidence, made), made, out);
    }
    made->files_state = made->retrieved_state = made->secrets_state = made->contents_state = CDK_NOT_GIVEN;
    made->packages_state = made->languages_state = made->licenses_state = made->records_state = CDK_NOT_GIVEN;
    status = read_documents(env, facts, evidence, made);
    if (!status && facts && facts->fold) status = read_layers(env, facts, made);
    if (!status) status = cdk_gate_facts_read_evidence(env, facts, evidence, made);
    return finish(status, made, out);
}
