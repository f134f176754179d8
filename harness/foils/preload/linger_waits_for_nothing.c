/* close lingers for its whole time although everything was sent.
 * Noticed by: suites/closing/test_linger.py::test_close_does_not_linger_when_everything_was_sent
 */
#include "foil.h"

int close(int fd)
{
    struct linger value = {0, 0};
    socklen_t size = sizeof value;
    if (getsockopt(fd, SOL_SOCKET, SO_LINGER, &value, &size) == 0 && value.l_onoff && value.l_linger > 0)
        sleep(value.l_linger);
    return REAL(close)(fd);
}
