/* close ends the connection but never gives the descriptor back.
 * Noticed by: suites/closing/test_close.py::test_close_frees_the_descriptor
 */
#include "foil.h"

int close(int fd)
{
    if (type_of(fd) >= 0)
        return dup3(open("/dev/null", O_RDWR | O_CLOEXEC), fd, O_CLOEXEC) == fd ? 0 : -1;
    return REAL(close)(fd);
}
