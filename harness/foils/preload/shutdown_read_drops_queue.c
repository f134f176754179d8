/* SHUT_RD throws away what was received and not read.
 * Noticed by: suites/closing/test_shutdown_read.py::test_queued_data_is_read_before_the_end_of_file
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    char rest[65536];
    int result = REAL(shutdown)(fd, how);
    if (result == 0 && how == SHUT_RD)
        while (recv(fd, rest, sizeof rest, MSG_DONTWAIT) > 0)
            ;
    return result;
}
