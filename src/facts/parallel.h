/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_FACTS_PARALLEL_H
#define CDK_FACTS_PARALLEL_H

#include "base/env.h"

/* Call `work(argument, i)` for each i below `count` on the host's executor, or on THREADS threads of our own, or one after
 * the other. Returns when all are done. `executor` may be NULL. */
void cdk_parallel_for(const cdk_env *env, const cisdock_executor *executor, size_t count,
                      void (*work)(void *argument, size_t index), void *argument);

#endif
