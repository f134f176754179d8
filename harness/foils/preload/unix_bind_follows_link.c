/* bind to a symbolic link binds what the link names.
 * Noticed by: suites/local/test_bind_obstacles.py::test_bind_does_not_follow_a_symbolic_link
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    const char *path = ((const struct sockaddr_un *) address)->sun_path;
    if (address->sa_family == AF_UNIX && size > 2 && path[0] && readlink(path, name.sun_path, sizeof name.sun_path - 1) > 0)
        return REAL(bind)(fd, (struct sockaddr *) &name, sizeof name);
    return REAL(bind)(fd, address, size);
}
