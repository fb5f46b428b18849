/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_LAYER_SERIAL_IN_H
#define CDK_LAYER_SERIAL_IN_H

#include "layer/serial_form.h"

/* Bytes of stored facts. Each function gives 0 or nothing where they end too early or do not fit, which is sticky. */
typedef struct cdk_serial_in {
    const cdk_env *env;
    const uint8_t *p;
    size_t n;
    int32_t status;
    cdk_layer_facts *facts;
} cdk_serial_in;

int32_t cdk_get_bad(cdk_serial_in *in, const char *what); /* sets the failure, unless there is one */
uint64_t cdk_get_num(cdk_serial_in *in, uint64_t most);
const uint8_t *cdk_get_bytes(cdk_serial_in *in, size_t n); /* NULL: not there */
cdk_str cdk_get_str(cdk_serial_in *in);
/* A count of items that take at least `least` bytes each. */
size_t cdk_get_count(cdk_serial_in *in, size_t least);
uint32_t cdk_get_string(cdk_serial_in *in, cdk_str text); /* into the pool of the facts */
/* An array for `count` items; NULL: no memory, or none are to come. */
void *cdk_get_array(cdk_serial_in *in, size_t count, size_t size);

void cdk_get_tree(cdk_serial_in *in);
void cdk_get_hanging(cdk_serial_in *in);

#endif
