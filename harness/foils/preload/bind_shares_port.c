/* bind sets SO_REUSEPORT.
 * Noticed by: suites/addressing/test_bind_in_use.py::test_bind_to_a_name_of_our_own_process_fails
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int on = 1;
    if (family_of(fd) != AF_UNIX)
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    return REAL(bind)(fd, address, size);
}
