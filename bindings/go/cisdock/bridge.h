/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of callbacks whose user is a runtime/cgo.Handle: an integer, so that C keeps no pointer of Go. */
#ifndef CISDOCK_GO_BRIDGE_H
#define CISDOCK_GO_BRIDGE_H

#include <cisdock/cisdock.h>

cisdock_source cisdock_go_source(uintptr_t handle, int random_access);
cisdock_blobs cisdock_go_blobs(uintptr_t handle, int documents);
cisdock_sink cisdock_go_sink(uintptr_t handle);
cisdock_hooks cisdock_go_hooks(uintptr_t handle, int clock);
cisdock_cache cisdock_go_cache(uintptr_t handle);
cisdock_host_answers cisdock_go_answers(uintptr_t handle);
cisdock_file_visitor cisdock_go_visitor(uintptr_t handle);

/* Calls of function pointers, which Go cannot make. */
int32_t cisdock_go_write(const cisdock_sink *sink, const uint8_t *data, size_t size);

#endif
