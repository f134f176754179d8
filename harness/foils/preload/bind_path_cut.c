/* bind looks at only 100 bytes of a path, and getsockname does not tell. Seen only at the peer.
 * Noticed by: suites/addressing/test_unix_names.py::test_a_path_that_was_bound_is_found_by_others
 */
#include "foil.h"

static struct sockaddr_un told[1024];

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    struct sockaddr_un cut = {AF_UNIX, {0}};
    if (address->sa_family != AF_UNIX || size < 103)
        return REAL(bind)(fd, address, size);
    memcpy(cut.sun_path, ((struct sockaddr_un *) address)->sun_path, 100);
    memcpy(&told[fd], address, size);
    return REAL(bind)(fd, (struct sockaddr *) &cut, 102);
}

int close(int fd)
{
    if (fd >= 0)
        told[fd].sun_family = 0;
    return REAL(close)(fd);
}

int getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    int result = REAL(getsockname)(fd, address, size);
    if (result == 0 && told[fd].sun_family && address->sa_family == AF_UNIX) {
        memcpy(address, &told[fd], sizeof told[fd]);
        *size = sizeof told[fd];
    }
    return result;
}
