/* The file of a bound AF_UNIX socket is for its owner alone.
 * Noticed by: suites/local/test_bind_path.py::test_bind_gives_the_file_the_usual_owner_and_permissions
 */
#include "foil.h"
#include <sys/stat.h>

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(bind)(fd, address, size);
    const struct sockaddr_un *name = (const void *) address;
    if (result == 0 && address->sa_family == AF_UNIX && size > 2 && name->sun_path[0])
        chmod(name->sun_path, 0700);
    return result;
}
