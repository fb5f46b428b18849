/* SPDX-License-Identifier: Apache-2.0 */
/* Whether packages are verified cannot be proved from an image. Steps that switch the checking off can be seen. */
#include "checks/gate_image.h"

#include "image/shell.h"

static const struct {
    const char *word, *what;
} switches[] = {
#define CDK_UNVERIFIED(word, what) {word, what},
#include "checks/unverified.def"
#undef CDK_UNVERIFIED
};

static const char *switched_off(const cdk_command *command)
{
    for (uint32_t i = 0; i < command->word_count; i++)
        for (size_t n = 0; n < sizeof switches / sizeof *switches; n++)
            if (cdk_str_is(command->words[i].text, switches[n].word)) return switches[n].what;
    return NULL;
}

/* curl's -k may stand among other letters: -fsSLk. */
static bool curl_insecure(const cdk_command *command)
{
    if (!cdk_str_is(cdk_command_name(command), "curl")) return false;
    for (uint32_t i = 1; i < command->word_count; i++) {
        cdk_str word = command->words[i].text;
        size_t at;
        if (word.n > 1 && word.p[0] == '-' && word.p[1] != '-' && cdk_str_find_char(word, 'k', &at)) return true;
    }
    return false;
}

static void say(cdk_eval *eval, const cdk_instruction *step, const char *what)
{
    cdk_outcome *outcome = cdk_of_image(eval, cdk_say(eval, CDK_WARN, "a build step %s", what));
    if (!outcome) return;
    outcome->basis = CDK_HEURISTIC;
    outcome->confidence = CDK_MEDIUM;
    outcome->place = what;
    cdk_show_step(eval, outcome, step);
}

int32_t cdk_image_unverified(cdk_eval *eval)
{
    const cdk_build *build;
    int32_t status = cdk_build_of(eval, &build);
    for (uint32_t i = 0; !status && i < build->count; i++) {
        const cdk_instruction *step = cdk_step_instruction(&build->steps[i]);
        cdk_commands commands;
        if (step->keyword != CDK_KW_RUN) continue;
        status = cdk_shell_of_instruction(eval->env, eval->arena, step, &commands);
        for (uint32_t n = 0; !status && n < commands.count; n++) {
            const char *what = curl_insecure(&commands.items[n]) ? "fetches without checking the server's certificate"
                                                                 : switched_off(&commands.items[n]);
            if (!what) continue;
            say(eval, step, what);
            break;
        }
    }
    return status ? status : cdk_eval_status(eval);
}
