/* bind takes an abstract name up to its second null byte.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    const struct sockaddr_un *name = (const struct sockaddr_un *) address;
    if (address->sa_family == AF_UNIX && size > 3 && name->sun_path[0] == 0)
        size = 3 + strnlen(name->sun_path + 1, size - 3);
    return REAL(bind)(fd, address, size);
}
