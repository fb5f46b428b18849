/* SPDX-License-Identifier: Apache-2.0 */
/* Memory of the host's own, with a budget: `budget_allocator BYTES IMAGE`. Where it is used up, the scan fails with a
 * reason, and everything is given back. */
#include "example.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct budget {
    size_t left, held;
} budget;

static void *take(void *user, size_t size)
{
    budget *self = user;
    void *ptr = size <= self->left ? malloc(size) : NULL;
    if (ptr) self->left -= size, self->held++;
    return ptr;
}

static void *resize(void *user, void *ptr, size_t old_size, size_t new_size)
{
    budget *self = user;
    if (new_size > old_size && new_size - old_size > self->left) return NULL;
    void *moved = realloc(ptr, new_size);
    if (moved) self->left = self->left + old_size - new_size;
    return moved;
}

static void give_back(void *user, void *ptr, size_t size)
{
    budget *self = user;
    self->left += size;
    self->held--;
    free(ptr);
}

int main(int argc, char **argv)
{
    cisdock_context *context;
    cisdock_image *image;
    cisdock_source source;
    int fd = argc == 3 ? open(argv[2], O_RDONLY) : -1;
    if (fd < 0) return 2;
    budget self = {.left = strtoul(argv[1], NULL, 10)};
    cisdock_allocator allocator = {sizeof allocator, &self, take, resize, give_back};
    int32_t status = cisdock_context_new(&allocator, &context);
    if (status) {
        fprintf(stderr, "%s\n", cisdock_status_text(status));
        return 3;
    }
    status = cisdock_source_fd(context, fd, &source);
    if (!status) status = cisdock_image_open(context, &source, NULL, NULL, &image);
    int result = status ? tell(context) : judge(context, image);
    cisdock_context_free(context);
    close(fd);
    return self.held ? 4 : result;
}
