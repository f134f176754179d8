/* sendto ignores MSG_MORE: every call makes a datagram. Seen only at the peer.
 * Noticed by: suites/datagram/test_cork.py::test_calls_with_more_to_come_make_one_datagram_with_the_last
 *             suites/datagram/test_cork.py::test_a_call_with_more_to_come_sends_nothing_yet
 */
#include "foil.h"

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
    return REAL(sendto)(fd, data, size, flags & ~MSG_MORE, to, length);
}
