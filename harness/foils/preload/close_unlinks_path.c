/* close of an AF_UNIX socket removes its file.
 * Noticed by: suites/closing/test_close_names.py::test_the_file_of_a_closed_socket_remains
 */
#include "foil.h"

int close(int fd)
{
    struct sockaddr_un name = {0};
    socklen_t size = sizeof name;
    if (family_of(fd) == AF_UNIX && getsockname(fd, (struct sockaddr *) &name, &size) == 0 && name.sun_path[0])
        unlink(name.sun_path);
    return REAL(close)(fd);
}
