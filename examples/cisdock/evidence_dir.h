/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EVIDENCE_DIR_H
#define EVIDENCE_DIR_H

#include "program.h"

/* Add the documents of a folder, by their names. Files that cannot be read are marked denied. False: said why. */
bool add_evidence_dir(program *prog, cisdock_evidence *evidence, const char *folder);
/* Add one file. False: said why. */
bool add_evidence_file(program *prog, cisdock_evidence *evidence, const char *kind, const char *path);

#endif
