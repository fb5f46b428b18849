/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_LAYER_SERIAL_OUT_H
#define CDK_LAYER_SERIAL_OUT_H

#include "base/digest.h"
#include "layer/serial_form.h"

/* Bytes on their way to a sink. A failure is sticky. */
typedef struct cdk_serial_out {
    const cdk_env *env;
    const cisdock_sink *sink;
    cdk_digest *digest;
    cdk_buf buf;
    int32_t status;
} cdk_serial_out;

void cdk_put_bytes(cdk_serial_out *out, const void *bytes, size_t n);
void cdk_put_num(cdk_serial_out *out, uint64_t v);
void cdk_put_str(cdk_serial_out *out, cdk_str s); /* length and bytes */

void cdk_put_tree(cdk_serial_out *out, const cdk_layer_facts *facts);
void cdk_put_hanging(cdk_serial_out *out, const cdk_layer_facts *facts);

#endif
