/* sendfile begins at the beginning of the file, whatever the offset. Seen only at the peer.
 * Noticed by: suites/runtime/test_sendfile.py::test_a_file_is_sent_from_the_offset_on
 */
#include "foil.h"
#include <sys/sendfile.h>

ssize_t sendfile64(int to, int from, off64_t *offset, size_t count)
{
    off64_t start = 0;
    ssize_t result = REAL(sendfile64)(to, from, &start, count);
    if (result > 0)
        *offset += result;
    return result;
}
