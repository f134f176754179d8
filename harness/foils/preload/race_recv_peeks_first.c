/* recv looks at the data first and takes it away afterwards, so that two readers see the same.
 * Noticed by: suites/concurrency/test_readers.py::test_one_message_wakes_one_of_three_readers
 */
#include "foil.h"

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t count = REAL(recv)(fd, buffer, size, flags | MSG_PEEK);
    if (count > 0 && !(flags & MSG_PEEK)) {
        char taken[65536];
        poll(0, 0, 2);
        REAL(recv)(fd, taken, count < 65536 ? count : 65536, MSG_DONTWAIT);
    }
    return count;
}
