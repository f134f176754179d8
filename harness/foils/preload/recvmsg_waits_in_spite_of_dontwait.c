/* recvmsg waits for a message although MSG_DONTWAIT was given.
 * Noticed by: suites/datagram/test_waiting.py::test_a_receive_with_dontwait_fails_at_once_and_the_next_one_waits
 */
#include "foil.h"

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    return REAL(recvmsg)(fd, message, flags & MSG_ERRQUEUE ? flags : flags & ~MSG_DONTWAIT);
}
