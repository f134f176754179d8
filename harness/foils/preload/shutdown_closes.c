/* SHUT_RDWR takes the descriptor away.
 * Noticed by: suites/closing/test_shutdown_both.py::test_the_handle_stays_valid
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    int result = REAL(shutdown)(fd, how);
    if (result == 0 && how == SHUT_RDWR)
        close(fd);
    return result;
}
