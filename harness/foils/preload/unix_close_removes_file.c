/* Closing a bound AF_UNIX socket removes its file.
 * Noticed by: suites/local/test_bind_path.py::test_the_file_outlives_its_socket
 */
#include "foil.h"

int close(int fd)
{
    struct sockaddr_un name = {0};
    socklen_t size = sizeof name;
    if (type_of(fd) >= 0 && getsockname(fd, (struct sockaddr *) &name, &size) == 0 && name.sun_family == AF_UNIX && name.sun_path[0])
        unlink(name.sun_path);
    return REAL(close)(fd);
}
