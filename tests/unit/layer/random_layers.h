/* SPDX-License-Identifier: Apache-2.0 */
/* Layers drawn at random from few names, so that they meet: always the same ones. */
#ifndef CDK_TESTS_RANDOM_LAYERS_H
#define CDK_TESTS_RANDOM_LAYERS_H

#include "layers.h"

enum { MOST_LAYERS = 6, MOST_MEMBERS = 8, PATH_TEXT = 64 };

typedef struct random_layers {
    uint64_t state;
    member members[MOST_LAYERS][MOST_MEMBERS];
    size_t counts[MOST_LAYERS];
    char texts[MOST_LAYERS * MOST_MEMBERS * 2][PATH_TEXT];
    size_t text_count;
} random_layers;

static inline unsigned draw(random_layers *r, unsigned below)
{
    r->state = r->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(r->state >> 33) % below;
}

static inline const char *draw_path(random_layers *r, char type)
{
    static const char *const names[] = {"a", "b", "a-b"};
    char *text = r->texts[r->text_count++];
    unsigned depth = 1 + draw(r, 3);
    text[0] = '\0';
    for (unsigned i = 0; i < depth; i++) {
        if (i) strcat(text, "/");
        if (i + 1 == depth && type == 'w') strcat(text, ".wh.");
        strcat(text, i + 1 == depth && type == 'o' ? ".wh..wh..opq" : names[draw(r, 3)]);
    }
    return text;
}

static inline void draw_layers(random_layers *r, size_t layers)
{
    static const char kinds[] = "fffdddlhhwwo";
    r->text_count = 0;
    for (size_t l = 0; l < layers; l++) {
        r->counts[l] = draw(r, MOST_MEMBERS);
        for (size_t i = 0; i < r->counts[l]; i++) {
            char kind = kinds[draw(r, sizeof kinds - 1)];
            member *m = &r->members[l][i];
            m->path = draw_path(r, kind);
            m->type = kind == 'w' || kind == 'o' ? 'f' : kind;
            m->target = kind == 'h' ? draw_path(r, 'f') : kind == 'l' ? "a" : NULL;
        }
    }
}

#endif
