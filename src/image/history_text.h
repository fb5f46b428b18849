/* SPDX-License-Identifier: Apache-2.0 */
/* The forms in which builders print values: not those in which a Dockerfile gives them. */
#ifndef CDK_IMAGE_HISTORY_TEXT_H
#define CDK_IMAGE_HISTORY_TEXT_H

#include "image/dockerfile_line.h"

/* What stands behind a keyword in history, by keyword: Go's lists ["a" "b"], [a b], &{...}, map[80/tcp:{}], pairs whose
 * quotes are lost, "file:<hash> in /path". Failures: memory. */
int32_t cdk_history_line(cdk_line_reader *reader, cdk_str text, cdk_instruction *out);
/* A command line that was run: build arguments, the shell, its text; or words. `written`: the instruction as its author
 * wrote it, where no shell is named. */
int32_t cdk_history_run(cdk_line_reader *reader, cdk_str text, bool written, cdk_instruction *out);

#endif
