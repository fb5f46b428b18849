/* SPDX-License-Identifier: Apache-2.0 */
/* Read layers side by side on the host's own threads: `pthread_executor IMAGE`. */
#include "example.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { THREADS = 4 };

typedef struct job {
    void (*work)(void *argument, size_t index);
    void *argument;
    size_t count;
    atomic_size_t next;
} job;

static void *run(void *user)
{
    job *self = user;
    for (size_t i; (i = atomic_fetch_add(&self->next, 1)) < self->count;) self->work(self->argument, i);
    return NULL;
}

static void parallel_for(void *user, size_t count, void (*work)(void *argument, size_t index), void *argument)
{
    pthread_t threads[THREADS];
    size_t started = 0;
    job self = {work, argument, count, 0};
    (void)user;
    while (started < THREADS && started + 1 < count && !pthread_create(&threads[started], NULL, run, &self)) started++;
    run(&self);
    for (size_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
}

int main(int argc, char **argv)
{
    cisdock_context *context;
    cisdock_image *image;
    cisdock_source source;
    int fd = argc == 2 ? open(argv[1], O_RDONLY) : -1;
    if (fd < 0 || cisdock_context_new(NULL, &context)) return 2;
    cisdock_executor executor = {sizeof executor, NULL, parallel_for};
    cisdock_context_set_executor(context, &executor);
    int32_t status = cisdock_source_fd(context, fd, &source); /* pread: may be used by several threads at once */
    if (!status) status = cisdock_image_open(context, &source, NULL, NULL, &image);
    int result = status ? tell(context) : judge(context, image);
    cisdock_context_free(context);
    close(fd);
    return result;
}
