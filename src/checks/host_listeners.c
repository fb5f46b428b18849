/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_host.h"
#include "facts/hostdoc.h"
#include "facts/site.h"

#include <stdio.h>

int32_t cdk_host_listeners(cdk_eval *eval)
{
    const cdk_listeners *all = &cdk_evidence_hostdoc(eval->evidence)->listeners;
    if (!cdk_site_has_list(eval->evidence, "allowed_listeners")) {
        cdk_say(eval, CDK_MANUAL, "which services are needed only the site can say: list them as allowed_listeners in its policy");
        return cdk_eval_status(eval);
    }
    if (cdk_evidence_state(eval->evidence, CDK_EV_LISTENERS) != CDK_GIVEN) {
        cdk_say_no_evidence(eval, CDK_EV_LISTENERS);
        return cdk_eval_status(eval);
    }
    uint32_t unexpected = 0;
    for (const cdk_listener *listener = all->first; listener; listener = listener->next) {
        char name[32];
        if (cdk_str_is(listener->protocol, "unix")) continue;
        snprintf(name, sizeof name, "%u/%.*s", listener->port, (int)listener->protocol.n, listener->protocol.p);
        if (cdk_address_is_loopback(listener->address) || cdk_site_lists(eval->evidence, "allowed_listeners", cdk_str_of(name))) continue;
        cdk_outcome *outcome = cdk_say(eval, CDK_FAIL, "%s is listened on at %s, and is not among the allowed listeners", name,
                                       cdk_shown(eval, listener->address));
        cdk_cite_line(eval, outcome, CDK_EV_LISTENERS, listener->line, listener->address);
        cdk_about(eval, outcome, "listener", CDK_STR_NONE, cdk_str_of(name));
        unexpected++;
    }
    if (!unexpected) cdk_cite_line(eval, cdk_say(eval, CDK_PASS, "only allowed listeners are there"), CDK_EV_LISTENERS, 0, CDK_STR(""));
    return cdk_eval_status(eval);
}
