/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IMAGES_H
#define IMAGES_H

#include "program.h"

/* Told of each image that the command line means, analyzed; owns the analysis then. */
typedef struct image_visitor {
    void *user;
    void (*image)(void *user, const char *name, cisdock_analysis *analysis);
} image_visitor;

/* Open what a word of the command line names, choose its images, and analyze each. False: something failed, said and
 * remembered; images before it were visited. */
bool each_image(program *prog, const char *word, const cisdock_plan *plan, const image_visitor *visitor);

#endif
