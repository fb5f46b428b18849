/* SPDX-License-Identifier: Apache-2.0 */
/* Scores vectors for test_cvss.py: one a line, each answered with its scores in tenths and its word, or "invalid". */
#include "base/cvss.h"

#include <stdio.h>

int main(void)
{
    static char line[4096];
    while (fgets(line, sizeof line, stdin)) {
        cdk_cvss cvss;
        if (!cdk_cvss_read(cdk_str_of(line), &cvss))
            puts("invalid");
        else
            printf("%d %d %d %s\n", cvss.base, cvss.parts ? cvss.exploitability : -1, cvss.parts ? cvss.impact : -1, cdk_cvss_word(&cvss));
    }
    return 0;
}
