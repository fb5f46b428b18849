/* SPDX-License-Identifier: Apache-2.0 */
/* Stop a scan from outside: `cancel POLLS IMAGE` says stop when it was asked POLLS times. A host would look at a flag that
 * a signal handler or another thread sets. */
#include "example.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int32_t should_stop(void *user)
{
    unsigned long *left = user;
    return *left ? (--*left, 0) : 1;
}

int main(int argc, char **argv)
{
    cisdock_context *context;
    cisdock_image *image;
    cisdock_source source;
    int fd = argc == 3 ? open(argv[2], O_RDONLY) : -1;
    if (fd < 0 || cisdock_context_new(NULL, &context)) return 2;
    unsigned long left = strtoul(argv[1], NULL, 10);
    cisdock_hooks hooks = {.struct_size = sizeof hooks, .user = &left, .cancel = should_stop};
    cisdock_context_set_hooks(context, &hooks);
    int32_t status = cisdock_source_fd(context, fd, &source);
    if (!status) status = cisdock_image_open(context, &source, NULL, NULL, &image);
    int result = status ? tell(context) : judge(context, image);
    if (cisdock_error_status(context) == CISDOCK_E_CANCELLED) result = 130;
    cisdock_context_free(context);
    close(fd);
    return result;
}
