/* SPDX-License-Identifier: Apache-2.0 */
/* Judging the files of one object of a docker host, whatever of them exists. */
#ifndef CDK_CHECKS_HOST_FILES_H
#define CDK_CHECKS_HOST_FILES_H

#include "checks/daemon_view.h"
#include "facts/host_paths.h"
#include "facts/hostdoc.h"

#include <inttypes.h>
#include <stdio.h>

/* Says about one file that exists. */
typedef cdk_outcome *(*cdk_file_judge)(cdk_eval *eval, const cdk_stat *stat, const void *data);

/* Call `judge` for each existing file of the rule's object (its parameter "object"), and say what is with the others:
 * not there (not_applicable), denied, not asked, a link without an end, something else than it must be. */
int32_t cdk_each_host_file(cdk_eval *eval, cdk_file_judge judge, const void *data);

/* The paths of an object; false where there are none to look at, which was said. */
bool cdk_object_paths(cdk_eval *eval, cdk_host_object object, cdk_host_paths *out);

#endif
