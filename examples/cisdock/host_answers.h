/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOST_ANSWERS_H
#define HOST_ANSWERS_H

#include <cisdock/cisdock.h>

/* Answers of this machine: lstat, open, readdir. */
extern const cisdock_host_answers own_answers;

#endif
