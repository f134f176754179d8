/* A second bind of an AF_UNIX socket succeeds and does nothing.
 * Noticed by: suites/local/test_bind_path.py::test_a_second_bind_fails_and_makes_no_file
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(bind)(fd, address, size);
    return result && errno == EINVAL && address->sa_family == AF_UNIX ? 0 : result;
}
