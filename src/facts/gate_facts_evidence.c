/* SPDX-License-Identifier: Apache-2.0 */
/* Vulnerabilities, feeds and malware as the host's evidence tells them, for the gates. */
#include "facts/findings.h"
#include "facts/gate_facts_image.h"

static cdk_known lack_of(const cdk_evidence *evidence, cdk_evidence_kind kind)
{
    return cdk_evidence_state(evidence, kind) == CDK_GIVEN_DAMAGED ? CDK_DAMAGED : CDK_NOT_GIVEN;
}

/* What the facts list themselves says more than what the gates see of it: sources, and packages of one name. Documents of other forms
 * have only the latter. */
static int32_t list_packages(const cdk_env *env, const cdk_facts *facts, const cdk_gate_facts *seen, cdk_arena *arena, cdk_installed_list *out)
{
    const cdk_json *document = cdk_facts_document(facts);
    const cdk_package *items;
    uint32_t count;
    cdk_gate_facts *made = NULL;
    if (!document || cdk_facts_packages(facts, &items, &count) != CDK_NOT_COLLECTED) return cdk_installed_of_facts(env, facts, arena, out);
    int32_t status = seen ? CISDOCK_OK : cdk_gate_facts_from_json(env, document, NULL, &made);
    if (!status) status = cdk_installed_of_gate_facts(env, seen ? seen : made, arena, out);
    cdk_gate_facts_free(made);
    return status;
}

int32_t cdk_findings_of(const cdk_env *env, const cdk_facts *facts, const cdk_gate_facts *seen, const cdk_evidence *evidence, cdk_arena *arena,
                        cdk_installed_list *installed, cdk_findings *out)
{
    const cdk_feed *feed = cdk_evidence_feed(evidence);
    *installed = (cdk_installed_list){.known = {CDK_NOT_GIVEN, CDK_NOT_GIVEN}};
    int32_t status = facts ? list_packages(env, facts, seen, arena, installed) : CISDOCK_OK;
    if (!status) status = cdk_feed_match(env, feed, installed, arena, out);
    if (cdk_evidence_state(evidence, CDK_EV_FEED) == CDK_GIVEN_DAMAGED) out->gaps[0] = out->gaps[1] = (cdk_gate_gap){"the feed is damaged: what it says is not whole", CDK_DAMAGED};
    return status;
}

/* Behind those of a scanner, where there are some. */
static int32_t append(const cdk_env *env, const cdk_findings *findings, cdk_gate_facts *out)
{
    cdk_gate_vulnerability *list = cdk_arena_calloc(&out->arena, (size_t)out->vulnerability_count + findings->count + 1, sizeof *list);
    if (!list) return cdk_fail_memory(env);
    if (out->vulnerability_count) memcpy(list, out->vulnerabilities, out->vulnerability_count * sizeof *list);
    if (findings->count) memcpy(list + out->vulnerability_count, findings->items, findings->count * sizeof *list);
    out->vulnerabilities = list;
    out->vulnerability_count += findings->count;
    return CISDOCK_OK;
}

static int32_t read_feed(const cdk_env *env, const cdk_facts *facts, const cdk_evidence *evidence, cdk_gate_facts *out)
{
    const cdk_feed *feed = cdk_evidence_feed(evidence);
    const cdk_json *around = cdk_evidence_json(evidence, CDK_EV_FEED);
    cdk_installed_list installed;
    cdk_findings findings;
    out->feed_lack = lack_of(evidence, CDK_EV_FEED);
    if (!feed) return CISDOCK_OK;
    int32_t status = cdk_gate_facts_read_feed(env, around, out);
    bool document = facts && cdk_facts_document(facts);
    if (!status) status = cdk_findings_of(env, facts, document ? out : NULL, evidence, &out->arena, &installed, &findings);
    if (status) return status;
    out->feed_given = true;
    if (cdk_json_missing(cdk_json_get(around, "distro_data"))) out->feed_covers_distro = findings.covers_distro;
    if (cdk_json_missing(cdk_json_get(around, "last_sync_days_ago"))) {
        out->feed_synced = out->feed_dated = feed->has_time;
        out->feed_time = feed->time;
    }
    if (!feed->has_advisories) return CISDOCK_OK;
    for (int i = 0; i < 2 && !out->vulnerabilities_given; i++) {
        out->vulnerability_gaps[i] = findings.gaps[i];
        out->vulnerable_packages[i] = installed.known[i];
    }
    out->vulnerabilities_given = true;
    return append(env, &findings, out);
}

int32_t cdk_gate_facts_read_evidence(const cdk_env *env, const cdk_facts *facts, const cdk_evidence *evidence, cdk_gate_facts *out)
{
    out->malware_lack = lack_of(evidence, CDK_EV_MALWARE);
    out->vulnerabilities_lack = lack_of(evidence, CDK_EV_VULNERABILITIES);
    const cdk_malware *malware = cdk_evidence_malware(evidence);
    int32_t status = malware ? cdk_gate_facts_take_malware(env, malware, out) : CISDOCK_OK;
    if (malware && cdk_evidence_state(evidence, CDK_EV_MALWARE) == CDK_GIVEN_DAMAGED && !out->malware_open.p) out->malware_open = CDK_STR("a document that is damaged");
    if (!status) status = cdk_gate_facts_read_vulnerabilities(env, cdk_scanner_findings(evidence), out);
    return status ? status : read_feed(env, facts, evidence, out);
}
