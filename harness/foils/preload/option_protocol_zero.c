/* SO_PROTOCOL gives the protocol that was asked for, 0.
 * Noticed by: suites/options/test_identity_options.py::test_a_tcp_socket_made_with_protocol_zero_tells_tcp
 */
#include "foil.h"

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && (level == SOL_SOCKET && name == SO_PROTOCOL))
        *(int *) value = 0;
    return result;
}
