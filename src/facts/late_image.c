/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/late_image.h"

#include "image/members.h"

int32_t cdk_refuse_late_image(const cdk_env *env, const cdk_layer_facts *facts)
{
    if (!facts || !facts->node_count) return CISDOCK_OK;
    for (uint32_t i = 0; i < facts->nodes[0].count; i++) {
        const cdk_node *node = &facts->nodes[facts->nodes[0].first + i];
        cdk_marks marks = {.manifest = false};
        cdk_where where = CDK_NOWHERE;
        if (node->type != 'f' && node->type != 'l') continue;
        where.path = cdk_layer_str(facts, node->name);
        cdk_marks_note(&marks, where.path);
        if (marks.manifest || marks.index || marks.layout || marks.repositories)
            return cdk_fail(env, CDK_CLASS_UNSUPPORTED, &where,
                            "an image's archive whose first members are not named as one's: it must be read with random access");
    }
    return CISDOCK_OK;
}
