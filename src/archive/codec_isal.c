/* SPDX-License-Identifier: Apache-2.0 */
/* gzip by Intel's ISA-L: about twice as fast as zlib. It verifies CRC and length of each member itself. */
#include "archive/codec_backend.h"

#include <isa-l/igzip_lib.h>

static cdk_codec_result isal_start(void *state, const cdk_env *env)
{
    (void)env;
    struct inflate_state *self = state;
    isal_inflate_init(self);
    self->crc_flag = ISAL_GZIP;
    return CDK_CODEC_MORE;
}

static cdk_codec_result isal_restart(void *state)
{
    isal_inflate_reset(state);
    return CDK_CODEC_MORE;
}

static const char *reason(int code)
{
    switch (code) {
    case ISAL_INVALID_WRAPPER: return "a member's header is damaged";
    case ISAL_UNSUPPORTED_METHOD: return "a method other than deflate";
    case ISAL_INCORRECT_CHECKSUM: return "the CRC or the length of a member is wrong";
    case ISAL_NEED_DICT: return "it asks for a dictionary";
    case ISAL_INVALID_LOOKBACK: return "it refers to bytes before its begin";
    default: return "a block is damaged";
    }
}

static cdk_codec_result isal_run(void *state, cdk_codec_io *io)
{
    struct inflate_state *self = state;
    self->next_in = (uint8_t *)(uintptr_t)io->in; /* only read */
    self->avail_in = (uint32_t)io->in_n;
    self->next_out = io->out;
    self->avail_out = (uint32_t)io->out_n;
    int code = isal_inflate(self);
    io->in = self->next_in;
    io->in_n = self->avail_in;
    io->out = self->next_out;
    io->out_n = self->avail_out;
    if (code != ISAL_DECOMP_OK) {
        io->why = reason(code);
        return CDK_CODEC_BAD;
    }
    return self->block_state == ISAL_BLOCK_FINISH ? CDK_CODEC_BOUNDARY : CDK_CODEC_MORE;
}

static void isal_stop(void *state)
{
    (void)state;
}

const cdk_codec_backend cdk_codec_gzip = {sizeof(struct inflate_state), true, isal_start, isal_run, isal_restart, isal_stop};
