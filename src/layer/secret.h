/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets in texts: found by name, value and place together. Values never leave: hits are spans. */
#ifndef CDK_LAYER_SECRET_H
#define CDK_LAYER_SECRET_H

#include "base/digest.h"
#include "image/instruction.h"

typedef enum cdk_secret_place {
    CDK_SECRET_IN_FILE,    /* name: clean path; text: the whole content */
    CDK_SECRET_IN_ENV,     /* name: key; text: value */
    CDK_SECRET_IN_LABEL,   /* name: key; text: value */
    CDK_SECRET_IN_ARG,     /* build argument or its default: name: key; text: value */
    CDK_SECRET_IN_COMMAND, /* shell text or a whole history entry; name: none */
    CDK_SECRET_IN_TEXT     /* anything else; name: none */
} cdk_secret_place;

typedef enum cdk_secret_kind {
#define CDK_SECRET(id, name, ...) CDK_SECRET_##id,
#include "layer/secret_kinds.def"
#undef CDK_SECRET
    CDK_SECRET_KIND_COUNT
} cdk_secret_kind;

const char *cdk_secret_kind_name(cdk_secret_kind kind); /* "private-key" */
const char *cdk_secret_kind_text(cdk_secret_kind kind); /* "a private key" */
bool cdk_secret_kind_find(cdk_str name, cdk_secret_kind *out);

typedef struct cdk_secret_span {
    cdk_secret_kind kind;
    size_t offset, length; /* of the value in the text */
    uint32_t line;         /* from 1 */
    cdk_sure sure;
    bool example;          /* a value that its vendor publishes as an example: still a hit, as the image may have it by habit */
} cdk_secret_span;

typedef struct cdk_secret_spans {
    const cdk_secret_span *items; /* by offset, none overlap */
    uint32_t count;
    bool limited; /* more than can be told: MAX_FINDINGS */
} cdk_secret_spans;

/* What a search needs beforehand: made once for many texts, freed by cdk_free. NULL: no memory. */
typedef struct cdk_secret_index cdk_secret_index;
cdk_secret_index *cdk_secret_index_new(cdk_mem *mem);
/* Failures: memory, cancelled. */
int32_t cdk_secret_search(const cdk_env *env, const cdk_secret_index *index, cdk_arena *arena, cdk_secret_place place,
                          cdk_str name, cdk_str text, cdk_secret_spans *out);
/* The same with an index of its own. */
int32_t cdk_secret_scan(const cdk_env *env, cdk_arena *arena, cdk_secret_place place, cdk_str name, cdk_str text,
                        cdk_secret_spans *out);
/* All of an instruction: ENV, LABEL and ARG pairs, build arguments, words, command, heredocs. Spans are in its `raw`; where
 * a value does not stand there as it is (it was escaped), its span is all of `raw`, so that nothing of it is shown. */
int32_t cdk_secret_scan_instruction(const cdk_env *env, cdk_arena *arena, const cdk_instruction *instruction,
                                    cdk_secret_spans *out);

/* Which files are searched, by name and place (secret_files.def). */
typedef struct cdk_secret_file {
    bool search;           /* worth reading */
    bool by_name;          /* the name alone is a hit (weak): a key store, a shell history */
    cdk_secret_kind kind;  /* of such a hit */
    uint8_t want;          /* 2: a key or credential file; 1: may hold some; 0: not searched */
} cdk_secret_file;
cdk_secret_file cdk_secret_file_of(cdk_str clean_path);

/* Every hit replaced by "[redacted KIND N bytes]", with ", digest XXXXXXXXXXXXXXXX" behind the length where the host has set
 * a key (empty key: none). Gives `text` itself where nothing was found. p NULL with n 0: no memory (failure set). */
int32_t cdk_secret_redact(const cdk_env *env, cdk_arena *arena, cdk_secret_place place, cdk_str name, cdk_str text,
                          cdk_str key, cdk_str *out);
/* The same for spans that are known already. */
int32_t cdk_secret_redact_spans(const cdk_env *env, cdk_arena *arena, cdk_str text, const cdk_secret_spans *spans,
                                cdk_str key, cdk_str *out);
/* HMAC-SHA256 of a value's SHA-256 under the host's key: what may be shown of a value. */
int32_t cdk_secret_keyed_digest(const cdk_env *env, cdk_str key, const uint8_t sha256[32], uint8_t out[32]);

#endif
