/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_FACTS_PACKAGES_H
#define CDK_FACTS_PACKAGES_H

#include "facts/facts_impl.h"

/* Packages as they are gathered; start with `known` ABSENT. */
typedef struct cdk_package_list {
    cdk_package *items;
    size_t count, cap;
    cdk_known known;
} cdk_package_list;

int32_t cdk_package_list_add(const cdk_env *env, cdk_package_list *list, const char *db, const cdk_took *took, cdk_str path);
/* Sort, hand over to the facts' arena, and free. */
int32_t cdk_package_list_end(const cdk_env *env, cdk_facts *facts, cdk_package_list *list, const cdk_package **items,
                             uint32_t *count);
/* The answer of several files together: any that is not known well makes it so. */
cdk_known cdk_known_worse(cdk_known a, cdk_known b);

#endif
