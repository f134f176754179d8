/* accept returns the address of the first client with every client of the same family.
 * Noticed by: suites/connections/test_accept_addresses.py::test_each_accept_returns_the_address_of_its_own_client,
 *             suites/connections/test_accept_addresses.py::test_each_accept_returns_the_path_of_its_own_client
 */
#include "foil.h"

static struct sockaddr_storage first;
static socklen_t length;

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0 && address != NULL) {
        if (length == 0 || first.ss_family != address->sa_family)
            memcpy(&first, address, length = *size);
        memcpy(address, &first, *size = length);
    }
    return taken;
}
