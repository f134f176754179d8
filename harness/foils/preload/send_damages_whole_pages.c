/* A send of whole pages on a stream changes the last byte.
 * Seen only at the peer.
 * Noticed by: suites/stream/test_send_counts.py::test_a_send_of_any_size_arrives_whole_and_alone
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    if (type_of(fd) != SOCK_STREAM || size == 0 || size % 4096)
        return REAL(send)(fd, data, size, flags);
    char *copy = memcpy(malloc(size), data, size);
    copy[size - 1] ^= 1;
    ssize_t sent = REAL(send)(fd, copy, size, flags);
    free(copy);
    return sent;
}
