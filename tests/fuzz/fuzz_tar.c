/* SPDX-License-Identifier: Apache-2.0 */
/* The tar reader: any bytes end in entries or a failure, the same whatever the pieces are. Checksums are put right in
 * blocks that call themselves headers, so that mutations get past them. */
#include "archive/tar.h"
#include "fuzz_pieces.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_sums_right(uint8_t *bytes, size_t n)
{
    for (size_t at = 0; at + 512 <= n; at += 512) {
        uint8_t *block = bytes + at;
        if (memcmp(block + 257, "ustar", 5)) continue;
        unsigned sum = 0;
        memset(block + 148, ' ', 8);
        for (int i = 0; i < 512; i++) sum += block[i];
        for (int i = 5; i >= 0; i--, sum >>= 3) block[148 + i] = (uint8_t)('0' + (sum & 7));
        block[154] = 0;
    }
}

typedef struct outcome {
    int32_t status;
    uint64_t entries, sum;
} outcome;

static void mix(outcome *out, const void *bytes, size_t n)
{
    const uint8_t *p = bytes;
    for (size_t i = 0; i < n; i++) out->sum = (out->sum ^ p[i]) * UINT64_C(1099511628211);
}

static void mix_number(outcome *out, uint64_t number)
{
    mix(out, &number, sizeof number);
}

static void read_entry(cdk_tar *tar, const cdk_tar_entry *entry, outcome *out)
{
    fuzz_require(entry->header_offset < entry->data_offset);
    out->entries++;
    mix(out, entry->path.p, entry->path.n);
    mix(out, entry->link.p, entry->link.n);
    mix(out, entry->capability.p, entry->capability.n);
    mix_number(out, entry->size);
    mix_number(out, entry->uid << 12 | entry->mode);
    uint64_t got = 0;
    while (got < 1 << 14) {
        const uint8_t *data;
        size_t n;
        int32_t status = cdk_tar_data_expanded(tar, &data, &n);
        if (status || !n) {
            mix_number(out, (uint64_t)status);
            if (!status && entry->type == CDK_TAR_FILE) fuzz_require(got == entry->size);
            return;
        }
        got += n;
        if (got <= 1 << 14) mix(out, data, n);
    }
}

static void note(void *user, cdk_class cls, const cdk_where *where, const char *message)
{
    (void)message;
    mix_number(user, (uint64_t)cls);
    mix(user, where->path.p, where->path.n); /* must still be there */
}

static outcome walk(const uint8_t *bytes, size_t n, size_t piece)
{
    fuzz_env f;
    outcome out = {0};
    cdk_tar *tar;
    const cdk_tar_entry *entry;
    cdk_tar_notes notes = {&out, note};
    fuzz_begin_tight(&f);
    out.status = cdk_tar_new(&f.env, fuzz_pieces(&f, bytes, n, piece), &notes, &tar);
    if (out.status) return out;
    while (!(out.status = cdk_tar_next(tar, &entry)) && entry) read_entry(tar, entry, &out);
    if (!out.status) out.status = cdk_tar_drain(tar);
    cdk_tar_close(tar);
    fuzz_end(&f);
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 18) return 0;
    uint8_t *copy = malloc(size + 1);
    if (!copy) return 0;
    if (size) memcpy(copy, data, size);
    put_sums_right(copy, size);
    outcome whole = walk(copy, size, size + 1), pieces = walk(copy, size, 777);
    fuzz_require(whole.status == pieces.status && whole.entries == pieces.entries && whole.sum == pieces.sum);
    free(copy);
    return 0;
}
