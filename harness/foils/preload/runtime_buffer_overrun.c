/* recv writes one byte behind the data.
 * Noticed by: suites/runtime/test_into.py::test_recv_into_fills_the_beginning_of_the_buffer
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t result = REAL(recv)(fd, buffer, size, flags);
    if (result > 0 && (size_t) result < size)
        ((char *) buffer)[result] = 0;
    return result;
}
