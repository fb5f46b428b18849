/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/listed_images.h"

#include <inttypes.h>

static const cdk_json *histories(const cdk_eval *eval)
{
    return cdk_evidence_json(eval->evidence, CDK_EV_IMAGE_HISTORY);
}

/* Histories are kept by id of the image, or by any of its names. */
static const cdk_json *history_of(const cdk_eval *eval, const cdk_json *image, cdk_str id)
{
    const cdk_json *own = cdk_json_get(image, "History");
    CDK_JSON_EACH(entry, histories(eval)) {
        if (cdk_str_eq(entry->key, id)) return entry;
        CDK_JSON_EACH(tag, cdk_json_get(image, "RepoTags"))
            if (cdk_str_eq(entry->key, cdk_json_str(tag))) return entry;
    }
    return cdk_json_is(own, CDK_JSON_ARRAY) ? own : NULL;
}

static cdk_str name_of(const cdk_json *image, cdk_str id)
{
    cdk_str tag = cdk_json_str(cdk_json_at(cdk_json_get(image, "RepoTags"), 0));
    if (!tag.n) tag = cdk_json_str(cdk_json_at(cdk_json_get(image, "RepoDigests"), 0));
    return tag.n ? tag : id;
}

static void open_image(cdk_eval *eval, const cdk_element *element, cdk_listed_image *out)
{
    const cdk_json *value = element->value;
    cdk_str id = cdk_json_get_str(value, "Id");
    if (!id.n) id = cdk_json_get_str(value, "ID");
    *out = (cdk_listed_image){.eval = eval, .element = element, .value = value, .config = cdk_json_get(value, "Config"), .id = id,
                              .history = history_of(eval, value, id), .name = name_of(value, id)};
}

cdk_outcome *cdk_image_says(const cdk_listed_image *image, cdk_outcome *outcome, const cdk_json *cited)
{
    if (image->element && cited) cdk_cite(image->eval, outcome, CDK_EV_IMAGES, image->element, cited);
    cdk_about(image->eval, outcome, "image", image->id, image->name);
    return outcome;
}

static void say_not_whole(cdk_eval *eval)
{
    if (cdk_evidence_state(eval->evidence, CDK_EV_IMAGES) == CDK_GIVEN_DAMAGED)
        cdk_say_no_evidence(eval, CDK_EV_IMAGES);
    else if (!cdk_evidence_complete(eval->evidence, CDK_EV_IMAGES))
        cdk_say_unknown(eval, CDK_WHY_INCOMPLETE_LIST, "whether these are all images of the host was not told");
    else if (eval->count == 0)
        cdk_say(eval, CDK_NOT_APPLICABLE, "there are no images");
}

/* Without inspected images a history says at least how the image was made. */
static int32_t each_history(cdk_eval *eval, cdk_image_judge judge)
{
    CDK_JSON_EACH(entry, histories(eval)) {
        cdk_listed_image image = {.eval = eval, .history = entry, .id = entry->key, .name = entry->key};
        int32_t status = judge(&image);
        if (status) return status;
    }
    return CISDOCK_OK;
}

int32_t cdk_each_image(cdk_eval *eval, cdk_image_judge judge)
{
    cdk_given given = cdk_evidence_state(eval->evidence, CDK_EV_IMAGES);
    int32_t status = CISDOCK_OK;
    if (given != CDK_GIVEN && given != CDK_GIVEN_DAMAGED) {
        if (cdk_json_is(histories(eval), CDK_JSON_OBJECT)) status = each_history(eval, judge);
        if (!status) cdk_say_no_evidence(eval, CDK_EV_IMAGES);
        return status ? status : cdk_eval_status(eval);
    }
    for (uint32_t i = 0; !status && i < cdk_evidence_count(eval->evidence, CDK_EV_IMAGES); i++) {
        cdk_listed_image image;
        open_image(eval, cdk_evidence_element(eval->evidence, CDK_EV_IMAGES, i), &image);
        if (cdk_json_is(image.value, CDK_JSON_OBJECT))
            status = judge(&image);
        else
            cdk_image_says(&image, cdk_say(eval, CDK_VERDICT_ERROR, "a %s stands where an inspected image is needed", cdk_json_type_name(image.value)),
                           image.value);
    }
    say_not_whole(eval);
    return status ? status : cdk_eval_status(eval);
}

void cdk_image_cite_history(const cdk_listed_image *image, cdk_outcome *outcome)
{
    bool own = image->element && image->history && image->history == cdk_json_get(image->value, "History");
    if (own)
        cdk_cite(image->eval, outcome, CDK_EV_IMAGES, image->element, image->history);
    else
        cdk_cite(image->eval, outcome, CDK_EV_IMAGE_HISTORY, NULL, image->history);
}

/* --- build steps --- */

/* The API tells "CreatedBy", configurations "created_by". */
static const cdk_json *step_of(const cdk_json *entry)
{
    const cdk_json *text = cdk_json_get_nocase(entry, "CreatedBy");
    return text ? text : cdk_json_get(entry, "created_by");
}

bool cdk_history_tells_step(const cdk_json *entry)
{
    return cdk_json_is(step_of(entry), CDK_JSON_STRING);
}

static void read_entry(const cdk_json *entry, cdk_history_entry *out)
{
    const cdk_json *text = step_of(entry);
    *out = (cdk_history_entry){.created_by = cdk_json_str(text), .comment = cdk_json_str(cdk_json_get_nocase(entry, "Comment")), .layer = -1,
                               .damaged = !cdk_json_is(text, CDK_JSON_STRING)};
}

int32_t cdk_image_steps(const cdk_listed_image *image, const cdk_instructions **out)
{
    cdk_eval *eval = image->eval;
    const cdk_json *list = image->history;
    *out = NULL;
    if (!list) {
        cdk_image_says(image, cdk_say_no_evidence(eval, CDK_EV_IMAGE_HISTORY), NULL);
        return CISDOCK_OK;
    }
    if (list->type != CDK_JSON_ARRAY) {
        cdk_image_says(image, cdk_say(eval, CDK_VERDICT_ERROR, "its history is a %s, not a list", cdk_json_type_name(list)), NULL);
        return CISDOCK_OK;
    }
    cdk_history_entry *entries = cdk_arena_alloc(eval->arena, (list->count + 1) * sizeof *entries);
    if (!entries) return cdk_fail_memory(eval->env);
    uint32_t n = list->count;
    CDK_JSON_EACH(entry, list) read_entry(entry, &entries[--n]);
    cdk_instructions *steps = NULL;
    int32_t status = cdk_history_read(eval->env, eval->arena, entries, list->count, &steps);
    *out = steps;
    return status;
}
