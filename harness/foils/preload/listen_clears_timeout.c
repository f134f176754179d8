/* listen clears the receive timeout of the socket.
 * Noticed by: suites/connections/test_listen_starts.py::test_the_options_of_a_socket_stay_when_it_begins_to_listen
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    struct timeval none = {0, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &none, sizeof none);
    return REAL(listen)(fd, backlog);
}
