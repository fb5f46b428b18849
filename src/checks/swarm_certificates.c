/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_swarm.h"
#include "facts/certificate.h"
#include "facts/host_paths.h"
#include "facts/hostdoc.h"
#include "facts/site.h"

#define DAY_NS 86400000000000LL
#define DAY 86400

const cdk_json *cdk_cluster_setting(const cdk_eval *eval, const char *inside, cdk_evidence_kind *kind)
{
    const cdk_json *value = cdk_json_path(cdk_info(eval, "Swarm.Cluster.Spec"), inside);
    *kind = CDK_EV_INFO;
    if (value || cdk_info(eval, "Swarm.Cluster.Spec")) return value;
    *kind = CDK_EV_SWARM;
    return cdk_json_path(cdk_json_get(cdk_evidence_json(eval->evidence, CDK_EV_SWARM), "Spec"), inside);
}

bool cdk_cluster_known(cdk_eval *eval)
{
    if (cdk_info(eval, "Swarm.Cluster.Spec") || cdk_json_get(cdk_evidence_json(eval->evidence, CDK_EV_SWARM), "Spec")) return true;
    cdk_say_no_evidence(eval, CDK_EV_SWARM);
    return false;
}

/* --- certificates of nodes --- */

static cdk_outcome *judge_expiry(cdk_eval *eval, long long days, bool told)
{
    int64_t most;
    if (!cdk_site_number(eval->evidence, "node_cert_max_days", &most))
        return cdk_say(eval, CDK_WARN, "certificates of nodes are renewed every %lld days%s: see whether that suits", days, told ? "" : ", by default");
    if (!told) return cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "how often certificates of nodes are renewed was not given");
    return cdk_say(eval, days > most ? CDK_FAIL : CDK_PASS, "certificates of nodes are renewed every %lld days, %lld are allowed", days, (long long)most);
}

int32_t cdk_swarm_node_certificates(cdk_eval *eval)
{
    cdk_evidence_kind kind;
    int64_t expiry = 90 * DAY_NS;
    if (!cdk_swarm_is_active(eval, true) || !cdk_cluster_known(eval)) return cdk_eval_status(eval);
    const cdk_json *value = cdk_cluster_setting(eval, "CAConfig.NodeCertExpiry", &kind);
    if (!cdk_json_missing(value) && !cdk_json_i64(value, &expiry)) {
        cdk_cite(eval, cdk_say(eval, CDK_VERDICT_ERROR, "NodeCertExpiry is a %s", cdk_json_type_name(value)), kind, NULL, value);
        return cdk_eval_status(eval);
    }
    cdk_outcome *outcome = judge_expiry(eval, expiry / DAY_NS, !cdk_json_missing(value));
    if (value)
        cdk_cite(eval, outcome, kind, NULL, value);
    else
        cdk_cite_absent(eval, outcome, kind, NULL, NULL, "Spec/CAConfig/NodeCertExpiry");
    return cdk_eval_status(eval);
}

/* --- the root certificate --- */

/* Since when it is valid, and what tells it: the certificate itself, or how old its file is. */
typedef struct root {
    bool known, rotating;
    int64_t since;
    cdk_evidence_kind kind;
    const cdk_element *element;
    const cdk_json *certificate;
    cdk_stat file;
    const char *path;
} root;

static void find_certificate(const cdk_eval *eval, root *out)
{
    const cdk_json *swarm = cdk_evidence_json(eval->evidence, CDK_EV_SWARM), *cluster = cdk_info(eval, "Swarm.Cluster");
    const cdk_json *told = cdk_json_path(cluster, "TLSInfo.TrustRoot"), *owner = cluster;
    out->kind = CDK_EV_INFO;
    if (!cdk_json_str(told).n) {
        told = cdk_json_path(owner = swarm, "TLSInfo.TrustRoot");
        out->kind = CDK_EV_SWARM;
    }
    out->rotating = cdk_json_is(cdk_json_get(owner, "RootRotationInProgress"), CDK_JSON_TRUE);
    if (!cdk_json_str(told).n) {
        out->element = cdk_evidence_element(eval->evidence, CDK_EV_NODES, 0);
        told = out->element ? cdk_json_path(out->element->value, "Description.TLSInfo.TrustRoot") : NULL;
        out->kind = CDK_EV_NODES;
    }
    out->certificate = cdk_json_str(told).n ? told : NULL;
}

static int32_t find_file(cdk_eval *eval, root *out)
{
    cdk_host_paths data;
    int32_t status = cdk_host_paths_of(eval->env, eval->arena, eval->evidence, CDK_HO_DATA_ROOT, &data);
    if (status) return status;
    cdk_str folder = data.count ? data.items[0] : CDK_STR("/var/lib/docker");
    out->path = cdk_arena_printf(eval->arena, "%.*s/swarm/certificates/swarm-root-ca.crt", (int)folder.n, folder.p);
    if (!out->path) return cdk_fail_memory(eval->env);
    if (out->known) return CISDOCK_OK;
    cdk_stat_answer answer = cdk_stat_follow(&cdk_evidence_hostdoc(eval->evidence)->stat, cdk_str_of(out->path), &out->file);
    out->known = answer == CDK_STAT_FOUND && out->file.mtime >= 0;
    out->since = out->file.mtime;
    return CISDOCK_OK;
}

static cdk_outcome *judge_age(cdk_eval *eval, const root *found)
{
    int64_t most, days = found->known && eval->has_now ? (eval->now - found->since) / DAY : 0;
    bool policy = cdk_site_number(eval->evidence, "root_ca_max_days", &most);
    if (!policy && found->known && eval->has_now)
        return cdk_say(eval, CDK_MANUAL, "the root certificate is %lld days old%s: see whether that suits", (long long)days, found->rotating ? ", and is being rotated" : "");
    if (!policy) return cdk_say(eval, CDK_MANUAL, "see when the root certificate was last rotated (%s), and whether that suits", found->path);
    if (!found->known) return cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "how old the root certificate is was not given (%s)", found->path);
    if (!eval->has_now) return cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "how old the root certificate is cannot be told without the time of now");
    if (days <= most) return cdk_say(eval, CDK_PASS, "the root certificate is %lld days old, %lld are allowed", (long long)days, (long long)most);
    return cdk_say(eval, found->rotating ? CDK_WARN : CDK_FAIL, "the root certificate is %lld days old, %lld are allowed%s", (long long)days, (long long)most,
                   found->rotating ? "; its rotation is not finished" : "");
}

int32_t cdk_swarm_root_certificate(cdk_eval *eval)
{
    root found = {.file.mtime = -1};
    if (!cdk_swarm_is_active(eval, false)) return cdk_eval_status(eval);
    find_certificate(eval, &found);
    int32_t status = cdk_certificates_begin(eval->env, cdk_json_str(found.certificate), &found.known, &found.since);
    if (!status) status = find_file(eval, &found);
    if (status) return status;
    cdk_outcome *outcome = judge_age(eval, &found);
    if (found.certificate)
        cdk_cite(eval, outcome, found.kind, found.element, found.certificate);
    else if (found.known)
        cdk_cite_stat(eval, outcome, &found.file);
    return cdk_eval_status(eval);
}
