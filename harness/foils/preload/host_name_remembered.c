/* gethostname gives the name that the host had first.
 * Noticed by: suites/hosts/test_gethostname.py::test_a_name_that_changes_again_is_told_anew
 */
#include "foil.h"

int gethostname(char *name, size_t size)
{
    static char first[256];
    if (!first[0])
        REAL(gethostname)(first, sizeof first);
    strncpy(name, first, size);
    return 0;
}
