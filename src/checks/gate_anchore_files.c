/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/anchore.h"

#include <stdio.h>

#include "base/sort.h"

bool cdk_content_pattern_named(cdk_str pattern, cdk_str wanted)
{
    cdk_str name, regex;
    bool named = cdk_str_cut(pattern, '=', &name, &regex);
    if (!wanted.n) return true;
    return cdk_str_eq(named ? regex : pattern, wanted) || (named && cdk_str_eq(name, wanted));
}

static bool holds(const cdk_str *list, uint32_t count, cdk_str text)
{
    for (uint32_t i = 0; i < count; i++)
        if (cdk_str_eq(list[i], text)) return true;
    return false;
}

/* Of an image: whether what the bundle names and the rule wants was searched for. In the engine's modes what was not is silent. */
static bool was_searched(cdk_eval *eval, cdk_str wanted)
{
    const cdk_content_search *search = &eval->anchore->content;
    const cdk_gate_facts *facts = cdk_seen(eval);
    bool intended = eval->compat == CDK_COMPAT_INTENDED, any = false;
    for (uint32_t i = 0; i < search->count && !search->fault; i++) {
        if (!cdk_content_pattern_named(search->patterns[i], wanted)) continue;
        any = true;
        if (holds(facts->content_searches, facts->content_search_count, search->patterns[i])) continue;
        if (intended) cdk_say_unread(eval, CDK_NOT_COLLECTED, "what the patterns of content_search find");
        return false;
    }
    if (any || !intended) return any;
    if (search->fault)
        cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "%s: nothing was searched for", search->fault);
    else if (search->count)
        cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "the bundle's content_search has no pattern %.*s", wanted.n < 200 ? (int)wanted.n : 200, wanted.p ? wanted.p : "");
    else
        cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "the bundle names no patterns to search for (content_search with regexp_match)");
    return false;
}

/* A hit of this bundle's patterns: a stored layer may know those of others, and of larger files. */
static bool is_own(cdk_eval *eval, const cdk_gate_hit *hit)
{
    const cdk_content_search *search = &eval->anchore->content;
    const cdk_gate_file *file = search->max_size ? cdk_gate_facts_file(cdk_seen(eval), hit->path) : NULL;
    return holds(search->patterns, search->count, hit->text) && !(file && file->size > search->max_size);
}

static int32_t content_regex_match(cdk_eval *eval)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    cdk_str wanted = cdk_param(eval, "regex_name");
    if (facts->of_image ? !was_searched(eval, wanted) : cdk_anchore_lacks(eval, facts->contents_state, "the content search")) return cdk_eval_status(eval);
    for (uint32_t i = 0; i < facts->content_count; i++) {
        const cdk_gate_hit *hit = &facts->contents[i];
        if (!cdk_content_pattern_named(hit->text, wanted) || (facts->of_image && !is_own(eval, hit))) continue;
        cdk_buf text;
        cdk_buf_init(&text, eval->env->mem);
        cdk_buf_text(&text, "File content analyzer found regexp match in container: file=");
        cdk_buf_str(&text, hit->path);
        cdk_buf_text(&text, " regexp=");
        cdk_buf_str(&text, hit->text);
        int32_t status = cdk_anchore_fire(eval, &text, NULL);
        if (!status) status = cdk_anchore_evidence(eval, "file", "path", hit->path);
        if (status) return status;
    }
    if (facts->of_image) cdk_anchore_lacks(eval, facts->contents_state, "the content of all files");
    return cdk_eval_status(eval);
}

/* --- name_match --- */

static int32_t fire_name(cdk_eval *eval, const cdk_gate_file *file, cdk_str pattern)
{
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_text(&text, "Application of regex matched file found in container: file=");
    cdk_buf_str(&text, file->path);
    cdk_buf_text(&text, " regexp=");
    cdk_buf_str(&text, pattern);
    int32_t status = cdk_anchore_fire(eval, &text, NULL);
    return status ? status : cdk_anchore_file_evidence(eval, file);
}

static int by_path(const void *context, const void *a, const void *b)
{
    (void)context;
    const cdk_named_file *x = a, *y = b;
    return cdk_str_cmp(x->file->path, y->file->path);
}

static int32_t sort_files(cdk_eval *eval)
{
    cdk_anchore *anchore = eval->anchore;
    const cdk_gate_facts *facts = anchore->facts;
    if (anchore->by_path) return 0;
    anchore->by_path = cdk_arena_alloc(&anchore->prepared, facts->file_count * sizeof *anchore->by_path);
    if (!anchore->by_path) return cdk_fail_memory(eval->env);
    for (uint32_t i = 0; i < facts->file_count; i++)
        anchore->by_path[i] = (cdk_named_file){&facts->files[i], cdk_pairs_of(facts->files[i].path)};
    cdk_sort(anchore->by_path, facts->file_count, sizeof *anchore->by_path, by_path, NULL);
    return 0;
}

/* The first in order that is behind `prefix`: with `beyond` also behind all that begin with it. */
static uint32_t first_from(const cdk_named_file *files, uint32_t count, cdk_str prefix, bool beyond)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        cdk_str path = files[middle].file->path;
        if (cdk_str_cmp(path, prefix) < 0 || (beyond && cdk_str_starts(path, prefix)))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Most patterns name a folder, and so see only what is below it; of the others most need a text that few paths have: paths
 * that lack one of its pairs of bytes are passed over without being looked at. */
static int32_t match_names(cdk_eval *eval, cdk_regex *regex, cdk_regex_run *run, cdk_str pattern)
{
    uint32_t count = cdk_seen(eval)->file_count;
    cdk_str prefix = cdk_regex_prefix(regex), needed = cdk_regex_needed(regex);
    int32_t status = sort_files(eval);
    if (status) return status;
    const cdk_named_file *files = eval->anchore->by_path;
    uint64_t pairs = cdk_regex_pairs(regex);
    size_t at;
    uint32_t end = first_from(files, count, prefix, true);
    for (uint32_t i = first_from(files, count, prefix, false); i < end; i++) {
        bool hit = false;
        if (i % 4096 == 4095 && (status = cdk_check_cancel(eval->env))) return status;
        if ((files[i].pairs & pairs) != pairs || (needed.n && !cdk_str_find(files[i].file->path, needed, &at))) continue;
        status = cdk_regex_try(run, CDK_RE_MATCH, files[i].file->path, &hit);
        if (status) return cdk_anchore_regex_failed(eval, status, "the parameter regex");
        if (hit && (status = fire_name(eval, files[i].file, pattern))) return status;
    }
    return 0;
}

static int32_t name_match(cdk_eval *eval)
{
    cdk_str pattern = cdk_param(eval, "regex");
    cdk_regex *regex;
    cdk_regex_run *run = NULL;
    if (cdk_anchore_lacks(eval, cdk_seen(eval)->files_state, "the list of files") || !cdk_seen(eval)->file_count) return 0;
    int32_t status = cdk_regex_new(eval->env, pattern, CDK_RE_TEXT, &regex);
    if (!status) status = cdk_regex_run_new(eval->env, regex, &run);
    status = status ? cdk_anchore_regex_failed(eval, status, "the parameter regex") : match_names(eval, regex, run, pattern);
    cdk_regex_run_free(run);
    cdk_regex_free(regex);
    return status;
}

/* --- attribute_match --- */

/* int(text, 8) */
static bool python_octal(cdk_arena *arena, cdk_str text, cdk_str *out)
{
    text = cdk_py_strip(text);
    bool negative = text.n && text.p[0] == '-';
    if (text.n && (negative || text.p[0] == '+')) text = cdk_str_from(text, 1);
    bool prefix = text.n > 2 && text.p[0] == '0' && (text.p[1] | 0x20) == 'o';
    if (prefix) text = cdk_str_from(text, 2);
    char *digits = cdk_arena_bytes(arena, text.n + 4);
    size_t n = 0;
    if (!digits || !text.n) return false;
    for (size_t i = 0; i < text.n; i++) {
        bool between = text.p[i] == '_' && (i || prefix) && i + 1 < text.n && text.p[i + 1] != '_';
        if (between) continue;
        if (text.p[i] < '0' || text.p[i] > '7') return false;
        if (n || text.p[i] != '0') digits[n++] = text.p[i];
    }
    const char *made = cdk_arena_printf(arena, "%s0o%.*s", negative && n ? "-" : "", n ? (int)n : 1, n ? digits : "0");
    *out = cdk_str_of(made);
    return made != NULL;
}

/* 1: holds, and its part of the message is added; 0: does not. */
static bool compare_checksum(cdk_eval *eval, const cdk_gate_file *file, cdk_buf *text)
{
    cdk_str wanted = cdk_param(eval, "checksum"), op = cdk_param_or(eval, "checksum_match", CDK_STR("equals"));
    if (cdk_str_eq(file->sha256, wanted) != cdk_str_is(op, "equals")) return false;
    cdk_buf_text(text, " and checksum=");
    cdk_buf_str(text, file->sha256);
    cdk_buf_printf(text, " op=%.*s specified_checksum=", (int)op.n, op.p);
    cdk_buf_str(text, wanted);
    return true;
}

static bool compare_mode(cdk_eval *eval, const cdk_gate_file *file, cdk_str wanted, cdk_buf *text)
{
    char mode[16];
    cdk_str op = cdk_param_or(eval, "mode_op", CDK_STR("equals"));
    snprintf(mode, sizeof mode, "0o%o", (unsigned)(file->mode & 07777));
    if (cdk_str_is(wanted, mode) != cdk_str_is(op, "equals")) return false;
    cdk_buf_printf(text, " and mode=%s op=%.*s specified_mode=", mode, (int)op.n, op.p);
    cdk_buf_str(text, wanted);
    return true;
}

static int32_t match_attributes(cdk_eval *eval, const cdk_gate_file *file, cdk_buf *text)
{
    bool by_checksum = cdk_param(eval, "checksum").n, by_mode = cdk_param(eval, "mode").n;
    cdk_str mode = CDK_STR_NONE;
    if (by_checksum && eval->compat == CDK_COMPAT_INTENDED && file->type == CDK_GF_FILE && cdk_str_is(file->sha256, "DIRECTORY_OR_OTHER")) {
        cdk_say_unread(eval, CDK_NOT_COLLECTED, "the digest of the file");
        return 0;
    }
    if (by_checksum && !compare_checksum(eval, file, text)) return 0;
    if (by_mode && !python_octal(eval->arena, cdk_param(eval, "mode"), &mode)) return cdk_anchore_broken(eval, "the parameter mode is no octal number");
    if (by_mode && !compare_mode(eval, file, mode, text)) return 0;
    if (!by_checksum && !by_mode) return 0;
    int32_t status = cdk_anchore_fire(eval, text, NULL);
    return status ? status : cdk_anchore_file_evidence(eval, file);
}

static int32_t attribute_match(cdk_eval *eval)
{
    cdk_str name = cdk_param(eval, "filename");
    cdk_truth skip;
    if (cdk_anchore_lacks(eval, cdk_seen(eval)->files_state, "the list of files")) return 0;
    if (!cdk_param_truth(eval, "skip_missing", CDK_TRUTH_TRUE, &skip)) return 0;
    const cdk_gate_file *file = cdk_gate_facts_file(cdk_seen(eval), name);
    if (!file && skip == CDK_TRUTH_TRUE) return 0;
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_text(&text, "filename=");
    cdk_buf_str(&text, name);
    int32_t status;
    if (file) {
        status = match_attributes(eval, file, &text);
    } else {
        cdk_buf_text(&text, " and skip_missing=False");
        status = cdk_anchore_fire(eval, &text, NULL);
    }
    cdk_buf_free(&text);
    return status;
}

/* --- suid_or_guid_set --- */

static int32_t suid_or_guid_set(cdk_eval *eval)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    bool folders = cdk_odd(eval, CDK_ODD_SETGID_FOLDERS);
    if (cdk_anchore_lacks(eval, facts->files_state, "the list of files")) return 0;
    for (uint32_t i = 0; i < facts->file_count; i++) {
        const cdk_gate_file *file = &facts->files[i];
        if (!(file->mode & 06000) || (!folders && file->type == CDK_GF_DIR)) continue;
        cdk_buf text;
        cdk_buf_init(&text, eval->env->mem);
        cdk_buf_text(&text, "SUID or SGID found set on file ");
        cdk_buf_str(&text, file->path);
        cdk_buf_text(&text, ". Mode: ");
        cdk_py_oct(&text, file->mode);
        int32_t status = cdk_anchore_fire(eval, &text, NULL);
        if (!status) status = cdk_anchore_file_evidence(eval, file);
        if (status) return status;
    }
    return 0;
}

/* --- needs --- */

static int32_t need(const cdk_env *env, cdk_plan *plan, cdk_need_kind kind)
{
    cdk_need files = {.kind = kind};
    return cdk_plan_add(env, plan, &files);
}

static int32_t needs_files(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    (void)params;
    return need(env, plan, CDK_NEED_FILES);
}

static int32_t needs_attributes(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    int32_t status = need(env, plan, CDK_NEED_FILES);
    return status || !cdk_params_get(params, "checksum").n ? status : need(env, plan, CDK_NEED_DIGESTS);
}

static const cdk_param_spec content_params[] = {
    {.name = "regex_name", .type = CDK_P_STRING, .description = "name or text of the one pattern that counts; all where absent"}};
static const cdk_param_spec name_params[] = {
    {.name = "regex", .type = CDK_P_REGEX, .required = true, .description = "pattern that a path begins with"}};
#define EQUALS .type = CDK_P_ENUM, .choices = "equals|not_equals", .def = "equals"
static const cdk_param_spec attribute_params[] = {
    {.name = "filename", .type = CDK_P_STRING, .required = true, .description = "path of the file"},
    {.name = "checksum_algorithm", .type = CDK_P_ENUM, .choices = "sha256", .def = "sha256", .description = "of checksum"},
    {.name = "checksum", .type = CDK_P_STRING, .description = "digest to compare with"},
    {.name = "checksum_match", EQUALS, .description = "whether the digest must be equal"},
    {.name = "mode", .type = CDK_P_STRING, .description = "permission bits to compare with, octal"},
    {.name = "mode_op", EQUALS, .description = "whether the permission bits must be equal"},
    {.name = "skip_missing", .type = CDK_P_BOOL, .def = "true", .description = "stay silent where there is no such file"}};

static const cdk_trigger triggers[] = {
    {.name = "content_regex_match", .description = "fires for each pattern of the content search that was found in a file", .params = content_params, .param_count = 1, .evaluate = content_regex_match, .content_search = true},
    {.name = "name_match", .description = "fires for each path that a pattern matches", .params = name_params, .param_count = 1, .needs = needs_files, .evaluate = name_match},
    {.name = "attribute_match", .description = "compares digest and permission bits of one file", .params = attribute_params, .param_count = 7, .needs = needs_attributes, .evaluate = attribute_match},
    {.name = "suid_or_guid_set", .description = "fires for each entry with the set-user-id or set-group-id bit", .needs = needs_files, .evaluate = suid_or_guid_set}};

const cdk_gate cdk_gate_anchore_files = {
    .name = "files", .description = "checks of names, modes, digests and contents of files", .triggers = triggers, .count = 4, .anchore = true};
