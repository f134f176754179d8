/* recvmsg writes zeros behind what it received.
 * Noticed by: suites/messages/test_scatter.py::test_what_lies_behind_the_data_is_untouched
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    ssize_t got = REAL(recvmsg)(fd, message, flags);
    size_t passed = 0;
    for (size_t index = 0; got >= 0 && index < message->msg_iovlen; index++) {
        struct iovec *one = &message->msg_iov[index];
        size_t used = passed >= (size_t) got ? 0 : (size_t) got - passed;
        if (used < one->iov_len)
            memset((char *) one->iov_base + used, 0, one->iov_len - used);
        passed += one->iov_len;
    }
    return got;
}
