/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/parallel.h"

#include <pthread.h>

enum { MOST_THREADS = 256 };

typedef struct shared {
    _Atomic size_t next;
    size_t count;
    void (*work)(void *argument, size_t index);
    void *argument;
} shared;

static void *run(void *user)
{
    shared *s = user;
    for (;;) {
        size_t index = atomic_fetch_add(&s->next, 1);
        if (index >= s->count) return NULL;
        s->work(s->argument, index);
    }
}

/* This thread works too, so that no failure to start another one is a failure of the work. */
static void run_on_threads(shared *s, size_t threads)
{
    pthread_t others[MOST_THREADS];
    size_t started = 0;
    while (started + 1 < threads && started < MOST_THREADS && !pthread_create(&others[started], NULL, run, s)) started++;
    run(s);
    while (started) pthread_join(others[--started], NULL);
}

void cdk_parallel_for(const cdk_env *env, const cisdock_executor *executor, size_t count,
                      void (*work)(void *argument, size_t index), void *argument)
{
    size_t threads = (size_t)CDK_LIMIT(env, THREADS);
    shared s = {.count = count, .work = work, .argument = argument};
    atomic_init(&s.next, 0);
    if (count > 1 && executor && executor->parallel_for)
        executor->parallel_for(executor->user, count, work, argument);
    else
        run_on_threads(&s, threads < count ? threads : count);
}
