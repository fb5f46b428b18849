/* SPDX-License-Identifier: Apache-2.0 */
/* The cases of the interface in C. Each prints lines that its twins in Python and Go print too. */
#ifndef CISDOCK_TWIN_H
#define CISDOCK_TWIN_H

#include <cisdock/cisdock.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct bytes {
    uint8_t *data;
    size_t size, at;
} bytes;

bytes read_file(const char *name); /* of the folder of inputs; ends the program where it cannot */
cisdock_source memory_source(cisdock_context *c, const bytes *b);
cisdock_source pipe_source(bytes *b);
cisdock_blobs folder_blobs(void);
int32_t collect(void *user, const uint8_t *data, size_t size); /* a sink's write: user is a FILE */
cisdock_context *context(void);
void need(int32_t status, cisdock_context *c); /* ends the program unless status is 0 */
cisdock_image *open_image(cisdock_context *c, const char *name);
cisdock_analysis *analyze(cisdock_context *c, const char *name);
const char *text(const char *s); /* "" for NULL */
void print_problems(const char *which, const cisdock_problem *problem);
void print_failure(const char *which, int32_t status, cisdock_context *c);

void case_versions(void);
void case_image(void);
void case_pipe(void);
void case_blobs(void);
void case_choice(void);
void case_errors(void);
void case_cancel(void);
void case_plans(void);
void case_analysis(void);
void case_layers(void);
void case_cache(void);
void case_hooks(void);
void case_bundles(void);
void case_evidence(void);
void case_report(void);
void case_policy(void);

#endif
