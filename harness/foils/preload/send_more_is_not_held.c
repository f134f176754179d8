/* MSG_MORE is ignored on TCP: what should wait for more goes out at once.
 * Seen only at the peer.
 * Noticed by: suites/stream/test_send_flags.py::test_what_is_sent_with_msg_more_waits_for_the_rest_and_then_goes_alone
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    return REAL(send)(fd, data, size, type_of(fd) == SOCK_STREAM ? flags & ~MSG_MORE : flags);
}
