/* SO_TYPE calls a seqpacket socket a stream.
 * Noticed by: suites/options/test_identity_options.py::test_a_fresh_socket_tells_its_type
 */
#include "foil.h"

int getsockopt(int fd, int level, int name, void *value, socklen_t *size)
{
    int result = REAL(getsockopt)(fd, level, name, value, size);
    if (result == 0 && (level == SOL_SOCKET && name == SO_TYPE && *(int *) value == SOCK_SEQPACKET))
        *(int *) value = SOCK_STREAM;
    return result;
}
