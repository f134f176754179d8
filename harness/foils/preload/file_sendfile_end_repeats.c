/* sendfile that reaches the end of the file sends its last bytes again. Seen only at the peer.
 * Noticed by: suites/runtime/test_sendfile.py::test_a_file_is_sent_from_the_offset_on, suites/runtime/test_sendfile.py::test_no_more_is_sent_than_there_is
 */
#include "foil.h"
#include <sys/sendfile.h>

ssize_t sendfile64(int to, int from, off64_t *offset, size_t count)
{
    ssize_t result = REAL(sendfile64)(to, from, offset, count);
    if (result > 8 && (size_t) result < count) {
        *offset -= 8;
        result -= 8;
    }
    return result;
}
