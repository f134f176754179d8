/* listen on a connected socket succeeds without an effect.
 * Noticed by: suites/connections/test_listen_errors.py::test_a_connected_client_may_not_listen_and_goes_on
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    struct sockaddr_storage other;
    socklen_t size = sizeof other;
    return getpeername(fd, (struct sockaddr *) &other, &size) == 0 ? 0 : REAL(listen)(fd, backlog);
}
