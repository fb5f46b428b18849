/* SPDX-License-Identifier: Apache-2.0 */
/* An argument list of dockerd, one a line, asked for an eighth of the options: every value that is found lies in the text, on the line that is told. */
#include "fuzz_env.h"

#include "facts/argv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct seen {
    cdk_str text;
    uint32_t line; /* of the hit before */
} seen;

static bool look(void *user, const cdk_argv_hit *hit)
{
    seen *s = user;
    bool inside = hit->value.p >= s->text.p && hit->value.p + hit->value.n <= s->text.p + s->text.n;
    if (hit->line < 1 || hit->line < s->line) abort();
    if (hit->value.n && !inside && !cdk_str_is(hit->value, "true")) abort();
    s->line = hit->line;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_str argv = {(const char *)data, size};
    fuzz_begin(&f);
    for (int i = (int)(size % 8); i < CDK_DO_COUNT; i += 8) {
        seen s = {argv, 0};
        cdk_argv_each(argv, cdk_daemon_option_of((cdk_daemon_option)i), look, &s);
    }
    cdk_argv_check(&f.env, argv);
    fuzz_end(&f);
    return 0;
}
