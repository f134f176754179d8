/* recvmsg tells the sender of the message before.
 * Noticed by: suites/local/test_abstract.py::test_the_target_answers_a_datagram_by_the_abstract_name_it_came_from, suites/runtime/test_into.py::test_recvmsg_into_tells_where_a_datagram_came_from
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    static struct sockaddr_storage last;
    static socklen_t length;
    ssize_t result = REAL(recvmsg)(fd, message, flags);
    if (result >= 0 && message->msg_name && message->msg_namelen) {
        struct sockaddr_storage now;
        socklen_t size = message->msg_namelen;
        memcpy(&now, message->msg_name, size);
        memcpy(message->msg_name, &last, length);
        message->msg_namelen = length;
        last = now;
        length = size;
    }
    return result;
}
