/* select without limit returns after a moment.
 * Noticed by: suites/readiness/test_select.py::test_without_limit_select_waits_for_data
 */
#include "foil.h"

int select(int count, fd_set *read, fd_set *write, fd_set *exceptional, struct timeval *time)
{
    struct timeval moment = {0, 20000};
    return REAL(select)(count, read, write, exceptional, time ? time : &moment);
}
