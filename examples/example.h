/* SPDX-License-Identifier: Apache-2.0 */
/* What the examples share: the plain case from an opened image to a report on standard output. */
#ifndef EXAMPLE_H
#define EXAMPLE_H

#include <cisdock/cisdock.h>
#include <stdio.h>

static inline int32_t write_stdout(void *user, const uint8_t *data, size_t size)
{
    (void)user;
    return fwrite(data, 1, size, stdout) == size ? 0 : -1;
}

static inline int tell(const cisdock_context *context)
{
    fprintf(stderr, "%s: %s\n", cisdock_error_class(context), cisdock_error_message(context));
    return 3;
}

/* Judge an image by the newest benchmark and print the report; closes the image. The exit status of the example. */
static inline int judge(cisdock_context *context, cisdock_image *image)
{
    cisdock_analysis *analysis = NULL;
    cisdock_bundle *bundle = NULL;
    cisdock_report *report = NULL;
    cisdock_sink sink = {sizeof sink, NULL, write_stdout};
    int32_t status = cisdock_analyze(context, image, NULL, &analysis);
    if (!status) status = cisdock_bundle_builtin(context, NULL, &bundle);
    if (!status) status = cisdock_evaluate_bundle(context, bundle, analysis, NULL, NULL, &report);
    if (!status) status = cisdock_report_write(context, report, "json", &sink);
    int result = status ? tell(context) : 0;
    cisdock_report_free(report);
    cisdock_bundle_free(bundle);
    cisdock_analysis_free(analysis);
    cisdock_image_close(image);
    return result;
}

#endif
