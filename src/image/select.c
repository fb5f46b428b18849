/* SPDX-License-Identifier: Apache-2.0 */
/* Choice among images by name and by platform. */
#include "image/image.h"
#include "image/reference.h"

static bool bears_digest(const cdk_image_doc *doc, cdk_str digest)
{
    const cdk_str borne[] = {doc->image_id, doc->manifest_digest, doc->index_digest};
    for (size_t i = 0; i < sizeof borne / sizeof *borne; i++)
        if (borne[i].n && cdk_str_eq(borne[i], digest)) return true;
    return false;
}

/* An OCI layout often bears the tag alone, where the repository was told elsewhere. */
static bool is_bare_tag(cdk_str name)
{
    size_t at;
    return !cdk_str_find_char(name, '/', &at) && !cdk_str_find_char(name, ':', &at) && !cdk_str_find_char(name, '@', &at);
}

static bool same_name(cdk_str name, cdk_str wanted)
{
    if (cdk_str_eq(name, wanted)) return true;
    cdk_reference has = cdk_reference_of(name), asked = cdk_reference_of(wanted);
    if (is_bare_tag(name) && asked.tagged && cdk_str_eq(name, asked.tag)) return true;
    if (is_bare_tag(wanted) && has.tagged && cdk_str_eq(has.tag, wanted)) return true;
    return cdk_reference_same_repository(&has, &asked) && has.tag.p && asked.tag.p && cdk_str_eq(has.tag, asked.tag);
}

static bool among(const cdk_str_list *names, cdk_str ref)
{
    for (uint32_t i = 0; i < names->count; i++)
        if (same_name(names->items[i], ref)) return true;
    return false;
}

bool cdk_image_doc_named(const cdk_image_doc *doc, cdk_str ref)
{
    if (cdk_reference_is_digest(ref)) return bears_digest(doc, ref);
    size_t at;
    if (cdk_str_find_char(ref, '@', &at)) return bears_digest(doc, cdk_str_from(ref, at + 1));
    return among(&doc->names, ref) || among(&doc->full_names, ref);
}

/* Architectures and variants that are written in several ways (as containerd's platforms package takes them). "" is
 * none; a variant NULL leaves it as it is. */
static const struct alias {
    const char *arch, *variant, *means_arch, *means_variant;
} aliases[] = {
    {"i386", NULL, "386", ""},     {"x86_64", NULL, "amd64", NULL}, {"x86-64", NULL, "amd64", NULL}, {"amd64", "v1", "amd64", ""},
    {"aarch64", NULL, "arm64", NULL}, {"arm64", "8", "arm64", ""},  {"arm64", "v8", "arm64", ""},    {"armhf", NULL, "arm", "v7"},
    {"armel", NULL, "arm", "v6"},  {"arm", "", "arm", "v7"},        {"arm", "5", "arm", "v5"},       {"arm", "6", "arm", "v6"},
    {"arm", "7", "arm", "v7"},     {"arm", "8", "arm", "v8"},
};

static cdk_platform normal(cdk_platform p)
{
    if (!p.variant.p) p.variant = CDK_STR("");
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        const struct alias *alias = &aliases[i];
        if (!cdk_str_eq_nocase(p.architecture, cdk_str_of(alias->arch))) continue;
        if (alias->variant && !cdk_str_eq_nocase(p.variant, cdk_str_of(alias->variant))) continue;
        p.architecture = cdk_str_of(alias->means_arch);
        if (alias->means_variant) p.variant = cdk_str_of(alias->means_variant);
    }
    if (cdk_str_eq_nocase(p.os, CDK_STR("macos"))) p.os = CDK_STR("darwin");
    return p;
}

bool cdk_image_doc_platform(const cdk_image_doc *doc, cdk_str text)
{
    cdk_platform wanted = {0};
    cdk_str rest;
    if (!cdk_str_cut(text, '/', &wanted.os, &rest)) return false;
    cdk_str_cut(rest, '/', &wanted.architecture, &wanted.variant);
    wanted = normal(wanted);
    cdk_platform has = normal(doc->platform);
    return cdk_str_eq_nocase(has.os, wanted.os) && cdk_str_eq_nocase(has.architecture, wanted.architecture) &&
           cdk_str_eq_nocase(has.variant, wanted.variant);
}
