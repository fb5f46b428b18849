/* SPDX-License-Identifier: Apache-2.0 */
/* Gate facts as a facts document, which cdk_gate_facts_from_json reads back. */
#include "facts/gate_facts.h"

static void put(cdk_jsonw *w, const char *key, cdk_str value)
{
    cdk_jsonw_key(w, key);
    cdk_jsonw_str(w, value);
}

static void put_some(cdk_jsonw *w, const char *key, cdk_str value)
{
    if (value.p) put(w, key, value);
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

static void put_file(cdk_jsonw *w, const cdk_gate_file *file)
{
    char mode[16] = {0};
    for (int i = 11, m = (int)file->mode; i >= 0; i--, m >>= 3) mode[i] = (char)('0' + (m & 7));
    size_t skip = strspn(mode, "0");
    cdk_jsonw_object(w);
    put(w, "path", file->path);
    cdk_jsonw_key(w, "mode");
    cdk_jsonw_text(w, skip > 7 ? mode + 7 : mode + skip - (skip > 0));
    cdk_jsonw_key(w, "type");
    cdk_jsonw_text(w, type_word(file));
    cdk_jsonw_key(w, "size");
    cdk_jsonw_u64(w, file->size);
    put_some(w, "sha256", file->sha256);
    put_some(w, "md5", file->md5);
    put_some(w, "sha1", file->sha1);
    cdk_jsonw_object_end(w);
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
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_array_end(w);
}

static void put_plain(cdk_jsonw *w, const cdk_gate_facts *facts)
{
    put_some(w, "image_id", facts->image_id);
    put_some(w, "digest", facts->digest);
    cdk_jsonw_key(w, "size");
    cdk_jsonw_u64(w, facts->size);
    put_some(w, "architecture", facts->architecture);
    put_some(w, "os", facts->os);
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

void cdk_gate_facts_write(cdk_jsonw *w, const cdk_gate_facts *facts)
{
    cdk_jsonw_object(w);
    put_plain(w, facts);
    cdk_jsonw_key(w, "files");
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < facts->file_count; i++) put_file(w, &facts->files[i]);
    cdk_jsonw_array_end(w);
    cdk_jsonw_key(w, "retrieved_files");
    cdk_jsonw_object(w);
    for (uint32_t i = 0; i < facts->retrieved_count; i++) {
        cdk_jsonw_key_str(w, facts->retrieved[i].path);
        cdk_jsonw_str(w, facts->retrieved[i].bytes.p ? facts->retrieved[i].bytes : CDK_STR(""));
    }
    cdk_jsonw_object_end(w);
    put_hits(w, "secret_search", facts->secrets, facts->secret_count);
    put_packages(w, facts);
    cdk_jsonw_object_end(w);
}
