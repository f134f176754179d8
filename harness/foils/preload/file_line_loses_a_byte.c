/* recv into a buffer of 8 KiB, as a file has it, loses the last byte that fits.
 * Noticed by: suites/runtime/test_file.py::test_a_line_can_be_longer_than_any_buffer
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t result = REAL(recv)(fd, buffer, size, flags);
    return result == 8192 ? 8191 : result;
}
