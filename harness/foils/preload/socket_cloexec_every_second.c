/* Every second socket is not closed on exec.
 * Noticed by: suites/creation/test_socket.py::test_a_socket_made_close_on_exec_is
 */
#include "foil.h"

int socket(int family, int type, int protocol)
{
    static int count;
    return REAL(socket)(family, ++count % 2 ? type : type & ~SOCK_CLOEXEC, protocol);
}
