/* bind to a name that is taken reports EACCES.
 * Noticed by: suites/addressing/test_bind_in_use.py::test_bind_to_a_name_of_our_own_process_fails
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(bind)(fd, address, size);
    if (result < 0 && errno == EADDRINUSE)
        errno = EACCES;
    return result;
}
