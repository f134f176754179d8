/* gethostname gives the name up to its first dot.
 * Noticed by: suites/hosts/test_gethostname.py::test_a_name_with_dots_and_digits_is_told_whole
 */
#include "foil.h"

int gethostname(char *name, size_t size)
{
    int result = REAL(gethostname)(name, size);
    if (result == 0)
        name[strcspn(name, ".")] = 0;
    return result;
}
