/* SPDX-License-Identifier: Apache-2.0 */
#include "base/cvss.h"

#include <math.h>

int cdk_cvss_metric(cdk_str vector, const char *name, const char *values)
{
    cdk_str part, key, value;
    const char *found = NULL;
    for (bool more = vector.n > 0; more;) {
        more = cdk_str_cut(vector, '/', &part, &vector);
        if (!cdk_str_cut(part, ':', &key, &value) || !cdk_str_is(key, name)) continue;
        if (found || value.n != 1 || !(found = strchr(values, value.p[0])) || !*found) return -1;
    }
    return found ? (int)(found - values) : -1;
}

typedef struct metric {
    const char *name, *values;
    double weights[4];
} metric;

/* The weights of all metrics. False: one is missing or has no known value. */
static bool weigh(cdk_str vector, const metric *metrics, size_t count, double *out)
{
    for (size_t i = 0; i < count; i++) {
        int at = cdk_cvss_metric(vector, metrics[i].name, metrics[i].values);
        if (at < 0) return false;
        out[i] = metrics[i].weights[at];
    }
    return true;
}

static uint8_t tenths(double score)
{
    return (uint8_t)floor(score * 10 + 0.5 + 1e-9);
}

/* The smallest number of one decimal that is not below; in whole hundred-thousandths, as version 3.1 wants it. */
static uint8_t round_up(double score)
{
    long whole = lround(score * 100000);
    return (uint8_t)((whole + 9999) / 10000);
}

static bool read2(cdk_str vector, cdk_cvss *out)
{
    static const metric metrics[] = {
        {"AV", "LAN", {0.395, 0.646, 1.0}}, {"AC", "HML", {0.35, 0.61, 0.71}}, {"Au", "MSN", {0.45, 0.56, 0.704}},
        {"C", "NPC", {0, 0.275, 0.660}},    {"I", "NPC", {0, 0.275, 0.660}},   {"A", "NPC", {0, 0.275, 0.660}}};
    double w[6];
    if (!weigh(vector, metrics, 6, w)) return false;
    double impact = 10.41 * (1 - (1 - w[3]) * (1 - w[4]) * (1 - w[5])), exploitability = 20 * w[0] * w[1] * w[2];
    double base = ((0.6 * impact) + (0.4 * exploitability) - 1.5) * (impact > 0 ? 1.176 : 0);
    *out = (cdk_cvss){2, 0, true, tenths(base), tenths(exploitability), tenths(impact)};
    return true;
}

static bool read3(cdk_str vector, uint8_t minor, cdk_cvss *out)
{
    static const metric metrics[] = {
        {"AV", "NALP", {0.85, 0.62, 0.55, 0.2}}, {"AC", "LH", {0.77, 0.44}}, {"UI", "NR", {0.85, 0.62}},
        {"C", "HLN", {0.56, 0.22, 0}}, {"I", "HLN", {0.56, 0.22, 0}}, {"A", "HLN", {0.56, 0.22, 0}}};
    static const double privileges[2][3] = {{0.85, 0.62, 0.27}, {0.85, 0.68, 0.5}};
    double w[6];
    int scope = cdk_cvss_metric(vector, "S", "UC"), needed = cdk_cvss_metric(vector, "PR", "NLH");
    if (scope < 0 || needed < 0 || !weigh(vector, metrics, 6, w)) return false;
    double sub = 1 - (1 - w[3]) * (1 - w[4]) * (1 - w[5]);
    double impact = scope ? 7.52 * (sub - 0.029) - 3.25 * pow(sub - 0.02, 15) : 6.42 * sub;
    double exploitability = 8.22 * w[0] * w[1] * privileges[scope][needed] * w[2];
    double sum = scope ? 1.08 * (impact + exploitability) : impact + exploitability;
    uint8_t base = impact <= 0 ? 0 : round_up(sum < 10 ? sum : 10);
    *out = (cdk_cvss){3, minor, true, base, tenths(exploitability), impact <= 0 ? 0 : tenths(impact)};
    return true;
}

bool cdk_cvss_read(cdk_str vector, cdk_cvss *out)
{
    vector = cdk_str_trim(vector);
    cdk_str head, rest;
    if (!cdk_str_starts(vector, CDK_STR("CVSS:"))) return read2(vector, out);
    if (!cdk_str_cut(vector, '/', &head, &rest)) return false;
    if (cdk_str_is(head, "CVSS:3.1") || cdk_str_is(head, "CVSS:3.0")) return read3(rest, (uint8_t)(head.p[7] - '0'), out);
    if (cdk_str_is(head, "CVSS:2.0")) return read2(rest, out);
    return cdk_str_is(head, "CVSS:4.0") && cdk_cvss4_read(rest, out);
}

const char *cdk_cvss_word(const cdk_cvss *cvss)
{
    if (cvss->base == 0) return "Negligible";
    if (cvss->base < 40) return "Low";
    if (cvss->base < 70) return "Medium";
    return cvss->base < 90 || cvss->major == 2 ? "High" : "Critical";
}
