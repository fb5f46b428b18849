/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FOLDER_H
#define FOLDER_H

#include "program.h"

/* The store of an OCI layout folder. Names never lead out of it. False: said why. */
bool open_folder(program *prog, const char *path, cisdock_blobs *out);

#endif
