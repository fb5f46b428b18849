/* SPDX-License-Identifier: Apache-2.0 */
/* ADD fetches and unpacks; COPY only copies. The ADD that puts a base's root file system onto an empty image, and what
 * is known to be the base's own, is not the author's to mend. */
#include "checks/gate_image.h"

#include "facts/site.h"

static const char *advice(const cdk_instruction *step, cdk_copy_kind kind)
{
    cdk_str checksum;
    switch (kind) {
    case CDK_COPY_URL:
    case CDK_COPY_GIT:
        return cdk_instruction_flag(step, "checksum", &checksum) ? ", whose checksum is checked"
                                                                 : ", whose content nobody checks";
    case CDK_COPY_ARCHIVE: return ", which is unpacked on the way";
    case CDK_COPY_HASH: return "; the builder does not tell whether it was a file, an archive or fetched";
    case CDK_COPY_FILE:
    case CDK_COPY_HEREDOC:
    case CDK_COPY_STAGE: return ", for which COPY does";
    }
    return "";
}

/* The riskiest of its sources speaks for the step. */
static cdk_copy_kind kind_of(const cdk_instruction *step)
{
    static const uint8_t risk[] = {
        [CDK_COPY_FILE] = 1, [CDK_COPY_ARCHIVE] = 3, [CDK_COPY_URL] = 5,   [CDK_COPY_GIT] = 4,
        [CDK_COPY_HEREDOC] = 0, [CDK_COPY_HASH] = 2, [CDK_COPY_STAGE] = 0,
    };
    cdk_copy_kind worst = CDK_COPY_HEREDOC;
    for (uint32_t i = 0; i + 1 < step->arg_count; i++) {
        cdk_copy_kind kind = cdk_instruction_source(step, i);
        if (i == 0 || risk[kind] > risk[worst]) worst = kind;
    }
    return worst;
}

/* `shown`: the step itself, or the ONBUILD that it stands in. */
static void say_add(cdk_eval *eval, const cdk_instruction *step, const cdk_instruction *shown)
{
    cdk_copy_kind kind = kind_of(step);
    cdk_verdict verdict = cdk_site_true(eval->evidence, "strict_add") ? CDK_FAIL : CDK_WARN;
    cdk_outcome *outcome = cdk_of_image(
        eval, cdk_say(eval, verdict, "ADD of %s%s%s", cdk_copy_kind_text(kind), advice(step, kind),
                      shown->origin == CDK_ORIGIN_BASE ? " (by its place in the history, perhaps the base image's)" : ""));
    if (!outcome) return;
    if (!eval->facts) outcome->basis = CDK_FORECAST;
    if (step->arg_count) {
        outcome->place = cdk_arena_dup(eval->arena, step->args[step->arg_count - 1].p, step->args[step->arg_count - 1].n);
        outcome->failed = outcome->failed || !outcome->place;
    }
    cdk_show_step(eval, outcome, shown);
}

static bool surely_base(const cdk_instruction *step)
{
    return step->origin == CDK_ORIGIN_BASE && step->origin_sure == CDK_SURE_HIGH;
}

static void say_rest(cdk_eval *eval, const cdk_build *build, uint32_t found, const cdk_instruction *base_add)
{
    if (!build->complete) {
        cdk_of_image(eval, cdk_say_unknown(eval, build->reason, "%s", build->why));
        return;
    }
    if (found) return;
    cdk_outcome *outcome =
        cdk_of_image(eval, cdk_say(eval, CDK_PASS, base_add ? "the only ADD is the base image's own" : "no build step uses ADD"));
    if (outcome && !eval->facts) outcome->basis = CDK_FORECAST;
    cdk_show_step(eval, outcome, base_add);
}

int32_t cdk_image_add(cdk_eval *eval)
{
    const cdk_build *build;
    const cdk_instruction *base_add = NULL;
    uint32_t found = 0;
    int32_t status = cdk_build_of(eval, &build);
    if (status) return status;
    for (uint32_t i = 0; i < build->count; i++) {
        const cdk_instruction *shown = cdk_step_instruction(&build->steps[i]), *step = shown;
        if (step->keyword == CDK_KW_ONBUILD && step->trigger) step = step->trigger;
        if (step->keyword != CDK_KW_ADD) continue;
        bool author = step != shown || cdk_instruction_is_add(build->steps[i].list, build->steps[i].index);
        if (!author || surely_base(shown)) {
            base_add = shown;
            continue;
        }
        say_add(eval, step, shown);
        found++;
    }
    say_rest(eval, build, found, base_add);
    return cdk_eval_status(eval);
}
