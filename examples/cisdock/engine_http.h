/* SPDX-License-Identifier: Apache-2.0 */
/* The engine's API over its unix socket: GET alone, by HTTP/1.0, so that an answer ends where the connection does. */
#ifndef ENGINE_HTTP_H
#define ENGINE_HTTP_H

#include "program.h"

typedef struct engine {
    char socket[108]; /* path */
} engine;

/* From DOCKER_HOST, else the usual path. False: it names something that is no unix socket, said. */
bool find_engine(engine *out);
/* The whole answer, ended by a NUL; NULL: no answer. `*status`: HTTP's, 0 where the engine was not reached (errno tells). */
char *engine_get(const engine *at, const char *path, size_t *size, int *status);
/* The answer as a forward-only source, for bodies too large to keep. False: said why. */
bool engine_stream(program *prog, const engine *at, const char *path, cisdock_source *out);
/* "a/b:1" as it stands in a path. Caller frees. */
char *engine_escape(const char *name);

#endif
