/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENV_REDACT_H
#define ENV_REDACT_H

#include <stdio.h>

/* Write an engine's JSON with the value of each variable in a member "Env", and each token to join a swarm, replaced. Anything else stays as it is. */
void write_without_values(FILE *file, const char *text, size_t size);

#endif
