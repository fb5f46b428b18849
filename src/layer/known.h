/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_LAYER_KNOWN_H
#define CDK_LAYER_KNOWN_H

/* How well a question can be answered; everything but HAVE and ABSENT makes a verdict insufficient_evidence.
 * The values stand in stored layer facts: append only. */
typedef enum cdk_known {
    CDK_HAVE,            /* looked at, and here it is */
    CDK_ABSENT,          /* looked at, and not there */
    CDK_NOT_COLLECTED,   /* the plan did not ask */
    CDK_DAMAGED,         /* could not be read to its end */
    CDK_LIMITED,         /* a limit was reached */
    CDK_UNSUPPORTED,     /* a codec, media type or database form that is not built in */
    CDK_UNREADABLE_LINK, /* stands behind a link that leads to a place that is not kept */
    CDK_NOT_GIVEN        /* the document was not given at all */
} cdk_known;

#endif
