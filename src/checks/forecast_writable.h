/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_CHECKS_FORECAST_WRITABLE_H
#define CDK_CHECKS_FORECAST_WRITABLE_H

#include "checks/trigger.h"

int32_t cdk_forecast_writable(cdk_eval *eval);

#endif
