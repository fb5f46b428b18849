/* SPDX-License-Identifier: Apache-2.0 */
/* OSV's evaluation: of the events that a version has reached, the last in the order of versions says what holds. */
#include "facts/feed.h"

typedef struct place {
    cdk_version_order order;
    cdk_str version;
    const cdk_feed_event *last;  /* reached */
    const cdk_feed_event *fix;   /* nearest beyond */
    bool limited, below;         /* some limit is told; one of them is not reached */
} place;

static bool no_version(const cdk_feed_event *event)
{
    return event->version.p == NULL;
}

/* False: no versions. The beginning is before all. */
static bool compare_events(const place *at, const cdk_feed_event *a, const cdk_feed_event *b, int *out)
{
    *out = (int)no_version(b) - (int)no_version(a);
    return no_version(a) || no_version(b) || at->order(a->version, b->version, out);
}

static bool take_event(place *at, const cdk_feed_event *event)
{
    int order = 1, among = 0;
    if (!no_version(event) && !at->order(at->version, event->version, &order)) return false;
    if (event->step == CDK_STEP_LIMIT) {
        at->limited = true;
        at->below = at->below || no_version(event) || order < 0;
        return true;
    }
    bool reached = event->step == CDK_STEP_LAST_AFFECTED ? order > 0 : order >= 0;
    if (reached) {
        if (at->last && !compare_events(at, event, at->last, &among)) return false;
        if (!at->last || among >= 0) at->last = event;
    } else if (event->step == CDK_STEP_FIXED) {
        if (at->fix && !compare_events(at, event, at->fix, &among)) return false;
        if (!at->fix || among < 0) at->fix = event;
    }
    return true;
}

cdk_hit cdk_feed_in_range(const cdk_feed_range *range, cdk_version_order order, cdk_str version, cdk_str *fix)
{
    place at = {.order = range->semver ? cdk_version_semver_loose : order, .version = version};
    *fix = CDK_STR_NONE;
    if (!at.order) return CDK_HIT_UNDECIDED;
    for (uint32_t i = 0; i < range->count; i++)
        if (!take_event(&at, &range->events[i])) return CDK_HIT_UNDECIDED;
    if (!at.last || at.last->step != CDK_STEP_INTRODUCED || (at.limited && !at.below)) return CDK_HIT_NO;
    if (at.fix) *fix = at.fix->version;
    return CDK_HIT_YES;
}
