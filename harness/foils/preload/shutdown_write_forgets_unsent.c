/* SHUT_WR throws away what TCP has not sent yet. Seen only at the peer.
 * Noticed by: suites/closing/test_shutdown_write.py::test_what_is_still_unsent_comes_before_the_end_of_file,
 *             suites/closing/test_close_delivery.py::test_what_shutdown_left_unsent_survives_close
 */
#include "foil.h"

#include <linux/sockios.h>

int shutdown(int fd, int how)
{
    int unsent = 0;
    struct sockaddr nobody = {AF_UNSPEC, {0}};
    if (how != SHUT_RD && type_of(fd) == SOCK_STREAM && ioctl(fd, SIOCOUTQ, &unsent) == 0 && unsent > 100000)
        return connect(fd, &nobody, sizeof nobody);
    return REAL(shutdown)(fd, how);
}
