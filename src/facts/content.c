/* SPDX-License-Identifier: Apache-2.0 */
/* What readers took of files, found by path; and how far it is to be trusted. */
#include "facts/facts_impl.h"

cdk_known cdk_facts_trust(const cdk_facts *facts, int32_t layer)
{
    for (uint32_t i = layer < 0 ? 0 : (uint32_t)layer; i < facts->layer_count; i++)
        if (facts->layers[i].state != CDK_HAVE) return facts->layers[i].state;
    return layer < 0 ? CDK_ABSENT : CDK_HAVE;
}

void cdk_facts_took_of(const cdk_facts *facts, const cdk_fold_entry *entry, cdk_reader_id reader, cdk_took *out)
{
    /* What a hard link shares stands at the link where it is in the same layer, else at its target. */
    const struct { const cdk_layer_facts *facts; uint32_t node; } places[] = {
        {entry->at_facts, entry->at_node}, {entry->facts, entry->content_node}};
    *out = (cdk_took){.known = CDK_UNREADABLE_LINK, .layer = (int32_t)entry->layer};
    for (size_t p = 0; p < 2; p++) {
        size_t count;
        const cdk_taken *taken = cdk_layer_taken(places[p].facts, places[p].node, &count);
        for (size_t i = 0; i < count; i++) {
            if (taken[i].reader != reader) continue;
            cdk_known trust = cdk_facts_trust(facts, (int32_t)entry->layer);
            *out = (cdk_took){.known = taken[i].state == CDK_HAVE ? trust : (cdk_known)taken[i].state,
                              .facts = places[p].facts, .taken = &taken[i], .layer = (int32_t)entry->layer};
            return;
        }
    }
}

bool cdk_facts_took(const cdk_facts *facts, cdk_str clean_path, cdk_reader_id reader, cdk_took *out)
{
    cdk_arena scratch;
    cdk_resolved resolved;
    cdk_fold_entry entry;
    cdk_arena_init(&scratch, facts->mem);
    bool good = cdk_facts_resolve(facts, clean_path, true, &scratch, &resolved);
    *out = (cdk_took){.known = good && resolved.lost ? CDK_UNREADABLE_LINK : cdk_facts_trust(facts, -1), .layer = -1};
    if (good && resolved.found && cdk_fold_entry_at(facts->fold, resolved.index, &entry) && entry.node->type == 'f') {
        cdk_facts_took_of(facts, &entry, reader, out);
        if (out->known == CDK_UNREADABLE_LINK && !resolved.linked && !(entry.at->marks & CDK_NODE_HARD))
            out->known = CDK_NOT_COLLECTED;
    }
    cdk_arena_free(&scratch);
    return good;
}

cdk_known cdk_facts_content(const cdk_facts *facts, cdk_str clean_path, cdk_str *bytes, int32_t *layer)
{
    cdk_took took;
    *bytes = CDK_STR_NONE;
    if (layer) *layer = -1;
    if (!facts->collected->count) return CDK_NOT_COLLECTED;
    if (!cdk_facts_took(facts, clean_path, CDK_READ_CONTENT, &took)) return CDK_LIMITED;
    if (layer) *layer = took.layer;
    if (took.known == CDK_HAVE) *bytes = took.taken->bytes;
    return took.known;
}
