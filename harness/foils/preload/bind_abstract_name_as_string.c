/* bind takes an abstract name up to its second null byte.
 * Noticed by: suites/addressing/test_unix_names.py::test_getsockname_tells_the_abstract_name_that_was_bound
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    const struct sockaddr_un *name = (const struct sockaddr_un *) address;
    if (address->sa_family == AF_UNIX && size > 3 && name->sun_path[0] == 0)
        size = 3 + strnlen(name->sun_path + 1, size - 3);
    return REAL(bind)(fd, address, size);
}
