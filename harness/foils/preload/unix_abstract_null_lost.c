/* connect takes the null bytes off the end of an abstract name.
 * Noticed by: suites/local/test_abstract.py::test_the_target_reaches_a_listener_by_its_abstract_name
 */
#include "foil.h"

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
    const struct sockaddr_un *name = (const void *) address;
    while (address->sa_family == AF_UNIX && size > 3 && !name->sun_path[0] && !name->sun_path[size - 3])
        size--;
    return REAL(connect)(fd, address, size);
}
