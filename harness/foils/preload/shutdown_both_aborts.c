/* SHUT_RDWR aborts a TCP connection. Seen only at the peer.
 * Noticed by: suites/closing/test_shutdown_both.py::test_what_is_still_unsent_comes_before_the_end_of_file
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    struct sockaddr nobody = {AF_UNSPEC, {0}};
    int result = REAL(shutdown)(fd, how);
    if (result == 0 && how == SHUT_RDWR && type_of(fd) == SOCK_STREAM)
        connect(fd, &nobody, sizeof nobody);
    return result;
}
