/* The count that send returns has sixteen bits.
 * Noticed by: suites/stream/test_send_counts.py::test_a_send_of_any_size_arrives_whole_and_alone
 */
#include "foil.h"

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    ssize_t sent = REAL(send)(fd, data, size, flags);
    return sent > 65535 ? sent & 65535 : sent;
}
