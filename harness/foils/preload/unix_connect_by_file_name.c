/* connect looks for the last part of a path in the folder it stands in.
 * Noticed by: suites/local/test_path_life.py::test_the_folder_in_a_path_tells_one_listener_from_another, suites/local/test_path_errors.py::test_connect_below_a_file_fails
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    const char *path = ((const struct sockaddr_un *) address)->sun_path, *last;
    if (address->sa_family != AF_UNIX || size < 3 || !path[0] || !(last = strrchr(path, '/')))
        return REAL(connect)(fd, address, size);
    strcpy(name.sun_path, last + 1);
    return REAL(connect)(fd, (struct sockaddr *) &name, sizeof name);
}
