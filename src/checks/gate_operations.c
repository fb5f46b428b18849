/* SPDX-License-Identifier: Apache-2.0 */
/* Counts that hint at a build-up. What is too much only the site can say: a hint warns, it never fails. */
#include "base/map.h"
#include "checks/daemon_view.h"
#include "checks/gates.h"

enum { MANY_STOPPED = 25 };

static bool used_images(cdk_eval *eval, uint32_t *used)
{
    cdk_map seen;
    bool good = true;
    cdk_map_init(&seen, eval->env->mem);
    for (uint32_t i = 0; good && i < cdk_evidence_count(eval->evidence, CDK_EV_CONTAINERS); i++) {
        const cdk_element *container = cdk_evidence_element(eval->evidence, CDK_EV_CONTAINERS, i);
        cdk_str image = cdk_json_get_str(container->value, "Image");
        good = image.n == 0 || cdk_map_put(&seen, image, eval);
    }
    *used = (uint32_t)seen.count;
    cdk_map_free(&seen);
    if (!good) cdk_fail_memory(eval->env);
    return good;
}

static int32_t evaluate_images(cdk_eval *eval)
{
    const cdk_json *where = cdk_info(eval, "Images");
    int64_t images = cdk_evidence_count(eval->evidence, CDK_EV_IMAGES);
    uint32_t used = 0;
    bool listed = cdk_evidence_complete(eval->evidence, CDK_EV_IMAGES);
    if (!listed && !cdk_json_i64(where, &images)) {
        cdk_say(eval, CDK_MANUAL, "see that images which are not used are taken away; how many there are was not given");
        return cdk_eval_status(eval);
    }
    bool known = cdk_evidence_complete(eval->evidence, CDK_EV_CONTAINERS);
    if (known && !used_images(eval, &used)) return eval->env->error->status;
    bool many = known && images > 0 && (int64_t)used * 2 < images;
    cdk_outcome *outcome = known ? cdk_say(eval, many ? CDK_WARN : CDK_MANUAL, "%lld images, %u of them used by containers%s", (long long)images, used,
                                           many ? ": fewer than half" : "; see that the others are needed")
                                 : cdk_say(eval, CDK_MANUAL, "%lld images; see that those which are not used are needed", (long long)images);
    if (where) cdk_cite(eval, outcome, CDK_EV_INFO, NULL, where);
    return cdk_eval_status(eval);
}

static int32_t evaluate_containers(cdk_eval *eval)
{
    const cdk_json *all = cdk_info(eval, "Containers"), *running = cdk_info(eval, "ContainersRunning");
    int64_t total, alive;
    if (!cdk_json_i64(all, &total) || !cdk_json_i64(running, &alive)) {
        cdk_say(eval, CDK_MANUAL, "see that stopped containers are taken away; how many there are was not given");
        return cdk_eval_status(eval);
    }
    int64_t stopped = total > alive ? total - alive : 0;
    bool many = stopped > MANY_STOPPED;
    cdk_outcome *outcome = cdk_say(eval, many ? CDK_WARN : CDK_MANUAL, "%lld containers, %lld of them do not run%s", (long long)total, (long long)stopped,
                                   many ? ": many" : "; see that they are needed");
    cdk_cite(eval, outcome, CDK_EV_INFO, NULL, all);
    cdk_cite(eval, outcome, CDK_EV_INFO, NULL, running);
    return cdk_eval_status(eval);
}

/* The product is retired; most engines are not it. */
static int32_t evaluate_enterprise(cdk_eval *eval)
{
    const cdk_json *root = cdk_evidence_json(eval->evidence, CDK_EV_VERSION), *server = cdk_json_get(root, "Server");
    const cdk_json *name = cdk_json_path(cdk_json_is(server, CDK_JSON_OBJECT) ? server : root, "Platform.Name");
    size_t at;
    cdk_outcome *outcome;
    if (!root)
        outcome = cdk_say(eval, CDK_MANUAL, "Docker Enterprise keeps this setting in its own pages; which product this is was not given");
    else if (cdk_str_find(cdk_json_str(name), CDK_STR("Enterprise"), &at) || cdk_str_find(cdk_json_str(name), CDK_STR("EE"), &at))
        outcome = cdk_say(eval, CDK_MANUAL, "Docker Enterprise keeps this setting in its own pages: a person must look there");
    else
        outcome = cdk_say(eval, CDK_NOT_APPLICABLE, "this engine is not Docker Enterprise");
    if (name)
        cdk_cite(eval, outcome, CDK_EV_VERSION, NULL, name);
    else if (root)
        cdk_cite_absent(eval, outcome, CDK_EV_VERSION, NULL, NULL, "Platform/Name");
    return cdk_eval_status(eval);
}

static const cdk_trigger triggers[] = {
    {.name = "image_sprawl", .description = "how many images are not used", .evaluate = evaluate_images},
    {.name = "container_sprawl", .description = "how many containers do not run", .evaluate = evaluate_containers},
    {.name = "enterprise", .description = "whether the engine is Docker Enterprise", .evaluate = evaluate_enterprise},
};

const cdk_gate cdk_gate_operations = {
    .name = "operations",
    .description = "counts and products that hint at what a person must see to",
    .triggers = triggers,
    .count = sizeof triggers / sizeof *triggers,
};
