/* An option that is set on one socket is set on every socket made later.
 * Noticed by: suites/options/test_boolean_options.py::test_options_set_on_one_socket_are_off_on_those_before_and_after
 */
#include "foil.h"

static int value_for_all;

int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    if (level == SOL_SOCKET && name == SO_KEEPALIVE)
        value_for_all = *(const int *) value;
    return REAL(setsockopt)(fd, level, name, value, size);
}

int socket(int family, int type, int protocol)
{
    int fd = REAL(socket)(family, type, protocol);
    REAL(setsockopt)(fd, SOL_SOCKET, SO_KEEPALIVE, &value_for_all, sizeof value_for_all);
    return fd;
}
