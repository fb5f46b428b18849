/* SPDX-License-Identifier: Apache-2.0 */
#include "case.h"

int32_t case_image_facts(case_run *run)
{
    return cdk_fail(run->env, CDK_CLASS_UNSUPPORTED, NULL, "images are not read yet");
}
