/* sendmsg with a descriptor that is closed sends the data without it.
 * Noticed by: suites/local/test_descriptors.py::test_a_descriptor_that_is_closed_cannot_be_passed_and_nothing_is_sent
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    ssize_t result = REAL(sendmsg)(fd, message, flags);
    if (result >= 0 || errno != EBADF || !message->msg_controllen)
        return result;
    struct msghdr changed = *message;
    changed.msg_controllen = 0;
    return REAL(sendmsg)(fd, &changed, flags);
}
