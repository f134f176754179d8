/* SHUT_WR waits until the peer has everything.
 * Noticed by: suites/closing/test_shutdown_write.py::test_what_is_still_unsent_comes_before_the_end_of_file
 */
#include "foil.h"

#include <linux/sockios.h>

int shutdown(int fd, int how)
{
    int unsent = 0;
    int result = REAL(shutdown)(fd, how);
    while (result == 0 && how != SHUT_RD && family_of(fd) != AF_UNIX && ioctl(fd, SIOCOUTQ, &unsent) == 0 && unsent > 1)
        poll(0, 0, 1);
    return result;
}
