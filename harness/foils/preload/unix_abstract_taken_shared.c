/* bind to an abstract name that is in use gives another name.
 * Noticed by: suites/local/test_abstract.py::test_an_abstract_name_that_the_peer_has_cannot_be_bound
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(bind)(fd, address, size);
    const struct sockaddr_un *name = (const void *) address;
    if (result && errno == EADDRINUSE && address->sa_family == AF_UNIX && !name->sun_path[0])
        return REAL(bind)(fd, address, sizeof(sa_family_t));
    return result;
}
