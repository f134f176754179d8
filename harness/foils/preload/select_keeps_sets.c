/* select leaves the sets as they are when its time is over.
 * Noticed by: suites/readiness/test_select.py::test_when_the_time_is_over_all_sets_are_empty
 */
#include "foil.h"

int select(int count, fd_set *read, fd_set *write, fd_set *exceptional, struct timeval *time)
{
    fd_set before;
    if (read)
        before = *read;
    int result = REAL(select)(count, read, write, exceptional, time);
    if (result == 0 && read)
        *read = before;
    return result;
}
