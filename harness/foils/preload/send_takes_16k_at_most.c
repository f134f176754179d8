/* A blocking send on a stream takes no more than 16 KiB at a time.
 * Noticed by: suites/stream/test_send_counts.py::test_a_send_of_any_size_arrives_whole_and_alone
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    return REAL(send)(fd, data, type_of(fd) == SOCK_STREAM && size > 16384 ? 16384 : size, flags);
}
