/* SPDX-License-Identifier: Apache-2.0 */
/* gzip by Intel's ISA-L: about twice as fast as zlib. It verifies CRC and length of each member. The members' headers are
 * read here: ISA-L 2.30 miscounts a header's own CRC where the header comes in several pieces, and takes reserved flags. */
#include "archive/codec_backend.h"

#include <isa-l/igzip_lib.h>
#include <zlib.h>

typedef enum part { FIXED, EXTRA_LENGTH, EXTRA, NAME, COMMENT, HEADER_CRC, BODY } part;

typedef struct isal_state {
    struct inflate_state inflate;
    part part;
    uint8_t flags;
    uint32_t at;   /* bytes of the part so far */
    uint32_t left; /* of the extra field */
    uint32_t crc;  /* of the header */
} isal_state;

/* RFC 1952, 2.3.1: which flag says that a part is there. */
static const uint8_t part_flags[] = {
    [FIXED] = 0, [EXTRA_LENGTH] = 4, [EXTRA] = 4, [NAME] = 8, [COMMENT] = 16, [HEADER_CRC] = 2, [BODY] = 0};
enum { RESERVED_FLAGS = 0xe0, FIXED_BYTES = 10 };

static cdk_codec_result isal_restart(void *state)
{
    isal_state *self = state;
    isal_inflate_reset(&self->inflate);
    self->inflate.crc_flag = ISAL_GZIP_NO_HDR_VER;
    self->part = FIXED;
    self->at = self->left = 0;
    self->crc = (uint32_t)crc32(0, NULL, 0);
    return CDK_CODEC_MORE;
}

static cdk_codec_result isal_start(void *state, const cdk_env *env)
{
    (void)env;
    isal_inflate_init(&((isal_state *)state)->inflate);
    return isal_restart(state);
}

static void next_part(isal_state *self)
{
    self->at = 0;
    do self->part++;
    while (self->part != BODY && !(self->flags & part_flags[self->part]));
    if (self->part == EXTRA && !self->left) next_part(self);
}

static bool fixed_byte(isal_state *self, uint8_t c)
{
    static const uint8_t begin[] = {0x1f, 0x8b, 8};
    if (self->at < sizeof begin && c != begin[self->at]) return false;
    if (self->at == 3) self->flags = c;
    if (++self->at == FIXED_BYTES) next_part(self);
    return !(self->flags & RESERVED_FLAGS);
}

/* False: the header is damaged. */
static bool header_byte(isal_state *self, uint8_t c)
{
    if (self->part == HEADER_CRC) {
        if (c != (self->crc >> (8 * self->at) & 0xff)) return false;
        if (++self->at == 2) next_part(self);
        return true;
    }
    self->crc = (uint32_t)crc32(self->crc, &c, 1);
    switch (self->part) {
    case FIXED: return fixed_byte(self, c);
    case EXTRA_LENGTH:
        self->left |= (uint32_t)c << (8 * self->at);
        if (++self->at == 2) next_part(self);
        return true;
    case EXTRA:
        if (!--self->left) next_part(self);
        return true;
    default: /* a name or a comment ends with NUL */
        if (!c) next_part(self);
        return true;
    }
}

static const char *reason(int code)
{
    switch (code) {
    case ISAL_INCORRECT_CHECKSUM: return "the CRC or the length of a member is wrong";
    case ISAL_INVALID_LOOKBACK: return "it refers to bytes before its begin";
    default: return "a block is damaged";
    }
}

static cdk_codec_result isal_run(void *state, cdk_codec_io *io)
{
    isal_state *self = state;
    struct inflate_state *inflate = &self->inflate;
    for (; self->part != BODY && io->in_n; io->in++, io->in_n--) {
        if (header_byte(self, *io->in)) continue;
        io->why = "a member's header is damaged";
        return CDK_CODEC_BAD;
    }
    if (self->part != BODY) return CDK_CODEC_MORE;
    inflate->next_in = (uint8_t *)(uintptr_t)io->in; /* only read */
    inflate->avail_in = (uint32_t)io->in_n;
    inflate->next_out = io->out;
    inflate->avail_out = (uint32_t)io->out_n;
    int code = isal_inflate(inflate);
    io->in = inflate->next_in;
    io->in_n = inflate->avail_in;
    io->out = inflate->next_out;
    io->out_n = inflate->avail_out;
    if (code != ISAL_DECOMP_OK) {
        io->why = reason(code);
        return CDK_CODEC_BAD;
    }
    return inflate->block_state == ISAL_BLOCK_FINISH ? CDK_CODEC_BOUNDARY : CDK_CODEC_MORE;
}

static void isal_stop(void *state)
{
    (void)state;
}

const cdk_codec_backend cdk_codec_gzip = {sizeof(isal_state), true, isal_start, isal_run, isal_restart, isal_stop};
