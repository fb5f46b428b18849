/* SPDX-License-Identifier: Apache-2.0 */
/* The form of stored layer facts, shared by its writer and its reader. Numbers are varints.
 *
 *   magic, schema, versions of all readers
 *   layers, owners, collected plan
 *   tree: its nodes breadth first; of each folder the children by name
 *   hidden files: nodes with a parent
 *   taken files with packages or records, and contents, digests, secrets, searches, owned files, problems
 *   the first CDK_FORM_CHECK bytes of the SHA-256 of all this
 *
 * A node: its name, which shares the beginning of its left sibling's; a template (marks, type, mode, owner, layer, and
 * which members follow), by number, or a new one; then size, change of mtime, count of children, extra, as the
 * template says. */
#ifndef CDK_LAYER_SERIAL_FORM_H
#define CDK_LAYER_SERIAL_FORM_H

#include "layer/reading.h"

#define CDK_FORM_MAGIC "CDKF"
enum { CDK_FORM_CHECK = 16 };

/* Members that follow a node's template. */
enum { CDK_FORM_SIZE = 1, CDK_FORM_CHILDREN = 2, CDK_FORM_EXTRA = 4, CDK_FORM_MTIME = 8, CDK_FORM_MEMBERS = 15 };

typedef struct cdk_form_template {
    uint32_t owner, layer;
    uint16_t mode;
    char type;
    uint8_t marks, members;
} cdk_form_template;

/* Members of an extra that are there. */
enum { CDK_FORM_LINK = 1, CDK_FORM_TARGET = 2, CDK_FORM_CAPABILITY = 4, CDK_FORM_DANGLING = 8, CDK_FORM_FOLDER = 16 };

#endif
