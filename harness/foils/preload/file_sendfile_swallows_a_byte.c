/* sendfile of more than 64 KiB leaves out a byte and counts it. Seen only at the peer.
 * Noticed by: suites/runtime/test_sendfile.py::test_a_file_arrives_whole
 */
#include "foil.h"
#include <sys/sendfile.h>

ssize_t sendfile64(int to, int from, off64_t *offset, size_t count)
{
    ssize_t result = REAL(sendfile64)(to, from, offset, count > 65536 ? 65536 : count);
    if (result == 65536) {
        ++*offset;
        ++result;
    }
    return result;
}
