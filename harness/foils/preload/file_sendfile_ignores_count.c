/* sendfile sends more of the file than was asked for. Seen only at the peer.
 * Noticed by: suites/runtime/test_sendfile.py::test_no_more_is_sent_than_was_asked_for
 */
#include "foil.h"
#include <sys/sendfile.h>

ssize_t sendfile64(int to, int from, off64_t *offset, size_t count)
{
    off64_t end = *offset + count;
    ssize_t result = REAL(sendfile64)(to, from, offset, count);
    if (result == (ssize_t) count)
        REAL(sendfile64)(to, from, &end, 1);
    return result;
}
