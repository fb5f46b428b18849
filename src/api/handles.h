/* SPDX-License-Identifier: Apache-2.0 */
/* The handles. Each begins with a cdk_handle and counts as a user of what it was made from. */
#ifndef CDK_API_HANDLES_H
#define CDK_API_HANDLES_H

#include "api/handle.h"
#include "report/report.h"

struct cisdock_image {
    cdk_handle handle;
    cdk_images *images;
    struct cdk_layer_store *store; /* facts of layers that are known already: facts/analyze.h */
    char *ref, *platform;          /* as the host asked when opening; NULL: any */
    char *source_name;             /* as the host named the source; NULL: not at all */
    int32_t selected;              /* -1: none */
};

struct cisdock_plan {
    cdk_handle handle;
    cdk_plan *plan;
};

struct cisdock_analysis {
    cdk_handle handle;
    cdk_facts *facts;
    cisdock_image *image; /* whose documents the facts borrow; NULL: none */
    cdk_arena arena;      /* documents of an analysis without an image */
    const cisdock_layer_facts **layers; /* that it was made of, perhaps with another context; NULL: none */
    size_t layer_count;
};

struct cisdock_evidence {
    cdk_handle handle;
    cdk_evidence *evidence;
};

struct cisdock_bundle {
    cdk_handle handle;
    cdk_bundle *bundle;
};

struct cisdock_selection {
    cdk_handle handle;
    cdk_arena arena; /* texts, earlier ones too: reports may borrow them */
    cdk_selection values;
};

struct cisdock_report {
    cdk_handle handle;
    cdk_evaluation *evaluation;
    cdk_report *report;
    const cisdock_bundle *bundle;
    const cisdock_analysis *analysis;   /* NULL: none */
    const cisdock_evidence *evidence;   /* NULL: none */
    const cisdock_selection *selection; /* NULL: none */
};

/* The handle of a bundle, which it takes over, also on failure. */
int32_t cdk_bundle_wrap(const cdk_env *env, cisdock_context *context, cdk_bundle *inner, cisdock_bundle **out);

/* Choose the image that alone fits what the host asked for; -1 where several do. Failure: not-found. */
int32_t cdk_image_choose(const cdk_env *env, cisdock_image *image);
/* Fail with the list of those that fit. */
int32_t cdk_image_ambiguous(const cdk_env *env, const cisdock_image *image);

#endif
