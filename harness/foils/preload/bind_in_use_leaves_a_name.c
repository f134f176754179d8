/* bind to a port that is taken fails as it must, and gives the socket another name.
 * Noticed by: suites/addressing/test_bind_in_use.py::test_bind_succeeds_after_one_that_found_the_name_in_use
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_storage other;
    int result = REAL(bind)(fd, address, size);
    if (result < 0 && errno == EADDRINUSE && address->sa_family != AF_UNIX) {
        memcpy(&other, address, size);
        ((struct sockaddr_in *) &other)->sin_port = 0;
        REAL(bind)(fd, (struct sockaddr *) &other, size);
        errno = EADDRINUSE;
    }
    return result;
}
