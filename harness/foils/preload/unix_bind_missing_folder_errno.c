/* bind in a folder that is missing fails with EADDRNOTAVAIL.
 * Noticed by: suites/local/test_path_errors.py::test_bind_in_a_folder_that_is_missing_fails
 */
#include "foil.h"

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    int result = REAL(bind)(fd, address, size);
    if (result && errno == ENOENT)
        errno = EADDRNOTAVAIL;
    return result;
}
