/* SPDX-License-Identifier: Apache-2.0 */
/* The whole of a pattern. Flags that stand inside hold for all of it, so a pass that finds new ones is repeated. */
#include "base/pyre.h"

static int32_t one_pass(cdk_pyre *p, uint32_t flags)
{
    p->at = 0;
    p->restart = false;
    p->out.n = p->prefix.n = p->run.n = p->needed.n = 0;
    p->either = false;
    p->prefix_open = true;
    p->group_count = 1;
    p->lookbehind_groups = p->max_condition = p->depth = 0;
    p->caseless = cdk_pyre_wants_caseless(p, flags);
    if (!cdk_grow(p->env->mem, (void **)&p->groups, &p->group_cap, 1, sizeof *p->groups)) return cdk_fail_memory(p->env);
    p->groups[0] = (cdk_pyre_group){.closed = false};
    if (p->caseless) cdk_buf_text(&p->out, "(?i)");
    cdk_width width;
    int32_t status = cdk_pyre_alternatives(p, flags, &width);
    if (status) return status;
    if (cdk_pyre_more(p)) return cdk_pyre_fail(p, p->at, "unbalanced parenthesis");
    if (p->max_condition >= p->group_count) return cdk_pyre_fail(p, p->max_condition_at, "invalid group reference");
    cdk_pyre_end_run(p);
    if (p->either) p->needed.n = 0;
    return p->out.failed || p->prefix.failed || p->needed.failed ? cdk_fail_memory(p->env) : 0;
}

int32_t cdk_pyre_translate(const cdk_env *env, cdk_str pattern, cdk_regex_kind kind, cdk_buf *out, cdk_buf *prefix, cdk_buf *needed,
                           bool *caseless)
{
    cdk_pyre p = {.env = env, .pattern = pattern, .text = kind == CDK_RE_TEXT};
    uint32_t flags = p.text ? CDK_PYRE_UNICODE : 0;
    cdk_buf_init(&p.out, env->mem);
    cdk_buf_init(&p.prefix, env->mem);
    cdk_buf_init(&p.needed, env->mem);
    cdk_buf_init(&p.run, env->mem);
    int32_t status;
    if (pattern.n > CDK_PYRE_MAX_PATTERN)
        status = cdk_pyre_fail(&p, CDK_PYRE_MAX_PATTERN, "it is longer than 65536 bytes");
    else if (p.text && !cdk_utf8_valid(pattern))
        status = cdk_pyre_fail(&p, 0, "it is not UTF-8");
    else
        status = one_pass(&p, flags);
    while ((!status || p.restart) && (p.global_flags & ~flags)) {
        /* The type that is given takes the place of the default. */
        flags |= p.global_flags;
        if (flags & CDK_PYRE_ASCII && flags & CDK_PYRE_UNICODE && !(p.global_flags & CDK_PYRE_UNICODE))
            flags &= ~(uint32_t)CDK_PYRE_UNICODE;
        if (flags & CDK_PYRE_ASCII && flags & CDK_PYRE_UNICODE) {
            p.restart = false;
            status = cdk_pyre_fail(&p, 0, "ASCII and UNICODE flags are incompatible");
        } else
            status = one_pass(&p, flags);
    }
    cdk_free(env->mem, p.groups);
    cdk_buf_free(&p.run);
    if (status) {
        cdk_buf_free(&p.out);
        cdk_buf_free(&p.prefix);
        cdk_buf_free(&p.needed);
    }
    *out = p.out;
    *prefix = p.prefix;
    *needed = p.needed;
    *caseless = flags & CDK_PYRE_IGNORECASE;
    return status;
}
