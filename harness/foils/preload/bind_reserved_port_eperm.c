/* bind to a reserved port without privilege reports EPERM.
 * Noticed by: suites/addressing/test_bind_address.py::test_bind_to_a_reserved_port_needs_privilege
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(bind)(fd, address, size);
    if (result < 0 && errno == EACCES)
        errno = EPERM;
    return result;
}
