/* SPDX-License-Identifier: Apache-2.0 */
/* Asking a host through its callbacks. */
#ifndef CDK_FACTS_HOST_ASK_H
#define CDK_FACTS_HOST_ASK_H

#include "facts/evidence_impl.h"

typedef struct cdk_asker {
    const cdk_env *env;
    cdk_evidence *evidence;
    const cisdock_host_answers *answers;
    cdk_arena arena;  /* of what is asked only once */
} cdk_asker;

/* What a callback said: 0 answered, 1 not there, 2 not allowed. False: it failed (failure set). */
typedef enum cdk_answer { CDK_ANSWERED, CDK_NOT_THERE, CDK_NOT_ALLOWED, CDK_NO_CALLBACK } cdk_answer;

/* Content of a file, or names in a folder with a NUL behind each. Beyond MAX_KEPT_FILE it is cut. False: memory, host. */
bool cdk_ask_read(cdk_asker *asker, const char *path, cdk_answer *answer, cdk_str *out);
bool cdk_ask_list(cdk_asker *asker, const char *path, cdk_answer *answer, cdk_str *out);
bool cdk_ask_stat(cdk_asker *asker, const char *path, cdk_answer *answer, cisdock_host_stat *out);

/* Processes from /proc, as the text of ps; dockerd's own arguments. Failure: memory, host, cancelled. */
int32_t cdk_ask_processes(cdk_asker *asker);
/* Listening sockets from /proc/net, as the text of ss. */
int32_t cdk_ask_listeners(cdk_asker *asker);
/* stat of all paths that checks ask for, as a JSON text. */
int32_t cdk_ask_stats(cdk_asker *asker);

#endif
