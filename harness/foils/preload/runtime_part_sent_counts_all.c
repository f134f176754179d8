/* A send that takes a part counts the whole. Seen only at the peer.
 * Noticed by: suites/runtime/test_sendall.py::test_nonblocking_sendall_sends_what_there_is_room_for_and_fails
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t result = REAL(send)(fd, data, size, flags);
    return result > 0 ? (ssize_t) size : result;
}
