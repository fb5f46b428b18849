/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates in PEM; what stands before the first line end is tried as the bytes of one, too. */
#include "fuzz_env.h"

#include "facts/certificate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_block(cdk_buf *out, const uint8_t *data, size_t size)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    cdk_buf_text(out, "-----BEGIN CERTIFICATE-----\n");
    for (size_t i = 0; i + 2 < size; i += 3) {
        uint32_t bits = (uint32_t)data[i] << 16 | (uint32_t)data[i + 1] << 8 | data[i + 2];
        for (int shift = 18; shift >= 0; shift -= 6) cdk_buf_char(out, letters[bits >> shift & 63]);
    }
    cdk_buf_text(out, "\n-----END CERTIFICATE-----\n");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_buf pem;
    bool known;
    int64_t seconds = 0;
    fuzz_begin(&f);
    if (cdk_certificates_begin(&f.env, (cdk_str){(const char *)data, size}, &known, &seconds)) abort();
    cdk_buf_init(&pem, &f.mem);
    add_block(&pem, data, size);
    if (cdk_certificates_begin(&f.env, cdk_buf_view(&pem), &known, &seconds)) abort();
    cdk_buf_free(&pem);
    fuzz_end(&f);
    return 0;
}
