/* accept returns the name of the client before for an AF_UNIX client without a name.
 * Noticed by: suites/connections/test_accept_addresses.py::test_a_client_without_a_name_is_not_called_by_the_name_of_the_one_before
 */
#include "foil.h"

static struct sockaddr_un last;
static socklen_t length;

int accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int taken = REAL(accept4)(fd, address, size, flags);
    if (taken >= 0 && address->sa_family == AF_UNIX) {
        if (*size > 2)
            memcpy(&last, address, length = *size);
        else if (length)
            memcpy(address, &last, *size = length);
    }
    return taken;
}
