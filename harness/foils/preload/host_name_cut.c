/* gethostname gives 63 bytes at most.
 * Noticed by: suites/hosts/test_gethostname.py::test_a_new_name_of_the_host_is_told_whole
 */
#include "foil.h"

int gethostname(char *name, size_t size)
{
    int result = REAL(gethostname)(name, size);
    if (result == 0 && size > 63)
        name[63] = 0;
    return result;
}
