/* A send that has to wait for room sends a message in two halves. Seen only at the peer.
 * Noticed by: suites/concurrency/test_writers.py::test_messages_of_writers_that_wait_for_room_arrive_whole_and_once
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    struct pollfd one = {fd, POLLOUT, 0};
    if (type_of(fd) == SOCK_STREAM || nonblocking(fd) || size < 2 || REAL(poll)(&one, 1, 0) == 1)
        return REAL(send)(fd, data, size, flags);
    ssize_t first = REAL(send)(fd, data, size / 2, flags);
    return first + REAL(send)(fd, (const char *) data + first, size - first, flags);
}
