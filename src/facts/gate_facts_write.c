/* SPDX-License-Identifier: Apache-2.0 */
/* Gate facts as a facts document, which cdk_gate_facts_from_json reads back to the same facts. */
#include "facts/gate_facts.h"

#include "layer/record.h"

static void put(cdk_jsonw *w, const char *key, cdk_str value)
{
    cdk_jsonw_key(w, key);
    cdk_jsonw_str(w, value);
}

static void put_some(cdk_jsonw *w, const char *key, cdk_str value)
{
    if (value.p) put(w, key, value);
}

/* Octal, with a 0 in front. */
static void put_mode(cdk_jsonw *w, uint32_t mode)
{
    char digits[16] = {0};
    for (int i = 11; i >= 0; i--, mode >>= 3) digits[i] = (char)('0' + (mode & 7));
    size_t skip = strspn(digits, "0");
    cdk_jsonw_key(w, "mode");
    cdk_jsonw_text(w, skip > 7 ? digits + 7 : digits + skip - (skip > 0));
}

static const char *type_word(const cdk_gate_file *file)
{
    switch (file->mode & 0170000) {
    case 0060000: return "block";
    case 0020000: return "char";
    case 0010000: return "fifo";
    default: break;
    }
    static const char *const words[] = {[CDK_GF_FILE] = "file", [CDK_GF_DIR] = "dir", [CDK_GF_SLINK] = "slink", [CDK_GF_DEV] = "dev", [CDK_GF_UNKNOWN] = "UNKNOWN"};
    return words[file->type];
}

static void put_file(cdk_jsonw *w, const cdk_gate_file *file, bool passed)
{
    cdk_jsonw_object(w);
    put(w, "path", file->path);
    put_mode(w, file->mode);
    cdk_jsonw_key(w, "type");
    cdk_jsonw_text(w, type_word(file));
    cdk_jsonw_key(w, "size");
    cdk_jsonw_u64(w, file->size);
    put_some(w, "sha256", file->sha256);
    put_some(w, "md5", file->md5);
    put_some(w, "sha1", file->sha1);
    put_some(w, "link", file->link);
    if (file->layer >= 0) {
        cdk_jsonw_key(w, "layer");
        cdk_jsonw_i64(w, file->layer);
    }
    if (passed) {
        cdk_jsonw_key(w, "passed");
        cdk_jsonw_bool(w, true);
    }
    cdk_jsonw_object_end(w);
}

static void put_files(cdk_jsonw *w, const cdk_gate_facts *facts)
{
    cdk_jsonw_key(w, "files");
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < facts->file_count; i++) put_file(w, &facts->files[i], false);
    for (uint32_t i = 0; i < facts->passed_count; i++) put_file(w, &facts->passed[i], true);
    cdk_jsonw_array_end(w);
}

/* Hits of one file stand side by side. */
static void put_hits(cdk_jsonw *w, const char *key, const cdk_gate_hit *hits, uint32_t count)
{
    cdk_jsonw_key(w, key);
    cdk_jsonw_object(w);
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || !cdk_str_eq(hits[i].path, hits[i - 1].path)) {
            if (i) cdk_jsonw_object_end(w);
            cdk_jsonw_key_str(w, hits[i].path);
            cdk_jsonw_object(w);
        }
        cdk_jsonw_key_str(w, hits[i].text);
        cdk_jsonw_array(w);
        for (uint32_t n = 0; n < hits[i].line_count; n++) cdk_jsonw_u64(w, hits[i].lines[n]);
        cdk_jsonw_array_end(w);
    }
    if (count) cdk_jsonw_object_end(w);
    cdk_jsonw_object_end(w);
}

static void put_packages(cdk_jsonw *w, const cdk_gate_facts *facts)
{
    cdk_jsonw_key(w, "packages");
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < facts->package_count; i++) {
        const cdk_gate_package *package = &facts->packages[i];
        cdk_jsonw_object(w);
        put(w, "name", package->name);
        put_some(w, "version", package->version);
        put_some(w, "release", package->release);
        put_some(w, "fullversion", package->fullversion);
        put_some(w, "type", package->type);
        put_some(w, "license", package->license);
        put_some(w, "path", package->path);
        put_some(w, "source", package->source);
        put_some(w, "epoch", package->epoch);
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_array_end(w);
}

static void put_record(cdk_jsonw *w, const cdk_gate_package *package, const cdk_gate_record *record)
{
    cdk_jsonw_object(w);
    put(w, "package", package->name);
    put_some(w, "digest", record->digest);
    put_some(w, "digestalgo", record->algorithm);
    if (record->mode) put_mode(w, record->mode);
    if (record->size) {
        cdk_jsonw_key(w, "size");
        cdk_jsonw_u64(w, record->size);
    }
    if (record->flags & CDK_RECORD_CONFIG) {
        cdk_jsonw_key(w, "conffile");
        cdk_jsonw_bool(w, true);
    }
    put_some(w, "path_read", record->path_read);
    if (record->flags & ~(unsigned)CDK_RECORD_CONFIG) {
        cdk_jsonw_key(w, "flags");
        cdk_jsonw_array(w);
        for (unsigned bit = 1; bit <= record->flags; bit <<= 1)
            if (record->flags & bit && cdk_gate_record_flag_word(bit)) cdk_jsonw_text(w, cdk_gate_record_flag_word(bit));
        cdk_jsonw_array_end(w);
    }
    cdk_jsonw_object_end(w);
}

/* An object for each package, whose records are in the order of their paths: no path stands twice in one. */
static void put_records(cdk_jsonw *w, const cdk_gate_facts *facts)
{
    cdk_jsonw_key(w, "package_db");
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < facts->package_count; i++) {
        const cdk_gate_package *package = &facts->packages[i];
        if (!package->record_count) continue;
        cdk_jsonw_object(w);
        for (uint32_t k = 0; k < package->record_count; k++) {
            cdk_jsonw_key_str(w, package->records[k].path);
            cdk_jsonw_array(w);
            put_record(w, package, &package->records[k]);
            cdk_jsonw_array_end(w);
        }
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_array_end(w);
}

static void put_retrieved(cdk_jsonw *w, const cdk_gate_facts *facts)
{
    if (facts->asked) {
        cdk_jsonw_key(w, "retrieved_paths");
        cdk_jsonw_array(w);
        for (uint32_t i = 0; i < facts->asked_count; i++) cdk_jsonw_str(w, facts->asked[i]);
        cdk_jsonw_array_end(w);
    }
    cdk_jsonw_key(w, "retrieved_files");
    cdk_jsonw_object(w);
    for (uint32_t i = 0; i < facts->retrieved_count; i++) {
        cdk_jsonw_key_str(w, facts->retrieved[i].path);
        cdk_jsonw_str(w, facts->retrieved[i].bytes.p ? facts->retrieved[i].bytes : CDK_STR(""));
    }
    cdk_jsonw_object_end(w);
}

static void put_plain(cdk_jsonw *w, const cdk_gate_facts *facts)
{
    put_some(w, "image_id", facts->image_id);
    put_some(w, "digest", facts->digest);
    put_some(w, "tag", facts->tag);
    if (facts->has_size) {
        cdk_jsonw_key(w, "size");
        cdk_jsonw_u64(w, facts->size);
    }
    put_some(w, "architecture", facts->architecture);
    put_some(w, "os", facts->os);
    put_some(w, "user", facts->config_user);
    cdk_jsonw_key(w, "of_image");
    cdk_jsonw_bool(w, facts->of_image);
    cdk_jsonw_key(w, "layers");
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < facts->layer_count; i++) cdk_jsonw_u64(w, i);
    cdk_jsonw_array_end(w);
    cdk_jsonw_key(w, "distro");
    cdk_jsonw_object(w);
    put_some(w, "name", facts->distro);
    put_some(w, "version", facts->distro_version);
    put_some(w, "like", facts->like_distro);
    cdk_jsonw_object_end(w);
    put_some(w, "dockerfile_mode", facts->dockerfile_mode);
    put_some(w, "dockerfile_contents", facts->dockerfile);
}

/* How well each part is known. */
static void put_states(cdk_jsonw *w, const cdk_gate_facts *facts)
{
    cdk_jsonw_key(w, "states");
    cdk_jsonw_object(w);
    for (size_t i = 0; cdk_gate_part_name(i); i++) {
        cdk_jsonw_key(w, cdk_gate_part_name(i));
        cdk_jsonw_text(w, cdk_known_word(*cdk_gate_part_state((cdk_gate_facts *)(uintptr_t)facts, i)));
    }
    cdk_jsonw_object_end(w);
}

void cdk_gate_facts_write(cdk_jsonw *w, const cdk_gate_facts *facts)
{
    cdk_jsonw_object(w);
    put_plain(w, facts);
    put_files(w, facts);
    put_retrieved(w, facts);
    put_hits(w, "secret_search", facts->secrets, facts->secret_count);
    put_hits(w, "content_search", facts->contents, facts->content_count);
    cdk_jsonw_key(w, "content_searches");
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < facts->content_search_count; i++) cdk_jsonw_str(w, facts->content_searches[i]);
    cdk_jsonw_array_end(w);
    put_packages(w, facts);
    put_records(w, facts);
    put_states(w, facts);
    cdk_jsonw_object_end(w);
}
