/* SPDX-License-Identifier: Apache-2.0 */
/* dockerd's arguments, one a line, read as its flag parser reads them. */
#ifndef CDK_FACTS_ARGV_H
#define CDK_FACTS_ARGV_H

#include "facts/daemon_settings.h"

typedef struct cdk_argv_hit {
    cdk_str value;     /* of a bare boolean: "true" */
    bool bare;         /* nothing stood behind the flag, where something has to */
    uint32_t line;     /* from 1 */
} cdk_argv_hit;

/* Call `visit` for each time an option is given, in order. A flag of unknown name is passed over. */
typedef bool (*cdk_argv_visitor)(void *user, const cdk_argv_hit *hit);
bool cdk_argv_each(cdk_str argv, const cdk_daemon_option_row *option, cdk_argv_visitor visit, void *user);
/* Fails with bad-document where the text is no argument list of dockerd: what it lacks would count as a default. */
int32_t cdk_argv_check(const cdk_env *env, cdk_str argv);
cdk_str cdk_argv_program(cdk_str argv); /* the first line */

#endif
