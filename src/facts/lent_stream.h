/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_FACTS_LENT_STREAM_H
#define CDK_FACTS_LENT_STREAM_H

#include "io/stream.h"

/* A stream over one that stays its owner's: closing it leaves `inner` open. */
int32_t cdk_stream_lend(const cdk_env *env, cdk_stream *inner, cdk_stream **out);

#endif
