/* select finds nothing exceptional.
 * Noticed by: suites/readiness/test_poll_urgent.py::test_select_finds_an_urgent_byte_exceptional_until_it_is_read
 */
#include "foil.h"

int select(int count, fd_set *read, fd_set *write, fd_set *exceptional, struct timeval *time)
{
    if (exceptional)
        FD_ZERO(exceptional);
    return REAL(select)(count, read, write, exceptional, time);
}
