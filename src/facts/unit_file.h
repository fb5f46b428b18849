/* SPDX-License-Identifier: Apache-2.0 */
/* Settings of a systemd unit, also as `systemctl cat` prints it with its drop-ins; containerd's configuration has the same
 * outline. */
#ifndef CDK_FACTS_UNIT_FILE_H
#define CDK_FACTS_UNIT_FILE_H

#include "base/str.h"

typedef struct cdk_unit_reader {
    cdk_str rest, section, key;
    uint32_t line;
    bool continued; /* the line before ends with a backslash */
} cdk_unit_reader;

typedef struct cdk_unit_setting {
    cdk_str section, key, value; /* section without its brackets */
    uint32_t line;               /* from 1 */
} cdk_unit_setting;

/* Take the next setting; what a continued line holds comes as a setting of the same key. False: nothing left. */
bool cdk_unit_next(cdk_unit_reader *reader, cdk_unit_setting *out);

/* A variable of the unit's Environment= lines; of several the last. */
bool cdk_unit_variable(cdk_str text, const char *name, cdk_str *value);
/* The first ListenStream= in force (an empty one clears those before it) that is a path, or one that is none. */
bool cdk_unit_listens(cdk_str text, bool path, cdk_unit_setting *out);

#endif
