/* A datagram to an abstract name goes to the name up to its first null byte.
 * Noticed by: suites/local/test_abstract.py::test_the_target_answers_a_datagram_by_the_abstract_name_it_came_from
 */
#include "foil.h"

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *address, socklen_t length)
{
    const struct sockaddr_un *name = (const void *) address;
    if (address && address->sa_family == AF_UNIX && length > 3 && !name->sun_path[0])
        length = 3 + strnlen(name->sun_path + 1, length - 3);
    return REAL(sendto)(fd, data, size, flags, address, length);
}
