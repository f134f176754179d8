/* recvfrom tells the path of a sender with every byte above 127 as a question mark.
 * Noticed by: suites/local/test_path_names.py::test_the_target_learns_the_path_a_datagram_came_from
 */
#include "foil.h"

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *address, socklen_t *length)
{
    ssize_t result = REAL(recvfrom)(fd, buffer, size, flags, address, length);
    if (result >= 0 && address && *length > 2 && address->sa_family == AF_UNIX)
        for (char *byte = ((struct sockaddr_un *) address)->sun_path; byte < (char *) address + *length; byte++)
            if (*byte & 0x80)
                *byte = '?';
    return result;
}
