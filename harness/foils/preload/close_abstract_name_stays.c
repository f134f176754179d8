/* close leaves an abstract name taken.
 * Noticed by: suites/closing/test_close_names.py::test_the_abstract_name_of_a_closed_socket_is_free_at_once
 */
#include "foil.h"

/* A second handle that nobody closes. */
static void keep(int fd) { fcntl(fd, F_DUPFD_CLOEXEC, 100); }

int close(int fd)
{
    struct sockaddr_un name = {0};
    socklen_t size = sizeof name;
    if (family_of(fd) == AF_UNIX && getsockname(fd, (struct sockaddr *) &name, &size) == 0 && size > 2 && !name.sun_path[0])
        keep(fd);
    return REAL(close)(fd);
}
