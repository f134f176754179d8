/* Only the first send on a broken connection fails with EPIPE; later ones seem to succeed.
 * Noticed by: suites/stream/test_send_broken.py::test_send_after_shutting_down_writing_fails_each_time
 *             suites/stream/test_send_broken.py::test_every_send_after_a_local_peer_has_closed_fails
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    static char failed[4096];
    ssize_t sent = REAL(send)(fd, data, size, flags);
    return sent < 0 && errno == EPIPE && failed[fd]++ ? (ssize_t) size : sent;
}
