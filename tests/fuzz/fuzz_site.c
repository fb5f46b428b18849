/* SPDX-License-Identifier: Apache-2.0 */
/* A site's policy, and what checks ask it. */
#include "fuzz_document.h"

#include "facts/site.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(const cdk_evidence *evidence)
{
    static const char *const names[] = {"trusted_users", "allowed_capabilities", "needed_ports", "allowed_privileged_ports", "swarm_managers", "image_tags"};
    int64_t number;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const cdk_json *value = cdk_site_get(evidence, names[i]);
        if (cdk_site_has_list(evidence, names[i]) && !cdk_json_is(value, CDK_JSON_ARRAY)) abort();
        cdk_site_lists(evidence, names[i], CDK_STR("a"));
        cdk_site_lists_number(evidence, names[i], 80);
        cdk_site_true(evidence, names[i]);
    }
    cdk_site_number(evidence, "swarm_managers.min", &number);
    cdk_site_text(evidence, "minimum_versions.docker");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    fuzz_begin(&f);
    cdk_evidence *evidence = fuzz_document(&f, CDK_EV_SITE, data, size, false, NULL);
    ask(evidence);
    cdk_evidence_free(evidence);
    fuzz_end(&f);
    return 0;
}
