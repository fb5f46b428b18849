/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence items that checks on images have in common, with the layer and the build step that each thing comes from. */
#ifndef CDK_CHECKS_SHOW_H
#define CDK_CHECKS_SHOW_H

#include "checks/build_steps.h"
#include "layer/secret.h"

/* Make the image, or the Dockerfile where there is none, the object of the outcome; gives it back. */
cdk_outcome *cdk_of_image(cdk_eval *eval, cdk_outcome *outcome);
/* Make a file the object, by its path. */
cdk_outcome *cdk_of_file(cdk_eval *eval, cdk_outcome *outcome, cdk_str clean_path);

/* A text with its secrets replaced. p NULL: no memory, sticky in the outcome. */
cdk_str cdk_shown_text(cdk_eval *eval, cdk_outcome *outcome, cdk_secret_place place, cdk_str name, cdk_str text);

/* {"kind":"history",...}, or "dockerfile" with its line, and both where they are joined. */
void cdk_show_step(cdk_eval *eval, cdk_outcome *outcome, const cdk_instruction *step);
/* {"kind":"file",...}; NULL on no memory. */
cdk_evidence_item *cdk_show_file(cdk_eval *eval, cdk_outcome *outcome, const cdk_file *file);
/* {"kind":"image_config","pointer":...,"value":...} */
void cdk_show_config(cdk_eval *eval, cdk_outcome *outcome, const char *pointer, cdk_str value);
void cdk_show_config_json(cdk_eval *eval, cdk_outcome *outcome, const char *pointer, const cdk_json *value);
/* {"kind":"layer",...} for each layer: what a verdict on the whole tree has looked at. */
void cdk_show_layers(cdk_eval *eval, cdk_outcome *outcome);
/* Members layer, diff_id, history and created_by of a layer on an item. */
void cdk_show_origin(cdk_eval *eval, cdk_outcome *outcome, cdk_evidence_item *item, int32_t layer);
/* "/path" in the report's arena. p NULL: no memory, sticky. */
cdk_str cdk_shown_path(cdk_eval *eval, cdk_outcome *outcome, cdk_str clean_path);

/* The system that the image is for: "linux", "windows"; "linux" where it is not told. */
bool cdk_image_is_windows(const cdk_eval *eval);

#endif
