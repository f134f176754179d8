/* bind to an AF_UNIX path removes what is there.
 * Noticed by: suites/local/test_bind_obstacles.py::test_bind_where_something_is_fails_and_leaves_it_alone
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    const struct sockaddr_un *name = (const void *) address;
    if (address->sa_family == AF_UNIX && size > 2 && name->sun_path[0])
        unlink(name->sun_path);
    return REAL(bind)(fd, address, size);
}
