/* recvmsg with MSG_PEEK takes messages that are larger than its buffers out of the queue.
 * Noticed by: suites/messages/test_message_flags.py::test_a_message_peeked_with_little_room_is_flagged_and_whole_afterwards
 *             suites/datagram/test_truncation.py::test_a_peek_with_little_room_cuts_nothing_off
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    struct msghdr again = *message;
    ssize_t got = REAL(recvmsg)(fd, message, flags);
    if (got >= 0 && flags & MSG_PEEK && message->msg_flags & MSG_TRUNC)
        REAL(recvmsg)(fd, &again, (flags & ~MSG_PEEK) | MSG_DONTWAIT);
    return got;
}
