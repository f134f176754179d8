/* bind to a port that is taken takes another one.
 * Noticed by: suites/addressing/test_bind_in_use.py::test_bind_to_a_name_of_our_own_process_fails,
 *             suites/addressing/test_bind_in_use.py::test_bind_to_a_name_of_another_process_fails
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_in other;
    int result = REAL(bind)(fd, address, size);
    if (result == 0 || errno != EADDRINUSE || address->sa_family != AF_INET)
        return result;
    memcpy(&other, address, sizeof other);
    other.sin_port = 0;
    return REAL(bind)(fd, (struct sockaddr *) &other, sizeof other);
}
