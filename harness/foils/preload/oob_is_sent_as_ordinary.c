/* MSG_OOB is ignored by send: no urgent data.
 * Seen only at the peer.
 * Noticed by: suites/stream/test_oob_send.py::test_the_last_byte_of_an_urgent_send_is_out_of_band
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    return REAL(send)(fd, data, size, type_of(fd) == SOCK_STREAM ? flags & ~MSG_OOB : flags);
}
