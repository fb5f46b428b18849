/* SPDX-License-Identifier: Apache-2.0 */
/* Judge an image as it streams through standard input, nothing kept on disk: `docker save NAME | scan_pipe`. */
#include "example.h"

#include <errno.h>
#include <unistd.h>

/* Forward only: `read` without `read_at`. Fewer bytes than asked are fine at any time; 0 is the end. */
static int64_t read_some(void *user, uint8_t *buffer, size_t size)
{
    (void)user;
    ssize_t got = read(STDIN_FILENO, buffer, size);
    return got < 0 ? -errno : got;
}

int main(void)
{
    cisdock_context *context;
    cisdock_image *image;
    cisdock_source source = {.struct_size = sizeof source, .read = read_some};
    if (cisdock_context_new(NULL, &context)) return 2;
    int result = cisdock_image_open(context, &source, NULL, NULL, &image) ? tell(context) : judge(context, image);
    cisdock_context_free(context);
    return result;
}
