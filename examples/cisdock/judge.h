/* SPDX-License-Identifier: Apache-2.0 */
/* From bundle, evidence and selection of the command line to reports in all their outputs. */
#ifndef JUDGE_H
#define JUDGE_H

#include "program.h"

typedef struct judge {
    program *prog;
    cisdock_bundle *bundle;
    cisdock_plan *plan; /* NULL: the base plan */
    cisdock_evidence *evidence;
    cisdock_selection *selection;
    FILE *files[MAX_OUTPUTS];
    size_t reports;
} judge;

/* False: said why. In either case end_judge() gives back what was made. */
bool begin_judge(program *prog, const char *scope, judge *out);
/* Judge an image, or NULL where there is none, and write the report everywhere. */
bool judge_one(judge *self, const char *name, const cisdock_analysis *analysis);
void end_judge(judge *self);

#endif
