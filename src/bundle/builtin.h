/* SPDX-License-Identifier: Apache-2.0 */
/* The generated tables. */
#ifndef CDK_BUNDLE_BUILTIN_H
#define CDK_BUNDLE_BUILTIN_H

#include "bundle/benchmark.h"

extern const cdk_benchmark cdk_builtin_benchmarks[];
extern const uint32_t cdk_builtin_benchmark_count;

#endif
