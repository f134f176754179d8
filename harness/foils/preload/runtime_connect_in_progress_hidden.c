/* A connect that goes on in the background counts as done.
 * Noticed by: suites/runtime/test_connect_ex.py::test_without_blocking_it_returns_that_it_goes_on
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(connect)(fd, address, size);
    return result && errno == EINPROGRESS ? 0 : result;
}
