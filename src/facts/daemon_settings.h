/* SPDX-License-Identifier: Apache-2.0 */
/* What dockerd was told: by its configuration file and by its command line. What it does is another question (docker
 * info), and where both are known they may differ until the next start. */
#ifndef CDK_FACTS_DAEMON_SETTINGS_H
#define CDK_FACTS_DAEMON_SETTINGS_H

#include "facts/evidence.h"

typedef enum cdk_daemon_option {
#define CDK_DAEMON_OPTION(id, key, flag, letter, type, def) CDK_DO_##id,
#include "facts/daemon_option.def"
#undef CDK_DAEMON_OPTION
    CDK_DO_COUNT
} cdk_daemon_option;

typedef enum cdk_option_type { CDK_DT_BOOL, CDK_DT_TEXT, CDK_DT_LIST, CDK_DT_MAP } cdk_option_type;

typedef struct cdk_daemon_option_row {
    const char *key, *flag; /* key NULL: not in the file */
    char letter;
    cdk_option_type type;
    const char *def;        /* of a scalar */
} cdk_daemon_option_row;
const cdk_daemon_option_row *cdk_daemon_option_of(cdk_daemon_option option);

typedef enum cdk_setting_state {
    CDK_SETTING_UNKNOWN,  /* not in what was given, and `lacks` was not given */
    CDK_SETTING_DEFAULT,  /* both sources were given, and neither sets it */
    CDK_SETTING_SET,
    CDK_SETTING_CONFLICT, /* in both: dockerd refuses to start */
    CDK_SETTING_BAD       /* of a type or spelling that dockerd refuses */
} cdk_setting_state;

/* A value of a list, or name and value of a map. */
typedef struct cdk_setting_item {
    cdk_str name, value;
    const cdk_json *json; /* in daemon.json, or NULL */
    uint32_t arg;         /* line of the argument list, from 1; 0: not there */
} cdk_setting_item;

typedef struct cdk_setting {
    cdk_setting_state state;
    cdk_evidence_kind lacks;       /* of UNKNOWN */
    bool on;                       /* BOOL: value or default */
    cdk_str text;                  /* TEXT: value or default */
    const cdk_setting_item *items; /* LIST, MAP */
    uint32_t count;
    const cdk_json *json;          /* where daemon.json sets it, or NULL */
    uint32_t arg;                  /* line of the (last) argument that sets it, from 1; 0: none */
} cdk_setting;

bool cdk_go_bool(cdk_str text, bool *out); /* what Go's strconv.ParseBool takes */
/* Failure: memory. */
int32_t cdk_daemon_setting(const cdk_env *env, cdk_arena *arena, const cdk_evidence *evidence, cdk_daemon_option option,
                           cdk_setting *out);

#endif
