/* select waits for 9 tenths of its time only.
 * Noticed by: suites/readiness/test_select.py::test_select_waits_for_times_of_all_lengths
 */
#include "foil.h"

int select(int count, fd_set *read, fd_set *write, fd_set *exceptional, struct timeval *time)
{
    struct timeval shorter;
    if (time)
        shorter = (struct timeval) {time->tv_sec, time->tv_usec * 9 / 10};
    return REAL(select)(count, read, write, exceptional, time ? &shorter : NULL);
}
