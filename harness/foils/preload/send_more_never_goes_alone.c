/* What is sent with MSG_MORE is kept until a send without it, however long that takes.
 * Seen only at the peer.
 * Noticed by: suites/stream/test_send_flags.py::test_what_is_sent_with_msg_more_waits_for_the_rest_and_then_goes_alone
 *             suites/stream/test_send_flags.py::test_what_is_sent_with_msg_more_goes_out_with_the_end
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    static char kept[4096][256];
    static size_t count[4096];
    if ((flags & MSG_MORE) && size <= 256 && type_of(fd) == SOCK_STREAM)
        return memcpy(kept[fd], data, count[fd] = size), size;
    if (count[fd])
        REAL(send)(fd, kept[fd], count[fd], flags);
    count[fd] = 0;
    return REAL(send)(fd, data, size, flags);
}
