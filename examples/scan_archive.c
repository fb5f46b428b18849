/* SPDX-License-Identifier: Apache-2.0 */
/* Judge one image archive: `scan_archive IMAGE`. */
#include <cisdock/cisdock.h>
#include <fcntl.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    int fd = argc == 2 ? open(argv[1], O_RDONLY) : -1;
    cisdock_source source;
    cisdock_context *context = NULL;
    cisdock_image *image = NULL;
    cisdock_analysis *analysis = NULL;
    cisdock_bundle *bundle = NULL;
    cisdock_report *report = NULL;
    if (fd < 0 || cisdock_context_new(NULL, &context)) return 2;
    int32_t status = cisdock_source_fd(context, fd, &source);
    if (!status) status = cisdock_image_open(context, &source, NULL, NULL, &image);
    if (!status) status = cisdock_analyze(context, image, NULL, &analysis);
    if (!status) status = cisdock_bundle_builtin(context, "cis-docker-1.13.0", &bundle);
    if (!status) status = cisdock_evaluate_bundle(context, bundle, analysis, NULL, NULL, &report);
    if (status) fprintf(stderr, "%s: %s\n", cisdock_error_class(context), cisdock_error_message(context));
    for (uint32_t i = 0; i < cisdock_report_count(report); i++) {
        const cisdock_finding *finding = cisdock_report_at(report, i);
        printf("%-5s %-21s %s\n", cisdock_finding_id(finding), cisdock_verdict_word(cisdock_finding_verdict(finding)), cisdock_finding_message(finding));
    }
    cisdock_report_free(report);
    cisdock_bundle_free(bundle);
    cisdock_analysis_free(analysis);
    cisdock_image_close(image);
    cisdock_context_free(context);
    return status ? 3 : 0;
}
