/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cisdock.h
 * All of the library in one header.
 *
 * Three calls serve the plain case: cisdock_image_open(), cisdock_analyze(), cisdock_evaluate_bundle().
 */
#ifndef CISDOCK_CISDOCK_H
#define CISDOCK_CISDOCK_H

#include <cisdock/analysis.h>
#include <cisdock/benchmark.h>
#include <cisdock/bundle.h>
#include <cisdock/context.h>
#include <cisdock/evidence.h>
#include <cisdock/export.h>
#include <cisdock/gate.h>
#include <cisdock/image.h>
#include <cisdock/io.h>
#include <cisdock/layer.h>
#include <cisdock/plan.h>
#include <cisdock/problem.h>
#include <cisdock/report.h>
#include <cisdock/selection.h>
#include <cisdock/status.h>
#include <cisdock/version.h>

#endif
