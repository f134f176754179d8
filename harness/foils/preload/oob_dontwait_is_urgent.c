/* MSG_DONTWAIT on an AF_UNIX stream sends the last byte out of band.
 * Seen only at the peer.
 * Noticed by: suites/stream/test_send_flags.py::test_what_is_sent_with_msg_dontwait_arrives
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    int urgent = (flags & MSG_DONTWAIT) && type_of(fd) == SOCK_STREAM && family_of(fd) == AF_UNIX;
    return REAL(send)(fd, data, size, urgent ? flags | MSG_OOB : flags);
}
