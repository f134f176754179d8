/* A read goes on behind data that brought descriptors.
 * Noticed by: suites/local/test_descriptor_room.py::test_a_read_ends_before_the_data_of_the_next_descriptor
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    ssize_t result = REAL(recvmsg)(fd, message, flags), more;
    if (result <= 0 || type_of(fd) != SOCK_STREAM || flags & MSG_PEEK || message->msg_iov->iov_len <= (size_t) result)
        return result;
    more = REAL(recv)(fd, (char *) message->msg_iov->iov_base + result, message->msg_iov->iov_len - result, MSG_DONTWAIT);
    return more > 0 ? result + more : result;
}
