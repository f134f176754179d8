/* bind of a socket that has a name already makes the second file nevertheless.
 * Noticed by: suites/local/test_bind_path.py::test_a_second_bind_fails_and_makes_no_file
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(bind)(fd, address, size), failure = errno;
    if (result && failure == EINVAL && address->sa_family == AF_UNIX) {
        int other = REAL(socket)(AF_UNIX, SOCK_DGRAM, 0);
        REAL(bind)(other, address, size);
        REAL(close)(other);
    }
    errno = failure;
    return result;
}
