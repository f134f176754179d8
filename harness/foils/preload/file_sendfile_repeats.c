/* sendfile that cannot go on for want of room counts less than it sent. Seen only at the peer.
 * Noticed by: suites/runtime/test_sendfile.py::test_sendfile_goes_on_whenever_the_peer_makes_room
 */
#include "foil.h"
#include <sys/sendfile.h>

ssize_t sendfile64(int to, int from, off64_t *offset, size_t count)
{
    ssize_t result = REAL(sendfile64)(to, from, offset, count);
    if (result > 8 && (size_t) result < count && nonblocking(to)) {
        *offset -= 8;
        result -= 8;
    }
    return result;
}
