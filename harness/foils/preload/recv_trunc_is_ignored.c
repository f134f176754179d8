/* MSG_TRUNC has no effect on recv.
 * Noticed by: suites/stream/test_recv_trunc.py::test_the_true_length_of_a_message_is_returned
 *             suites/stream/test_recv_trunc.py::test_tcp_data_is_thrown_away
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    return REAL(recv)(fd, buffer, size, flags & ~MSG_TRUNC);
}
