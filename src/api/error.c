/* SPDX-License-Identifier: Apache-2.0 */
/* The details of the last failure. */
#include "api/context.h"

int32_t cisdock_error_status(const cisdock_context *context)
{
    return context ? context->error.status : CISDOCK_E_INVALID_ARG;
}

const char *cisdock_error_class(const cisdock_context *context)
{
    return cdk_class_text(context ? context->error.cls : CDK_CLASS_NONE);
}

const char *cisdock_error_message(const cisdock_context *context)
{
    return context ? context->error.message : "";
}

const char *cisdock_error_digest(const cisdock_context *context)
{
    return context ? context->error.digest : "";
}

const char *cisdock_error_path(const cisdock_context *context)
{
    return context ? context->error.path : "";
}

const char *cisdock_error_document(const cisdock_context *context)
{
    return context ? context->error.document : "";
}

const char *cisdock_error_pointer(const cisdock_context *context)
{
    return context ? context->error.pointer : "";
}

int64_t cisdock_error_offset(const cisdock_context *context)
{
    return context ? context->error.offset : -1;
}

int32_t cisdock_error_layer(const cisdock_context *context)
{
    return context ? context->error.layer : -1;
}

int64_t cisdock_error_host_code(const cisdock_context *context)
{
    return context ? context->error.host_code : 0;
}
