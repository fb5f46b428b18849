/* SPDX-License-Identifier: Apache-2.0 */
#include "image/reference.h"

static bool is_domain(cdk_str part)
{
    size_t at;
    return cdk_str_is(part, "localhost") || cdk_str_find_char(part, '.', &at) || cdk_str_find_char(part, ':', &at);
}

static void split_domain(cdk_str name, cdk_reference *out)
{
    cdk_str head, tail;
    bool cut = cdk_str_cut(name, '/', &head, &tail);
    bool told = cut && is_domain(head);
    out->domain = told ? head : CDK_STR("docker.io");
    out->path = told ? tail : name;
    if (cdk_str_is(out->domain, "index.docker.io")) out->domain = CDK_STR("docker.io");
    if (!cdk_str_is(out->domain, "docker.io")) return;
    size_t at;
    if (cdk_str_starts(out->path, CDK_STR("library/"))) out->path = cdk_str_from(out->path, 8);
    out->library = !cdk_str_find_char(out->path, '/', &at);
}

cdk_reference cdk_reference_of(cdk_str name)
{
    cdk_reference out = {.tag = CDK_STR_NONE};
    size_t at, slash;
    if (cdk_str_find_char(name, '@', &at)) {
        out.digest = cdk_str_from(name, at + 1);
        name.n = at;
    }
    if (cdk_str_rfind_char(name, ':', &at) && (!cdk_str_rfind_char(name, '/', &slash) || slash < at)) {
        out.tag = cdk_str_from(name, at + 1);
        out.tagged = true;
        name.n = at;
    } else if (!out.digest.p) {
        out.tag = CDK_STR("latest");
    }
    split_domain(name, &out);
    return out;
}

bool cdk_reference_same_repository(const cdk_reference *a, const cdk_reference *b)
{
    return a->library == b->library && cdk_str_eq(a->domain, b->domain) && cdk_str_eq(a->path, b->path);
}

bool cdk_reference_is_digest(cdk_str name)
{
    return cdk_str_starts(name, CDK_STR("sha256:")) || cdk_str_starts(name, CDK_STR("sha512:"));
}
