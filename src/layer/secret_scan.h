/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the secret scanner. Each detector is asked where its mark stands, and may add spans. */
#ifndef CDK_LAYER_SECRET_SCAN_H
#define CDK_LAYER_SECRET_SCAN_H

#include "image/vec.h"
#include "layer/secret.h"

CDK_VEC(cdk_secret_span_vec, cdk_secret_span)

typedef struct cdk_secret_scanner {
    const cdk_env *env;
    cdk_arena *arena;
    cdk_secret_place place;
    cdk_str name;  /* key or path */
    cdk_str base;  /* last part of a path */
    cdk_str text;
    cdk_secret_span_vec spans;
    size_t passed; /* nothing is looked for before it: inside a key that was found */
    size_t value_end; /* of the last long value: names inside it are a part of it */
    bool failed;
} cdk_secret_scanner;

/* Add a span; the line is set later. */
void cdk_secret_add(cdk_secret_scanner *scanner, cdk_secret_kind kind, cdk_str value, cdk_sure sure, bool example);

/* Spans in order, overlapping ones made one, lines set. */
void cdk_secret_settle(cdk_secret_span_vec *spans, cdk_str text, cdk_secret_spans *out);

/* secret_token.c: row `index` of secret_tokens.def at `at`. */
uint32_t cdk_secret_token_count(void);
cdk_str cdk_secret_token_mark(uint32_t index);
void cdk_secret_token(cdk_secret_scanner *scanner, uint32_t index, size_t at);

/* secret_form.c: values with a structure of their own. */
void cdk_secret_private_key(cdk_secret_scanner *scanner, size_t at);
void cdk_secret_putty_key(cdk_secret_scanner *scanner, size_t at);
void cdk_secret_jwt(cdk_secret_scanner *scanner, size_t at);
void cdk_secret_url(cdk_secret_scanner *scanner, size_t at);
void cdk_secret_authorization(cdk_secret_scanner *scanner, size_t at);
void cdk_secret_crypt(cdk_secret_scanner *scanner, size_t at);

/* secret_name.c: a name that tells stands around `at`; what follows it is looked at. */
void cdk_secret_assignment(cdk_secret_scanner *scanner, size_t at);
/* The same for a name and value that are known: ENV, ARG, LABEL. */
void cdk_secret_pair(cdk_secret_scanner *scanner, cdk_str name, cdk_str value, bool bare);

/* secret_command.c: options and pipes of commands that take a secret. */
void cdk_secret_user_option(cdk_secret_scanner *scanner, size_t at);
void cdk_secret_p_option(cdk_secret_scanner *scanner, size_t at);
void cdk_secret_chpasswd(cdk_secret_scanner *scanner, size_t at);

/* secret_place.c: files whose form is known. */
void cdk_secret_known_file(cdk_secret_scanner *scanner);

/* secret_value.c: is a value a placeholder, a reference, or one that is published as an example? */
bool cdk_secret_is_reference(cdk_str value);   /* ${X}, $(x), {{x}}, <x>, a path ... */
bool cdk_secret_is_placeholder(cdk_str value); /* changeme, xxxx, your-token-here ... */
bool cdk_secret_is_weak(cdk_str value);        /* root, admin, postgres ...: in use, but no secret to anyone */
bool cdk_secret_is_example(cdk_str value);     /* published by its vendor */
/* Shannon entropy in hundredths of a bit per byte. */
unsigned cdk_secret_entropy(cdk_str value);
unsigned cdk_secret_classes(cdk_str value);    /* kinds of characters: lower, upper, digits, others */

static inline bool cdk_secret_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

#endif
