/* Only the first message with descriptors brings them. Seen only at the peer.
 * Noticed by: suites/local/test_descriptor_room.py::test_a_read_of_what_the_target_sent_ends_before_its_next_descriptor
 */
#include "foil.h"

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    static int last = -1;
    struct msghdr changed = *message;
    if (message->msg_controllen && last == fd)
        changed.msg_controllen = 0;
    last = message->msg_controllen ? fd : last;
    return REAL(sendmsg)(fd, &changed, flags);
}
