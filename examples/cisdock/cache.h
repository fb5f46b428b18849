/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CACHE_H
#define CACHE_H

#include "program.h"

/* Keep layer facts in a folder, one file a key. Many processes may use it at once. False: said why. */
bool use_cache(program *prog, const char *folder);

#endif
