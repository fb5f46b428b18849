/* SPDX-License-Identifier: Apache-2.0 */
/* CVSS v4.0: a vector falls into a class of each of its equivalence sets, the classes have a score together, and how far the
 * vector is from the worst one of its classes takes a part of the way to the next lower score. With base metrics alone the
 * fifth set is always 0, and the sixth follows from the third. */
#include "base/cvss.h"

#include <math.h>

enum { NONE = -1 };

static int score_of(int eq1, int eq2, int eq3, int eq4, int eq6)
{
    static const uint8_t rows[3][2][3][3][2] = {
#define CVSS4(a, b, c, d, e, score) [a][b][c][d][e] = score,
#include "base/cvss4.def"
#undef CVSS4
    };
    if (eq1 > 2 || eq2 > 1 || eq3 > 2 || eq4 > 2) return NONE;
    return rows[eq1][eq2][eq3][eq4][eq6] ? rows[eq1][eq2][eq3][eq4][eq6] : NONE;
}

/* Values of metrics as their ranks: 0 is the worst. */
typedef struct ranks {
    int av, pr, ui, ac, at, v[3], s[3];
} ranks;

static bool read_ranks(cdk_str vector, ranks *r)
{
    const struct {
        const char *name, *values;
        int *rank;
    } metrics[] = {{"AV", "NALP", &r->av}, {"PR", "NLH", &r->pr}, {"UI", "NPA", &r->ui}, {"AC", "LH", &r->ac}, {"AT", "NP", &r->at},
                   {"VC", "HLN", &r->v[0]}, {"VI", "HLN", &r->v[1]}, {"VA", "HLN", &r->v[2]},
                   {"SC", "HLN", &r->s[0]}, {"SI", "HLN", &r->s[1]}, {"SA", "HLN", &r->s[2]}};
    for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++)
        if ((*metrics[i].rank = cdk_cvss_metric(vector, metrics[i].name, metrics[i].values)) < 0) return false;
    return true;
}

/* Steps from the first of the worst vectors that is in no metric better. Each set has one. */
static int steps_from(const int *told, int count, const char *const *worst)
{
    for (; *worst; worst++) {
        int steps = 0;
        bool above = true;
        for (int i = 0; i < count; i++) {
            above = above && told[i] >= (*worst)[i] - '0';
            steps += told[i] - ((*worst)[i] - '0');
        }
        if (above) return steps;
    }
    return 0;
}

/* The way to the lower score, by the part of the set's depth that was gone. False: there is no lower one. */
static bool add_way(int score, int lower, int steps, int depth, double *sum)
{
    if (lower == NONE) return false;
    *sum += (double)(score - lower) * steps / depth;
    return true;
}

static int higher(int a, int b)
{
    return a > b ? a : b;
}

typedef struct classes {
    int eq1, eq2, eq3, eq4, eq6;
} classes;

static classes classify(const ranks *r)
{
    int zeros = !r->av + !r->pr + !r->ui;
    int eq3 = !r->v[0] && !r->v[1] ? 0 : !r->v[0] || !r->v[1] || !r->v[2] ? 1 : 2;
    return (classes){zeros == 3 ? 0 : zeros && r->av != 3 ? 1 : 2, r->ac || r->at, eq3, !r->s[0] || !r->s[1] || !r->s[2] ? 1 : 2, eq3 == 2};
}

static double score_ranks(const ranks *r)
{
    static const char *const worst1[3][4] = {{"000"}, {"100", "010", "001"}, {"300", "111"}};
    static const char *const worst2[2][3] = {{"00"}, {"10", "01"}};
    static const char *const worst3[3][3] = {{"000"}, {"100", "010"}, {"111"}};
    static const char *const worst4[3][2] = {{NULL}, {"000"}, {"111"}};
    static const int depth1[] = {1, 4, 5}, depth2[] = {1, 2}, depth3[] = {7, 8, 10}, depth4[] = {6, 5, 4};
    const int in1[] = {r->av, r->pr, r->ui}, in2[] = {r->ac, r->at};
    classes c = classify(r);
    int score = score_of(c.eq1, c.eq2, c.eq3, c.eq4, c.eq6), lower3 = NONE;
    int ways = 1; /* the fifth set's way is there and has no steps */
    double sum = 0;
    if (c.eq3 == 0) lower3 = higher(score_of(c.eq1, c.eq2, 0, c.eq4, 1), score_of(c.eq1, c.eq2, 1, c.eq4, 0));
    if (c.eq3 == 1) lower3 = score_of(c.eq1, c.eq2, 1, c.eq4, 1);
    ways += add_way(score, score_of(c.eq1 + 1, c.eq2, c.eq3, c.eq4, c.eq6), steps_from(in1, 3, worst1[c.eq1]), depth1[c.eq1], &sum);
    ways += add_way(score, score_of(c.eq1, c.eq2 + 1, c.eq3, c.eq4, c.eq6), steps_from(in2, 2, worst2[c.eq2]), depth2[c.eq2], &sum);
    ways += add_way(score, lower3, steps_from(r->v, 3, worst3[c.eq3]), depth3[c.eq3], &sum);
    ways += add_way(score, score_of(c.eq1, c.eq2, c.eq3, c.eq4 + 1, c.eq6), steps_from(r->s, 3, worst4[c.eq4]), depth4[c.eq4], &sum);
    return score - sum / ways;
}

bool cdk_cvss4_read(cdk_str metrics, cdk_cvss *out)
{
    ranks r;
    if (!read_ranks(metrics, &r)) return false;
    bool none = true;
    for (int i = 0; i < 3; i++) none = none && r.v[i] == 2 && r.s[i] == 2;
    double score = none ? 0 : score_ranks(&r);
    *out = (cdk_cvss){.major = 4, .base = score <= 0 ? 0 : (uint8_t)floor(score + 0.5 + 1e-5)};
    return true;
}
