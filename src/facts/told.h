/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of reading a document into facts of layers. */
#ifndef CDK_FACTS_TOLD_H
#define CDK_FACTS_TOLD_H

#include "facts/facts_document_layers.h"
#include "layer/reading.h"

typedef struct told_layer {
    cdk_layer_facts *facts;
    cdk_tree tree;
} told_layer;

typedef struct told {
    const cdk_env *env;
    cdk_arena *arena;
    const cdk_json *evidence;
    told_layer *layers;
    uint32_t count;
    cdk_told_layers *out;
} told;

int32_t cdk_told_bad(const told *t, const cdk_json *at, const char *what);
int32_t cdk_told_clean(told *t, cdk_str path, cdk_str *out);
/* A place to hang something on: the file that is there, else a plain one. `path` is clean. */
int32_t cdk_told_at(told_layer *layer, cdk_str path, cdk_hanging *on);
/* Accounts, os-release and sudoers as contents of files, packages as those of databases. */
int32_t cdk_told_contents(told *t, const cdk_json *image);
int32_t cdk_told_packages(told *t, const cdk_json *image, const char *member, cdk_known known);

#endif
