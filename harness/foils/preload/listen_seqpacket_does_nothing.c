/* listen on a seqpacket socket succeeds without listening.
 * Noticed by: suites/connections/test_listen_starts.py::test_a_client_connects_once_the_seqpacket_socket_listens
 */
#include "foil.h"

int listen(int fd, int backlog)
{
    return type_of(fd) == SOCK_SEQPACKET ? 0 : REAL(listen)(fd, backlog);
}
