/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_daemon.h"
#include "facts/host_lists.h"

static bool loopback_net(cdk_str text)
{
    cdk_str address, bits;
    uint64_t length;
    if (!cdk_str_cut(text, '/', &address, &bits)) return cdk_address_is_loopback(address);
    if (!cdk_str_u64(bits, 10, &length)) return false;
    return (cdk_str_starts(address, CDK_STR("127.")) && length >= 8) || (cdk_str_is(address, "::1") && length == 128);
}

static void say_one(cdk_eval *eval, cdk_evidence_kind kind, const cdk_json *value, cdk_str name)
{
    cdk_outcome *outcome = cdk_say(eval, CDK_FAIL, "%s is used without verified TLS", cdk_shown(eval, name));
    cdk_cite(eval, outcome, kind, NULL, value);
    cdk_about(eval, outcome, "registry", CDK_STR_NONE, name);
}

static void say_bad(cdk_eval *eval, const cdk_json *value, const char *what)
{
    cdk_outcome *outcome = cdk_say(eval, CDK_VERDICT_ERROR, "docker info shows %s as a %s", what, cdk_json_type_name(value));
    cdk_cite(eval, outcome, CDK_EV_INFO, NULL, value);
}

/* What runs. False: info does not show all of it, and nothing was said. */
static bool say_running(cdk_eval *eval)
{
    const cdk_json *config = cdk_info(eval, "RegistryConfig");
    const cdk_json *networks = cdk_json_get(config, "InsecureRegistryCIDRs"), *indexes = cdk_json_get(config, "IndexConfigs");
    /* docker always names its own registry; podman leaves both empty, whatever its own files say. */
    bool whole = cdk_json_is(networks, CDK_JSON_ARRAY) && cdk_json_is(indexes, CDK_JSON_OBJECT) && indexes->count;
    uint32_t before = eval->count;
    if (!cdk_json_missing(networks) && networks->type != CDK_JSON_ARRAY) say_bad(eval, networks, "insecure networks");
    if (!cdk_json_missing(indexes) && indexes->type != CDK_JSON_OBJECT) say_bad(eval, indexes, "registries");
    CDK_JSON_EACH(network, networks) {
        if (network->type != CDK_JSON_STRING)
            say_bad(eval, network, "an insecure network");
        else if (!loopback_net(network->text))
            say_one(eval, CDK_EV_INFO, network, network->text);
    }
    CDK_JSON_EACH(index, indexes) {
        bool secure = true;
        if (cdk_json_bool(cdk_json_get(index, "Secure"), &secure) && secure) continue;
        if (!secure)
            say_one(eval, CDK_EV_INFO, cdk_json_get(index, "Secure"), index->key);
        else {
            cdk_outcome *outcome = cdk_say(eval, CDK_VERDICT_ERROR, "registry %s does not say whether it is secure", cdk_shown(eval, index->key));
            cdk_cite(eval, outcome, CDK_EV_INFO, NULL, index);
        }
    }
    if (eval->count == before && whole) {
        cdk_outcome *outcome = cdk_say(eval, CDK_PASS, "no registry beyond the loopback addresses is used without verified TLS");
        cdk_cite(eval, outcome, CDK_EV_INFO, NULL, networks);
    }
    return eval->count > before;
}

int32_t cdk_daemon_insecure_registries(cdk_eval *eval)
{
    cdk_effective list;
    if (say_running(eval) || !cdk_effective_list(eval, CDK_DO_INSECURE_REGISTRIES, &list)) return cdk_eval_status(eval);
    uint32_t before = eval->count;
    for (uint32_t i = 0; i < list.setting.count; i++) {
        cdk_str name = list.setting.items[i].value;
        if (loopback_net(name)) continue;
        cdk_outcome *outcome = cdk_say_effective(eval, &list, CDK_FAIL, "%s is used without verified TLS", cdk_shown(eval, name));
        cdk_about(eval, outcome, "registry", CDK_STR_NONE, name);
    }
    if (eval->count == before) cdk_say_effective(eval, &list, CDK_PASS, "no registry is used without verified TLS");
    return cdk_eval_status(eval);
}

/* The first protocol left the engine with 17.12; from 17.06 on it was refused unless asked for. */
int32_t cdk_daemon_legacy_registry(cdk_eval *eval)
{
    cdk_evidence_kind kind;
    const cdk_json *where = NULL;
    cdk_str version = cdk_engine_version(eval, &kind, &where);
    cdk_effective disabled;
    if (version.n == 0) {
        cdk_say_no_evidence(eval, CDK_EV_VERSION);
    } else if (cdk_version_order(version, CDK_STR("17.12")) >= 0) {
        cdk_outcome *outcome = cdk_say(eval, CDK_NOT_APPLICABLE, "engine %s has no legacy registry protocol any more", cdk_shown(eval, version));
        cdk_cite(eval, outcome, kind, NULL, where);
    } else if (cdk_effective_bool(eval, CDK_DO_DISABLE_LEGACY_REGISTRY, NULL, &disabled)) {
        bool by_default = disabled.from == CDK_FROM_DEFAULT && cdk_version_order(version, CDK_STR("17.06")) >= 0;
        bool off = disabled.on || by_default;
        cdk_outcome *outcome = cdk_say_effective(eval, &disabled, off ? CDK_PASS : CDK_FAIL, "the legacy registry protocol is %s%s",
                                                 off ? "refused" : "spoken", by_default ? " by default" : "");
        cdk_cite(eval, outcome, kind, NULL, where);
    }
    return cdk_eval_status(eval);
}
