/* SPDX-License-Identifier: Apache-2.0 */
/* Member names as Go's encoding/json takes them, by which every engine reads these documents: any letter's case, and of
 * several spellings the one that stands last. */
#ifndef CDK_IMAGE_MEMBER_NAME_H
#define CDK_IMAGE_MEMBER_NAME_H

#include "base/json.h"

/* The member of `object` that Go would decode into the field `name`; NULL: none. */
const cdk_json *cdk_go_member(const cdk_json *object, const char *name);

#endif
