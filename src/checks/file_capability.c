/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/file_capability.h"

/* linux/capability.h: a little-endian word whose top byte is the revision, then permitted and inheritable words by turns. */
enum { REVISION_1 = 1, REVISION_2 = 2, REVISION_3 = 3, BITS = 64 };

static const char *const names[BITS] = {
#define CDK_CAPABILITY(bit, name) [bit] = name,
#include "checks/capability.def"
#undef CDK_CAPABILITY
};

static uint32_t word(cdk_str record, size_t at)
{
    const uint8_t *p = (const uint8_t *)record.p + at;
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static bool permitted_of(cdk_str record, uint64_t *permitted)
{
    static const size_t sizes[] = {[REVISION_1] = 12, [REVISION_2] = 20, [REVISION_3] = 24};
    if (record.n < 4) return false;
    uint32_t revision = word(record, 0) >> 24;
    if (revision < REVISION_1 || revision > REVISION_3 || record.n != sizes[revision]) return false;
    *permitted = word(record, 4);
    if (revision != REVISION_1) *permitted |= (uint64_t)word(record, 12) << 32;
    return true;
}

cdk_str cdk_file_capability(cdk_arena *arena, cdk_str record)
{
    uint64_t permitted;
    cdk_buf text;
    if (!permitted_of(record, &permitted)) return CDK_STR("damaged");
    cdk_buf_init(&text, arena->mem);
    for (int bit = 0; bit < BITS; bit++) {
        if (!(permitted >> bit & 1)) continue;
        if (text.n) cdk_buf_char(&text, ',');
        if (names[bit])
            cdk_buf_text(&text, names[bit]);
        else
            cdk_buf_printf(&text, "%d", bit);
    }
    cdk_str shown = text.failed ? CDK_STR_NONE : text.n ? cdk_str_dup(arena, cdk_buf_view(&text)) : CDK_STR("none");
    cdk_buf_free(&text);
    return shown;
}
