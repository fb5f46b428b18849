/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence of this machine: the engine's documents over its socket, and answers about files. Read-only. */
#ifndef LIVE_H
#define LIVE_H

#include "program.h"

/* Told of each document that the engine gave; `text` may be changed by nobody. */
typedef struct document_watcher {
    void *user;
    bool (*document)(void *user, const char *kind, const char *text, size_t size);
} document_watcher;

/* Fill the evidence. What this account may not see is marked, said, and no failure. `watcher` may be NULL. False: said why. */
bool add_live_evidence(program *prog, cisdock_evidence *evidence, const document_watcher *watcher);

#endif
