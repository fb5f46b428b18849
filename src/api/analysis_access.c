/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked of analyses. */
#include "api/handles.h"

static const cdk_image_doc *doc(const cisdock_analysis *analysis)
{
    return analysis ? cdk_facts_image(analysis->facts) : NULL;
}

static const cdk_layer_info *layer_of(const cisdock_analysis *analysis, uint32_t index)
{
    return analysis && index < cdk_facts_layer_count(analysis->facts) ? cdk_facts_layer(analysis->facts, index) : NULL;
}

const char *cisdock_analysis_format(const cisdock_analysis *analysis)
{
    return cdk_image_format_name(analysis ? cdk_facts_format(analysis->facts) : CDK_FORMAT_UNKNOWN);
}

const char *cisdock_analysis_image_id(const cisdock_analysis *analysis)
{
    return doc(analysis) ? cdk_text_public(doc(analysis)->image_id) : NULL;
}

const char *cisdock_analysis_manifest_digest(const cisdock_analysis *analysis)
{
    return doc(analysis) ? cdk_text_public(doc(analysis)->manifest_digest) : NULL;
}

uint32_t cisdock_analysis_name_count(const cisdock_analysis *analysis)
{
    return doc(analysis) ? doc(analysis)->names.count : 0;
}

const char *cisdock_analysis_name_at(const cisdock_analysis *analysis, uint32_t index)
{
    return index < cisdock_analysis_name_count(analysis) ? doc(analysis)->names.items[index].p : NULL;
}

const char *cisdock_analysis_os(const cisdock_analysis *analysis)
{
    return doc(analysis) ? cdk_text_public(doc(analysis)->platform.os) : NULL;
}

const char *cisdock_analysis_architecture(const cisdock_analysis *analysis)
{
    return doc(analysis) ? cdk_text_public(doc(analysis)->platform.architecture) : NULL;
}

const char *cisdock_analysis_variant(const cisdock_analysis *analysis)
{
    return doc(analysis) ? cdk_text_public(doc(analysis)->platform.variant) : NULL;
}

uint32_t cisdock_analysis_layer_count(const cisdock_analysis *analysis)
{
    return analysis ? cdk_facts_layer_count(analysis->facts) : 0;
}

const char *cisdock_analysis_layer_digest(const cisdock_analysis *analysis, uint32_t index)
{
    const cdk_layer_info *found = layer_of(analysis, index);
    return found ? cdk_text_public(found->digest) : NULL;
}

const char *cisdock_analysis_layer_diff_id(const cisdock_analysis *analysis, uint32_t index)
{
    const cdk_layer_info *found = layer_of(analysis, index);
    return found ? cdk_text_public(found->diff_id) : NULL;
}

int32_t cisdock_analysis_layer_verified(const cisdock_analysis *analysis, uint32_t index)
{
    const cdk_layer_info *found = layer_of(analysis, index);
    return found && found->verified;
}

int32_t cisdock_analysis_known(const cisdock_analysis *analysis, int32_t fact)
{
    if (!analysis) return CISDOCK_KNOWN_NOT_GIVEN;
    const cdk_facts *facts = analysis->facts;
    uint32_t count;
    switch (fact) {
    case CISDOCK_FACT_TREE: return (int32_t)cdk_facts_tree_state(facts);
    case CISDOCK_FACT_PACKAGES: return (int32_t)cdk_facts_packages(facts, &(const cdk_package *){NULL}, &count);
    case CISDOCK_FACT_LANGUAGE_PACKAGES: return (int32_t)cdk_facts_language_packages(facts, &(const cdk_package *){NULL}, &count);
    case CISDOCK_FACT_USERS: return (int32_t)cdk_facts_users(facts, &(const cdk_user *){NULL}, &count);
    case CISDOCK_FACT_OS_RELEASE: return (int32_t)cdk_facts_os_release(facts, &(const cdk_pair *){NULL}, &count);
    case CISDOCK_FACT_SECRETS: return (int32_t)cdk_facts_secrets(facts, &(const cdk_secret_hit *){NULL}, &count);
    default: return CISDOCK_KNOWN_NOT_GIVEN;
    }
}

/* The public numbers are the order of the internal ones. */
_Static_assert((int)CDK_HAVE == CISDOCK_KNOWN_HAVE && (int)CDK_ABSENT == CISDOCK_KNOWN_ABSENT &&
                   (int)CDK_NOT_COLLECTED == CISDOCK_KNOWN_NOT_COLLECTED && (int)CDK_DAMAGED == CISDOCK_KNOWN_DAMAGED &&
                   (int)CDK_LIMITED == CISDOCK_KNOWN_LIMITED && (int)CDK_UNSUPPORTED == CISDOCK_KNOWN_UNSUPPORTED &&
                   (int)CDK_UNREADABLE_LINK == CISDOCK_KNOWN_UNREADABLE_LINK && (int)CDK_NOT_GIVEN == CISDOCK_KNOWN_NOT_GIVEN,
               "how well a question can be answered");

uint32_t cisdock_analysis_file_count(const cisdock_analysis *analysis)
{
    return analysis ? cdk_facts_file_count(analysis->facts) : 0;
}

/* Fill a host's struct as far as it goes; false: too small to be one. */
static bool fill(void *out, const void *from, size_t size, size_t least)
{
    size_t given;
    memcpy(&given, out, sizeof given);
    if (given < least) return false;
    memcpy(out, from, given < size ? given : size);
    memcpy(out, &given, sizeof given);
    return true;
}

static uint32_t system_packages(const cisdock_analysis *analysis, const cdk_package **items)
{
    uint32_t count = 0;
    return cdk_facts_packages(analysis->facts, items, &count) == CDK_HAVE ? count : 0;
}

static uint32_t language_packages(const cisdock_analysis *analysis, const cdk_package **items)
{
    uint32_t count = 0;
    return cdk_facts_language_packages(analysis->facts, items, &count) == CDK_HAVE ? count : 0;
}

uint32_t cisdock_analysis_package_count(const cisdock_analysis *analysis)
{
    const cdk_package *items;
    return analysis ? system_packages(analysis, &items) + language_packages(analysis, &items) : 0;
}

#define BYTES(member, s) .member = cdk_bytes_public(s, NULL), .member##_size = (s).n

int32_t cisdock_analysis_package_at(const cisdock_analysis *analysis, uint32_t index, cisdock_package *out)
{
    if (!out || index >= cisdock_analysis_package_count(analysis)) return CISDOCK_E_INVALID_ARG;
    const cdk_package *items;
    uint32_t count = system_packages(analysis, &items);
    bool language = index >= count;
    if (language) language_packages(analysis, &items), index -= count;
    const cdk_package *p = &items[index];
    cisdock_package filled = {
        .db = p->db, BYTES(name, p->name), BYTES(version, p->version), BYTES(arch, p->arch), BYTES(source, p->source),
        BYTES(path, p->path), BYTES(license, p->license), .installed_size = p->installed_size, .layer = p->layer, .language = language,
    };
    return fill(out, &filled, sizeof filled, offsetof(cisdock_package, version)) ? CISDOCK_OK : CISDOCK_E_INVALID_ARG;
}

static uint32_t users(const cisdock_analysis *analysis, const cdk_user **items)
{
    uint32_t count = 0;
    return cdk_facts_users(analysis->facts, items, &count) == CDK_HAVE ? count : 0;
}

uint32_t cisdock_analysis_user_count(const cisdock_analysis *analysis)
{
    const cdk_user *items;
    return analysis ? users(analysis, &items) : 0;
}

int32_t cisdock_analysis_user_at(const cisdock_analysis *analysis, uint32_t index, cisdock_user *out)
{
    if (!out || index >= cisdock_analysis_user_count(analysis)) return CISDOCK_E_INVALID_ARG;
    const cdk_user *items;
    users(analysis, &items);
    const cdk_user *u = &items[index];
    cisdock_user filled = {BYTES(name, u->name), BYTES(home, u->home), BYTES(shell, u->shell), .uid = u->uid, .gid = u->gid, .has_uid = u->has_uid};
    return fill(out, &filled, sizeof filled, offsetof(cisdock_user, home)) ? CISDOCK_OK : CISDOCK_E_INVALID_ARG;
}

const uint8_t *cisdock_analysis_os_release(const cisdock_analysis *analysis, const char *key, size_t *size)
{
    return cdk_bytes_public(analysis && key ? cdk_facts_os_release_get(analysis->facts, key) : CDK_STR_NONE, size);
}

const cisdock_problem *cisdock_analysis_problems(const cisdock_analysis *analysis)
{
    return cdk_problem_public(analysis ? cdk_facts_problems(analysis->facts) : NULL);
}
