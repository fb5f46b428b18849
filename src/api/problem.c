/* SPDX-License-Identifier: Apache-2.0 */
#include "api/handle.h"

/* The public handle is the recorded problem itself. */
static const cdk_problem *in(const cisdock_problem *problem)
{
    return (const cdk_problem *)problem;
}

const cisdock_problem *cdk_problem_public(const cdk_problems *list)
{
    return list ? (const cisdock_problem *)list->first : NULL;
}

const cisdock_problem *cisdock_problem_next(const cisdock_problem *problem)
{
    return problem ? (const cisdock_problem *)in(problem)->next : NULL;
}

const char *cisdock_problem_class(const cisdock_problem *problem)
{
    return cdk_class_text(problem ? in(problem)->cls : CDK_CLASS_NONE);
}

int32_t cisdock_problem_severity(const cisdock_problem *problem)
{
    return problem && in(problem)->severity == CDK_ERROR ? CISDOCK_SEVERITY_ERROR : CISDOCK_SEVERITY_WARNING;
}

const char *cisdock_problem_message(const cisdock_problem *problem)
{
    return problem && in(problem)->message ? in(problem)->message : "";
}

const uint8_t *cisdock_problem_path(const cisdock_problem *problem, size_t *size)
{
    return cdk_bytes_public(problem ? in(problem)->path : CDK_STR_NONE, size);
}

int64_t cisdock_problem_offset(const cisdock_problem *problem)
{
    return problem ? in(problem)->offset : -1;
}

int32_t cisdock_problem_layer(const cisdock_problem *problem)
{
    return problem ? in(problem)->layer : -1;
}

const char *cisdock_problem_document(const cisdock_problem *problem)
{
    return problem ? in(problem)->document : NULL;
}

const char *cisdock_problem_pointer(const cisdock_problem *problem)
{
    return problem ? in(problem)->pointer : NULL;
}
