/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

enum { DAY = 86400, DATE_LENGTH = 10, TIME_LENGTH = 19 };

static bool digits(cdk_str text, size_t at, size_t n, int *out)
{
    uint64_t v;
    if (at + n > text.n || !cdk_str_u64((cdk_str){text.p + at, n}, 10, &v)) return false;
    *out = (int)v;
    return true;
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static int64_t days_before(int year, int month, int day)
{
    int64_t past = year - 1;
    int64_t days = past * 365 + past / 4 - past / 100 + past / 400;
    for (int m = 1; m < month; m++) days += days_in(year, m);
    return days + day - 1 - 719162; /* days from 0001-01-01 to 1970-01-01 */
}

static bool parse_day(cdk_str text, int64_t *seconds)
{
    int year, month, day;
    if (!digits(text, 0, 4, &year) || !digits(text, 5, 2, &month) || !digits(text, 8, 2, &day)) return false;
    if (text.p[4] != '-' || text.p[7] != '-' || year < 1 || month < 1 || month > 12) return false;
    if (day < 1 || day > days_in(year, month)) return false;
    *seconds = days_before(year, month, day) * DAY;
    return true;
}

/* "Z", "+02:00", "-05:30" */
static bool parse_zone(cdk_str zone, int64_t *ahead)
{
    int hours, minutes;
    *ahead = 0;
    if (zone.n == 1) return zone.p[0] == 'Z' || zone.p[0] == 'z';
    if (zone.n != 6 || (zone.p[0] != '+' && zone.p[0] != '-') || zone.p[3] != ':') return false;
    if (!digits(zone, 1, 2, &hours) || !digits(zone, 4, 2, &minutes) || hours > 23 || minutes > 59) return false;
    *ahead = (hours * 60 + minutes) * 60 * (zone.p[0] == '-' ? -1 : 1);
    return true;
}

bool cdk_date_parse(cdk_str text, int64_t *seconds)
{
    int64_t day, ahead;
    int hour, minute, second;
    if (text.n < DATE_LENGTH || !parse_day(text, &day)) return false;
    *seconds = day;
    if (text.n == DATE_LENGTH) return true;
    if (text.n < TIME_LENGTH + 1 || (text.p[10] != 'T' && text.p[10] != 't' && text.p[10] != ' ')) return false;
    if (!digits(text, 11, 2, &hour) || !digits(text, 14, 2, &minute) || !digits(text, 17, 2, &second)) return false;
    if (text.p[13] != ':' || text.p[16] != ':' || hour > 23 || minute > 59 || second > 60) return false;
    cdk_str zone = cdk_str_from(text, TIME_LENGTH);
    if (zone.n && zone.p[0] == '.') {
        zone = cdk_str_from(zone, 1);
        while (zone.n && zone.p[0] >= '0' && zone.p[0] <= '9') zone = cdk_str_from(zone, 1);
    }
    if (!parse_zone(zone, &ahead)) return false;
    *seconds = day + hour * 3600 + minute * 60 + second - ahead;
    return true;
}
