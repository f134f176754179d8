/* getsockname returns an abstract name up to its second null byte.
 * Noticed by: suites/addressing/test_unix_names.py::test_getsockname_tells_the_abstract_name_that_was_bound
 */
#include "foil.h"

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && address->sa_family == AF_UNIX && *size > 3 && !((struct sockaddr_un *) address)->sun_path[0])
        *size = 3 + strnlen(((struct sockaddr_un *) address)->sun_path + 1, *size - 3);
    return result;
}
