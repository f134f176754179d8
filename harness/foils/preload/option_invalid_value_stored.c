/* A time to live out of range becomes the largest, instead of an error.
 * Noticed by: suites/options/test_ttl_and_tos.py::test_a_time_to_live_out_of_range_is_refused_and_stays
 */
#include "foil.h"

static const int largest = 255;

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == IPPROTO_IP && name == IP_TTL && *(const int *) value > 255)
        value = &largest;
    return REAL(setsockopt)(fd, level, name, value, size);
}
