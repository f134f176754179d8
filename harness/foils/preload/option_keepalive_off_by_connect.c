/* connect switches SO_KEEPALIVE off.
 * Noticed by: suites/options/test_option_independence.py::test_options_stay_when_the_socket_connects
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &(int) {0}, sizeof(int));
    return REAL(connect)(fd, address, size);
}
