/* An unknown direction ends both, although the call fails as it must.
 * Noticed by: suites/closing/test_shutdown_refused.py::test_an_unknown_direction_is_refused_and_shuts_nothing
 */
#include "foil.h"

int shutdown(int fd, int how)
{
    if (how > SHUT_RDWR)
        REAL(shutdown)(fd, SHUT_RDWR);
    return REAL(shutdown)(fd, how);
}
