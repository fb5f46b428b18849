/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENV_REDACT_H
#define ENV_REDACT_H

#include <stdio.h>

/* Write an engine's JSON with the value of each variable in a member "Env" replaced. Anything else stays as it is. */
void write_without_values(FILE *file, const char *text, size_t size);

#endif
