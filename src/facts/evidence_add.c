/* SPDX-License-Identifier: Apache-2.0 */
/* Reading documents into evidence: whole ones as a tree or text, lists element by element. */
#include "facts/evidence_impl.h"

#include "facts/evidence_mixed.h"
#include "facts/site.h"
#include "io/stream.h"

#include <inttypes.h>
#include <stdio.h>

/* --- streams --- */

static int32_t open_stream(const cdk_env *env, cdk_source *source, cdk_stream **out)
{
    return source->length < 0 ? cdk_stream_forward(env, source, out)
                              : cdk_stream_range(env, source, 0, (uint64_t)source->length, out);
}

static bool stops_all(int32_t status)
{
    return status == CISDOCK_E_NO_MEMORY || status == CISDOCK_E_CANCELLED;
}

/* Records the env's failure as a problem of the document. Only what stops everything stays a failure. */
static int32_t survive(const cdk_env *env, cdk_evidence *evidence, cdk_evidence_kind kind)
{
    int32_t status = env->error->status;
    evidence->docs[kind].given = CDK_GIVEN_DAMAGED;
    if (stops_all(status)) return status;
    if (!env->error->document[0]) {
        const char *name = cdk_evidence_kind_name(kind);
        memcpy(env->error->document, name, strlen(name) + 1);
    }
    if (!cdk_problem_from_error(env, &evidence->arena, &evidence->problems, CDK_ERROR)) return env->error->status;
    return status == CISDOCK_E_HOST || status == CISDOCK_E_LIMIT || status == CISDOCK_E_IO ? status : CISDOCK_OK;
}

/* --- doubled keys --- */

/* Says of each object in which a key stood twice that the last one counts. `element`: of a list, or NULL. Bounded by the
 * reader's cap on depth. */
static bool report_doubles(const cdk_env *env, cdk_evidence *evidence, cdk_evidence_kind kind, const cdk_element *element,
                           const cdk_json *value)
{
    if (value->duplicate_keys) {
        cdk_where where = CDK_NOWHERE;
        where.document = cdk_evidence_kind_name(kind);
        where.pointer = element ? cdk_evidence_pointer(evidence, kind, &evidence->arena, element, value)
                                : cdk_json_pointer(&evidence->arena, value);
        if (!where.pointer) return cdk_fail_memory(env), false;
        if (!cdk_problem_add(env, &evidence->arena, &evidence->problems, CDK_CLASS_DUPLICATE, CDK_WARNING, &where,
                             "%s: a key stands twice in %s; the last one counts", where.document,
                             *where.pointer ? where.pointer : "the document"))
            return false;
    }
    CDK_JSON_EACH(child, value)
        if ((child->first || child->duplicate_keys) && !report_doubles(env, evidence, kind, element, child)) return false;
    return true;
}

/* --- lists --- */

typedef struct list_reader {
    const cdk_env *env;
    cdk_evidence *evidence;
    cdk_evidence_kind kind;
    cdk_stream *stream;
    uint64_t bytes;
    bool begun; /* the first byte that says what the document is was seen */
} list_reader;

/* One object instead of a list of them is the document itself: its members have no index before them. Several, one a line as
 * the client prints them, are a list. */
static void look_at_begin(list_reader *r, cdk_str piece)
{
    cdk_str rest = cdk_str_trim(piece);
    if (r->begun || rest.n == 0) return;
    r->begun = true;
    if (rest.p[0] == '{') r->evidence->docs[r->kind].list_prefix = NULL;
}

static int32_t feed_piece(void *user, const char **bytes, size_t *n)
{
    list_reader *r = user;
    const uint8_t *data = NULL;
    int32_t status = cdk_check_cancel(r->env);
    if (!status) status = cdk_stream_next(r->stream, &data, n);
    if (status) return status;
    *bytes = (const char *)data;
    r->bytes += *n;
    look_at_begin(r, (cdk_str){*bytes, *n});
    if (r->bytes > CDK_LIMIT(r->env, MAX_EVIDENCE)) return cdk_fail_limit(r->env, CDK_LIMIT_MAX_EVIDENCE, NULL, r->bytes);
    return CISDOCK_OK;
}

static int32_t keep_element(list_reader *r, uint64_t index, cdk_json *element)
{
    cdk_evidence_doc *doc = &r->evidence->docs[r->kind];
    if (!cdk_grow(r->env->mem, (void **)&doc->elements, &doc->cap, doc->count + 1, sizeof *doc->elements)) return cdk_fail_memory(r->env);
    element->parent = element->next = NULL;
    element->key = CDK_STR_NONE;
    if (index > 0 && !doc->list_prefix) doc->list_prefix = "";
    doc->elements[doc->count++] = (cdk_element){element, index};
    if (r->kind == CDK_EV_CONTAINERS && cdk_evidence_view_container(r->env, r->evidence, element)) return r->env->error->status;
    return report_doubles(r->env, r->evidence, r->kind, &doc->elements[doc->count - 1], element) ? CISDOCK_OK : r->env->error->status;
}

static int32_t take_element(void *user, uint64_t index, cdk_json *element)
{
    list_reader *r = user;
    const cdk_json *inner = r->kind == CDK_EV_VOLUMES ? cdk_json_get(element, "Volumes") : NULL;
    if (!inner) return keep_element(r, index, element);
    uint64_t n = 0;
    r->evidence->docs[r->kind].list_prefix = "/Volumes";
    for (cdk_json *child = inner->first, *next; child; child = next) {
        next = child->next;
        int32_t status = keep_element(r, n++, child);
        if (status) return status;
    }
    return CISDOCK_OK;
}

static int32_t read_list(const cdk_env *env, cdk_evidence *evidence, cdk_evidence_kind kind, cdk_stream *stream)
{
    list_reader r = {.env = env, .evidence = evidence, .kind = kind, .stream = stream};
    cdk_json_feed feed = {.user = &r, .feed = feed_piece, .each = take_element, .arena = &evidence->arena, .keep = cdk_evidence_keep(kind), .many = true};
    cdk_evidence_doc *doc = &evidence->docs[kind];
    doc->count = 0;
    doc->list_prefix = "";
    cdk_evidence_drop_orders(evidence, kind);
    if (kind == CDK_EV_CONTAINERS) evidence->container_count = 0;
    int32_t status = cdk_json_each(env, &feed, cdk_evidence_kind_name(kind));
    if (stops_all(status)) return status;
    cdk_error said = *env->error; /* of a list that ends too early: what was read of it counts */
    int32_t ordered = cdk_evidence_put_in_order(env, evidence, kind);
    if (ordered) return ordered;
    *env->error = said;
    return status;
}

/* --- feeds --- */

/* Any number of records, alone, in a list, or in the object around them, which is kept. Several documents add up. */
static int32_t take_advisory(void *user, uint64_t index, cdk_json *value)
{
    list_reader *r = user;
    cdk_evidence *evidence = r->evidence;
    bool envelope;
    int32_t status = cdk_feed_take(r->env, &evidence->arena, &evidence->feed, index, value, &evidence->problems, &envelope);
    if (status || !envelope) return status;
    cdk_json *copy = cdk_json_copy(&evidence->arena, value);
    if (!copy) return cdk_fail_memory(r->env);
    evidence->docs[r->kind].json = copy;
    return report_doubles(r->env, evidence, r->kind, NULL, copy) ? CISDOCK_OK : r->env->error->status;
}

static int32_t read_feed(const cdk_env *env, cdk_evidence *evidence, cdk_evidence_kind kind, cdk_stream *stream)
{
    list_reader r = {.env = env, .evidence = evidence, .kind = kind, .stream = stream, .begun = true};
    cdk_json_feed feed = {.user = &r, .feed = feed_piece, .each = take_advisory, .member = "advisories", .many = true};
    cdk_feed_begin(&evidence->feed);
    int32_t status = cdk_json_each(env, &feed, cdk_evidence_kind_name(kind));
    int32_t ended = stops_all(status) ? status : cdk_feed_end(env, &evidence->feed);
    return status ? status : ended;
}

/* --- whole documents --- */

static int32_t read_json(const cdk_env *env, cdk_evidence *evidence, cdk_evidence_kind kind, cdk_str text)
{
    cdk_evidence_doc *doc = &evidence->docs[kind];
    cdk_json *root = NULL;
    doc->json = NULL;
    if (kind == CDK_EV_DAEMON_JSON && cdk_str_trim(text).n == 0) text = CDK_STR("{}"); /* dockerd takes an empty file */
    int32_t status = cdk_json_parse(env, &evidence->arena, text, cdk_evidence_kind_name(kind), &root);
    if (!status && kind == CDK_EV_INFO) status = cdk_evidence_check_info(env, root);
    if (status) return status;
    doc->json = root;
    if (!report_doubles(env, evidence, kind, NULL, root)) return env->error->status;
    if (kind == CDK_EV_VULNERABILITIES && (status = cdk_evidence_check_findings(env, evidence))) {
        doc->json = NULL;
        return status;
    }
    if (kind == CDK_EV_SITE) return cdk_site_check(env, &evidence->arena, root, &evidence->problems);
    return kind == CDK_EV_MANIFEST ? cdk_evidence_take_manifest(env, evidence, root) : CISDOCK_OK;
}

/* JSON begins as such; all else is a scanner's text. What is read before a fault counts. */
static int32_t read_scans(const cdk_env *env, cdk_evidence *evidence, cdk_str text)
{
    cdk_str begin = cdk_str_trim(text);
    cdk_json *root = NULL;
    if (cdk_str_starts(begin, CDK_STR("\xef\xbb\xbf"))) begin = cdk_str_from(begin, 3);
    if (!begin.n || (begin.p[0] != '[' && begin.p[0] != '{')) return cdk_malware_take_text(env, &evidence->arena, text, &evidence->malware, &evidence->problems);
    int32_t status = cdk_json_parse(env, &evidence->arena, text, cdk_evidence_kind_name(CDK_EV_MALWARE), &root);
    if (!status) status = cdk_malware_take_json(env, &evidence->arena, root, &evidence->malware, &evidence->problems);
    if (status || report_doubles(env, evidence, CDK_EV_MALWARE, NULL, root)) return status;
    return env->error->status;
}

/* `text` lives as long as the evidence, but for JSON, of which only the tree is kept. */
static int32_t take_whole(const cdk_env *env, cdk_evidence *evidence, cdk_evidence_kind kind, cdk_str text)
{
    if (cdk_evidence_form_of(kind) == CDK_FORM_JSON) return read_json(env, evidence, kind, text);
    if (cdk_evidence_form_of(kind) == CDK_FORM_SCANS) return read_scans(env, evidence, text);
    evidence->docs[kind].text = text;
    return cdk_hostdoc_take(env, &evidence->arena, kind, text, &evidence->problems, &evidence->host);
}

static int32_t read_whole(const cdk_env *env, cdk_evidence *evidence, cdk_evidence_kind kind, cdk_stream *stream)
{
    cdk_arena scratch;
    cdk_str text;
    bool json = cdk_evidence_form_of(kind) == CDK_FORM_JSON;
    cdk_arena_init(&scratch, env->mem);
    int32_t status = cdk_stream_read_all(stream, json ? &scratch : &evidence->arena, CDK_LIMIT(env, MAX_EVIDENCE), &text);
    if (!status) status = take_whole(env, evidence, kind, text);
    cdk_arena_free(&scratch);
    return status;
}

int32_t cdk_evidence_take_text(const cdk_env *env, cdk_evidence *evidence, cdk_evidence_kind kind, cdk_str text)
{
    cdk_str kept = cdk_str_dup(&evidence->arena, text);
    if (!kept.p) return cdk_fail_memory(env);
    evidence->docs[kind].given = CDK_GIVEN;
    int32_t status = take_whole(env, evidence, kind, kept);
    if (!status) evidence->docs[kind].text = kept;
    return status ? survive(env, evidence, kind) : CISDOCK_OK;
}

int32_t cdk_evidence_add_document(const cdk_env *env, cdk_evidence *evidence, cdk_evidence_kind kind, const char *name,
                                  const cisdock_source *source)
{
    cdk_evidence_doc *doc = &evidence->docs[kind];
    cdk_source checked;
    cdk_stream *stream = NULL;
    int32_t status = cdk_source_init(env, source, &checked);
    if (status) return survive(env, evidence, kind);
    status = open_stream(env, &checked, &stream);
    doc->given = CDK_GIVEN;
    if (name && !(doc->name = cdk_arena_dup(&evidence->arena, name, strlen(name)))) status = cdk_fail_memory(env);
    cdk_evidence_form form = cdk_evidence_form_of(kind);
    if (!status) status = (form == CDK_FORM_JSON_EACH ? read_list : form == CDK_FORM_FEED ? read_feed : read_whole)(env, evidence, kind, stream);
    cdk_stream_close(stream);
    cdk_source_close(&checked);
    return status ? survive(env, evidence, kind) : CISDOCK_OK;
}
