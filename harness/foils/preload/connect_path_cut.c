/* connect looks at only 100 bytes of a path.
 * Noticed by: suites/addressing/test_getsockname.py::test_unknown
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_un cut = {AF_UNIX, {0}};
    if (address->sa_family != AF_UNIX || size < 103)
        return REAL(connect)(fd, address, size);
    memcpy(cut.sun_path, ((struct sockaddr_un *) address)->sun_path, 100);
    return REAL(connect)(fd, (struct sockaddr *) &cut, 102);
}
